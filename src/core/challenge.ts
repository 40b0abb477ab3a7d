// One issued code: which one counts, and what closes it.

import type { Sealed } from './code.ts';
import type { Policy } from './policy.ts';

/** One issued code. */
export interface Challenge extends Sealed {
  /** What it is for, in no readable form: it is good for nothing else. */
  readonly service: string;
  /**
   * It cannot be entered, whatever the time: the clock was turned back, so nobody knows how long it has lived; or the
   * service that makes it has yet to make it, or has ended it.
   */
  readonly over?: boolean;
  /** Wrong tries judged against it. */
  readonly tries: number;
  readonly used: boolean;
}

/** The newest code of a service, and the one that it replaced. */
export function codesOf(
  { challenges }: { readonly challenges: readonly Challenge[] },
  service: string,
): readonly [newest?: Challenge | undefined, replaced?: Challenge | undefined] {
  const own = challenges.filter((challenge) => challenge.service === service);
  return [own.at(-1), own.at(-2)];
}

/** Why a code cannot be entered any more. */
export interface Closed {
  readonly kind: 'used' | 'exhausted' | 'expired';
}

/** What closes a code, where anything does. */
export function closedBy(challenge: Challenge, now: number, policy: Policy): Closed | undefined {
  if (challenge.used) return { kind: 'used' };
  if (challenge.tries >= policy.maxAttempts) return { kind: 'exhausted' };
  return isOver(challenge, now) ? { kind: 'expired' } : undefined;
}

/** Whether it can no longer be entered because of the time. */
export function isOver({ over, expiresAt }: Challenge, now: number): boolean {
  return over === true || now >= expiresAt;
}
