// Asks for the account's SID and token until Twilio accepts them.

import { SETTINGS } from '../config/settings.ts';
import { explain } from '../core/outcome.ts';
import { plainText } from '../core/plain-text.ts';
import { type Inspector, NOT_AUTHENTICATED } from '../delivery/inspect.ts';
import { isWritable } from './file-text.ts';
import type { Complaint, Questions } from './questions.ts';

export interface Credentials {
  readonly accountSid: string;
  readonly authToken: string;
}

export type SignedIn =
  | {
      readonly kind: 'signed-in';
      readonly credentials: Credentials;
      readonly inspector: Inspector;
      readonly isTrial: boolean;
    }
  | { readonly kind: 'refused'; readonly line: string };

/** Twilio lets no API key ask about the account. */
const AN_API_KEY =
  "That is an API key, which may not do all this: give the account's SID and token here, and put the key into the file " +
  'afterwards (TWILIO_API_KEY and TWILIO_API_SECRET in place of TWILIO_AUTH_TOKEN)';
const CONSOLE = `console.twilio.com, under Account Info`;

export async function signIn(
  questions: Questions,
  connect: (credentials: Credentials) => Inspector,
): Promise<SignedIn> {
  for (;;) {
    const accountSid = await questions.text(`Account SID (${CONSOLE})`, must('accountSid'));
    const authToken = await questions.secret('Auth Token (next to it; what you type is not shown)', must('authToken'));
    const credentials = { accountSid, authToken };
    const inspector = connect(credentials);
    questions.say('Asking Twilio about the account…');
    const account = await inspector.account();
    if (account.kind === 'answered') {
      const { status, type } = account.result;
      if (status !== 'active') {
        return { kind: 'refused', line: `the account is ${status}: see Console > Admin > Account management` };
      }
      const isTrial = type === 'Trial';
      questions.say(`Signed in: ${isTrial ? 'a trial account' : 'a full account'}`);
      return { kind: 'signed-in', credentials, inspector, isTrial };
    }
    const { problem, cause } = account;
    if (cause !== undefined || problem.code !== NOT_AUTHENTICATED) {
      return { kind: 'refused', line: plainText(explain(problem)) };
    }
    questions.warn(
      'Twilio does not accept them (20003): copy both again. It says the same of test credentials, and of an account ' +
        'that is suspended or in another region (TWILIO_REGION).',
    );
  }
}

function must(key: 'accountSid' | 'authToken'): Complaint {
  const { parse, accepts } = SETTINGS[key];
  return (answer) => {
    if (key === 'accountSid' && answer.startsWith('SK')) return AN_API_KEY;
    return parse(answer) === undefined || !isWritable(answer) ? `It must be ${accepts}` : undefined;
  };
}
