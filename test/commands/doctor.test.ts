// `otp-tui doctor`, run as an operator runs it, on what works and on what does not.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';
import { PROGRAM, runWithoutTerminal, SETTINGS, temporaryFolder } from '../support/program.ts';
import { deadPort, startProxy } from '../support/proxy.ts';
import { describeWithRedis, startRedis } from '../support/redis-server.ts';
import { SELF_SIGNED_CERTIFICATE, SELF_SIGNED_KEY } from '../support/self-signed.ts';
import { isMissing } from '../support/what-cannot-run.ts';

interface Finding {
  readonly level: string;
  readonly about: string;
  readonly text: string;
  readonly next?: string;
}

interface Examined {
  readonly status: number | null;
  readonly outcome: string;
  readonly findings: readonly Finding[];
  /** The findings about one thing. */
  about(what: string): readonly Finding[];
}

/** Runs the doctor with a state file of its own. */
async function examine(env: Readonly<Record<string, string>>, args: readonly string[] = []): Promise<Examined> {
  const folder = temporaryFolder(onTestFinished);
  const ran = await runWithoutTerminal(['doctor', '--json', ...args], {
    ...SETTINGS,
    OTP_STORE: join(folder, 'state.db'),
    ...env,
  });
  expect(ran.stderr).toBe('');
  expect(ran.stdout).toMatch(/^\{.*\}\n$/);
  const { status, outcome, findings } = JSON.parse(ran.stdout);
  expect(ran.status).toBe(status);
  return { status, outcome, findings, about: (what) => findings.filter(({ about }: Finding) => about === what) };
}

async function sandbox(options: SandboxOptions = {}): Promise<{ readonly TWILIO_API_URL: string }> {
  const { origin, close } = await startSandbox(options);
  onTestFinished(close);
  return { TWILIO_API_URL: origin };
}

const VERIFIED = { RECIPIENT_NUMBER: '+15005550010' };
const API_KEY = {
  TWILIO_AUTH_TOKEN: '',
  TWILIO_API_KEY: `SK${'0'.repeat(32)}`,
  TWILIO_API_SECRET: 'a-secret',
};

describe('what works', () => {
  it('is told line by line, with a mark, and ends with 0; no text is sent', async () => {
    const texts: unknown[] = [];
    const { TWILIO_API_URL } = await sandbox({ onText: (text) => texts.push(text) });
    const OTP_STORE = join(temporaryFolder(onTestFinished), 'state.db');
    const env = { ...SETTINGS, TWILIO_API_URL, OTP_STORE, LANG: 'C.UTF-8' };
    const { status, stdout, stderr } = await runWithoutTerminal(['doctor'], env);
    expect([status, stderr, texts]).toEqual([0, '', []]);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toContain('✓ account: active, a full account');
    expect(lines.every((line) => /^[✓!] [A-Za-z ]+: ./.test(line))).toBe(true);
    expect(lines.filter((line) => line.startsWith('!')).every((line) => line.includes(' → '))).toBe(true);
  });

  it('is told in ASCII where nothing else can be shown', async () => {
    const { TWILIO_API_URL } = await sandbox();
    const OTP_STORE = join(temporaryFolder(onTestFinished), 'state.db');
    const { stdout } = await runWithoutTerminal(['doctor'], { ...SETTINGS, TWILIO_API_URL, OTP_STORE, LANG: 'C' });
    expect(stdout).toMatch(/^ok account: active/m);
    expect(stdout).toMatch(/^[\x20-\x7e\n]+$/);
  });

  it('is told as one object for programs', async () => {
    const { outcome, status, findings } = await examine(await sandbox());
    expect([status, outcome]).toEqual([0, 'sound']);
    expect(findings).toContainEqual({
      level: 'ok',
      about: 'sender',
      text: "+15005550006 is the account's and can do texts and calls",
    });
  });

  it.each([
    [
      'a Messaging Service',
      { SENDER_NUMBER: '', TWILIO_MESSAGING_SERVICE_SID: `MG${'0'.repeat(32)}` },
      'Messaging Service',
    ],
    ['Verify', { SENDER_NUMBER: '', TWILIO_VERIFY_SERVICE_SID: `VA${'0'.repeat(32)}` }, 'its codes have 6 digits'],
  ])('%s is asked about', async (_, env, words) => {
    const { about } = await examine({ ...(await sandbox()), ...env });
    expect(about('sender')).toEqual([expect.objectContaining({ level: 'ok', text: expect.stringContaining(words) })]);
  });

  it('an API key, which may not read the account, is tried on the messages', async () => {
    const { about } = await examine({ ...(await sandbox()), ...API_KEY });
    expect(about('account')).toEqual([
      expect.objectContaining({ level: 'ok', text: expect.stringContaining('unknown') }),
    ]);
  });

  it('a store and an audit log are opened, and a users file is read', async () => {
    const folder = temporaryFolder(onTestFinished);
    writeFileSync(join(folder, 'users'), 'ann +14155552671\nben +14155552672\n', { mode: 0o600 });
    writeFileSync(join(folder, 'state.db'), '', { mode: 0o600 });
    const { about } = await examine({
      ...(await sandbox()),
      OTP_USERS: join(folder, 'users'),
      OTP_STORE: join(folder, 'state.db'),
      OTP_AUDIT: join(folder, 'audit.log'),
    });
    expect(about('users')).toMatchObject([{ level: 'ok', text: `${folder}/users names 2 people` }]);
    expect(about('store')).toMatchObject([
      { level: 'ok', text: `${folder}/state.db can be written, and by nobody else` },
    ]);
    expect(about('audit log')).toMatchObject([{ level: 'ok' }]);
    expect(about('files').map(({ text }) => text)).toContainEqual(expect.stringMatching(/^store .* mode 600$/));
  });
});

describe('what does not work ends with 1', () => {
  const wrong = (text: string | RegExp) =>
    expect.objectContaining({ level: 'error', text: expect.stringMatching(text), next: expect.stringMatching(/./) });

  it('a wrong token', async () => {
    const credentials = [{ username: SETTINGS.TWILIO_SID, password: 'another' }];
    const { status, outcome, about } = await examine(await sandbox({ credentials }));
    expect([status, outcome, about('sender')]).toEqual([1, 'faulty', []]);
    expect(about('account')).toEqual([wrong('20003')]);
  });

  it('a wrong API key', async () => {
    const { about } = await examine({ ...(await sandbox({ credentials: [] })), ...API_KEY });
    expect(about('account')).toEqual([wrong('20003')]);
  });

  it('a trial account and an unverified recipient', async () => {
    const { status, about } = await examine(await sandbox({ trial: true }));
    expect(status).toBe(1);
    expect(about('account')).toMatchObject([{ level: 'warning', text: expect.stringContaining('572006') }]);
    expect(about('recipient')).toEqual([wrong(/^\+1 \*\*\* \*\*\* \*\*71 .*21608/)]);
  });

  it('but a verified one is all right', async () => {
    const { status, about } = await examine({ ...(await sandbox({ trial: true })), ...VERIFIED });
    expect([status, about('recipient').map(({ level }) => level)]).toEqual([0, ['ok']]);
  });

  it.each([
    ['texts', '+15005550007', {}, 'cannot send texts'],
    ['our account', '+15005550001', {}, 'not a number of the account'],
  ])('a sender without %s', async (_, SENDER_NUMBER, env, words) => {
    const { about } = await examine({ ...(await sandbox()), SENDER_NUMBER, ...env });
    expect(about('sender')).toEqual([wrong(words)]);
  });

  it('a proxy that refuses', async () => {
    const proxy = await startProxy({ answer: 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n' });
    onTestFinished(proxy.close);
    const { about, findings } = await examine({ OTP_PROXY: `http://me:hush-hush@127.0.0.1:${proxy.port}` });
    expect(about('way to Twilio')).toEqual([wrong(/proxy http:\/\/127\.0\.0\.1:\d+ \(HTTP 407\)/)]);
    expect(JSON.stringify(findings)).not.toContain('hush-hush');
  });

  it('a certificate that nobody knows', async () => {
    const server = createServer({ key: SELF_SIGNED_KEY, cert: SELF_SIGNED_CERTIFICATE }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const TWILIO_API_URL = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { about } = await examine({ TWILIO_API_URL });
    expect(about('way to Twilio')).toEqual([wrong('DEPTH_ZERO_SELF_SIGNED_CERT')]);
    expect(about('way to Twilio')[0]?.next).toContain('OTP_CA_FILE');
  });

  it('nothing that listens', async () => {
    const { about } = await examine({ TWILIO_API_URL: `http://127.0.0.1:${await deadPort()}` });
    expect(about('way to Twilio')).toEqual([wrong('ECONNREFUSED')]);
  });

  it('a store that cannot be made, or that others can write', async () => {
    const folder = temporaryFolder(onTestFinished);
    writeFileSync(join(folder, 'file'), '');
    const nowhere = await examine({ ...(await sandbox()), OTP_STORE: join(folder, 'file/state.db') });
    expect(nowhere.about('store')).toEqual([wrong('no file can be created at this path')]);
    mkdirSync(join(folder, 'open'));
    writeFileSync(join(folder, 'open/state.db'), '');
    chmodSync(join(folder, 'open'), 0o777);
    const open = await examine({ ...(await sandbox()), OTP_STORE: join(folder, 'open/state.db') });
    expect(open.about('store')).toEqual([wrong('other users can write')]);
  });

  it('an audit log that cannot be written', async () => {
    const { about } = await examine({ ...(await sandbox()), OTP_AUDIT: '/proc/none/audit.log' });
    expect(about('audit log')).toEqual([wrong('OTP_AUDIT')]);
    expect(about('audit log')[0]?.next).toMatch(/^put that right; until then, no code/);
  });

  it('settings that are wrong, each of them, and what is right is still looked at', async () => {
    const { status, about } = await examine({ ...(await sandbox()), OTP_LENGTH: '99', OTP_EXPIRES_IN: 'long' });
    expect(status).toBe(1);
    expect(about('settings').filter(({ level }) => level === 'error')).toEqual([
      wrong('OTP_LENGTH'),
      wrong('OTP_EXPIRES_IN'),
    ]);
    expect(about('account')).toMatchObject([{ level: 'ok' }]);
  });

  it('no settings at all', async () => {
    const nothing = Object.fromEntries([...Object.keys(SETTINGS), 'OTP_STORE'].map((name) => [name, '']));
    const HOME = temporaryFolder(onTestFinished);
    const { about } = await examine({ ...nothing, HOME });
    expect(about('settings')).toEqual([wrong('there are no settings')]);
    expect(about('settings')[0]?.next).toContain('otp-tui demo');
  });

  it('half an account, and once that init asks for all of it', async () => {
    const { about } = await examine({ TWILIO_AUTH_TOKEN: '', SENDER_NUMBER: '', RECIPIENT_NUMBER: '' });
    const steps = about('settings').flatMap(({ level, next }) => (level === 'error' ? [next] : []));
    expect(steps).toEqual([
      'put that right, and run otp-tui doctor again',
      'put that right, and run otp-tui doctor again',
      'put that right, and run otp-tui doctor again; to start over, unset TWILIO_SID and OTP_STORE, then run otp-tui init, which asks for what is needed and writes a settings file',
    ]);
  });

  it('a wrong flag without any settings, each with what to do', async () => {
    const nothing = Object.fromEntries([...Object.keys(SETTINGS), 'OTP_STORE'].map((name) => [name, '']));
    const HOME = temporaryFolder(onTestFinished);
    const { about } = await examine({ ...nothing, HOME }, ['--length', '99']);
    expect(about('settings')).toEqual([wrong('OTP_LENGTH'), wrong('there are no settings')]);
    expect(about('settings').map(({ next }) => next)).toEqual([
      'put that right, and run otp-tui doctor again',
      expect.stringMatching(/^to begin, run otp-tui init.*; to try it first, /),
    ]);
  });

  it('a users file with mistakes, each by its line', async () => {
    const users = join(temporaryFolder(onTestFinished), 'users');
    writeFileSync(users, 'ann\nben +1415\n', { mode: 0o600 });
    const { about } = await examine({ ...(await sandbox()), OTP_USERS: users });
    const errors = about('settings').filter(({ level }) => level === 'error');
    expect(errors).toEqual([wrong('line 1'), wrong('line 2')]);
  });
});

describe('what should not stay so is a warning, and ends with 0', () => {
  const told = (text: string) => expect.objectContaining({ level: 'warning', text: expect.stringContaining(text) });

  it('a clock that is wrong', async () => {
    const { status, about } = await examine(await sandbox({ clock: () => Date.now() + 90_000 }));
    expect([status, about('clock')]).toEqual([0, [told("behind Twilio's")]]);
  });

  it('settings that others can read', async () => {
    const config = join(temporaryFolder(onTestFinished), 'config.env');
    writeFileSync(config, 'OTP_SECRET=0123456789abcdef\n', { mode: 0o644 });
    const { status, about } = await examine(await sandbox(), ['--config', config]);
    expect([status, about('settings')]).toEqual([0, expect.arrayContaining([told(`chmod 600 ${config}`)])]);
    expect(about('files')).toMatchObject([{ text: expect.stringMatching(/config\.env belongs to .*mode 644$/) }]);
  });

  it('a store in memory', async () => {
    const { status, about } = await examine({ ...(await sandbox()), OTP_STORE: 'memory:' });
    expect([status, about('store')]).toEqual([0, [told('keeps nothing')]]);
  });

  it('a country that Twilio does not say anything about', async () => {
    const { about } = await examine({ ...(await sandbox()), RECIPIENT_NUMBER: '+447700900123' });
    expect(about('countries')).toEqual([told('+44')]);
  });
});

describe('--pam', () => {
  it.skipIf(isMissing('root'))("looks at what is root's, and at the lines for this computer", async () => {
    const folder = mkdtempSync('/var/lib/otp-tui-');
    onTestFinished(() => rmSync(folder, { recursive: true }));
    chmodSync(folder, 0o755);
    const config = join(folder, 'config.env');
    const { TWILIO_API_URL } = await sandbox();
    const { RECIPIENT_NUMBER: _, ...account } = SETTINGS;
    const files = {
      OTP_USERS: join(folder, 'users'),
      OTP_STORE: join(folder, 'state.db'),
      OTP_AUDIT: join(folder, 'log'),
    };
    const settings = Object.entries({ ...account, ...files, TWILIO_API_URL, OTP_SECRET: 'sixteen-characters' });
    writeFileSync(config, settings.map((pair) => pair.join('=')).join('\n'), { mode: 0o600 });
    writeFileSync(files.OTP_USERS, 'ann +14155552671\n', { mode: 0o644 });
    const args = ['--pam', '--config', config];
    const { about } = await examine({}, args);
    expect(about('settings').map(({ level }) => level)).toEqual(['ok']);
    expect(about('users')).toMatchObject([{ level: 'ok' }]);
    expect(about('for sshd, line 1 of 4')).toMatchObject([
      { text: `auth optional pam_exec.so quiet stdout seteuid ${process.execPath} ${PROGRAM} send ${args.join(' ')}` },
    ]);
    expect(about('program')).not.toEqual([]);
    chmodSync(files.OTP_USERS, 0o664);
    expect((await examine({}, args)).about('settings')).toContainEqual(expect.objectContaining({ level: 'error' }));
    chmodSync(config, 0o644);
    const open = await examine({}, args);
    expect(open.about('settings')).toMatchObject([
      { level: 'error', text: expect.stringContaining('users other than root') },
    ]);
    expect(open.about('for sudo and su, line 5 of 5')).toHaveLength(1);
  });
});

describeWithRedis('a Redis', () => {
  it('that keeps what it is given', async () => {
    const redis = await startRedis('--maxmemory-policy', 'noeviction');
    onTestFinished(redis.remove);
    const { status, about } = await examine({
      ...(await sandbox()),
      OTP_STORE: redis.url,
      OTP_SECRET: 'sixteen-characters',
    });
    expect([status, about('store').map(({ level }) => level), about('secret').map(({ level }) => level)]).toEqual([
      0,
      ['ok', 'ok', 'ok'],
      ['ok'],
    ]);
    await expect.poll(() => redis.cli('KEYS', '*')).toBe('');
  });

  it('that forgets, and is shared without a secret', async () => {
    const redis = await startRedis('--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru');
    onTestFinished(redis.remove);
    const { status, about } = await examine({ ...(await sandbox()), OTP_STORE: redis.url });
    expect(status).toBe(1);
    expect(
      about('store')
        .filter(({ level }) => level === 'error')
        .map(({ next }) => next),
    ).toEqual(['set `appendonly yes`', 'set `maxmemory-policy noeviction`']);
    expect(about('secret')).toMatchObject([{ level: 'error' }]);
  });

  it('that does not say how it keeps its data', async () => {
    const redis = await startRedis();
    onTestFinished(redis.remove);
    redis.cli(
      'ACL',
      'SETUSER',
      'otp-tui',
      'on',
      '>hush-hush',
      '~otp-tui:*',
      '+eval',
      '+evalsha',
      '+get',
      '+set',
      '+select',
      '+time',
    );
    const OTP_STORE = redis.url.replace('//', '//otp-tui:hush-hush@');
    const { about, findings } = await examine({ ...(await sandbox()), OTP_STORE, OTP_SECRET: 'sixteen-characters' });
    expect(about('store').map(({ level }) => level)).toEqual(['ok', 'warning']);
    expect(JSON.stringify(findings)).not.toContain('hush-hush');
  });

  it('that is not there', async () => {
    const { about } = await examine({ ...(await sandbox()), OTP_STORE: `redis://127.0.0.1:${await deadPort()}` });
    expect(about('store')).toMatchObject([{ level: 'error', text: expect.stringContaining('ECONNREFUSED') }]);
  });
});
