// How a recipient stands, as a pure function of a ledger. Tells everything but the code, and changes nothing.

import { closedBy, codesOf } from './challenge.ts';
import { type Ledger, lockOf, type Step, settle } from './ledger.ts';
import type { Standing } from './outcome.ts';
import type { Policy } from './policy.ts';
import { recoveryLeft } from './recovery.ts';
import { nextSend, recentSends, sendsLeft, sentAt } from './sends.ts';

/** How the recipient of a ledger stands with a service. The ledger stays as it is. */
export function standingOf(before: Ledger, service: string, clock: number, policy: Policy): Step<Standing> {
  const { ledger, now } = settle(before, clock);
  const [newest] = codesOf(ledger, service);
  const newestCode = newest ? (closedBy(newest, now, policy)?.kind ?? 'valid') : 'none';
  const sends = recentSends(ledger.sends, now);
  const { at } = nextSend(sends, policy);
  const locked = lockOf(ledger, now);
  const outcome: Standing = {
    kind: 'standing',
    newestCode,
    ...(newest && { ...sentAt(ledger.sends, newest.seal.id), expiresAt: newest.expiresAt }),
    triesLeft: newest && newestCode === 'valid' ? policy.maxAttempts - newest.tries : 0,
    sendsLeft: sendsLeft(sends, now, policy),
    ...(at > now && { resendAt: at }),
    failures: ledger.failures,
    locked: locked !== undefined,
    ...(locked && { until: locked.until }),
    recoveryLeft: recoveryLeft(ledger),
  };
  return { ledger: before, outcome };
}
