// Twilio's Messages resource: create and fetch. Decides which texts are taken, and which
// error comes first where several things are wrong.

import { type Content, refuseContent, writeContent } from './content.ts';
import type { Form } from './form.ts';
import { keep, newSid } from './kept.ts';
import { refuseNumbers } from './magic-numbers.ts';
import { DEFAULT_PACE, describeMessage, type Message, type Pace } from './message.ts';
import type { ApiOptions } from './options.ts';
import { errorReply, notFound, type Reply } from './reply.ts';
import type { ApiRequest, Route } from './route.ts';

export interface MessagesOptions extends ApiOptions {
  readonly pace?: Pace;
}

const LONGEST_VALIDITY = 36_000;

export function messageRoutes({ onText, clock = Date.now, pace = DEFAULT_PACE }: MessagesOptions): readonly Route[] {
  const messages = new Map<string, Message>();

  function create({ account, form }: ApiRequest): Reply {
    const parameters = readParameters(form);
    const refusal = refuseParameters(parameters);
    if (refusal) return refusal;

    const { to, from, service } = parameters;
    const body = writeContent(parameters);
    const message: Message = {
      sid: newSid('SM'),
      account,
      to,
      from: from || null,
      service: service || null,
      body,
      createdAt: clock(),
    };
    keep(messages, message.sid, message);
    onText?.({ time: new Date(message.createdAt).toISOString(), to, from: from || service, body, sid: message.sid });
    return { status: 201, body: describeMessage(message, message.createdAt, pace) };
  }

  function fetch({ path, account, params: { sid = '' } }: ApiRequest): Reply {
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
interface Parameters extends Content {
  readonly to: string;
  readonly from: string;
  readonly service: string;
  readonly validity: string;
}

function readParameters(form: Form): Parameters {
  return {
    to: form.get('To') ?? '',
    from: form.get('From') ?? '',
    service: form.get('MessagingServiceSid') ?? '',
    body: form.get('Body') ?? '',
    contentSid: form.get('ContentSid') ?? '',
    contentVariables: form.get('ContentVariables') ?? '',
    validity: form.get('ValidityPeriod') ?? '',
  };
}

function refuseParameters(parameters: Parameters): Reply | undefined {
  const { to, from, service, validity } = parameters;
  if (to === '') return errorReply(21604, "A 'To' phone number is required.");
  if (from === '' && service === '') return errorReply(21603, "A 'From' phone number is required.");
  const refusal = refuseContent(parameters);
  if (refusal) return refusal;
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
