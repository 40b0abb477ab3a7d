// The rules, as pure functions of what is remembered of one recipient: may a code be sent, is a try
// right, what is undone when a text was refused. Knows no clock, store or Twilio.

import { type Challenge, closedBy, codesOf, isOver } from './challenge.ts';
import type { Sealed, Sealer } from './code.ts';
import type { CheckOutcome, Locked, Times, UnlockOutcome, Wait } from './outcome.ts';
import { DAY, isLockedForGood, LONGEST_LOCK, lockAfter, POLICY_BOUNDS, type Policy } from './policy.ts';
import { nextSend, recentSends, type Send, withoutSend } from './sends.ts';

/** What is remembered of one recipient. Plain JSON, so that any store can keep it. */
export interface Ledger {
  /** Two for each service, oldest first: the newest, and the one that it replaced, which is only recognized. */
  readonly challenges: readonly Challenge[];
  /** The codes sent for any service and not accepted, oldest first, as far back as any limit reaches. */
  readonly sends: readonly Send[];
  /** Wrong tries in a row, over services, codes, sends, terminals and hosts. */
  readonly failures: number;
  /** How often these were cleared. */
  readonly cleared: number;
  /** 0 where there is no lock. */
  readonly lockedUntil: number;
  /** The latest time at which anything happened here. */
  readonly seenAt: number;
}

export const EMPTY_LEDGER: Ledger = {
  challenges: [],
  sends: [],
  failures: 0,
  cleared: 0,
  lockedUntil: 0,
  seenAt: 0,
};

/**
 * How far clocks may differ without anyone noticing, in ms: processes may read the clock in one order and
 * reach the store in the other, and an answer of a store takes its time.
 */
export const CLOCK_SKEW = 2_000;

/** Of a code, in ms. */
const [, LONGEST_LIFE] = POLICY_BOUNDS.expiresIn;
/** Most codes that a ledger remembers, over all services. */
const MOST_CHALLENGES = 100;

/** A next ledger and what came of the event. */
export interface Step<Outcome> {
  readonly ledger: Ledger;
  readonly outcome: Outcome;
}

export type IssueOutcome =
  /** `replaces`: there was a code that was not used, which is dead now. */
  ({ readonly kind: 'issued'; readonly sealId: string; readonly replaces: boolean } & Times) | Wait | Locked;
export type JudgeOutcome = Exclude<CheckOutcome, { kind: 'invalid' | 'unchecked' | 'store-failed' }>;

/** A new code is to be sent: whether it may, and the ledger in which it is the only one that counts for its service. */
export function issue(
  before: Ledger,
  service: string,
  sealFor: Sealer,
  clock: number,
  policy: Policy,
): Step<IssueOutcome> {
  const { ledger: settled, now } = settle(before, clock);
  const ledger = { ...settled, sends: recentSends(settled.sends, now) };
  const locked = lockOf(ledger, now);
  if (locked) return { ledger, outcome: locked };

  const [newest, replaced] = codesOf(ledger, service);
  const next = nextSend(ledger.sends, policy);
  if (next.at > now) {
    const expiresAt = newest && !closedBy(newest, now, policy) ? newest.expiresAt : null;
    return { ledger, outcome: { kind: next.limit, resendAt: next.at, expiresAt } };
  }

  const expiresAt = now + policy.expiresIn;
  const seal = sealFor(expiresAt);
  const others = ledger.challenges.filter((challenge) => challenge !== replaced && isRecent(challenge, now));
  const issued: Ledger = {
    ...ledger,
    challenges: [...others, { service, seal, expiresAt, tries: 0, used: false }].slice(-MOST_CHALLENGES),
    sends: [...ledger.sends, { sealId: seal.id, at: now }],
  };
  const replaces = newest !== undefined && !newest.used;
  const { at: resendAt } = nextSend(issued.sends, policy);
  return { ledger: issued, outcome: { kind: 'issued', sealId: seal.id, replaces, expiresAt, resendAt } };
}

/**
 * A text was refused, so its code never left: the send does not count and the code that it replaced
 * is the newest again, with the tries it has left.
 */
export function withdraw(ledger: Ledger, sealId: string): Ledger {
  const sends = withoutSend(ledger.sends, sealId);
  const withdrawn = ledger.challenges.find(({ seal }) => seal.id === sealId);
  // It was accepted, so the text did arrive, and no older code may count again.
  if (withdrawn?.used) return ledger;
  const left = { ...ledger, sends, challenges: ledger.challenges.filter((challenge) => challenge !== withdrawn) };
  if (!withdrawn || codesOf(ledger, withdrawn.service)[0] !== withdrawn) return left;
  // Tries made in between count for the code that is the newest again, or they would be free.
  const [revived] = codesOf(left, withdrawn.service);
  return changeCode(left, revived?.seal.id, ({ tries }) => ({ tries: tries + withdrawn.tries }));
}

/**
 * A code was entered: whether it is right, and what it costs where it is not.
 *
 * @param opens whether a seal is of the entered code, and was made for the expiry beside it
 */
export function judge(
  before: Ledger,
  service: string,
  opens: (sealed: Sealed) => boolean,
  clock: number,
  policy: Policy,
): Step<JudgeOutcome> {
  const { ledger, now } = settle(before, clock);
  const locked = lockOf(ledger, now);
  if (locked) return { ledger, outcome: locked };

  const [challenge, replaced] = codesOf(ledger, service);
  if (!challenge) return { ledger, outcome: { kind: 'unsent' } };
  if (challenge.used && opens(challenge)) return { ledger, outcome: { kind: 'used' } };
  if (challenge.tries >= policy.maxAttempts) return { ledger, outcome: { kind: 'exhausted' } };
  if (isOver(challenge, now)) return { ledger, outcome: { kind: 'expired' } };
  if (!challenge.used && opens(challenge)) {
    return { ledger: accept(ledger, challenge.seal.id), outcome: { kind: 'accepted' } };
  }

  const superseded = replaced !== undefined && opens(replaced);
  if (superseded && replaced.used) return { ledger, outcome: { kind: 'used' } };
  return fail(ledger, challenge, superseded, now, policy);
}

/** Changes the code under a seal, where it is remembered still. */
export function changeCode(
  ledger: Ledger,
  sealId: string | undefined,
  change: (code: Challenge) => Partial<Challenge>,
): Ledger {
  const changed = (code: Challenge) => (code.seal.id === sealId ? { ...code, ...change(code) } : code);
  return { ...ledger, challenges: ledger.challenges.map(changed) };
}

/** A try was wrong, and costs. */
export function fail(
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
    ...changeCode(ledger, challenge.seal.id, () => ({ tries })),
    // NIST SP 800-63B-4 §3.2.2: counted per account, whatever code the try was for.
    failures,
    lockedUntil: lock > 0 ? now + lock : 0,
  };
  const triesLeft = policy.maxAttempts - tries;
  const outcome: JudgeOutcome =
    lockOf(next, now) ?? (triesLeft > 0 ? { kind: 'incorrect', triesLeft, superseded } : { kind: 'exhausted' });
  return { ledger: next, outcome };
}

/** The code under a seal was right: it is used, its send does not count, and wrong tries and lock are cleared. */
export function accept(ledger: Ledger, sealId: string): Ledger {
  const used = changeCode(ledger, sealId, () => ({ used: true }));
  return clear({ ...used, sends: withoutSend(used.sends, sealId) });
}

/** Nothing is held against the recipient any more. */
function clear(ledger: Ledger): Ledger {
  return { ...ledger, failures: 0, cleared: ledger.cleared + 1, lockedUntil: 0 };
}

/** An operator vouches for the recipient: wrong tries, lock and sends are cleared. The newest code stays as it is. */
export function unlock(before: Ledger, clock: number): Step<UnlockOutcome> {
  const { ledger, now } = settle(before, clock);
  const wasLocked = lockOf(ledger, now) !== undefined;
  const sends = recentSends(ledger.sends, now).length;
  return {
    ledger: clear({ ...ledger, sends: [] }),
    outcome: { kind: 'unlocked', failures: ledger.failures, wasLocked, sends },
  };
}

/**
 * The time from which on nothing here matters to any rule, in ms since 1970: a day after the last code was sent or
 * ended, and never while wrong tries are on record.
 */
export function forgetAt(ledger: Ledger): number {
  if (ledger.failures > 0) return Number.POSITIVE_INFINITY;
  const lastEnd = Math.max(0, ...ledger.challenges.map(({ expiresAt }) => expiresAt));
  const lastSend = ledger.sends.at(-1)?.at ?? 0;
  // By a clock that was turned back since, a code may end in a year: none lives longer than this from now on.
  return Math.max(lastSend, Math.min(lastEnd, ledger.seenAt + LONGEST_LIFE)) + DAY;
}

function isRecent({ expiresAt }: Challenge, now: number): boolean {
  return expiresAt > now - DAY;
}

export function lockOf(ledger: Ledger, now: number): Locked | undefined {
  if (isLockedForGood(ledger.failures)) return { kind: 'locked', until: null };
  return ledger.lockedUntil > now ? { kind: 'locked', until: ledger.lockedUntil } : undefined;
}

/**
 * Brings a ledger to the present. A clock a little behind what the ledger has seen stands still. One further behind
 * was turned back, or is another one: how much of the code's life has passed is then unknown, so the code is over.
 * Its expiry stays, since the seal was made for it. Waits and locks are not moved along, or two clocks that take turns
 * would wear them away; they are only cut to what they could last from now on.
 */
export function settle(ledger: Ledger, clock: number): { readonly ledger: Ledger; readonly now: number } {
  const behind = ledger.seenAt - clock;
  if (behind <= 0) {
    // A lock that is over is forgotten, so that a clock turned back does not bring it back.
    const lockedUntil = ledger.lockedUntil > clock ? ledger.lockedUntil : 0;
    return { ledger: { ...ledger, lockedUntil, seenAt: clock }, now: clock };
  }
  if (behind <= CLOCK_SKEW) return { ledger, now: ledger.seenAt };
  return {
    ledger: {
      ...ledger,
      challenges: ledger.challenges.map((code) => ({ ...code, over: true })),
      sends: ledger.sends.map((send) => ({ ...send, at: Math.min(send.at, clock) })),
      lockedUntil: Math.min(ledger.lockedUntil, clock + LONGEST_LOCK),
      seenAt: clock,
    },
    now: clock,
  };
}
