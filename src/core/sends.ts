// How often a code may be sent to one recipient. A send counts until its code is accepted, its text refused or
// the recipient unlocked.

import type { Wait } from './outcome.ts';
import { DAY, maxSendsPerDay, type Policy } from './policy.ts';

/** A code that was sent and has not been accepted. */
export interface Send {
  /** The `id` of the code's seal. */
  readonly sealId: string;
  /** In ms since 1970. */
  readonly at: number;
}

/**
 * The sends that may still count, oldest first, whatever the policy: gates with different ones may share a ledger.
 * The most generous one allows 400 in a day, so there are never more.
 */
export function recentSends(sends: readonly Send[], now: number): readonly Send[] {
  return sends.filter(({ at }) => at > now - DAY);
}

/** The sends without that of the code under a seal. */
export function withoutSend(sends: readonly Send[], sealId: string): readonly Send[] {
  return sends.filter((send) => send.sealId !== sealId);
}

/** From when on another code may be sent, in ms since 1970, and the limit that is the last to allow it. */
export function nextSend(
  sends: readonly Send[],
  policy: Policy,
): { readonly at: number; readonly limit: Wait['kind'] } {
  /** When the last so many sends are no longer all within the last so many ms. */
  const outside = (count: number, ms: number) => (sends.at(-count)?.at ?? Number.NEGATIVE_INFINITY) + ms;
  const tooSoonUntil = outside(1, policy.resendAfter);
  const tooManyUntil = Math.max(outside(policy.maxSends, policy.sendWindow), outside(maxSendsPerDay(policy), DAY));
  return tooManyUntil > tooSoonUntil
    ? { at: tooManyUntil, limit: 'too-many' }
    : { at: tooSoonUntil, limit: 'too-soon' };
}
