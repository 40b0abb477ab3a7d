// Turns a failure at Twilio, or on the way there, into a problem: words for the person, words for the operator,
// and whether to retry. What each error code means is in `errors.ts`.

import type { Problem } from '../core/outcome.ts';
import { plainText } from '../core/plain-text.ts';
import { type ErrorEntry, later, never, now, type Retry, TWILIO_ERRORS } from './errors.ts';

/** The problem for an error that Twilio answered with. @param said Twilio's own message */
export function refusal(status: number, code: number | undefined, said: string | undefined): Problem {
  const { retry: _, detail, ...forPerson } = lookUp(status, code);
  return {
    ...forPerson,
    ...(code === undefined
      ? { detail: `HTTP ${status}: ${detail}` }
      : { code, detail: `error ${code}: ${detail}`, help: pageOf(code) }),
    ...(said !== undefined && { said: plainText(said) }),
  };
}

/** Whether the request can be retried. @param status the HTTP status, if there was an answer */
export function retryOf(code: number | undefined, status = 0): Retry {
  return lookUp(status, code).retry;
}

/** The problem for a message that Twilio accepted but could not deliver. @param code its `error_code`, which may be null */
export function deliveryFailure(code: number | null): Problem & { readonly retry: Retry } {
  if (code === null) {
    return { ...UNKNOWN_DELIVERY, detail: `no error code: ${UNKNOWN_DELIVERY.detail}` };
  }
  const { detail, ...rest } = TWILIO_ERRORS[code] ?? UNKNOWN_DELIVERY;
  return { ...rest, code, detail: `error ${code}: ${detail}`, help: pageOf(code) };
}

const WORDS_FOR_CALLS = [
  ['texting is', 'calling is'],
  ['the text service', 'the call service'],
  ['texts were sent', 'calls were made'],
  ['texts are', 'calls are'],
] as const;

/** The same problem of a call. The sentences for the person are about texts. */
export function ofCall(problem: Problem): Problem {
  const [text, call] = WORDS_FOR_CALLS.find(([words]) => problem.message.includes(words)) ?? ['', ''];
  return { ...problem, message: problem.message.replace(text, call) };
}

const CHECK_NETWORK = 'the text service cannot be reached. Check the network.';

/** The problem if Twilio could not be reached. @param cause the system's error code */
export function unreachable(cause: string): Problem {
  return {
    message: CHECK_NETWORK,
    detail: `Twilio cannot be reached (${plainText(cause)}): check the network, DNS and TWILIO_API_URL.`,
  };
}

/** The problem if the proxy did not connect to Twilio. @param origin the proxy's, without its password */
export function proxyFailure(origin: string, cause: string): Problem {
  return {
    message: CHECK_NETWORK,
    detail: `The proxy ${origin} did not connect to Twilio (${plainText(cause)}): check its address, user name, password and access rules.`,
  };
}

/** The problem if a request was sent and no answer came back. */
export function unanswered(cause: string): Problem {
  return {
    message: 'the text service did not answer.',
    detail: `Twilio did not answer (${plainText(cause)}).`,
  };
}

/** The problem if the answer does not fit the request. */
export const UNREADABLE: Problem = unanswered('an unreadable answer');

const UNKNOWN_DELIVERY: ErrorEntry = later(
  'lost',
  'the message was not delivered: see Console > Monitor > Logs > Messaging.',
);

function lookUp(status: number, code: number | undefined): ErrorEntry {
  return (code === undefined ? undefined : TWILIO_ERRORS[code]) ?? fallback(status);
}

function fallback(status: number): ErrorEntry {
  // With these two, Twilio has done nothing.
  if (status === 429) return now('busy', 'too many requests.');
  if (status === 503) return now('down', 'Twilio is unavailable: see status.twilio.com.');
  if (status >= 500) return later('down', 'see status.twilio.com.');
  return never('unavailable', 'Twilio refused the request.');
}

function pageOf(code: number): string {
  return `https://www.twilio.com/docs/api/errors/${code}`;
}
