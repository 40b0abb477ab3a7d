// One text: what is kept of it, how far it has got by a certain time, and how Twilio writes it down.

import { countSegments } from '../core/segments.ts';
import { rfc2822 } from './dates.ts';
import { deliveryErrorOf } from './delivery-error.ts';

/** What is kept of a text. Its status is not: it follows from the time. */
export interface Message {
  readonly sid: string;
  readonly account: string;
  readonly to: string;
  /** Null where a Messaging Service sends: the sandbox has no senders for it to pick from. */
  readonly from: string | null;
  readonly service: string | null;
  /** Of a content template, the values of its variables. */
  readonly body: string;
  /** In ms since 1970. */
  readonly createdAt: number;
}

/** When a text takes its steps, in ms after its creation. */
export interface Pace {
  readonly sending: number;
  readonly sent: number;
  /** Delivered, or found undelivered. */
  readonly settled: number;
}

export const DEFAULT_PACE: Pace = { sending: 300, sent: 800, settled: 2_000 };

/** The resource in Twilio's JSON as it stands at a time. */
export function describeMessage(message: Message, now: number, pace: Pace): object {
  const { sid, account, to, from, service, body, createdAt } = message;
  const uri = `/2010-04-01/Accounts/${account}/Messages/${sid}`;
  const { status, since, sentAt } = progressOf(message, now, pace);
  const error = deliveryErrorOf(to);
  const hasFailed = error?.status === status;
  return {
    account_sid: account,
    api_version: '2010-04-01',
    body,
    date_created: rfc2822(createdAt),
    date_sent: sentAt === null ? null : rfc2822(sentAt),
    date_updated: rfc2822(since),
    direction: 'outbound-api',
    error_code: hasFailed ? error.code : null,
    error_message: hasFailed ? error.message : null,
    from,
    messaging_service_sid: service,
    num_media: '0',
    num_segments: String(countSegments(body)),
    price: null,
    price_unit: 'USD',
    sid,
    status,
    subresource_uris: { media: `${uri}/Media.json` },
    to,
    uri: `${uri}.json`,
  };
}

interface Progress {
  readonly status: string;
  readonly since: number;
  readonly sentAt: number | null;
}

function progressOf({ to, service, createdAt }: Message, now: number, pace: Pace): Progress {
  const error = deliveryErrorOf(to);
  const begun = {
    // A Messaging Service takes a text before it has picked the sender in whose queue the text waits.
    status: service === null ? 'queued' : 'accepted',
    after: 0,
  };
  const steps = [begun, { status: 'sending', after: pace.sending }];
  if (error?.status === 'failed') steps.push({ status: 'failed', after: pace.sent });
  else {
    steps.push({ status: 'sent', after: pace.sent });
    steps.push({ status: error?.status ?? 'delivered', after: pace.settled });
  }

  const reached = steps.filter(({ after }) => createdAt + after <= now);
  const last = reached.at(-1) ?? begun;
  const wasSent = reached.some(({ status }) => status === 'sent');
  return { status: last.status, since: createdAt + last.after, sentAt: wasSent ? createdAt + pace.sent : null };
}
