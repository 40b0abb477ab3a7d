// The rules, as pure functions of what is remembered about one recipient: whether a code may be sent, whether a try
// is right, what to undo if a text was refused. Knows no clock, store or Twilio.

import { type Challenge, closedBy, codesOf, isOver } from './challenge.ts';
import type { Channel } from './channel.ts';
import type { DigestFor, StoredCode } from './code.ts';
import type { Accepted, CheckOutcome, Locked, Times, Wait } from './outcome.ts';
import { DAY, isLockedForGood, lockAfter, MAX_LOCK, type Policy } from './policy.ts';
import { cutWrongTries, NO_RECOVERY, type Recovery } from './recovery.ts';
import { nextSend, recentSends, type Send, sentAt, withoutSend } from './sends.ts';

/** What is remembered about one recipient. Plain JSON, so that any store can keep it. */
export interface Ledger {
  /** Two per service, oldest first: the newest code, and the one it replaced, which is only recognized, never accepted. */
  readonly challenges: readonly Challenge[];
  /** The codes sent for any service and not accepted, oldest first, as far back as the limits look. */
  readonly sends: readonly Send[];
  /** Wrong tries in a row, across services, codes, sends, terminals and hosts. */
  readonly failures: number;
  /** How often they were cleared. */
  readonly cleared: number;
  /** 0 if not locked. */
  readonly lockedUntil: number;
  readonly recovery: Recovery;
  /** When anything last happened here. */
  readonly seenAt: number;
}

/** The ledger of a recipient that nothing is known about. */
export const EMPTY_LEDGER: Ledger = {
  challenges: [],
  sends: [],
  failures: 0,
  cleared: 0,
  lockedUntil: 0,
  recovery: NO_RECOVERY,
  seenAt: 0,
};

/**
 * How far clocks may differ without consequences, in ms: processes may reach the store in a different order than
 * they read the clock, and a store takes time to answer.
 */
export const CLOCK_SKEW = 2_000;

/** How many codes a ledger remembers, across all services. */
const MAX_CHALLENGES = 100;

/** The next ledger and the outcome. */
export interface Step<Outcome> {
  readonly ledger: Ledger;
  readonly outcome: Outcome;
}

export type IssueOutcome =
  /** `replaces`: there was an unused code, which is now dead. */
  ({ readonly kind: 'issued'; readonly codeId: string; readonly replaces: boolean } & Times) | Wait | Locked;
export type JudgeOutcome = Exclude<
  CheckOutcome,
  { kind: 'invalid' | 'invalid-phone' | 'unchecked' | 'throttled' | 'store-failed' }
>;

/**
 * Issues a new code, if the limits allow it. From then on only that code counts for its service.
 *
 * @param channel how it is sent
 */
export function issue(
  before: Ledger,
  service: string,
  digestFor: DigestFor,
  clock: number,
  policy: Policy,
  channel?: Channel,
): Step<IssueOutcome> {
  const { ledger: settled, now } = settle(before, clock);
  const ledger = { ...settled, sends: recentSends(settled.sends, now) };
  const locked = lockOf(ledger, now);
  if (locked) return { ledger, outcome: locked };

  const [newest, replaced] = codesOf(ledger, service);
  const next = nextSend(ledger.sends, policy);
  if (next.at > now) {
    const wait = { kind: next.limit, resendAt: next.at };
    if (!newest || closedBy(newest, now, policy)) return { ledger, outcome: { ...wait, expiresAt: null } };
    return { ledger, outcome: { ...wait, expiresAt: newest.expiresAt, ...sentAt(ledger.sends, newest.seal.id) } };
  }

  const expiresAt = now + policy.expiresIn;
  const seal = digestFor(expiresAt);
  const others = ledger.challenges.filter((challenge) => challenge !== replaced && isRecent(challenge, now));
  const code: Challenge = { service, ...(channel && { channel }), seal, expiresAt, tries: 0, used: false };
  const issued: Ledger = {
    ...ledger,
    challenges: [...others, code].slice(-MAX_CHALLENGES),
    sends: [...ledger.sends, { sealId: seal.id, at: now }],
  };
  const replaces = newest !== undefined && !newest.used;
  const { at: resendAt } = nextSend(issued.sends, policy);
  return { ledger: issued, outcome: { kind: 'issued', codeId: seal.id, replaces, expiresAt, resendAt } };
}

/**
 * Takes back a code whose text was refused: the send does not count, and the code before it is the newest again,
 * with the tries it has left.
 */
export function withdraw(ledger: Ledger, codeId: string): Ledger {
  const sends = withoutSend(ledger.sends, codeId);
  const withdrawn = ledger.challenges.find(({ seal }) => seal.id === codeId);
  // It was accepted, so the text did arrive, and no older code may become valid again.
  if (withdrawn?.used) return ledger;
  const left = { ...ledger, sends, challenges: ledger.challenges.filter((challenge) => challenge !== withdrawn) };
  if (!withdrawn || codesOf(ledger, withdrawn.service)[0] !== withdrawn) return left;
  // Tries made in the meantime count against the code that is the newest again. Otherwise they would be free.
  const [revived] = codesOf(left, withdrawn.service);
  return changeCode(left, revived?.seal.id, ({ tries }) => ({ tries: tries + withdrawn.tries }));
}

/**
 * Judges an entered code, and charges a wrong one.
 *
 * @param matches whether a stored code, with its expiry, is the entered one
 */
export function judge(
  before: Ledger,
  service: string,
  matches: (stored: StoredCode) => boolean,
  clock: number,
  policy: Policy,
): Step<JudgeOutcome> {
  const { ledger, now } = settle(before, clock);
  const locked = lockOf(ledger, now);
  if (locked) return { ledger, outcome: locked };

  const [challenge, replaced] = codesOf(ledger, service);
  if (!challenge) return { ledger, outcome: { kind: 'unsent' } };
  if (challenge.used && matches(challenge)) return { ledger, outcome: { kind: 'used' } };
  if (challenge.tries >= policy.maxAttempts) return { ledger, outcome: { kind: 'exhausted' } };
  if (isOver(challenge, now)) return { ledger, outcome: { kind: 'expired' } };
  if (!challenge.used && matches(challenge)) {
    return accept(ledger, challenge);
  }

  const superseded = replaced !== undefined && matches(replaced);
  if (superseded && replaced.used) return { ledger, outcome: { kind: 'used' } };
  return fail(ledger, challenge, superseded, now, policy);
}

/** Changes the code with an id, if it is still remembered. */
export function changeCode(
  ledger: Ledger,
  codeId: string | undefined,
  change: (code: Challenge) => Partial<Challenge>,
): Ledger {
  const changed = (code: Challenge) => (code.seal.id === codeId ? { ...code, ...change(code) } : code);
  return { ...ledger, challenges: ledger.challenges.map(changed) };
}

/** Charges a wrong try. */
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
    // NIST SP 800-63B-4 §3.2.2: counted per account, whichever code was tried.
    failures,
    lockedUntil: lock > 0 ? now + lock : 0,
  };
  const triesLeft = policy.maxAttempts - tries;
  const locked = lockOf(next, now);
  const outcome: JudgeOutcome = locked
    ? { ...locked, isNew: true }
    : triesLeft > 0
      ? { kind: 'incorrect', triesLeft, superseded }
      : { kind: 'exhausted' };
  return { ledger: next, outcome };
}

/**
 * Accepts a code: it is used, its send no longer counts, and wrong tries and lock are cleared.
 *
 * @param failures the wrong tries in a row before this one
 */
export function accept(
  ledger: Ledger,
  { seal, channel }: Challenge,
  failures: number = ledger.failures,
): Step<Accepted & { readonly by?: 'code' }> {
  const used = changeCode(ledger, seal.id, () => ({ used: true }));
  return {
    ledger: clear({ ...used, sends: withoutSend(used.sends, seal.id) }),
    outcome: { kind: 'accepted', ...(channel && { channel }), ...(failures > 0 && { failures }) },
  };
}

/** Clears wrong tries and lock. */
export function clear(ledger: Ledger): Ledger {
  return { ...ledger, failures: 0, cleared: ledger.cleared + 1, lockedUntil: 0 };
}

function isRecent({ expiresAt }: Challenge, now: number): boolean {
  return expiresAt > now - DAY;
}

export function lockOf(ledger: Ledger, now: number): Locked | undefined {
  if (isLockedForGood(ledger.failures)) return { kind: 'locked', until: null };
  return ledger.lockedUntil > now ? { kind: 'locked', until: ledger.lockedUntil } : undefined;
}

/**
 * Brings a ledger up to the present. If the clock is slightly behind the ledger, time stands still. If it is further
 * behind, it was turned back or is another clock: the age of the codes is then unknown, so they are over. Their expiry
 * stays, since it is part of the digest. Waits and locks are not shifted, because two clocks taking turns would wear
 * them away; they are only cut to the longest they could last from now.
 */
export function settle(ledger: Ledger, clock: number): { readonly ledger: Ledger; readonly now: number } {
  const behind = ledger.seenAt - clock;
  if (behind <= 0) {
    // An expired lock is dropped, so that turning back the clock does not revive it.
    const lockedUntil = ledger.lockedUntil > clock ? ledger.lockedUntil : 0;
    return { ledger: { ...ledger, lockedUntil, seenAt: clock }, now: clock };
  }
  if (behind <= CLOCK_SKEW) return { ledger, now: ledger.seenAt };
  return {
    ledger: {
      ...ledger,
      challenges: ledger.challenges.map((code) => ({ ...code, over: true })),
      sends: ledger.sends.map((send) => ({ ...send, at: Math.min(send.at, clock) })),
      lockedUntil: Math.min(ledger.lockedUntil, clock + MAX_LOCK),
      recovery: cutWrongTries(ledger.recovery, clock),
      seenAt: clock,
    },
    now: clock,
  };
}
