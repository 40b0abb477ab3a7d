// The rules, as pure functions of what is remembered of one recipient and service: may a code be
// sent, is a try right, what is undone when a text was refused. Knows no clock, store or Twilio.

import type { Seal } from './code.ts';
import type { CheckOutcome, Locked, Times, UnlockOutcome, Wait } from './outcome.ts';
import { isLockedForGood, LONGEST_LOCK, lockAfter, POLICY_BOUNDS, type Policy } from './policy.ts';

/** One issued code. Times are ms since 1970. */
export interface Challenge {
  readonly seal: Seal;
  readonly expiresAt: number;
  /** Wrong tries judged against it. */
  readonly tries: number;
  readonly used: boolean;
}

/** That the code under a seal was sent. */
export interface Send {
  readonly sealId: string;
  readonly at: number;
}

/** What is remembered of one recipient and service. Plain JSON, so that any store can keep it. */
export interface Ledger {
  readonly challenge: Challenge | null;
  /** The challenge that the newest one replaced: never accepted again, only recognized. */
  readonly replaced: Challenge | null;
  /** The codes sent, oldest first, as far back as any limit reaches. */
  readonly sends: readonly Send[];
  /** Wrong tries in a row, over codes, sends, terminals and hosts. */
  readonly failures: number;
  /** 0 where there is no lock. */
  readonly lockedUntil: number;
  /** The latest time at which anything happened here. */
  readonly seenAt: number;
}

export const EMPTY_LEDGER: Ledger = {
  challenge: null,
  replaced: null,
  sends: [],
  failures: 0,
  lockedUntil: 0,
  seenAt: 0,
};

/**
 * How far clocks may differ without anyone noticing, in ms: the clocks of hosts that share a store,
 * or of two processes that read the clock in one order and reach the store in the other.
 */
export const CLOCK_SKEW = 2_000;

/** A next ledger and what came of the event. */
export interface Step<Outcome> {
  readonly ledger: Ledger;
  readonly outcome: Outcome;
}

/** `replaces`: there was a code that was not used, which is dead now. */
export type IssueOutcome = ({ readonly kind: 'issued'; readonly replaces: boolean } & Times) | Wait | Locked;
export type JudgeOutcome = Exclude<CheckOutcome, { kind: 'invalid' | 'unchecked' | 'store-failed' }>;

/** A new code is to be sent: whether it may, and the ledger in which it is the only one that counts. */
export function issue(before: Ledger, seal: Seal, clock: number, policy: Policy): Step<IssueOutcome> {
  const { ledger: settled, now } = settle(before, clock);
  const ledger = { ...settled, sends: remembered(settled.sends, now) };
  const locked = lockOf(ledger, now);
  if (locked) return { ledger, outcome: locked };

  const next = nextSend(ledger, policy);
  if (next.at > now) {
    const expiresAt = ledger.challenge && isOpen(ledger.challenge, now, policy) ? ledger.challenge.expiresAt : null;
    return { ledger, outcome: { kind: next.limit, resendAt: next.at, expiresAt } };
  }

  const expiresAt = now + policy.expiresIn;
  const issued: Ledger = {
    ...ledger,
    challenge: { seal, expiresAt, tries: 0, used: false },
    replaced: ledger.challenge,
    sends: [...ledger.sends, { sealId: seal.id, at: now }],
  };
  const replaces = ledger.challenge !== null && !ledger.challenge.used;
  return { ledger: issued, outcome: { kind: 'issued', replaces, expiresAt, resendAt: nextSend(issued, policy).at } };
}

/**
 * A text was refused, so its code never left: the send does not count and the code that it replaced
 * is the newest again, with the tries it has left.
 */
export function withdraw(ledger: Ledger, sealId: string): Ledger {
  const sends = ledger.sends.filter((send) => send.sealId !== sealId);
  const { challenge, replaced } = ledger;
  if (challenge?.seal.id === sealId) {
    // Tries made in between count for the code that is the newest again, or they would be free.
    const revived = replaced && { ...replaced, tries: replaced.tries + challenge.tries };
    return { ...ledger, sends, challenge: revived, replaced: null };
  }
  return { ...ledger, sends, replaced: ledger.replaced?.seal.id === sealId ? null : ledger.replaced };
}

/**
 * A code was entered: whether it is right, and what it costs where it is not.
 *
 * @param opens whether the entered code is the one under a seal
 */
export function judge(
  before: Ledger,
  opens: (seal: Seal) => boolean,
  clock: number,
  policy: Policy,
): Step<JudgeOutcome> {
  const { ledger, now } = settle(before, clock);
  const locked = lockOf(ledger, now);
  if (locked) return { ledger, outcome: locked };

  const { challenge, replaced } = ledger;
  if (!challenge) return { ledger, outcome: { kind: 'unsent' } };
  if (challenge.used && opens(challenge.seal)) return { ledger, outcome: { kind: 'used' } };
  if (challenge.tries >= policy.maxAttempts) return { ledger, outcome: { kind: 'exhausted' } };
  if (now >= challenge.expiresAt) return { ledger, outcome: { kind: 'expired' } };
  if (!challenge.used && opens(challenge.seal)) {
    const accepted = { ...ledger, challenge: { ...challenge, used: true }, failures: 0, lockedUntil: 0 };
    return { ledger: accepted, outcome: { kind: 'accepted' } };
  }

  const superseded = replaced !== null && opens(replaced.seal);
  if (superseded && replaced.used) return { ledger, outcome: { kind: 'used' } };
  return fail(ledger, challenge, superseded, now, policy);
}

/** A try that somebody else judges, paid for before they are asked. */
export interface Charged {
  readonly kind: 'charged';
  readonly sealId: string;
  /** What to say if the code turns out wrong. */
  readonly ifWrong: JudgeOutcome;
}

/**
 * A code was entered that only the service that made it can judge. The try is paid for first, so that
 * a process that dies in between cannot be used to try for nothing.
 */
export function charge(before: Ledger, clock: number, policy: Policy): Step<Charged | JudgeOutcome> {
  const { ledger, now } = settle(before, clock);
  const { challenge } = ledger;
  const closed = lockOf(ledger, now) ?? (challenge ? closedBy(challenge, now, policy) : { kind: 'unsent' as const });
  if (closed || !challenge) return { ledger, outcome: closed ?? { kind: 'unsent' } };
  const { ledger: paid, outcome } = fail(ledger, challenge, false, now, policy);
  return { ledger: paid, outcome: { kind: 'charged', sealId: challenge.seal.id, ifWrong: outcome } };
}

/** What the service said of a charged try. `gone`: it knows no such code any more. */
export type Verdict = 'right' | 'wrong' | 'gone' | 'exhausted';

/** A charged try was judged: a right one is accepted, one against a code that is over costs nothing. */
export function settleTry(
  before: Ledger,
  { sealId, ifWrong }: Charged,
  verdict: Verdict,
  clock: number,
  policy: Policy,
): Step<JudgeOutcome> {
  const { ledger, now } = settle(before, clock);
  const { challenge } = ledger;
  switch (verdict) {
    case 'wrong':
      return { ledger, outcome: ifWrong };
    case 'right': {
      if (!challenge || challenge.used) return { ledger, outcome: { kind: 'used' } };
      // Where it was sent again since, it was the same code.
      const both = changeCode(ledger, sealId, (code) => ({ ...code, used: true }));
      const accepted = { ...both, challenge: { ...challenge, used: true }, failures: 0, lockedUntil: 0 };
      return { ledger: accepted, outcome: { kind: 'accepted' } };
    }
    case 'gone': {
      const over = (code: Challenge) => ({ ...code, expiresAt: Math.min(code.expiresAt, now) });
      return { ledger: changeCode(refund(ledger, sealId), sealId, over), outcome: { kind: 'expired' } };
    }
    case 'exhausted': {
      // On top of the tries paid for, so that giving these back does not open the code again.
      const dead = (code: Challenge) => ({ ...code, tries: code.tries + policy.maxAttempts });
      return { ledger: changeCode(refund(ledger, sealId), sealId, dead), outcome: { kind: 'exhausted' } };
    }
    default:
      return verdict satisfies never;
  }
}

/** A charged try was not judged: gives it back, and takes off the lock that it set. */
export function refund(before: Ledger, sealId: string): Ledger {
  // A right try has cleared this one with all the others.
  if ([before.challenge, before.replaced].some((code) => code?.used && code.seal.id === sealId)) return before;
  const ledger = changeCode(before, sealId, (code) => ({ ...code, tries: Math.max(0, code.tries - 1) }));
  return {
    ...ledger,
    failures: Math.max(0, ledger.failures - 1),
    lockedUntil: lockAfter(ledger.failures) > 0 ? 0 : ledger.lockedUntil,
  };
}

/** Changes the code under a seal, where it is remembered still. */
function changeCode(ledger: Ledger, sealId: string, change: (code: Challenge) => Challenge): Ledger {
  const changed = (code: Challenge | null) => (code?.seal.id === sealId ? change(code) : code);
  return { ...ledger, challenge: changed(ledger.challenge), replaced: changed(ledger.replaced) };
}

function closedBy(challenge: Challenge, now: number, policy: Policy): JudgeOutcome | undefined {
  if (challenge.used) return { kind: 'used' };
  if (challenge.tries >= policy.maxAttempts) return { kind: 'exhausted' };
  return now >= challenge.expiresAt ? { kind: 'expired' } : undefined;
}

function fail(
  ledger: Ledger,
  challenge: Challenge,
  superseded: boolean,
  now: number,
  policy: Policy,
): Step<JudgeOutcome> {
  const failures = ledger.failures + 1;
  const tries = challenge.tries + 1;
  const lock = lockAfter(failures);
  const next: Ledger = {
    ...ledger,
    challenge: { ...challenge, tries },
    // NIST SP 800-63B-4 §3.2.2: counted per account, whatever code the try was for.
    failures,
    lockedUntil: lock > 0 ? now + lock : 0,
  };
  const triesLeft = policy.maxAttempts - tries;
  const outcome: JudgeOutcome =
    lockOf(next, now) ?? (triesLeft > 0 ? { kind: 'incorrect', triesLeft, superseded } : { kind: 'exhausted' });
  return { ledger: next, outcome };
}

/** An operator vouches for the recipient: wrong tries and lock are cleared. The newest code stays as it is. */
export function unlock(before: Ledger, clock: number): Step<UnlockOutcome> {
  const { ledger, now } = settle(before, clock);
  const { failures } = ledger;
  return {
    ledger: { ...ledger, failures: 0, lockedUntil: 0 },
    outcome: { kind: 'unlocked', failures, wasLocked: lockOf(ledger, now) !== undefined },
  };
}

/** The time from which on nothing here matters to any rule; never while wrong tries are on record. */
export function forgetAt(ledger: Ledger): number {
  if (ledger.failures > 0) return Number.POSITIVE_INFINITY;
  const [, longestWindow] = POLICY_BOUNDS.sendWindow;
  return Math.max(ledger.challenge?.expiresAt ?? 0, (ledger.sends.at(-1)?.at ?? 0) + longestWindow);
}

/** The sends that any policy may ask for: another gate on this ledger may count over a longer window than ours. */
function remembered(sends: Ledger['sends'], now: number): Ledger['sends'] {
  const [, longestWindow] = POLICY_BOUNDS.sendWindow;
  const [, mostSends] = POLICY_BOUNDS.maxSends;
  return sends.filter(({ at }) => at > now - longestWindow).slice(-mostSends);
}

/** From when on another send is allowed, and by which limit. */
function nextSend({ sends }: Ledger, policy: Policy): { readonly at: number; readonly limit: Wait['kind'] } {
  const tooSoonUntil = (sends.at(-1)?.at ?? Number.NEGATIVE_INFINITY) + policy.resendAfter;
  const tooManyUntil = (sends.at(-policy.maxSends)?.at ?? Number.NEGATIVE_INFINITY) + policy.sendWindow;
  return tooManyUntil > tooSoonUntil
    ? { at: tooManyUntil, limit: 'too-many' }
    : { at: tooSoonUntil, limit: 'too-soon' };
}

function isOpen(challenge: Challenge, now: number, policy: Policy): boolean {
  return !challenge.used && challenge.tries < policy.maxAttempts && now < challenge.expiresAt;
}

function lockOf(ledger: Ledger, now: number): Locked | undefined {
  if (isLockedForGood(ledger.failures)) return { kind: 'locked', until: null };
  return ledger.lockedUntil > now ? { kind: 'locked', until: ledger.lockedUntil } : undefined;
}

/**
 * Brings a ledger to the present. A clock a little behind what the ledger has seen stands still.
 * One further behind was turned back, or belongs to another host: how much of the code's life has
 * passed is then unknown, so the code is over. Waits and locks are not moved along, or two clocks
 * that take turns would wear them away; they are only cut to what they could last from now on.
 */
function settle(ledger: Ledger, clock: number): { readonly ledger: Ledger; readonly now: number } {
  const behind = ledger.seenAt - clock;
  if (behind <= 0) {
    // A lock that is over is forgotten, so that a clock turned back does not bring it back.
    const lockedUntil = ledger.lockedUntil > clock ? ledger.lockedUntil : 0;
    return { ledger: { ...ledger, lockedUntil, seenAt: clock }, now: clock };
  }
  if (behind <= CLOCK_SKEW) return { ledger, now: ledger.seenAt };
  const over = (challenge: Challenge | null) =>
    challenge && { ...challenge, expiresAt: Math.min(challenge.expiresAt, clock) };
  return {
    ledger: {
      ...ledger,
      challenge: over(ledger.challenge),
      replaced: over(ledger.replaced),
      sends: ledger.sends.map((send) => ({ ...send, at: Math.min(send.at, clock) })),
      lockedUntil: Math.min(ledger.lockedUntil, clock + LONGEST_LOCK),
      seenAt: clock,
    },
    now: clock,
  };
}
