// Where settings come from, tested on the built program: what anyone can put into the current directory, into a
// settings file or in the way of one must not redirect codes, undo a lock or hold the program up.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { type Gate, test } from '../support/gate.ts';
import { says } from '../support/login.ts';
import { AUTH_TOKEN, codeIn, runWithoutTerminal, SETTINGS, temporaryFolder } from '../support/program.ts';
import { CERTIFICATE, deadPort, startProxy, startTls } from '../support/proxy.ts';
import { RESTORED } from '../support/shell.ts';

const CREDENTIALS = { TWILIO_SID: SETTINGS.TWILIO_SID, TWILIO_AUTH_TOKEN: SETTINGS.TWILIO_AUTH_TOKEN };
const NO_CREDENTIALS = { TWILIO_SID: undefined, TWILIO_AUTH_TOKEN: undefined };

const lines = (settings: Readonly<Record<string, string | undefined>>) =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value ?? ''}\n`)
    .join('');

async function ended(gate: Gate, status: number): Promise<void> {
  expect(await gate.restored()).toEqual({ ...RESTORED, status });
}

describe('a .env beside credentials in the environment', () => {
  test.concurrent('sends codes nowhere else', async ({ open, startApi }) => {
    const attacker = await startApi();
    const gate = await open({
      envFile: `TWILIO_API_URL=${attacker.origin}\n`,
      env: { TWILIO_API_URL: undefined, HTTPS_PROXY: `http://127.0.0.1:${await deadPort()}` },
    });
    await gate.until('Could not send the code');
    gate.write('\x1b');
    await ended(gate, 69);
    expect(attacker.requests).toEqual([]);
    expect(gate.raw()).toContain('otp-tui: warning: .env is not used because the environment sets TWILIO_SID');
  });

  test.concurrent('changes no store', async ({ openReady }) => {
    const gate = await openReady({ envFile: 'OTP_STORE=memory:\n' });
    expect(existsSync(join(gate.folder, '.local/state/otp-tui/state.db'))).toBe(true);
  });

  test.concurrent('is named if it contains what is missing', async ({ onTestFinished }) => {
    const folder = temporaryFolder(onTestFinished);
    writeFileSync(join(folder, '.env'), lines(SETTINGS), { mode: 0o600 });
    const { status, stderr } = await runWithoutTerminal([], CREDENTIALS, folder);
    expect(status).toBe(2);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^otp-tui: warning: \.env is not used because the environment sets TWILIO_SID/),
      expect.stringMatching(/^otp-tui: SENDER_NUMBER \(--from\) is missing; .*; it is in \.env, which --config \.env /),
      expect.stringMatching(
        /^otp-tui: RECIPIENT_NUMBER \(--to\) is missing; .*; it is in \.env, which --config \.env /,
      ),
      '',
    ]);
    expect(stderr.match(/is not used/g)).toHaveLength(1);
  });

  test.concurrent('is taken where --config names it', async ({ open }) => {
    const gate = await open({
      args: ['--config', '.env'],
      envFile: 'OTP_LENGTH=8\nOTP_CHANNEL=sms\n',
    });
    await gate.ready();
    expect(gate.newestCode()).toHaveLength(8);
    expect(gate.raw()).not.toContain('is not used');
  });
});

describe("the settings file in the user's configuration directory", () => {
  const withUserFile = (folder: string, text: string) => {
    mkdirSync(join(folder, 'otp-tui'));
    writeFileSync(join(folder, 'otp-tui/config.env'), text, { mode: 0o600 });
    return { XDG_CONFIG_HOME: folder };
  };

  test.concurrent('goes before .env, and is not mixed with it', async ({ open, onTestFinished }) => {
    const env = withUserFile(temporaryFolder(onTestFinished), lines({ ...CREDENTIALS, OTP_LENGTH: '7' }));
    const gate = await open({ envFile: 'OTP_LENGTH=9\nOTP_SERVICE=theirs\n', env: { ...NO_CREDENTIALS, ...env } });
    await gate.ready();
    expect(gate.newestCode()).toHaveLength(7);
    expect(gate.raw()).not.toContain('theirs');
  });

  test.concurrent('is not looked for below a relative path', async ({ onTestFinished }) => {
    const folder = temporaryFolder(onTestFinished);
    mkdirSync(join(folder, '.config'));
    for (const place of [folder, join(folder, '.config')]) withUserFile(place, 'OTP_MAX_SENDS=planted\n');
    for (const env of [{ XDG_CONFIG_HOME: '.' }, { HOME: '.' }, { HOME: '' }]) {
      const { status, stderr } = await runWithoutTerminal(['--length', 'x'], env, folder);
      expect(status).toBe(2);
      expect(stderr).toContain('OTP_LENGTH (--length) is "x"');
      expect(stderr).not.toContain('planted');
    }
  });
});

describe('a settings file that is not a file', () => {
  const taken = ['--config', 'settings'];

  test.concurrent.for<[string, string[], (path: string) => void]>([
    ['a FIFO', taken, (path) => execFileSync('mkfifo', [path])],
    ['the terminal', taken, (path) => symlinkSync('/dev/tty', path)],
    ['an endless device', taken, (path) => symlinkSync('/dev/zero', path)],
    ['a directory', taken, (path) => mkdirSync(path)],
    ['a socket', taken, (path) => execFileSync(process.execPath, ['-e', listenAt(path)])],
    ['a file without end', taken, (path) => writeFileSync(path, '#'.repeat(65_537), { mode: 0o600 })],
    ['a FIFO named .env', [], (path) => execFileSync('mkfifo', [path])],
    ['the terminal named .env', [], (path) => symlinkSync('/dev/tty', path)],
    ['an endless device named .env', [], (path) => symlinkSync('/dev/zero', path)],
  ])('%s: one line, at once, and nothing sent', async ([, args, make], { open, startApi, onTestFinished }) => {
    const { origin, requests } = await startApi();
    const folder = temporaryFolder(onTestFinished);
    const name = args[1] ?? '.env';
    make(join(folder, name));
    const gate = await open({ origin, args, env: NO_CREDENTIALS, cwd: folder });
    await ended(gate, 2);
    const told = gate.raw().match(/otp-tui: [^\r\n]*/g);
    expect(told).toEqual([expect.stringMatching(`^otp-tui: (--config )?${name}: it is `)]);
    expect(requests).toEqual([]);
  });

  const listenAt = (path: string) => `require('net').createServer().listen('${path}', () => process.exit())`;
});

test.concurrent('OTP_PROXY and OTP_CA_FILE reach Twilio if the environment names other ones', async ({
  open,
  onTestFinished,
}) => {
  const texts: string[] = [];
  const sandbox = await startSandbox({ onText: ({ body }) => texts.push(codeIn(body)) });
  const target = await startTls(sandbox.port);
  const proxy = await startProxy({ tls: true });
  for (const one of [sandbox, target, proxy]) onTestFinished(() => one.close());
  const gate = await open({
    args: ['--config', '.env', '--verbose'],
    envFile: `OTP_PROXY=https://localhost:${proxy.port}\nOTP_CA_FILE=${CERTIFICATE}\n`,
    env: {
      TWILIO_API_URL: `https://localhost:${target.port}`,
      HTTPS_PROXY: `http://127.0.0.1:${await deadPort()}`,
      NO_PROXY: '*',
    },
  });
  await gate.ready();
  gate.write(`${texts[0]}\r`);
  await ended(gate, 0);
  expect(proxy.asked.length).toBeGreaterThan(0);
});

describe('a directory that can never be made', () => {
  test.concurrent.for<[string, Record<string, string>]>([
    ['HOME', { HOME: '/proc' }],
    ['XDG_STATE_HOME', { XDG_STATE_HOME: '/proc/1' }],
    ['OTP_STORE', { OTP_STORE: '/proc/otp-tui/deep/below/state.db' }],
  ])('below /proc, by %s: status 73 in plain words', async ([, env], { open, startApi }) => {
    const { origin, requests } = await startApi();
    const gate = await open({ origin, env, args: ['--verbose'] });
    await says(gate, 'the store is unavailable.');
    gate.write('\x1b');
    await ended(gate, 73);
    expect(gate.raw()).toMatch(/otp-tui: \/proc\/[^\r\n]*its directory cannot be created/);
    expect(requests).toEqual([]);
  });
});

test.concurrent('--env-file is refused as Node’s, with a hint at --config', async ({ onTestFinished }) => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'prod.env'), '', { mode: 0o600 });
  for (const args of [['--env-file', 'prod.env'], ['--env-file=prod.env'], ['unlock', '--env-file', 'prod.env']]) {
    expect(await runWithoutTerminal(args, SETTINGS, folder)).toEqual({
      status: 2,
      stdout: '',
      stderr: "otp-tui: --env-file is Node's flag, not ours: name the settings file with --config FILE\n",
    });
  }
});

test.concurrent('without any settings three lines say where they were looked for and how to begin', async () => {
  const { status, stdout, stderr } = await runWithoutTerminal([], { HOME: '/nowhere' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toEqual([
    `otp-tui: there are no settings, neither in /nowhere/.config/otp-tui/config.env nor in ${tmpdir()}/.env nor in the environment`,
    'otp-tui: to begin, run otp-tui init, which asks for what is needed and writes a settings file',
    'otp-tui: to try it first, run otp-tui demo, which needs no settings',
  ]);
});

test.concurrent('no secret is shown with the problems of a file', async ({ onTestFinished }) => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, '.env'), lines({ ...SETTINGS, TWILIO_AUTH_TOKEN: `${AUTH_TOKEN} x`, OTP_LENGHT: '6' }));
  const { status, stderr } = await runWithoutTerminal([], {}, folder);
  expect(status).toBe(2);
  expect(stderr.trimEnd().split('\n')).toEqual([
    'otp-tui: warning: others can read .env, which contains TWILIO_AUTH_TOKEN: chmod 600 .env',
    'otp-tui: OTP_LENGHT in .env is not a setting: did you mean OTP_LENGTH?',
    'otp-tui: TWILIO_AUTH_TOKEN must not contain spaces',
  ]);
});

test.concurrent('a phone number is taken as people write it, and shown as any other', async ({ openReady }) => {
  const gate = await openReady({ args: ['--to', '+44 (0)7911 123456'], env: { RECIPIENT_NUMBER: undefined } });
  expect(gate.text()).toContain('+44 •••• ••••56');
  expect(gate.codes).toHaveLength(1);
});
