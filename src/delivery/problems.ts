// What Twilio's errors mean: words for the person, words for the operator, and when to try again. The
// codes are in `errors/`; what is known by the HTTP status alone, or without an answer, is here.

import type { Problem } from '../core/outcome.ts';
import { plainText } from '../core/plain-text.ts';
import { ACCOUNT_ERRORS } from './errors/account.ts';
import { DELIVERY_ERRORS } from './errors/delivery.ts';
import { type Entries, type Entry, later, never, now, PERSON, type Retry } from './errors/entry.ts';
import { REQUEST_ERRORS } from './errors/request.ts';
import { VERIFY_ERRORS } from './errors/verify.ts';

/** Every code that there are words for. */
export const TWILIO_ERRORS: Entries = { ...ACCOUNT_ERRORS, ...REQUEST_ERRORS, ...DELIVERY_ERRORS, ...VERIFY_ERRORS };

/** The problem behind an error that Twilio answered with. */
export function refusal(status: number, code: number | undefined, message: string | undefined): Problem {
  const said = message === undefined ? '' : ` Twilio says: ${plainText(message)}`;
  const { person, operator } = lookUp(status, code);
  return { person, operator: `${nameOf(status, code)}: ${operator}${pageOf(code)}${said}` };
}

/** When the request behind an error can be made again. @param status of the answer, where there was one */
export function retryOf(code: number | undefined, status = 0): Retry {
  return lookUp(status, code).retry;
}

/** The problem of a message that Twilio took and could not deliver. @param code its `error_code`; null where none is told */
export function deliveryFailure(code: number | null): Problem & { readonly retry: Retry } {
  if (code === null) {
    return { ...UNKNOWN_DELIVERY, operator: `no error code: ${UNKNOWN_DELIVERY.operator}` };
  }
  const { retry, person, operator } = TWILIO_ERRORS[code] ?? UNKNOWN_DELIVERY;
  return { retry, person, operator: `error ${code}: ${operator}${pageOf(code)}` };
}

/** The problem where Twilio could not be asked, or did not answer. `cause` is a system's error code. */
export function unreachable(cause: string): Problem {
  return {
    person: 'the text service cannot be reached. Check the network.',
    operator: `Twilio cannot be reached (${plainText(cause)}): check the network, DNS and TWILIO_API_URL.`,
  };
}

/** The problem where the proxy was in the way. `place` is where it is, without its password. */
export function notLetThrough(place: string, cause: string): Problem {
  return {
    person: 'the text service cannot be reached. Check the network.',
    operator: `The proxy ${place} gave no way to Twilio (${plainText(cause)}): check its address, user and password, and what it allows.`,
  };
}

/** The problem where a request was made and no answer that can be read came back. */
export function noAnswer(cause: string): Problem {
  return {
    person: 'the text service did not answer.',
    operator: `Twilio did not answer (${plainText(cause)}): the text may have been sent.`,
  };
}

/** The problem where what came back is no answer to what was asked. */
export const UNREADABLE: Problem = noAnswer('an answer that cannot be read');

const UNKNOWN_DELIVERY: Entry = later(
  PERSON.lost,
  'the message was not delivered: see Console > Monitor > Logs > Messaging.',
);

function lookUp(status: number, code: number | undefined): Entry {
  return (code === undefined ? undefined : TWILIO_ERRORS[code]) ?? fallback(status);
}

function fallback(status: number): Entry {
  // Both are said before anything is done.
  if (status === 429) return now(PERSON.busy, 'too many requests.');
  if (status === 503) return now(PERSON.down, 'Twilio is unavailable: see status.twilio.com.');
  if (status >= 500) return later(PERSON.down, 'see status.twilio.com.');
  return never(PERSON.unavailable, 'Twilio refused the request.');
}

function nameOf(status: number, code: number | undefined): string {
  return code === undefined ? `HTTP ${status}` : `error ${code}`;
}

function pageOf(code: number | undefined): string {
  return code === undefined ? '' : ` See https://www.twilio.com/docs/api/errors/${code}`;
}
