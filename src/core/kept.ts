// Whether a code that was sent before is to be entered, where a login that failed begins anew by itself.

import { closedBy, codesOf } from './challenge.ts';
import { type Ledger, lockOf, type Step, settle } from './ledger.ts';
import type { Policy } from './policy.ts';
import { sentAt } from './sends.ts';

export type Kept =
  | { readonly kind: 'kept'; readonly expiresAt: number }
  /** Another code is to be sent, as far as the limits allow it. */
  | { readonly kind: 'none' };

/** In ms. Who asked for another code gets that one, and not yet another, where no wait is set. */
const A_MOMENT = 5_000;

/** The newest code, if it still counts and a try was made at it or it was sent a moment ago. */
export function keptCode(before: Ledger, service: string, clock: number, policy: Policy): Step<Kept> {
  const { ledger, now } = settle(before, clock);
  const [newest] = codesOf(ledger, service);
  if (!newest || lockOf(ledger, now) || closedBy(newest, now, policy)) return { ledger, outcome: { kind: 'none' } };
  const { sentAt: at = Number.NEGATIVE_INFINITY } = sentAt(ledger.sends, newest.seal.id);
  const isKept = newest.tries > 0 || now < at + Math.max(policy.resendAfter, A_MOMENT);
  return { ledger, outcome: isKept ? { kind: 'kept', expiresAt: newest.expiresAt } : { kind: 'none' } };
}
