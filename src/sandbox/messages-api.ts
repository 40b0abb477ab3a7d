// Twilio's Messages resource: create and fetch. Decides which texts are taken, and which
// error comes first where several things are wrong.

import { randomBytes } from 'node:crypto';
import type { Form } from './form.ts';
import { refuseNumbers } from './magic-numbers.ts';
import { DEFAULT_PACE, describeMessage, type Message, type Pace } from './message.ts';
import { errorReply, notFound, type Reply } from './reply.ts';
import type { ApiRequest, Route } from './route.ts';

/** One text as it would reach a phone. */
export interface SentText {
  /** ISO 8601. */
  readonly time: string;
  readonly to: string;
  /** The sender; with a Messaging Service and no sender, the SID of the service. */
  readonly from: string;
  readonly body: string;
  readonly sid: string;
}

export interface MessagesOptions {
  /** Called once for each text that is taken. */
  readonly onText?: (text: SentText) => void;
  /** Milliseconds since 1970; the system's clock where left out. */
  readonly clock?: () => number;
  readonly pace?: Pace;
}

// So that a sandbox left running does not grow; the oldest texts are forgotten first.
const KEPT_MESSAGES = 1_000;

const BODY_CHARACTERS = 1_600;
const LONGEST_VALIDITY = 36_000;

export function messageRoutes({ onText, clock = Date.now, pace = DEFAULT_PACE }: MessagesOptions): readonly Route[] {
  const messages = new Map<string, Message>();

  function create({ params: { account = '' }, form }: ApiRequest): Reply {
    const parameters = readParameters(form);
    const refusal = refuseParameters(parameters);
    if (refusal) return refusal;

    const { to, from, service, body } = parameters;
    const message: Message = {
      sid: `SM${randomBytes(16).toString('hex')}`,
      account,
      to,
      from: from || null,
      service: service || null,
      body,
      createdAt: clock(),
    };
    messages.set(message.sid, message);
    const [oldest] = messages.keys();
    if (messages.size > KEPT_MESSAGES && oldest !== undefined) messages.delete(oldest);

    onText?.({ time: new Date(message.createdAt).toISOString(), to, from: from || service, body, sid: message.sid });
    return { status: 201, body: describeMessage(message, message.createdAt, pace) };
  }

  function fetch({ path, params: { account, sid = '' } }: ApiRequest): Reply {
    const message = messages.get(sid);
    if (!message || message.account !== account) return notFound(path);
    return { status: 200, body: describeMessage(message, clock(), pace) };
  }

  const list = '/2010-04-01/Accounts/(?<account>AC[0-9a-fA-F]{32})/Messages';
  return [
    { path: new RegExp(`^${list}\\.json$`), methods: { POST: create } },
    { path: new RegExp(`^${list}/(?<sid>(?:SM|MM)[0-9a-f]{32})\\.json$`), methods: { GET: fetch } },
  ];
}

/** What a text is created from. An empty parameter is a missing one. */
interface Parameters {
  readonly to: string;
  readonly from: string;
  readonly service: string;
  readonly body: string;
  readonly validity: string;
}

function readParameters(form: Form): Parameters {
  return {
    to: form.get('To') ?? '',
    from: form.get('From') ?? '',
    service: form.get('MessagingServiceSid') ?? '',
    body: form.get('Body') ?? '',
    validity: form.get('ValidityPeriod') ?? '',
  };
}

function refuseParameters({ to, from, service, body, validity }: Parameters): Reply | undefined {
  if (to === '') return errorReply(21604, "A 'To' phone number is required.");
  if (from === '' && service === '') return errorReply(21603, "A 'From' phone number is required.");
  if (body === '') return errorReply(21602, 'Message body is required.');
  if ([...body].length > BODY_CHARACTERS) {
    return errorReply(21617, `The concatenated message body exceeds the ${BODY_CHARACTERS} character limit.`);
  }
  if (service !== '' && !/^MG[0-9a-f]{32}$/i.test(service)) {
    return errorReply(21705, `The Messaging Service Sid ${service} is invalid.`);
  }
  if (validity !== '' && !isValidityPeriod(validity)) {
    return errorReply(21624, `Invalid validity period value: ${validity}. It must be from 1 to ${LONGEST_VALIDITY}.`);
  }
  return refuseNumbers(to, from);
}

function isValidityPeriod(text: string): boolean {
  return /^[0-9]{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= LONGEST_VALIDITY;
}
