// What a ledger remembers about recovery codes: which are left, and how many wrong ones were entered in the last hour.

import { HOUR, MAX_LOCK } from './policy.ts';

/** What is stored of a recovery code. */
export interface RecoveryCode {
  /** Keyed: the store has neither the code nor the key. */
  readonly digest: string;
  readonly used: boolean;
}

export interface Recovery {
  /** The newest set. */
  readonly codes: readonly RecoveryCode[];
  /** When wrong ones were entered, in ms since 1970, oldest first: only those that may still count. */
  readonly wrongTries: readonly number[];
}

export const NO_RECOVERY: Recovery = { codes: [], wrongTries: [] };

/**
 * Wrong recovery codes in an hour, after which no more are judged (NIST SP 800-63B-4 §4.2.1.1 with §3.2.2). Counted
 * apart from wrong texted codes: neither uses up the tries of the other.
 */
const MAX_WRONG_TRIES = 10;

/** How many recovery codes can still be used. */
export function recoveryLeft({ recovery }: { readonly recovery: Recovery }): number {
  return recovery.codes.filter(({ used }) => !used).length;
}

/** How many more wrong ones may be entered now. */
export function wrongTriesLeft(recovery: Recovery, now: number): number {
  return MAX_WRONG_TRIES - recentTries(recovery, now).length;
}

/** Until when recovery codes are not judged, in ms since 1970; undefined if they are. */
export function throttledUntil(recovery: Recovery, now: number): number | undefined {
  const oldest = recentTries(recovery, now).at(-MAX_WRONG_TRIES);
  return oldest === undefined ? undefined : oldest + HOUR;
}

/**
 * Records a wrong try. By another clock, the ones before it may lie ahead. It is then as late as those: earlier, a
 * host whose clock is ahead would no longer count it.
 */
export function withWrongTry(recovery: Recovery, now: number): Recovery {
  const recent = recentTries(recovery, now);
  return { ...recovery, wrongTries: [...recent, Math.max(now, ...recent)] };
}

/**
 * The wrong tries by a clock that was turned back, or by another that is behind. They stay as they are, because clocks
 * taking turns would wear them away; they are only cut to the longest that any wait can last from now.
 */
export function cutWrongTries(recovery: Recovery, clock: number): Recovery {
  const latest = clock + MAX_LOCK - HOUR;
  return { ...recovery, wrongTries: recovery.wrongTries.map((at) => Math.min(at, latest)) };
}

/** The wrong tries of the last hour, or by a clock that is ahead. */
export function recentTries({ wrongTries }: Recovery, now: number): readonly number[] {
  return wrongTries.filter((at) => at > now - HOUR);
}
