// What an operator's word does to a ledger, in place of a code.

import { clear, type Ledger, lockOf, type Step, settle } from './ledger.ts';
import type { UnlockOutcome } from './outcome.ts';
import { recentTries } from './recovery.ts';
import { recentSends } from './sends.ts';

/** Clears wrong tries, lock and sends, when an operator vouches for the recipient. All codes stay as they are. */
export function unlock(before: Ledger, clock: number): Step<UnlockOutcome> {
  const { ledger, now } = settle(before, clock);
  const wasLocked = lockOf(ledger, now) !== undefined;
  const sends = recentSends(ledger.sends, now).length;
  const recoveryTries = recentTries(ledger.recovery, now).length;
  return {
    ledger: clear({ ...ledger, sends: [], recovery: { ...ledger.recovery, wrongTries: [] } }),
    outcome: {
      kind: 'unlocked',
      failures: ledger.failures,
      wasLocked,
      sends,
      ...(recoveryTries > 0 && { recoveryTries }),
    },
  };
}
