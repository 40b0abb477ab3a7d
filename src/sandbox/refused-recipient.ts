// The recipients that a request is refused for, whatever is asked: `+150055` and the code of the error, so
// that each of Twilio's answers can be had over HTTP. Twilio has none such; these are the sandbox's own.

import { errorReply, type Reply } from './reply.ts';

// As Twilio answers them; every other code comes with 400.
const STATUS: Readonly<Record<number, number>> = {
  10001: 403,
  10002: 403,
  20003: 401,
  20005: 403,
  20008: 403,
  20404: 404,
  20429: 429,
  20500: 500,
  20503: 503,
  60202: 429,
  60203: 429,
  60205: 403,
  60212: 429,
  60223: 403,
  60238: 403,
  60410: 403,
  60605: 403,
  575001: 403,
};

// Those that tell of a delivery begin with 3 or 63; Twilio's own recipients are +1500555xxxx, of eleven digits.
const REQUEST = /^\+150055([12][0-9]{4}|57[0-9]{4})$/;
const VERIFY = /^\+150055(2[0-9]{4}|60[0-9]{3}|57[0-9]{4})$/;

/**
 * Why a message to this recipient or a call is refused, or undefined where it is not.
 *
 * @example refusedRecipient('+15005521608') // 400 with the code 21608
 */
export function refusedRecipient(to: string): Reply | undefined {
  return refuse(REQUEST.exec(to)?.[1]);
}

/** The same for a verification; Verify has codes of its own, which begin with 60. */
export function refusedByVerify(to: string): Reply | undefined {
  return refuse(VERIFY.exec(to)?.[1]);
}

function refuse(digits: string | undefined): Reply | undefined {
  if (digits === undefined) return undefined;
  const code = Number(digits);
  return errorReply(code, `This recipient stands for the error ${code}`, STATUS[code] ?? 400);
}
