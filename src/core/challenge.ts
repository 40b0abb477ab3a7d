// One issued code: which one counts, and when it stops being valid.

import type { Channel } from './channel.ts';
import type { StoredCode } from './code.ts';
import type { Policy } from './policy.ts';

/** One issued code. */
export interface Challenge extends StoredCode {
  /** What it is for, as a digest. It is valid for nothing else. */
  readonly service: string;
  /** How it was sent; left out if an earlier version sent it. */
  readonly channel?: Channel;
  /**
   * No longer valid, whatever the time: the clock was turned back, so the code's age is unknown; or the service that
   * makes it has not made it yet, or has ended it.
   */
  readonly over?: boolean;
  /** Wrong tries made at it. */
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

/** Why a code is no longer valid. */
export interface Closed {
  readonly kind: 'used' | 'exhausted' | 'expired';
}

/** Why a code is no longer valid, or undefined if it still is. */
export function closedBy(challenge: Challenge, now: number, policy: Policy): Closed | undefined {
  if (challenge.used) return { kind: 'used' };
  if (challenge.tries >= policy.maxAttempts) return { kind: 'exhausted' };
  return isOver(challenge, now) ? { kind: 'expired' } : undefined;
}

/** Whether a code has expired or was ended early. */
export function isOver({ over, expiresAt }: Challenge, now: number): boolean {
  return over === true || now >= expiresAt;
}
