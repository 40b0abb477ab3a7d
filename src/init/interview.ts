// What is asked, in which order, and what follows from the answers. Changes nothing: not the account, nor any file.

import { SETTINGS, type SettingKey } from '../config/settings.ts';
import { phoneProblem, writePhoneNumber } from '../core/phone.ts';
import { plainText } from '../core/plain-text.ts';
import { VERIFIED } from '../delivery/errors.ts';
import type { Inspector } from '../delivery/inspect.ts';
import { type Answers, isWritable } from './file-text.ts';
import type { Complaint, Questions } from './questions.ts';
import { type Credentials, signIn } from './sign-in.ts';
import { chooseWay, onlySome, type Way } from './ways.ts';

export type Interview =
  | {
      readonly kind: 'answered';
      readonly answers: Answers;
      readonly inspector: Inspector;
      /** The name of the Verify service to make, if there is one to make. */
      readonly newService: string | undefined;
    }
  /** Twilio will not do it. */
  | { readonly kind: 'refused'; readonly line: string };

export interface Surroundings {
  readonly connect: (credentials: Credentials) => Inspector;
  /** The store that is used if none is named; undefined for a user without a home directory. */
  readonly storeFile: string | undefined;
}

export async function interview(questions: Questions, { connect, storeFile }: Surroundings): Promise<Interview> {
  const account = await signIn(questions, connect);
  if (account.kind === 'refused') return account;
  const { inspector, isTrial, credentials } = account;
  const phones = isTrial ? await verifiedPhones(questions, inspector) : undefined;
  if (phones && 'kind' in phones) return phones;
  const way = await chooseWay(questions, inspector, isTrial);
  const to = phones ? await choosePhone(questions, phones) : await askPhone(questions, way);
  const store = await chooseStore(questions, storeFile);
  // Verify has no services of ours: what a code is for is the name of the Verify service.
  const service = way.isVerify
    ? ''
    : await questions.text(
        'What are the codes for? A word or two for the text, such as prod (Enter for none)',
        optional('service'),
      );
  const answers = { ...credentials, ...way.answers, to, ...(store && { store }), ...(service && { service }) };
  return { kind: 'answered', answers, inspector, newService: way.newService };
}

/** The phones that a trial account may send to. */
async function verifiedPhones(questions: Questions, inspector: Inspector) {
  const answer = await inspector.verifiedPhones();
  const trial = 'This is a trial account, which sends only to phones that it has verified';
  if (answer.kind !== 'answered') {
    return refusal(`${trial}, and Twilio did not list them: ${plainText(answer.problem.detail)}`);
  }
  const { items, hasMore } = answer.result;
  const [first, ...others] = items;
  if (first === undefined) return refusal(`${trial}, and it has verified none: verify yours at ${VERIFIED}`);
  if (hasMore) questions.say(onlySome('verified phones', 'RECIPIENT_NUMBER'));
  return [first, ...others] as const;
}

function refusal(line: string) {
  return { kind: 'refused', line } as const;
}

function choosePhone(questions: Questions, [first, ...others]: readonly [string, ...string[]]): Promise<string> {
  const choice = (number: string) => ({ value: number, label: writePhoneNumber(number) });
  return questions.choose(`Whose phone gets the codes? Add others at ${VERIFIED}`, [
    choice(first),
    ...others.map(choice),
  ]);
}

async function askPhone(questions: Questions, { answers }: Way): Promise<string> {
  const { to } = SETTINGS;
  const text = await questions.text(
    'Which phone gets the codes? With its country, like +1 (415) 555-2671',
    (answer) => {
      const phone = to.parse(answer);
      if (phone === undefined) return phoneProblem(answer) ?? `It must be ${to.accepts}`;
      return phone === answers.from ? 'That is the sender: a number cannot text itself' : undefined;
    },
  );
  return to.parse(text) ?? text;
}

/** @returns undefined for the store that is used if none is named */
async function chooseStore(questions: Questions, storeFile: string | undefined): Promise<string | undefined> {
  const file = { value: 'file', label: 'In a file on this computer', hint: plainText(storeFile ?? '') } as const;
  const redis = { value: 'redis', label: 'In Redis', hint: 'for several computers that share them' } as const;
  const place = await questions.choose<'file' | 'redis'>(
    'Where are tries, sends and locks kept?',
    storeFile === undefined ? [redis] : [file, redis],
  );
  if (place === 'file') return undefined;
  const accepts = 'redis://[user:password@]host[:port][/database], or rediss:// for TLS';
  return questions.secret(`The address of Redis (not shown, as it may contain a password): ${accepts}`, (answer) =>
    SETTINGS.store.parse(answer, '/')?.kind === 'redis' && isWritable(answer) ? undefined : `It must be ${accepts}`,
  );
}

/** Takes nothing, too. */
function optional(key: SettingKey): Complaint {
  const { parse, accepts } = SETTINGS[key];
  return (answer) =>
    answer === '' || (parse(answer, '/') !== undefined && isWritable(answer)) ? undefined : `It must be ${accepts}`;
}
