// What a person and an operator are told where a store is broken.

import { expect } from 'vitest';
import type { Problem } from '../../src/core/outcome.ts';
import type { Store } from '../../src/store/store.ts';
import { wrap } from '../../src/ui/glyphs.ts';
import { verifierWith } from './contract.ts';

/** Expects that a store lets nobody in and says why in plain words; gives the operator's line. */
export async function expectRefused(store: Store, secret?: string): Promise<string> {
  const { verifier } = verifierWith(store);
  const outcome = await verifier.check('+14155552671', '12345');
  expect(outcome).toMatchObject({ kind: 'store-failed' });
  const error: unknown = await store.update('key', (ledger) => ({ ledger, outcome: 0 })).catch((reason) => reason);
  if ((error as { name?: unknown }).name === 'StoreError')
    expect(Object.keys(error as object).sort()).toEqual(['mayBeDone', 'name', 'problem']);
  if (outcome.kind !== 'store-failed') return '';
  expect(outcome.charged).toBeUndefined();
  expectPlain(outcome.problem, secret);
  return outcome.problem.operator;
}

export function expectPlain({ person, operator }: Problem, secret?: string): void {
  expect(person).toMatch(/^[a-z][^\n/{}]+\.$/);
  // Two lines of the form hold all of it, and what it cost.
  for (const words of [`Not checked: ${person} A try may be charged.`, `Could not send the code: ${person}`]) {
    expect(wrap(words, 42, 9, '…').length).toBeLessThanOrEqual(2);
  }
  expect(operator).toMatch(/^\S[^\n{}]+$/);
  expect(`${person} ${operator}`).not.toMatch(/\bat .*:\d+:\d+|undefined|\[object|Error:/);
  if (secret !== undefined) expect(`${person} ${operator}`).not.toContain(secret);
}
