// The ways in which an account can send codes, and the choice of one of them. A trial account has Verify alone: Twilio
// refuses it texts in words of our own (572006).

import { writePhoneNumber } from '../core/phone.ts';
import { plainText } from '../core/plain-text.ts';
import type { Answer } from '../delivery/account.ts';
import { type Inspector, PAGE_SIZE } from '../delivery/inspect.ts';
import type { Page } from '../delivery/inventory.ts';
import type { Choice, Questions } from './questions.ts';

export interface Way {
  readonly answers: {
    readonly from?: string;
    readonly messagingServiceSid?: string;
    readonly verifyServiceSid?: string;
  };
  /** Whether Verify makes and sends the codes. */
  readonly isVerify: boolean;
  /** The name of the Verify service to make, if there is one to make. */
  readonly newService?: string;
}

const PRICES =
  'Prices depend on the country: www.twilio.com/en-us/sms/pricing for texts, ' +
  'www.twilio.com/en-us/verify/pricing for Verify';
/** Twilio takes no longer name. */
const MAX_NAME = 30;

export async function chooseWay(questions: Questions, inspector: Inspector, isTrial: boolean): Promise<Way> {
  const listOf = async <Item>(what: string, setting: string, asked: Promise<Answer<Page<Item>>>) => {
    const answer = await asked;
    if (answer.kind === 'answered') {
      if (answer.result.hasMore) questions.say(onlySome(what, setting));
      return answer.result.items;
    }
    questions.warn(`Twilio did not list the ${what}: ${plainText(answer.problem.detail)}`);
    return undefined;
  };
  const [numbers, messaging, verify] = await Promise.all([
    isTrial ? [] : listOf('phone numbers', 'SENDER_NUMBER', inspector.numbers()),
    isTrial ? [] : listOf('Messaging Services', 'TWILIO_MESSAGING_SERVICE_SID', inspector.messagingServices()),
    listOf('Verify services', 'TWILIO_VERIFY_SERVICE_SID', inspector.verifyServices()),
  ]);
  const senders: Choice<Way | undefined>[] = [
    ...(numbers ?? [])
      .filter(({ sms }) => sms)
      .map(({ number }) => ({
        value: { answers: { from: number }, isVerify: false },
        label: `Text from ${writePhoneNumber(number)}`,
      })),
    ...(messaging ?? []).map(({ sid, name }) => ({
      value: { answers: { messagingServiceSid: sid }, isVerify: false },
      label: `Text from the Messaging Service ${name}`,
      hint: abridged(sid),
    })),
    ...(verify ?? []).map(({ sid, name }) => ({
      value: { answers: { verifyServiceSid: sid }, isVerify: true },
      label: `Twilio Verify, with the service ${name}`,
      hint: abridged(sid),
    })),
  ];
  const make = { value: undefined, label: 'Twilio Verify, with a new service', hint: 'you need no number' };
  if (isTrial)
    questions.say('A trial account can send codes only with Twilio Verify, and only to phones that it has verified');
  else {
    if (numbers?.every(({ sms }) => !sms)) questions.say('The account has no number that can send texts');
    questions.say(PRICES);
  }
  const [first, ...others] = [...senders, make];
  const way = await questions.choose('How are codes sent?', [first ?? make, ...others]);
  return way ?? { answers: {}, isVerify: true, newService: await nameService(questions) };
}

function nameService(questions: Questions): Promise<string> {
  const must = `It must be 1-${MAX_NAME} printable characters, with no four digits in a row`;
  return questions.text(
    'The name of the new Verify service (its texts begin: Your NAME verification code is)',
    (name) => (name !== '' && plainText(name, MAX_NAME) === name && !/[0-9]{4}/.test(name) ? undefined : must),
  );
}

/** What is said of a list that is not offered whole. */
export function onlySome(what: string, setting: string): string {
  return `Only the first ${PAGE_SIZE} ${what} are offered; to use another, change ${setting} in the file afterwards`;
}

/** Enough of a SID to tell it from others. */
function abridged(sid: string): string {
  return `${sid.slice(0, 2)}…${sid.slice(-4)}`;
}
