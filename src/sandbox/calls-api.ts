// Twilio's Calls resource: create and fetch. Decides which calls are made, and which error comes first
// where several things are wrong.

import { isPhoneNumber } from './address.ts';
import { type Call, type CallPace, DEFAULT_CALL_PACE, describeCall } from './call.ts';
import type { Form } from './form.ts';
import { keep, newSid } from './kept.ts';
import type { ApiOptions } from './options.ts';
import { refusedRecipient } from './refused-recipient.ts';
import { errorReply, notFound, type Reply } from './reply.ts';
import type { ApiRequest, Route } from './route.ts';
import { isTwiml, spokenWords } from './twiml.ts';

export interface CallsOptions extends ApiOptions {
  readonly callPace?: CallPace;
}

export function callRoutes({ onText, clock = Date.now, callPace = DEFAULT_CALL_PACE }: CallsOptions): readonly Route[] {
  const calls = new Map<string, Call>();

  function create({ account, form }: ApiRequest): Reply {
    const parameters = readParameters(form);
    const refusal = refuseParameters(parameters);
    if (refusal) return refusal;

    const { to, from, twiml } = parameters;
    const call: Call = { sid: newSid('CA'), account, to, from, createdAt: clock() };
    keep(calls, call.sid, call);
    // What a URL would answer is not asked for: nothing of the sandbox leaves the computer.
    onText?.({ time: new Date(call.createdAt).toISOString(), to, from, body: spokenWords(twiml), sid: call.sid });
    return { status: 201, body: describeCall(call, call.createdAt, callPace) };
  }

  function fetch({ path, account, params: { sid = '' } }: ApiRequest): Reply {
    const call = calls.get(sid);
    if (!call || call.account !== account) return notFound(path);
    return { status: 200, body: describeCall(call, clock(), callPace) };
  }

  const list = '/2010-04-01/Accounts/(?<account>AC[0-9a-fA-F]{32})/Calls';
  return [
    { path: new RegExp(`^${list}\\.json$`), methods: { POST: create } },
    { path: new RegExp(`^${list}/(?<sid>CA[0-9a-f]{32})\\.json$`), methods: { GET: fetch } },
  ];
}

/** What a call is created from. An empty parameter is a missing one. */
interface Parameters {
  readonly to: string;
  readonly from: string;
  readonly twiml: string;
  readonly url: string;
}

function readParameters(form: Form): Parameters {
  return {
    to: form.get('To') ?? '',
    from: form.get('From') ?? '',
    twiml: form.get('Twiml') ?? '',
    url: form.get('Url') ?? '',
  };
}

// https://www.twilio.com/docs/iam/test-credentials, the numbers for calls.
const MAGIC_RECIPIENTS = new Map<string, readonly [code: number, message: (to: string) => string]>([
  ['+15005550001', [21217, (to) => `Phone number ${to} does not appear to be valid`]],
  ['+15005550002', [21214, (to) => `The phone number ${to} cannot be reached`]],
  ['+15005550003', [21215, (to) => `Account not authorized to call ${to}: its country is not enabled`]],
  ['+15005550004', [21216, (to) => `Account not allowed to call ${to}`]],
]);
const MAGIC_SENDER = '+15005550001';

function refuseParameters({ to, from, twiml, url }: Parameters): Reply | undefined {
  if (to === '') return errorReply(21201, "No 'To' number is specified");
  if (from === '') return errorReply(21213, "No 'From' number is specified");
  if (twiml === '' && url === '') return errorReply(21205, 'Url parameter is required.');
  if (twiml === '' && !/^https?:\/\/[^\s/]/.test(url)) return errorReply(21205, `Url is not a valid URL: ${url}`);
  // Twilio finds this out once the phone has been answered; here it is said at once.
  if (twiml !== '' && !isTwiml(twiml)) return errorReply(12100, 'The Twiml is not a document with a Response');
  if (!isPhoneNumber(to)) return errorReply(21211, `The phone number you are attempting to call, ${to}, is not valid.`);
  const magic = MAGIC_RECIPIENTS.get(to);
  if (magic) return errorReply(magic[0], magic[1](to));
  // A name can send texts, but it cannot call.
  if (!isPhoneNumber(from) || from === MAGIC_SENDER) {
    return errorReply(21212, `The phone number provided as From, ${from}, is not a valid caller ID.`);
  }
  return refusedRecipient(to);
}
