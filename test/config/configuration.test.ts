// Flags, environment and files together: all problems are reported at once.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configureGate, configureLedgers } from '../../src/config/configuration.ts';

const ENOUGH = {
  TWILIO_SID: `AC${'1'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'hunter2',
  SENDER_NUMBER: '+15005550006',
  RECIPIENT_NUMBER: '+1 (415) 555-2671',
};

const before = process.cwd();
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'configuration-'));
  file = join(folder, 'settings');
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

function configure(settings: Record<string, string> | undefined, env: NodeJS.ProcessEnv = {}, flags = {}) {
  if (settings) {
    const text = Object.entries(settings).map(([name, value]) => `${name}="${value}"\n`);
    writeFileSync(file, text.join(''), { mode: 0o600 });
  }
  return configureGate({ flags, config: settings && file }, { HOME: folder, ...env });
}

async function problemsOf(...sources: Parameters<typeof configure>): Promise<readonly string[]> {
  const { settings, firstSteps = [] } = await configure(...sources);
  return 'problems' in settings ? [...settings.problems, ...firstSteps] : [];
}

test('a file is enough; the environment and flags go before it', async () => {
  expect(await configure(ENOUGH)).toMatchObject({ settings: { recipient: '+14155552671' }, warnings: [] });
  const others = await configure(ENOUGH, { RECIPIENT_NUMBER: '+44 7911 123456' }, { length: '8' });
  expect(others).toMatchObject({ settings: { recipient: '+447911123456', policy: { length: 8 } } });
});

test('problems with the file, the environment, the flags and the certificates are reported together', async () => {
  const given = { ...ENOUGH, TWILIO_AUTH_TOKEN: 'two words', OTP_LENGHT: '6', OTP_CA_FILE: 'none.pem' };
  expect(await problemsOf(given, { OTP_MAX_SENDS: 'many' }, { to: 'me' })).toEqual([
    `OTP_LENGHT in ${file} is not a setting: did you mean OTP_LENGTH?`,
    'TWILIO_AUTH_TOKEN must not contain spaces',
    'RECIPIENT_NUMBER (--to) is "me", but must be a phone number with its country, like +1 (415) 555-2671',
    'OTP_MAX_SENDS is "many", but must be a whole number from 1 to 100',
    `OTP_CA_FILE ${join(folder, 'none.pem')}: no such file`,
  ]);
});

test('of a file that cannot be trusted nothing is said to be missing', async () => {
  await configure(ENOUGH);
  chmodSync(file, 0o666);
  const { settings } = await configureGate({ flags: { length: '99' }, config: file }, {});
  expect(settings).toEqual({
    problems: [
      `--config ${file}: everyone can write to it: review what it says, then chmod 600 it`,
      'OTP_LENGTH (--length) is "99", but must be a whole number from 4 to 10',
    ],
  });
});

test.each([
  ['nothing', {}],
  ['flags alone', { to: '+14155552671' }],
])('with %s it says where settings are looked for, and how to begin', async (_, flags) => {
  const places = `neither in ${folder}/.config/otp-tui/config.env nor in ${join(process.cwd(), '.env')}`;
  expect(await problemsOf(undefined, {}, flags)).toEqual([
    `there are no settings, ${places} nor in the environment`,
    expect.stringMatching(/^to begin, run otp-tui init, /),
    'to try it first, run otp-tui demo, which needs no settings',
  ]);
});

test('a wrong flag comes before that, since it was typed a moment ago', async () => {
  expect(await problemsOf(undefined, {}, { length: '99' })).toEqual([
    'OTP_LENGTH (--length) is "99", but must be a whole number from 4 to 10',
    expect.stringMatching(/^there are no settings, neither in /),
    expect.stringMatching(/^to begin, /),
    expect.stringMatching(/^to try it first, /),
  ]);
});

test('with a file that sets nothing, such as a fresh copy of .env.example, it names the file', async () => {
  const [first, ...others] = await problemsOf({ DATABASE_URL: 'x', OTP_LENGTH: '' });
  expect(first).toBe(`there are no settings, neither in ${file} nor in the environment`);
  expect(others).toHaveLength(2);
});

test('without a file and an account it says how to begin, whatever else is set', async () => {
  const toBegin = [expect.stringMatching(/^to begin, run otp-tui init, /), expect.stringMatching(/^to try it first, /)];
  const problems = await problemsOf(undefined, { TWILIO_API_URL: 'http://127.0.0.1:8025' });
  expect(problems[0]).toMatch(/^TWILIO_SID is missing; /);
  expect(problems.slice(-2)).toEqual(toBegin);
});

const INIT = 'which asks for what is needed and writes a settings file';

test.each<[string, Record<string, string> | undefined, Record<string, string>, string]>([
  [
    'the environment',
    undefined,
    { TWILIO_SID: ENOUGH.TWILIO_SID },
    'to start over, unset TWILIO_SID, then run otp-tui init',
  ],
  [
    'the environment, with more that init would ask for',
    undefined,
    { TWILIO_SID: ENOUGH.TWILIO_SID, TWILIO_API_KEY: `SK${'1'.repeat(32)}`, RECIPIENT_NUMBER: '+14155552671' },
    'to start over, unset TWILIO_SID and TWILIO_API_KEY and RECIPIENT_NUMBER, then run otp-tui init',
  ],
  [
    'the environment, by the token',
    undefined,
    { TWILIO_AUTH_TOKEN: 'hunter2' },
    'to begin, unset TWILIO_AUTH_TOKEN, then run otp-tui init',
  ],
  ['a named file', { TWILIO_SID: ENOUGH.TWILIO_SID }, {}, 'to start over, run otp-tui init --config FILE'],
])(
  'of an account that is half set in %s it says once that init asks for all of it',
  async (_, settings, env, words) => {
    const lines = await problemsOf(settings, env);
    const about = lines.filter((line) => line.includes('otp-tui init'));
    expect(about).toEqual([`${words.replace('FILE', file)}, ${INIT}`]);
    expect(lines[0]).toMatch(/ is missing; /);
  },
);

test('it says nothing of init where the account is whole', async () => {
  const { RECIPIENT_NUMBER: _, ...account } = ENOUGH;
  expect(await problemsOf(account)).toEqual([expect.stringMatching(/^RECIPIENT_NUMBER \(--to\) is missing; /)]);
});

test('it names no file that was passed over for one that sets nothing', async () => {
  process.chdir(folder);
  const usersOwn = join(folder, '.config/otp-tui/config.env');
  mkdirSync(dirname(usersOwn), { recursive: true });
  writeFileSync(usersOwn, 'OTP_LENGTH=\n', { mode: 0o600 });
  writeFileSync('.env', 'OTP_LENGTH=6\n', { mode: 0o600 });
  const { settings, warnings } = await configure(undefined);
  expect(settings).toMatchObject({
    problems: expect.arrayContaining([`there are no settings, neither in ${usersOwn} nor in the environment`]),
  });
  expect(warnings).toEqual([expect.stringMatching(/^warning: \.env is not used/)]);
});

test('paths are quoted where a shell needs it', async () => {
  const env = { XDG_CONFIG_HOME: join(folder, "Ada's files") };
  const { settings } = await configureGate({ flags: {}, config: undefined }, env);
  expect(settings).toMatchObject({
    problems: expect.arrayContaining([
      expect.stringContaining(`neither in '${folder}/Ada'\\''s files/otp-tui/config.env' nor`),
    ]),
  });
});

test('an operator who has set nothing is told what finding a ledger needs, and no more', async () => {
  const { settings } = await configureLedgers({ flags: {}, config: undefined }, { HOME: folder });
  expect(settings).toEqual({
    problems: [
      expect.stringMatching(/^there are no settings, neither in /),
      expect.stringMatching(/^OTP_SECRET is missing; /),
      expect.stringMatching(/^RECIPIENT_NUMBER \(--to\) is missing; /),
    ],
  });
});

test('to an operator, too, a wrong flag comes first', async () => {
  const { settings } = await configureLedgers({ flags: { to: 'me' }, config: undefined }, { HOME: folder });
  expect(settings).toEqual({
    problems: [
      expect.stringMatching(/^RECIPIENT_NUMBER \(--to\) is "me", but must be /),
      expect.stringMatching(/^there are no settings, neither in /),
      expect.stringMatching(/^OTP_SECRET is missing; /),
    ],
  });
});

test('warnings do not keep anyone from anything', async () => {
  await configure(ENOUGH);
  chmodSync(file, 0o660);
  const { settings, warnings } = await configureGate({ flags: {}, config: file }, { HOME: folder, OTP_LENGHT: '6' });
  expect(settings).toMatchObject({ recipient: '+14155552671' });
  expect(warnings).toEqual([
    expect.stringContaining('the group can write'),
    expect.stringContaining('others can read'),
    expect.stringContaining('OTP_LENGHT in the environment'),
  ]);
});

test('no secret is in any line', async () => {
  const secret = 'hunter2 hunter2';
  const { settings, warnings } = await configure({
    ...Object.fromEntries(Object.keys(ENOUGH).map((name) => [name, secret])),
    ...{ TWILIO_API_KEY: secret, TWILIO_API_SECRET: secret, TWILIO_API_URL: secret, OTP_SECRET: 'hunter2' },
    ...{ OTP_STORE: `redis://:${secret}`, OTP_PROXY: `http://me:${secret}@`, RECIPIENT_NUMBER: '', SENDER_NUMBER: '' },
  });
  const lines = [...('problems' in settings ? settings.problems : []), ...warnings];
  expect(lines.length).toBeGreaterThan(8);
  expect(lines.join('\n')).not.toContain('hunter');
});
