// How often a code may be sent to one recipient.

import type { Wait } from './outcome.ts';
import { POLICY_BOUNDS, type Policy } from './policy.ts';

/** That the code under a seal was sent. */
export interface Send {
  readonly sealId: string;
  /** In ms since 1970. */
  readonly at: number;
}

/** No policy asks for what is longer ago, or for more. */
const [, LONGEST_WINDOW] = POLICY_BOUNDS.sendWindow;
const [, MOST_REMEMBERED] = POLICY_BOUNDS.maxSends;

/** The sends that may still count, oldest first: another gate on this ledger may have a longer window than ours. */
export function recentSends(sends: readonly Send[], now: number): readonly Send[] {
  return sends.filter(({ at }) => at > now - LONGEST_WINDOW).slice(-MOST_REMEMBERED);
}

/** The sends without that of the code under a seal. */
export function withoutSend(sends: readonly Send[], sealId: string): readonly Send[] {
  return sends.filter((send) => send.sealId !== sealId);
}

/** From when on another code may be sent, in ms since 1970, and by which limit. */
export function nextSend(
  sends: readonly Send[],
  policy: Policy,
): { readonly at: number; readonly limit: Wait['kind'] } {
  const tooSoonUntil = (sends.at(-1)?.at ?? Number.NEGATIVE_INFINITY) + policy.resendAfter;
  const tooManyUntil = (sends.at(-policy.maxSends)?.at ?? Number.NEGATIVE_INFINITY) + policy.sendWindow;
  return tooManyUntil > tooSoonUntil
    ? { at: tooManyUntil, limit: 'too-many' }
    : { at: tooSoonUntil, limit: 'too-soon' };
}
