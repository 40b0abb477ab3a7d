// What the person and the operator are told if a store is broken.

import { expect } from 'vitest';
import type { Problem } from '../../src/core/outcome.ts';
import { wrap } from '../../src/faces/screen/wrapping.ts';
import { type Store, StoreError } from '../../src/store/store.ts';
import { verifierWith } from './contract.ts';

/** Expects that a store verifies nobody and says why in plain words; returns the operator's line. */
export async function expectRefused(store: Store, secret?: string): Promise<string> {
  const { verifier } = verifierWith(store);
  const outcome = await verifier.check('+14155552671', '12345');
  expect(outcome).toMatchObject({ kind: 'store-failed' });
  const error = await refusalOf(store.update('key', (ledger) => ({ ledger, outcome: 0 })));
  expect(Object.keys(error).sort()).toEqual(['mayBeDone', 'name', 'problem']);
  if (outcome.kind !== 'store-failed') throw new Error(outcome.kind);
  expect(outcome.charged).toBeUndefined();
  expectPlain(outcome.problem, secret);
  return outcome.problem.detail;
}

/** The error of an update that must be refused. */
export async function refusalOf(update: Promise<unknown>): Promise<StoreError> {
  const error = await update.then(
    (outcome) => new Error(`it was not refused: ${JSON.stringify(outcome)}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof StoreError)) throw error;
  return error;
}

export function expectPlain({ message, detail }: Problem, secret?: string): void {
  expect(message).toMatch(/^[a-z][^\n/{}]+\.$/);
  // All of it, with what it cost, fits into the form's two lines.
  for (const words of [`Not checked: ${message} A try may be used up.`, `Could not send the code: ${message}`]) {
    expect(wrap(words, 42, 9, '…').length).toBeLessThanOrEqual(2);
  }
  expect(detail).toMatch(/^\S[^\n{}]+$/);
  expect(`${message} ${detail}`).not.toMatch(/\bat .*:\d+:\d+|undefined|\[object|Error:/);
  if (secret !== undefined) expect(`${message} ${detail}`).not.toContain(secret);
}
