// How often codes may be sent to one recipient. A send counts until its code is accepted, its text is refused or
// the recipient is unlocked.

import type { Wait } from './outcome.ts';
import { DAY, maxSendsPerDay, type Policy } from './policy.ts';

/** A code that was sent and has not been accepted. */
export interface Send {
  /** The code's id, `seal.id`. */
  readonly sealId: string;
  /** In ms since 1970. */
  readonly at: number;
}

/**
 * The sends that may still count under any policy, oldest first: gates with different policies may share a ledger.
 * The most generous policy allows 400 a day, so there are never more.
 */
export function recentSends(sends: readonly Send[], now: number): readonly Send[] {
  return sends.filter(({ at }) => at > now - DAY);
}

/** The sends without the one of this code. */
export function withoutSend(sends: readonly Send[], codeId: string): readonly Send[] {
  return sends.filter((send) => send.sealId !== codeId);
}

/** When a code was sent, if that is still known. */
export function sentAt(sends: readonly Send[], codeId: string): Pick<Wait, 'sentAt'> {
  const send = sends.find(({ sealId }) => sealId === codeId);
  return send ? { sentAt: send.at } : {};
}

/** How many more codes the limits allow now, apart from the wait between two. */
export function sendsLeft(sends: readonly Send[], now: number, policy: Policy): number {
  const within = (ms: number) => sends.filter(({ at }) => at > now - ms).length;
  return Math.max(0, Math.min(policy.maxSends - within(policy.sendWindow), maxSendsPerDay(policy) - within(DAY)));
}

/** When the next code may be sent, in ms since 1970, and the limit that decides it. */
export function nextSend(
  sends: readonly Send[],
  policy: Policy,
): { readonly at: number; readonly limit: Wait['kind'] } {
  /** When the last `count` sends are no longer all within `ms`. */
  const outside = (count: number, ms: number) => (sends.at(-count)?.at ?? Number.NEGATIVE_INFINITY) + ms;
  const tooSoonUntil = outside(1, policy.resendAfter);
  const tooManyUntil = Math.max(outside(policy.maxSends, policy.sendWindow), outside(maxSendsPerDay(policy), DAY));
  return tooManyUntil > tooSoonUntil
    ? { at: tooManyUntil, limit: 'too-many' }
    : { at: tooSoonUntil, limit: 'too-soon' };
}
