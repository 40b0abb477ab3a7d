// Codes that an outside service makes and judges. A code counts from when it was made; a try is charged
// before the service judges it, then settled or refunded.

import { type Challenge, closedBy, codesOf } from './challenge.ts';
import type { Channel } from './channel.ts';
import type { DigestFor, StoredCode } from './code.ts';
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
 * Reserves a code before the service is asked for one: like `issue`, but the code is not valid until `begin`. Until
 * the service has made the new code, it would still accept the old one.
 */
export function reserve(
  before: Ledger,
  service: string,
  digestFor: DigestFor,
  clock: number,
  policy: Policy,
  channel?: Channel,
): Step<IssueOutcome> {
  const { ledger, outcome } = issue(before, service, digestFor, clock, policy, channel);
  if (outcome.kind !== 'issued') return { ledger, outcome };
  return { ledger: changeCode(ledger, outcome.codeId, () => ({ over: true })), outcome };
}

/**
 * The service has made the code, or may have: it is valid from now on.
 *
 * @param digestFor digests the service's own id for the code, if it gave one
 */
export function begin(
  before: Ledger,
  codeId: string,
  digestFor: DigestFor | undefined,
  clock: number,
  policy: Policy,
): Step<{ readonly expiresAt: number }> {
  const { ledger, now } = settle(before, clock);
  const expiresAt = now + policy.expiresIn;
  const begun = { expiresAt, over: false, ...(digestFor && { seal: digestFor(expiresAt) }) };
  return { ledger: changeCode(ledger, codeId, () => begun), outcome: { expiresAt } };
}

/** A try that the service is about to judge, already charged. */
export interface Charged {
  readonly kind: 'charged';
  readonly service: string;
  readonly codeId: string;
  /** The digest of the service's own id for the code; it matches nothing if the service gave none. */
  readonly stored: StoredCode;
  /** The ledger's `cleared` at that time. */
  readonly cleared: number;
  /** The outcome if the code turns out to be wrong. */
  readonly ifWrong: JudgeOutcome;
}

/**
 * Charges a try that only the service can judge. It is charged first, so that killing the process in between does
 * not make the try free.
 */
export function charge(before: Ledger, service: string, clock: number, policy: Policy): Step<Charged | JudgeOutcome> {
  const { ledger, now } = settle(before, clock);
  const locked = lockOf(ledger, now);
  if (locked) return { ledger, outcome: locked };

  const [challenge] = codesOf(ledger, service);
  if (!challenge) return { ledger, outcome: { kind: 'unsent' } };
  const closed = closedBy(challenge, now, policy);
  if (closed) return { ledger, outcome: closed };
  const { ledger: charged, outcome } = fail(ledger, challenge, false, now, policy);
  const { cleared } = ledger;
  const { seal, expiresAt } = challenge;
  const attempt: Charged = {
    kind: 'charged',
    service,
    codeId: seal.id,
    stored: { seal, expiresAt },
    cleared,
    ifWrong: outcome,
  };
  return { ledger: charged, outcome: attempt };
}

/** The service's verdict on a charged try. `gone`: it no longer has the code. */
export type Verdict = 'right' | 'wrong' | 'gone' | 'exhausted';

/**
 * Settles a charged try by the service's verdict. A correct code is accepted unless a newer one was sent; a try at a
 * code that no longer exists costs nothing.
 */
export function settleTry(
  before: Ledger,
  charged: Charged,
  verdict: Verdict,
  clock: number,
  policy: Policy,
): Step<JudgeOutcome> {
  const { ledger } = settle(before, clock);
  const { service, codeId, ifWrong } = charged;
  switch (verdict) {
    case 'wrong':
      return { ledger, outcome: ifWrong };
    case 'right': {
      const code = ledger.challenges.find(({ seal }) => seal.id === codeId);
      if (!code || code.used) return { ledger, outcome: { kind: 'used' } };
      if (code !== codesOf(ledger, service)[0]) {
        return { ledger, outcome: ifWrong.kind === 'incorrect' ? { ...ifWrong, superseded: true } : ifWrong };
      }
      // This try was charged like a wrong one, unless that has been cleared since.
      const own = ledger.cleared === charged.cleared ? 1 : 0;
      return accept(ledger, code, Math.max(0, ledger.failures - own));
    }
    case 'gone': {
      const gone = changeCode(refund(ledger, charged), codeId, () => ({ over: true }));
      return { ledger: gone, outcome: { kind: 'expired' } };
    }
    case 'exhausted': {
      // In addition to the tries already charged, so that refunding those does not reopen the code.
      const dead = (code: Challenge) => ({ tries: code.tries + policy.maxAttempts });
      return { ledger: changeCode(refund(ledger, charged), codeId, dead), outcome: { kind: 'exhausted' } };
    }
    default:
      return verdict satisfies never;
  }
}

/** Refunds a try that was not judged, and lifts the lock that it set. */
export function refund(before: Ledger, { codeId, cleared }: Pick<Charged, 'codeId' | 'cleared'>): Ledger {
  const ledger = changeCode(before, codeId, (code) => ({ tries: Math.max(0, code.tries - 1) }));
  // This try has already been cleared together with all others; those on record now came later.
  if (ledger.cleared !== cleared) return ledger;
  return {
    ...ledger,
    failures: Math.max(0, ledger.failures - 1),
    lockedUntil: lockAfter(ledger.failures) > 0 ? 0 : ledger.lockedUntil,
  };
}
