// `otp-tui init` at a terminal, with a sandbox in Twilio's place, and the answers to its questions.

import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Gate, GateOptions } from './gate.ts';
import { AUTH_TOKEN, codeIn, SETTINGS, temporaryFolder } from './program.ts';

export const ENTER = '\r';
export const PHONE = '+14155552671';
/** The environment of someone who has set nothing. */
const NOTHING_SET = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, undefined]));
const FILE = '.config/otp-tui/config.env';
/** What a full account is asked. */
export const QUESTIONS = [
  'Account SID',
  'Auth Token',
  'How are codes sent?',
  'Which phone',
  'Where are tries',
  'What are',
  'Write it',
];
export const KEYS = [SETTINGS.TWILIO_SID, AUTH_TOKEN, '', PHONE, '', '', ''];

type Open = (options?: GateOptions) => Promise<Gate>;

export interface Setup extends Gate {
  /** Every text that was sent, oldest first. */
  readonly texts: readonly string[];
  /** Answers the next question, once it is asked. */
  answer(question: string | RegExp, keys: string): Promise<void>;
  /** Answers the questions about the account. */
  signIn(): Promise<void>;
  readonly file: string;
}

interface SetupOptions extends Pick<GateOptions, 'args' | 'env' | 'redirect' | 'cols'> {
  readonly sandbox?: SandboxOptions;
  /** What is in the file `prod.env` already, for others to read. */
  readonly old?: string;
}

export async function openSetup(open: Open, options: SetupOptions = {}): Promise<Setup> {
  const { sandbox, args = [], old, env, redirect = '', cols = 120 } = options;
  const texts: string[] = [];
  const { origin, close } = await startSandbox({ ...sandbox, onText: ({ body }) => texts.push(body) });
  onTestFinished(close);
  const shape = {
    origin,
    env: { ...NOTHING_SET, ...env },
    redirect,
    cols,
    rows: 60,
    ...(old !== undefined && { cwd: folderWith(old) }),
  };
  const gate = await open({ args: ['init', ...args], ...shape });
  const answer = async (question: string | RegExp, keys: string) => {
    await gate.until(question);
    gate.write(keys);
  };
  return {
    ...gate,
    texts,
    answer,
    async signIn() {
      await answer('Account SID', `${SETTINGS.TWILIO_SID}${ENTER}`);
      await answer('Auth Token', `${AUTH_TOKEN}${ENTER}`);
    },
    file: join(shape.cwd ?? gate.folder, args[1] ?? FILE),
  };
}

/** A folder with a file of settings in it that others may read. */
function folderWith(text: string): string {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'prod.env'), text);
  chmodSync(join(folder, 'prod.env'), 0o644);
  return folder;
}

/** Enters the code of the only text on the form. */
export async function enterCode(setup: Setup): Promise<number> {
  await setup.ready();
  expect(setup.texts).toHaveLength(1);
  setup.write(codeIn(setup.texts[0] ?? ''));
  setup.write(ENTER);
  return (await setup.restored()).status;
}

/** Answers all questions on a full account but the last. */
export async function answerAll(setup: Setup): Promise<void> {
  for (const [index, question] of QUESTIONS.slice(0, -1).entries()) {
    await setup.answer(question, `${KEYS[index]}${ENTER}`);
  }
}
