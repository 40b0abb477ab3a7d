// Twilio's Calls resource: which calls are accepted, which error comes first if several things are wrong,
// and how a call rings, is answered and ends.

import { type Created, errorReply, type Reply, type Route, resourceRoutes, rfc2822 } from './api.ts';
import { deliveryErrorOf, refuseCall, refuseCallOnTrial } from './numbers.ts';
import type { CallPace, CallsOptions } from './options.ts';
import type { Form } from './request.ts';
import { isTwiml, spokenWords } from './twiml.ts';

const DEFAULT_CALL_PACE: CallPace = { ringing: 300, answered: 3_000, ended: 12_000 };

interface Parties {
  readonly to: string;
  readonly from: string;
}

/** What is remembered about a call. Its status is not stored: it follows from the time. */
type Call = Parties & Created;

export function callRoutes({
  callPace = DEFAULT_CALL_PACE,
  trial = false,
  ...options
}: CallsOptions): readonly Route[] {
  return resourceRoutes<Parties>(
    {
      name: 'Calls',
      prefixes: ['CA'],
      create(form, make) {
        const refusal = refuse(form) ?? (trial ? refuseCallOnTrial(form('To')) : undefined);
        if (refusal) return refusal;
        const [to, from] = [form('To'), form('From')];
        // TwiML is not fetched from a URL: nothing that the sandbox does leaves the computer.
        return make({ to, from }, { to, from, body: spokenWords(form('Twiml')) });
      },
      describe: (call, uri, now) => describeCall(call, uri, progressOf(call, now, callPace)),
    },
    options,
  );
}

function refuse(form: Form): Reply | undefined {
  const [to, from, twiml, url] = [form('To'), form('From'), form('Twiml'), form('Url')];
  if (to === '') return errorReply(21201, "No 'To' number is specified");
  if (from === '') return errorReply(21213, "No 'From' number is specified");
  if (twiml === '' && url === '') return errorReply(21205, 'Url parameter is required.');
  if (twiml === '' && !/^https?:\/\/[^\s/]/.test(url)) return errorReply(21205, `Url is not a valid URL: ${url}`);
  // Twilio finds out only when the phone is answered. The sandbox says so at once.
  if (twiml !== '' && !isTwiml(twiml)) return errorReply(12100, 'The Twiml is not a document with a Response');
  return refuseCall(to, from);
}

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

/** How a call fails. A phone that cannot get texts cannot get calls either: it is off, blocks them, or does not exist. */
function failureOf(to: string): 'busy' | 'no-answer' | 'failed' | undefined {
  const error = deliveryErrorOf(to);
  if (!error) return undefined;
  if (error.code === 30003) return 'no-answer';
  return error.code === 30004 ? 'busy' : 'failed';
}

function describeCall(call: Call, uri: string, { status, since, startedAt, endedAt }: Progress): object {
  const { sid, account, to, from, createdAt } = call;
  return {
    account_sid: account,
    annotation: null,
    answered_by: null,
    api_version: '2010-04-01',
    caller_name: null,
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(since),
    direction: 'outbound-api',
    // In whole seconds, once the call has ended; 0 if nobody answered.
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
    subresource_uris: Object.fromEntries(SUBRESOURCES.map(([name, path]) => [name, `${uri}/${path}.json`])),
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

// Twilio formats North American numbers as people there write them, and leaves all others as they are.
function formatNumber(number: string): string {
  const [, area, exchange, line] = /^\+1([0-9]{3})([0-9]{3})([0-9]{4})$/.exec(number) ?? [];
  return area === undefined ? number : `(${area}) ${exchange}-${line}`;
}
