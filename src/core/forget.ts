// When a store may delete a ledger.

import type { Ledger } from './ledger.ts';
import { DAY, POLICY_BOUNDS } from './policy.ts';
import { recoveryLeft } from './recovery.ts';

/** The longest a code can be valid, in ms. */
const [, MAX_LIFE] = POLICY_BOUNDS.expiresIn;

/**
 * From when on nothing in a ledger matters to any rule, in ms since 1970: a day after the last code was sent or
 * expired, or the last wrong recovery code entered, but never while wrong tries are on record or recovery codes left.
 *
 * @example if (forgetAt(ledger) <= ledger.seenAt) await remove(key);
 */
export function forgetAt(ledger: Ledger): number {
  if (ledger.failures > 0 || recoveryLeft(ledger) > 0) return Number.POSITIVE_INFINITY;
  const lastEnd = Math.max(0, ...ledger.challenges.map(({ expiresAt }) => expiresAt));
  const { codes, wrongTries } = ledger.recovery;
  // Recovery codes that are all used are still recognized for a while.
  const lastRecovery = codes.length > 0 ? ledger.seenAt : (wrongTries.at(-1) ?? 0);
  const lastEvent = Math.max(ledger.sends.at(-1)?.at ?? 0, lastRecovery);
  // After a clock was turned back, an expiry may lie a year ahead. But no code is valid for longer than this from now.
  return Math.max(lastEvent, Math.min(lastEnd, ledger.seenAt + MAX_LIFE)) + DAY;
}
