// Twilio's Messages resource: which texts are accepted, which error comes first if several things are wrong,
// and how a text progresses to its delivery.

import { countSegments } from '../core/segments.ts';
import { type Created, errorReply, type Reply, type Route, resourceRoutes, rfc2822 } from './api.ts';
import { deliveryErrorOf, refuseOnTrial, refuseText } from './numbers.ts';
import type { MessagesOptions, Pace } from './options.ts';
import type { Form } from './request.ts';

export const DEFAULT_PACE: Pace = { sending: 300, sent: 800, settled: 2_000 };

interface Content {
  readonly to: string;
  /** Null if a Messaging Service sends: the sandbox has no senders for it to choose from. */
  readonly from: string | null;
  readonly service: string | null;
  /** The text; for a content template, the values of its variables. */
  readonly body: string;
}

/** What is remembered about a text. Its status is not stored: it follows from the time. */
type Message = Content & Created;

export function messageRoutes({ pace = DEFAULT_PACE, trial = false, ...options }: MessagesOptions): readonly Route[] {
  return resourceRoutes<Content>(
    {
      name: 'Messages',
      prefixes: ['SM', 'MM'],
      create(form, make) {
        const refusal = refuse(form) ?? (trial ? refuseOnTrial(form('To'), form('ContentSid') !== '') : undefined);
        if (refusal) return refusal;
        const [to, from, service] = [form('To'), form('From'), form('MessagingServiceSid')];
        const body = form('ContentSid') === '' ? form('Body') : (variablesOf(form) ?? []).join(' ');
        return make({ to, from: from || null, service: service || null, body }, { to, from: from || service, body });
      },
      describe: (message, uri, now) => describeMessage(message, uri, progressOf(message, now, pace)),
    },
    options,
  );
}

const MAX_BODY = 1_600;
/** In seconds. */
const MAX_VALIDITY = 36_000;

function refuse(form: Form): Reply | undefined {
  const [to, from, service, validity] = [form('To'), form('From'), form('MessagingServiceSid'), form('ValidityPeriod')];
  if (to === '') return errorReply(21604, "A 'To' phone number is required.");
  if (from === '' && service === '') return errorReply(21603, "A 'From' phone number is required.");
  const refusal = form('ContentSid') === '' ? refuseBody(form) : refuseTemplate(form);
  if (refusal) return refusal;
  if ([...form('Body')].length > MAX_BODY) {
    return errorReply(21617, `The concatenated message body exceeds the ${MAX_BODY} character limit.`);
  }
  if (service !== '' && !/^MG[0-9a-f]{32}$/i.test(service)) {
    return errorReply(21705, `The Messaging Service Sid ${service} is invalid.`);
  }
  if (validity !== '' && !isValidityPeriod(validity)) {
    return errorReply(21624, `Invalid validity period value: ${validity}. It must be from 1 to ${MAX_VALIDITY}.`);
  }
  return refuseText(to, from);
}

function refuseBody(form: Form): Reply | undefined {
  if (form('ContentVariables') !== '') return errorReply(21654, 'ContentSid is required with ContentVariables.');
  return form('Body') === '' ? errorReply(21602, 'Message body is required.') : undefined;
}

function refuseTemplate(form: Form): Reply | undefined {
  const sid = form('ContentSid');
  if (!/^HX[0-9a-f]{32}$/i.test(sid)) return errorReply(21655, `The ContentSid ${sid} is invalid.`);
  return variablesOf(form) ? undefined : errorReply(21656, 'The ContentVariables parameter is invalid.');
}

/** The values for a content template, in order. The sandbox knows nothing else about templates. */
function variablesOf(form: Form): readonly string[] | undefined {
  const json = form('ContentVariables');
  if (json === '') return [];
  try {
    const variables: unknown = JSON.parse(json);
    if (typeof variables !== 'object' || variables === null || Array.isArray(variables)) return undefined;
    const values: unknown[] = Object.values(variables);
    return values.every((value) => typeof value === 'string') ? values : undefined;
  } catch {
    return undefined;
  }
}

function isValidityPeriod(text: string): boolean {
  return /^[0-9]{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_VALIDITY;
}

interface Progress {
  readonly status: string;
  readonly since: number;
  readonly sentAt: number | null;
}

function progressOf({ to, service, createdAt }: Message, now: number, pace: Pace): Progress {
  const error = deliveryErrorOf(to);
  // A Messaging Service accepts a text before it chooses the sender in whose queue the text will wait.
  const created = { status: service === null ? 'queued' : 'accepted', after: 0 };
  const steps = [created, { status: 'sending', after: pace.sending }];
  if (error?.status === 'failed') steps.push({ status: 'failed', after: pace.sent });
  else {
    steps.push({ status: 'sent', after: pace.sent });
    steps.push({ status: error?.status ?? 'delivered', after: pace.settled });
  }

  const reached = steps.filter(({ after }) => createdAt + after <= now);
  const last = reached.at(-1) ?? created;
  const wasSent = reached.some(({ status }) => status === 'sent');
  return { status: last.status, since: createdAt + last.after, sentAt: wasSent ? createdAt + pace.sent : null };
}

function describeMessage(message: Message, uri: string, { status, since, sentAt }: Progress): object {
  const { sid, account, to, from, service, body, createdAt } = message;
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
