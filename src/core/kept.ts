// Whether the code that was sent last is to be entered, and not replaced: a login that failed begins anew by itself.

import type { Standing } from './outcome.ts';
import type { Policy } from './policy.ts';

/** In ms. Who has just asked for another code is to enter that one, even where no wait between two is set. */
const A_MOMENT = 5_000;

/** Whether the newest code still counts, and a try was made at it or it was sent a moment ago. */
export function isKept(standing: Standing, { maxAttempts, resendAfter }: Policy, now: number): boolean {
  const { newestCode, triesLeft, locked, sentAt = Number.NEGATIVE_INFINITY } = standing;
  if (newestCode !== 'valid' || locked) return false;
  return triesLeft < maxAttempts || now < sentAt + Math.max(resendAfter, A_MOMENT);
}
