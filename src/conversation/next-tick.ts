// When the form next changes by the passage of time alone. There is no need to redraw it before.

import { CALL_AFTER, type Conversation } from './state.ts';

const SECOND = 1_000;

/**
 * When a countdown next changes, a notice becomes stale or a call is offered.
 *
 * @returns ms since 1970, always later than the form's `now`; undefined if nothing is due
 * @example nextTickAt({ ...form, now: 0, expiresAt: 299_400 }) // 400
 */
export function nextTickAt(form: Conversation): number | undefined {
  const { now, expiresAt, resendAt, verified, notice, delivery, offersCall } = form;
  const countdowns = [verified ? null : expiresAt, resendAt];
  const deadlines = [notice?.until, offersCall && delivery ? delivery.startedAt + CALL_AFTER : null];
  const isAhead = (at: number | null | undefined): at is number => typeof at === 'number' && at > now;
  const due = [...countdowns.filter(isAhead).map((end) => nextSecond(end, now)), ...deadlines.filter(isAhead)];
  return due.length > 0 ? Math.min(...due) : undefined;
}

/** When the whole seconds left until `end`, rounded up, decrease by one. */
function nextSecond(end: number, now: number): number {
  return end - SECOND * (Math.ceil((end - now) / SECOND) - 1);
}
