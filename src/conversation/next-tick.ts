// When the form next changes by the passage of time alone. There is no need to redraw it before.

import type { OutcomeTimes } from '../core/outcome.ts';
import { CALL_AFTER, type Conversation, type Topic } from './state.ts';

const SECOND = 1_000;

/**
 * When a countdown or an age next changes, or a call is offered.
 *
 * @returns ms since 1970, always later than the form's `now`; undefined if nothing is due
 * @example nextTickAt({ ...form, now: 0, expiresAt: 299_400 }) // 400
 */
export function nextTickAt(form: Conversation): number | undefined {
  const { now, expiresAt, resendAt, verified, delivery, offersCall, topic, last } = form;
  const said = [timesOf(topic), timesOf(last)];
  const countdowns = [
    verified ? null : expiresAt,
    resendAt,
    ...said.flatMap((at) => [at.resendAt, at.expiresAt, at.until]),
  ];
  const deadlines = [offersCall && delivery ? delivery.startedAt + CALL_AFTER : null];
  const ages = said.map(({ sentAt }) => sentAt);
  const isAhead = (at: number | null | undefined): at is number => typeof at === 'number' && at > now;
  const due = [
    ...countdowns.filter(isAhead).map((end) => nextSecond(end, now)),
    ...deadlines.filter(isAhead),
    ...ages.filter((at) => at !== undefined).map((start) => nextSecond(start, now)),
  ];
  return due.length > 0 ? Math.min(...due) : undefined;
}

/** The times that what was said may tell. */
function timesOf(topic: Topic | null): OutcomeTimes {
  return topic === null || topic.about === 'entry' ? {} : topic.outcome;
}

/** When the whole seconds until a time, rounded up, or since then, rounded down, next change. */
function nextSecond(time: number, now: number): number {
  return time - SECOND * (Math.ceil((time - now) / SECOND) - 1);
}
