// The rules for recovery codes, as pure functions of a ledger: a new set replaces the old one; a correct code is accepted
// once, whatever became of the texted ones, and lifts a lock; wrong ones lock nothing, but are only judged ten an hour.

import { clear, type Ledger, type Step, settle } from './ledger.ts';
import type { CheckOutcome } from './outcome.ts';
import { recoveryLeft, throttledUntil, withWrongTry, wrongTriesLeft } from './recovery.ts';

export type RecoveryJudgement = Extract<CheckOutcome, { kind: 'accepted' | 'incorrect' | 'used' | 'throttled' }>;

/** Replaces all recovery codes with new ones. @param digests of the new ones */
export function replaceRecoveryCodes(
  before: Ledger,
  digests: readonly string[],
  clock: number,
): Step<{ readonly kind: 'made' }> {
  const { ledger } = settle(before, clock);
  const codes = digests.map((digest) => ({ digest, used: false }));
  return { ledger: { ...ledger, recovery: { ...ledger.recovery, codes } }, outcome: { kind: 'made' } };
}

/**
 * Judges an entered recovery code, and counts a wrong one. Where there are none, every one is wrong, in the same way:
 * whoever tries cannot tell whether there are any.
 *
 * @param matches whether a stored digest is that of the entered code
 */
export function judgeRecoveryCode(
  before: Ledger,
  matches: (digest: string) => boolean,
  clock: number,
): Step<RecoveryJudgement> {
  const { ledger, now } = settle(before, clock);
  const { recovery } = ledger;
  const until = throttledUntil(recovery, now);
  if (until !== undefined) return { ledger, outcome: { kind: 'throttled', until } };

  // Compares with all of them, so that the time taken does not tell which one it was.
  const matching = recovery.codes.filter(({ digest }) => matches(digest));
  if (matching.some(({ used }) => !used)) {
    const codes = recovery.codes.map((code) => (matching.includes(code) ? { ...code, used: true } : code));
    const accepted = clear({ ...ledger, recovery: { ...recovery, codes } });
    const { failures } = ledger;
    const left = { recoveryLeft: recoveryLeft(accepted), ...(failures > 0 && { failures }) };
    return { ledger: accepted, outcome: { kind: 'accepted', by: 'recovery', ...left } };
  }
  if (matching.length > 0) return { ledger, outcome: { kind: 'used' } };

  const counted = withWrongTry(recovery, now);
  const waitUntil = throttledUntil(counted, now);
  return {
    ledger: { ...ledger, recovery: counted },
    outcome:
      waitUntil === undefined
        ? { kind: 'incorrect', triesLeft: wrongTriesLeft(counted, now), superseded: false }
        : { kind: 'throttled', until: waitUntil },
  };
}
