// One call: what is kept of it, how far it has got by a certain time, and how Twilio writes it down.

import { rfc2822 } from './dates.ts';
import { deliveryErrorOf } from './delivery-error.ts';

/** What is kept of a call. Its status is not: it follows from the time. */
export interface Call {
  readonly sid: string;
  readonly account: string;
  readonly to: string;
  readonly from: string;
  /** In ms since 1970. */
  readonly createdAt: number;
}

/** When a call takes its steps, in ms after its creation. */
export interface CallPace {
  readonly ringing: number;
  /** Answered, or found unanswered. */
  readonly answered: number;
  readonly ended: number;
}

export const DEFAULT_CALL_PACE: CallPace = { ringing: 300, answered: 3_000, ended: 12_000 };

/** The resource in Twilio's JSON as it stands at a time. */
export function describeCall(call: Call, now: number, pace: CallPace): object {
  const { sid, account, to, from, createdAt } = call;
  const uri = `/2010-04-01/Accounts/${account}/Calls/${sid}`;
  const { status, since, startedAt, endedAt } = progressOf(call, now, pace);
  return {
    account_sid: account,
    annotation: null,
    answered_by: null,
    api_version: '2010-04-01',
    caller_name: null,
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(since),
    direction: 'outbound-api',
    // Whole seconds, of an ended call only; 0 where nobody answered.
    duration: endedAt === null ? null : String(Math.round((endedAt - (startedAt ?? endedAt)) / 1_000)),
    end_time: endedAt === null ? null : rfc2822(endedAt),
    forwarded_from: null,
    from,
    from_formatted: formatNumber(from),
    group_sid: null,
    parent_call_sid: null,
    phone_number_sid: null,
    price: null,
    price_unit: 'USD',
    queue_time: '0',
    sid,
    start_time: startedAt === null ? null : rfc2822(startedAt),
    status,
    subresource_uris: Object.fromEntries(
      SUBRESOURCES.map(([name, path]): [string, string] => [name, `${uri}/${path}.json`]),
    ),
    to,
    to_formatted: formatNumber(to),
    trunk_sid: null,
    uri: `${uri}.json`,
  };
}

const SUBRESOURCES: readonly [name: string, path: string][] = [
  ['events', 'Events'],
  ['notifications', 'Notifications'],
  ['payments', 'Payments'],
  ['recordings', 'Recordings'],
  ['siprec', 'Siprec'],
  ['streams', 'Streams'],
  ['transcriptions', 'Transcriptions'],
  ['user_defined_message_subscriptions', 'UserDefinedMessageSubscriptions'],
  ['user_defined_messages', 'UserDefinedMessages'],
];

interface Progress {
  readonly status: string;
  readonly since: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

function progressOf({ to, createdAt }: Call, now: number, pace: CallPace): Progress {
  const ringingAt = createdAt + pace.ringing;
  const answeredAt = createdAt + pace.answered;
  const endedAt = createdAt + pace.ended;
  const failure = failureOf(to);
  if (now < ringingAt) return { status: 'queued', since: createdAt, startedAt: null, endedAt: null };
  if (failure === 'failed') return { status: failure, since: ringingAt, startedAt: null, endedAt: ringingAt };
  if (now < answeredAt) return { status: 'ringing', since: ringingAt, startedAt: null, endedAt: null };
  if (failure) return { status: failure, since: answeredAt, startedAt: null, endedAt: answeredAt };
  if (now < endedAt) return { status: 'in-progress', since: answeredAt, startedAt: answeredAt, endedAt: null };
  return { status: 'completed', since: endedAt, startedAt: answeredAt, endedAt };
}

/** A phone that no text reaches does not take a call either: off, or blocked, or not a phone any more. */
function failureOf(to: string): 'busy' | 'no-answer' | 'failed' | undefined {
  const error = deliveryErrorOf(to);
  if (!error) return undefined;
  if (error.code === 30003) return 'no-answer';
  return error.code === 30004 ? 'busy' : 'failed';
}

// Twilio writes numbers of North America as people there do, and leaves the others.
function formatNumber(number: string): string {
  const [, area, exchange, line] = /^\+1([0-9]{3})([0-9]{3})([0-9]{4})$/.exec(number) ?? [];
  return area === undefined ? number : `(${area}) ${exchange}-${line}`;
}
