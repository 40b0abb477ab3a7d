// Codes that somebody else makes and judges: a code counts from when it was made, and a try is paid for
// before it is judged, then settled or given back.

import { type Challenge, closedBy, codesOf } from './challenge.ts';
import type { Sealed, Sealer } from './code.ts';
import {
  accept,
  changeCode,
  fail,
  type IssueOutcome,
  issue,
  type JudgeOutcome,
  type Ledger,
  lockOf,
  type Step,
  settle,
} from './ledger.ts';
import { lockAfter, type Policy } from './policy.ts';

/**
 * A service is to be asked for a new code: as `issue`, but nothing can be entered before `begin`. Until the
 * service has made the new code, it is the old one that it would find right.
 */
export function reserve(
  before: Ledger,
  service: string,
  sealFor: Sealer,
  clock: number,
  policy: Policy,
): Step<IssueOutcome> {
  const { ledger, outcome } = issue(before, service, sealFor, clock, policy);
  if (outcome.kind !== 'issued') return { ledger, outcome };
  return { ledger: changeCode(ledger, outcome.sealId, () => ({ over: true })), outcome };
}

/**
 * The service has made the code, or nobody knows: it can be entered from now on.
 *
 * @param sealFor seals the service's own name for the code, where it gave one
 */
export function begin(
  before: Ledger,
  sealId: string,
  sealFor: Sealer | undefined,
  clock: number,
  policy: Policy,
): Step<{ readonly expiresAt: number }> {
  const { ledger, now } = settle(before, clock);
  const expiresAt = now + policy.expiresIn;
  const begun = { expiresAt, over: false, ...(sealFor && { seal: sealFor(expiresAt) }) };
  return { ledger: changeCode(ledger, sealId, () => begun), outcome: { expiresAt } };
}

/** A try that somebody else judges, paid for before they are asked. */
export interface Charged {
  readonly kind: 'charged';
  readonly service: string;
  readonly sealId: string;
  /** Of the service's own name for the code; it opens nothing where it gave none. */
  readonly sealed: Sealed;
  /** The ledger's `cleared` then. */
  readonly cleared: number;
  /** What to say if the code turns out wrong. */
  readonly ifWrong: JudgeOutcome;
}

/**
 * A code was entered that only the service that made it can judge. The try is paid for first, so that
 * a process that dies in between cannot be used to try for nothing.
 */
export function charge(before: Ledger, service: string, clock: number, policy: Policy): Step<Charged | JudgeOutcome> {
  const { ledger, now } = settle(before, clock);
  const locked = lockOf(ledger, now);
  if (locked) return { ledger, outcome: locked };

  const [challenge] = codesOf(ledger, service);
  if (!challenge) return { ledger, outcome: { kind: 'unsent' } };
  const closed = closedBy(challenge, now, policy);
  if (closed) return { ledger, outcome: closed };
  const { ledger: paid, outcome } = fail(ledger, challenge, false, now, policy);
  const { cleared } = ledger;
  const { seal, expiresAt } = challenge;
  const charged: Charged = {
    kind: 'charged',
    service,
    sealId: seal.id,
    sealed: { seal, expiresAt },
    cleared,
    ifWrong: outcome,
  };
  return { ledger: paid, outcome: charged };
}

/** What the service said of a charged try. `gone`: it knows no such code any more. */
export type Verdict = 'right' | 'wrong' | 'gone' | 'exhausted';

/**
 * A charged try was judged: a right one is accepted if no newer code was sent, one against a code that is
 * over costs nothing.
 */
export function settleTry(
  before: Ledger,
  charged: Charged,
  verdict: Verdict,
  clock: number,
  policy: Policy,
): Step<JudgeOutcome> {
  const { ledger } = settle(before, clock);
  const { service, sealId, ifWrong } = charged;
  switch (verdict) {
    case 'wrong':
      return { ledger, outcome: ifWrong };
    case 'right': {
      const code = ledger.challenges.find(({ seal }) => seal.id === sealId);
      if (!code || code.used) return { ledger, outcome: { kind: 'used' } };
      if (code !== codesOf(ledger, service)[0]) {
        return { ledger, outcome: ifWrong.kind === 'incorrect' ? { ...ifWrong, superseded: true } : ifWrong };
      }
      return { ledger: accept(ledger, sealId), outcome: { kind: 'accepted' } };
    }
    case 'gone': {
      const gone = changeCode(refund(ledger, charged), sealId, () => ({ over: true }));
      return { ledger: gone, outcome: { kind: 'expired' } };
    }
    case 'exhausted': {
      // On top of the tries paid for, so that giving these back does not open the code again.
      const dead = (code: Challenge) => ({ tries: code.tries + policy.maxAttempts });
      return { ledger: changeCode(refund(ledger, charged), sealId, dead), outcome: { kind: 'exhausted' } };
    }
    default:
      return verdict satisfies never;
  }
}

/** A charged try was not judged: gives it back, and takes off the lock that it set. */
export function refund(before: Ledger, { sealId, cleared }: Pick<Charged, 'sealId' | 'cleared'>): Ledger {
  const ledger = changeCode(before, sealId, (code) => ({ tries: Math.max(0, code.tries - 1) }));
  // Those on record now were made since this one was cleared with all the others.
  if (ledger.cleared !== cleared) return ledger;
  return {
    ...ledger,
    failures: Math.max(0, ledger.failures - 1),
    lockedUntil: lockAfter(ledger.failures) > 0 ? 0 : ledger.lockedUntil,
  };
}
