// What Twilio's errors mean: words for the person, words for the operator. No other file knows a code.

import type { Problem } from '../core/outcome.ts';
import { plainText } from '../core/plain-text.ts';

const UNAVAILABLE = 'the text service is not set up right. Ask the administrator.';
const BUSY = 'the text service is busy. Try again in a minute.';

/** By Twilio's error code: what the person is told, and what the operator has to set right. */
const PROBLEMS: Readonly<Record<number, readonly [person: string, operator: string]>> = {
  20003: [
    UNAVAILABLE,
    'Twilio does not accept the credentials: check TWILIO_SID with TWILIO_AUTH_TOKEN or the API key.',
  ],
  20429: [BUSY, 'too many requests at once: Twilio processed none of this one.'],
  21211: ['this phone number is not valid. Ask the administrator.', 'RECIPIENT_NUMBER is not a phone number.'],
  21212: [UNAVAILABLE, 'SENDER_NUMBER is not valid for Twilio.'],
  21408: [
    'texts to this country are not enabled. Ask the administrator.',
    'enable the country under Messaging > Settings > Geo permissions.',
  ],
  21606: [UNAVAILABLE, 'SENDER_NUMBER is not a number of this account that can send texts there.'],
  21608: [
    'this phone is not enabled yet. Ask the administrator.',
    'a trial account texts verified numbers only: verify it, or upgrade.',
  ],
  21610: ['this phone opted out. Text START to the sender, then resend.', 'the recipient replied STOP to this sender.'],
  21611: [BUSY, 'the queue of SENDER_NUMBER is full: send more slowly or use a Messaging Service.'],
  21612: ['this phone cannot be reached by text.', 'Twilio has no route from this sender to this recipient.'],
  21614: ['this number cannot receive texts.', 'RECIPIENT_NUMBER is not a mobile number.'],
};

/** The problem behind an error that Twilio answered with. */
export function refusal(status: number, code: number | undefined, message: string | undefined): Problem {
  const said = message === undefined ? '' : ` Twilio says: ${plainText(message)}`;
  const [person, operator] = (code === undefined ? undefined : PROBLEMS[code]) ?? fallback(status);
  const name = code === undefined ? `HTTP ${status}` : `error ${code}`;
  return { person, operator: `${name}: ${operator}${said}` };
}

/** The problem where Twilio could not be asked, or did not answer. `cause` is a system's error code. */
export function unreachable(cause: string): Problem {
  return {
    person: 'the text service cannot be reached. Check the network.',
    operator: `Twilio cannot be reached (${plainText(cause)}): check the network, DNS and TWILIO_API_URL.`,
  };
}

/** The problem where a request was made and no answer that can be read came back. */
export function noAnswer(cause: string): Problem {
  return {
    person: 'the text service did not answer.',
    operator: `Twilio did not answer (${plainText(cause)}): the text may have been sent.`,
  };
}

function fallback(status: number): readonly [person: string, operator: string] {
  if (status === 429) return [BUSY, 'too many requests.'];
  if (status >= 500) return ['the text service is down. Try again later.', 'see status.twilio.com.'];
  return [UNAVAILABLE, 'Twilio refused the request.'];
}
