// Tries that somebody else judges: paid for before they are asked, then settled or given back.

import {
  type Challenge,
  changeCode,
  codesOf,
  fail,
  type JudgeOutcome,
  type Ledger,
  lockOf,
  type Step,
  settle,
} from './ledger.ts';
import { lockAfter, type Policy } from './policy.ts';

/** A try that somebody else judges, paid for before they are asked. */
export interface Charged {
  readonly kind: 'charged';
  readonly service: string;
  readonly sealId: string;
  /** What to say if the code turns out wrong. */
  readonly ifWrong: JudgeOutcome;
}

/**
 * A code was entered that only the service that made it can judge. The try is paid for first, so that
 * a process that dies in between cannot be used to try for nothing.
 */
export function charge(before: Ledger, service: string, clock: number, policy: Policy): Step<Charged | JudgeOutcome> {
  const { ledger, now } = settle(before, clock);
  const [challenge] = codesOf(ledger, service);
  const closed = lockOf(ledger, now) ?? (challenge ? closedBy(challenge, now, policy) : { kind: 'unsent' as const });
  if (closed || !challenge) return { ledger, outcome: closed ?? { kind: 'unsent' } };
  const { ledger: paid, outcome } = fail(ledger, challenge, false, now, policy);
  return { ledger: paid, outcome: { kind: 'charged', service, sealId: challenge.seal.id, ifWrong: outcome } };
}

/** What the service said of a charged try. `gone`: it knows no such code any more. */
export type Verdict = 'right' | 'wrong' | 'gone' | 'exhausted';

/** A charged try was judged: a right one is accepted, one against a code that is over costs nothing. */
export function settleTry(
  before: Ledger,
  { service, sealId, ifWrong }: Charged,
  verdict: Verdict,
  clock: number,
  policy: Policy,
): Step<JudgeOutcome> {
  const { ledger, now } = settle(before, clock);
  const [challenge] = codesOf(ledger, service);
  switch (verdict) {
    case 'wrong':
      return { ledger, outcome: ifWrong };
    case 'right': {
      if (!challenge || challenge.used) return { ledger, outcome: { kind: 'used' } };
      // Where it was sent again since, it was the same code.
      const spend = () => ({ used: true });
      const both = changeCode(changeCode(ledger, sealId, spend), challenge.seal.id, spend);
      return { ledger: { ...both, failures: 0, lockedUntil: 0 }, outcome: { kind: 'accepted' } };
    }
    case 'gone': {
      const over = (code: Challenge) => ({ expiresAt: Math.min(code.expiresAt, now) });
      return { ledger: changeCode(refund(ledger, sealId), sealId, over), outcome: { kind: 'expired' } };
    }
    case 'exhausted': {
      // On top of the tries paid for, so that giving these back does not open the code again.
      const dead = (code: Challenge) => ({ tries: code.tries + policy.maxAttempts });
      return { ledger: changeCode(refund(ledger, sealId), sealId, dead), outcome: { kind: 'exhausted' } };
    }
    default:
      return verdict satisfies never;
  }
}

/** A charged try was not judged: gives it back, and takes off the lock that it set. */
export function refund(before: Ledger, sealId: string): Ledger {
  // A right try has cleared this one with all the others.
  if (before.challenges.some(({ used, seal }) => used && seal.id === sealId)) return before;
  const ledger = changeCode(before, sealId, (code) => ({ tries: Math.max(0, code.tries - 1) }));
  return {
    ...ledger,
    failures: Math.max(0, ledger.failures - 1),
    lockedUntil: lockAfter(ledger.failures) > 0 ? 0 : ledger.lockedUntil,
  };
}

function closedBy(challenge: Challenge, now: number, policy: Policy): JudgeOutcome | undefined {
  if (challenge.used) return { kind: 'used' };
  if (challenge.tries >= policy.maxAttempts) return { kind: 'exhausted' };
  return now >= challenge.expiresAt ? { kind: 'expired' } : undefined;
}
