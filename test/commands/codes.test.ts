// `otp-tui send`, `check` and `status`, run as scripts run them: with pipes, and without any terminal.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { codesIn, tables } from '../docs/pages.ts';
import { test as base, says } from '../support/login.ts';
import { otherThan, PROGRAM, runWithoutTerminal, SETTINGS } from '../support/program.ts';
import { freePort } from '../support/redis-server.ts';
import { openSandbox, type TestSandbox } from '../support/sandbox.ts';

const PHONE = '+1 *** *** **71';
const [KEYS = []] = tables('docs/scripts.md', 'The JSON', 2);
const DOCUMENTED = KEYS.flatMap(([keys]) => codesIn(keys));
const ENTER = '\r';
const ISO = /^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const INVALID = { status: 1, stdout: 'Invalid OTP! Enter all 5 digits.\n', stderr: '' };

interface Scripts extends TestSandbox {
  readonly env: Readonly<Record<string, string>>;
  run(verb: string, ...args: string[]): ReturnType<typeof runWithoutTerminal>;
  check(input: string | Uint8Array, ...args: string[]): ReturnType<typeof runWithoutTerminal>;
}

/** Scripts of one user, whose settings are in the environment. */
const test = base.extend<{ start: (settings?: Record<string, string>) => Promise<Scripts> }>({
  start: ({ stateFile, onTestFinished }, use) =>
    use(async (settings) => {
      const sandbox = await openSandbox(onTestFinished);
      const env = { ...SETTINGS, TWILIO_API_URL: sandbox.origin, OTP_STORE: stateFile, ...settings };
      return Object.assign(sandbox, {
        env,
        run: (verb: string, ...args: string[]) => runWithoutTerminal([verb, ...args], env),
        check: (input: string | Uint8Array, ...args: string[]) =>
          runWithoutTerminal(['check', ...args], env, undefined, input),
      });
    }),
});

/** The one line of JSON in an answer. */
function json({ stdout, stderr }: { stdout: string; stderr: string }): Record<string, unknown> {
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^\{[^\n]*\}\n$/);
  const answer = JSON.parse(stdout);
  for (const key of Object.keys(answer)) expect(DOCUMENTED).toContain(key);
  return answer;
}

describe('send and check', () => {
  test.concurrent('say in one line how it went, and in the exit status', async ({ start }) => {
    const script = await start();
    const sent = `Code sent to ${PHONE}. It expires in 5 minutes.\n`;
    expect(await script.run('send')).toEqual({ status: 0, stdout: sent, stderr: '' });
    const wrong = await script.check(`${otherThan(script.newestCode())}\n`);
    expect(wrong).toEqual({ status: 1, stdout: 'Incorrect OTP! 4 tries left.\n', stderr: '' });
    const said = 'Login Success! 1 wrong code was entered since the last right one.\n';
    expect(await script.check(`${script.newestCode()}\n`)).toEqual({ status: 0, stdout: said, stderr: '' });
    expect(await script.check(script.newestCode())).toEqual({ status: 1, stdout: 'OTP already used!\n', stderr: '' });
  });

  test.concurrent('answer in JSON, with times in ISO 8601 and the phone masked', async ({ start }) => {
    const script = await start({ OTP_SERVICE: 'deploy' });
    const about = { phone: PHONE, service: 'deploy', message: expect.any(String) };
    expect(json(await script.run('send', '--json'))).toEqual({
      ...about,
      ...{ status: 0, outcome: 'sent', channel: 'sms', length: 5, deliveryId: expect.stringMatching(/^SM/) },
      ...{ expiresAt: expect.stringMatching(ISO), resendAt: expect.stringMatching(ISO) },
    });
    expect(json(await script.check('1234', '--json'))).toEqual({ ...about, status: 1, outcome: 'invalid', length: 5 });
    expect(json(await script.check(otherThan(script.newestCode()), '--json'))).toEqual({
      ...about,
      ...{ status: 1, outcome: 'incorrect', triesLeft: 4, superseded: false },
    });
    expect(json(await script.check(script.newestCode(), '--json'))).toEqual({
      ...about,
      ...{ status: 0, outcome: 'accepted', amr: ['otp', 'sms'], channel: 'sms', failures: 1 },
    });
  });

  test.concurrent('send no second code while the first counts, and say so', async ({ start }) => {
    const script = await start();
    await script.run('send');
    const { status, stdout } = await script.run('send');
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(/^A code was sent .* ago and still works\. Enter it\.\n$/),
    ]);
    expect(json(await script.run('send', '--json'))).toMatchObject({
      ...{ status: 0, outcome: 'too-soon', sentAt: expect.stringMatching(ISO), expiresAt: expect.stringMatching(ISO) },
    });
    expect(script.codes).toHaveLength(1);
    await script.check(script.newestCode());
    expect((await script.run('send')).status).toBe(0);
    expect(script.codes).toHaveLength(2);
  });

  test.concurrent.for([
    ['call', ['otp', 'tel']],
    ['whatsapp', ['otp']],
  ] as const)('tell by what means somebody was verified: %s', async ([channel, amr], { start }) => {
    const script = await start({ OTP_CHANNEL: channel });
    await script.run('send');
    // The channel that counts is that of the code, not that of the check.
    expect(json(await script.check(script.newestCode(), '--json', '--channel', 'sms'))).toMatchObject({ amr, channel });
  });

  test.concurrent('have Twilio Verify send and judge the code, and tell how it was sent', async ({ start }) => {
    const service = { SENDER_NUMBER: '', TWILIO_VERIFY_SERVICE_SID: `VA${'1'.repeat(32)}`, OTP_CHANNEL: 'call' };
    const script = await start(service);
    expect(json(await script.run('send', '--json'))).toMatchObject({ status: 0, outcome: 'sent', length: 6 });
    expect(json(await script.check(otherThan(script.newestCode()), '--json'))).toMatchObject({ outcome: 'incorrect' });
    expect(json(await script.run('status', '--json'))).toMatchObject({ newestCode: 'valid', triesLeft: 4 });
    expect(json(await script.check(script.newestCode(), '--json'))).toMatchObject({
      ...{ status: 0, outcome: 'accepted', amr: ['otp', 'tel'], failures: 1 },
    });
  });

  test.concurrent('take a recovery code, known by its shape', async ({ start }) => {
    const script = await start({ OTP_SECRET: 'sixteen characters' });
    const { codes, status, outcome, phone } = json(await script.run('recovery', '--json'));
    expect([status, outcome, phone, (codes as string[]).length]).toEqual([0, 'made', PHONE, 8]);
    const [code = '', other = ''] = codes as string[];
    expect(json(await script.check(`${code}\n`, '--json'))).toMatchObject({
      ...{ status: 0, outcome: 'accepted', by: 'recovery', recoveryLeft: 7, amr: ['otp'] },
    });
    expect((await script.check(code)).status).toBe(1);
    expect((await script.check(other.toLowerCase().replaceAll('-', ' '))).status).toBe(0);
  });

  test.concurrent('share codes, tries and locks with the form', async ({ startLogin, stateFile }) => {
    const login = await startLogin(stateFile);
    const gate = await login.openReady();
    const env = { ...SETTINGS, OTP_STORE: stateFile };
    const check = (code: string) => runWithoutTerminal(['check'], env, undefined, code);
    expect((await check(otherThan(login.newestCode()))).stdout).toBe('Incorrect OTP! 4 tries left.\n');
    gate.write(otherThan(login.newestCode()) + ENTER);
    await says(gate, '3 tries left.');
    expect((await check(login.newestCode())).status).toBe(0);
    gate.write(login.newestCode() + ENTER);
    await says(gate, 'OTP already used!');
  });

  test.concurrent('of one right code: exactly one of 20 at once succeeds', async ({ start }) => {
    const script = await start();
    await script.run('send');
    const runs = await Promise.all(Array.from({ length: 20 }, () => script.check(`${script.newestCode()}\n`)));
    expect(runs.map(({ status }) => status).sort()).toEqual([0, ...Array(19).fill(1)]);
    expect(runs.filter(({ stdout }) => stdout === 'OTP already used!\n')).toHaveLength(19);
  }, 60_000);

  test.concurrent('lock, and then send nothing', async ({ start }) => {
    const script = await start({ OTP_MAX_ATTEMPTS: '10' });
    await script.run('send');
    let last = 1;
    for (let tries = 0; tries < 10; tries++)
      ({ status: last = 1 } = (await script.check(otherThan(script.newestCode()))) as { status: number });
    expect(last).toBe(75);
    expect(json(await script.check(script.newestCode(), '--json'))).toMatchObject({
      ...{ status: 75, outcome: 'locked', until: expect.stringMatching(ISO) },
    });
    expect(await script.run('send')).toMatchObject({ status: 75, stdout: expect.stringMatching(/^Locked! /) });
    expect(json(await script.run('status', '--json'))).toMatchObject({ status: 0, locked: true, failures: 10 });
  }, 60_000);

  test.concurrent('tell what Twilio refused: the person little, the operator all', async ({ start }) => {
    const script = await start({ RECIPIENT_NUMBER: '+15005550001' });
    const refused = json(await script.run('send', '--json'));
    expect(refused).toMatchObject({ status: 69, outcome: 'refused', code: 21211, detail: expect.any(String) });
    expect(refused.help).toMatch(/^https:\/\/www\.twilio\.com\/docs\/api\/errors\/21211$/);
    expect(refused.message).toMatch(/^Could not send the code: /);
    const inWords = await script.run('send', '--verbose');
    expect([inWords.status, inWords.stdout]).toEqual([69, `${refused.message}\n`]);
    expect(inWords.stderr).toContain(`otp-tui: ${refused.detail}`);
  });

  test.concurrent('end with 73 if the store is not there', async ({ start }) => {
    const script = await start({ OTP_STORE: `redis://gate:hunter2@127.0.0.1:${await freePort()}` });
    for (const verb of ['send', 'check', 'status']) {
      const ran = await runWithoutTerminal([verb, '--json'], script.env, undefined, '48213\n');
      expect(json(ran)).toMatchObject({ status: 73, outcome: 'store-failed' });
      expect(ran.stdout).not.toContain('hunter2');
    }
  });

  test.concurrent('are recorded in the audit log as in the form', async ({ start, stateFile }) => {
    const log = join(stateFile, '../audit.log');
    const script = await start({ OTP_AUDIT: log });
    await script.run('send');
    await script.check(otherThan(script.newestCode()));
    await script.check(script.newestCode());
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line)).map(({ event, outcome }) => `${event} ${outcome}`)).toEqual([
      ...['send sent', 'check incorrect', 'check accepted'],
    ]);
    const unwritable = await start({ OTP_AUDIT: '/nowhere/audit.log' });
    expect((await unwritable.run('send')).status).toBe(73);
    expect(unwritable.codes).toEqual([]);
  });
});

describe('what check reads', () => {
  test.concurrent.for<[string, string | Uint8Array]>([
    ['nothing', ''],
    ['an empty line', '\n48213\n'],
    ['a word', 'hello\n'],
    ['too few digits', '4821\n'],
    ['too many digits', '482134\n'],
    ['more than 4 KiB', `${' '.repeat(5_000)}48213\n`],
    ['a megabyte without an end', '48213 '.repeat(170_000)],
    ['bytes that are no text', Uint8Array.from({ length: 300 }, (_, byte) => (byte * 7 + 128) % 256 || 1)],
    ['a NUL', '\x0048213\n'],
    ['an escape sequence', '\x1b[2J48213\n'],
  ])('is no code and costs nothing: %s', async ([, input], { start }) => {
    const script = await start();
    expect(await script.check(input)).toEqual(INVALID);
  });

  test.concurrent('may come as people write it, and ends in a NUL too', async ({ start }) => {
    const script = await start();
    await script.run('send');
    const code = script.newestCode();
    expect((await script.check(` ${code.slice(0, 2)}-${code.slice(2)}\r\n`)).status).toBe(0);
    await script.run('send');
    expect((await script.check(`${script.newestCode()}\0`)).status).toBe(0);
  });

  test.concurrent.for([
    ['no standard input at all', 'exec "$@" <&-'],
    ['a directory', 'exec "$@" < /'],
  ])('may be %s, which is no code', async ([, script = ''], { start }) => {
    const { env } = await start();
    const { status, stdout } = await shell(script, env, 'check');
    expect([status, stdout]).toEqual([1, INVALID.stdout]);
  });

  test.concurrent('is waited for, until a signal ends it', async ({ start }) => {
    const { env } = await start();
    const child = spawn(process.execPath, [PROGRAM, 'check', '--verbose'], {
      ...{ cwd: tmpdir(), env: { HOME: tmpdir(), ...env }, detached: true, stdio: 'pipe' },
    });
    // Says where requests go, before it reads.
    await once(child.stderr, 'data');
    child.kill('SIGTERM');
    const [status] = await once(child, 'exit');
    expect(status).toBe(143);
  });

  test.concurrent('is asked for at a terminal', async ({ open, stateFile, onTestFinished }) => {
    const { origin, newestCode } = await openSandbox(onTestFinished);
    const env = { ...SETTINGS, TWILIO_API_URL: origin, OTP_STORE: stateFile };
    await runWithoutTerminal(['send'], env);
    const terminal = await open({ origin, args: ['check'], env: { OTP_STORE: stateFile } });
    await says(terminal, 'otp-tui: enter the code: ');
    terminal.write(`${newestCode()}\r`);
    await says(terminal, 'Login Success!');
    expect((await terminal.restored()).status).toBe(0);
  });
});

describe('an answer that cannot be written', () => {
  test.concurrent('lets nobody in, and says that the code is used', async ({ start }) => {
    const script = await start();
    await script.run('send');
    const { status, stderr } = await shell(
      `printf %s ${script.newestCode()} | "$@" > /dev/full; exit $?`,
      script.env,
      'check',
    );
    expect([status, stderr]).toEqual([
      141,
      'otp-tui: not verified: the code was right and is used, but the answer could not be written\n',
    ]);
    expect((await script.check(script.newestCode())).stdout).toBe('OTP already used!\n');
  });
});

describe('a users file', () => {
  test.concurrent.for(['send', 'check'])(
    'with mistakes is told line by line by %s, and nothing is sent',
    async (verb, { start }) => {
      const { env, codes } = await start();
      const users = `${env.OTP_STORE}.users`;
      writeFileSync(users, 'ann +14155552671\nben +1415\nann +14155552672\n', { mode: 0o600 });
      const ran = await runWithoutTerminal([verb, '--users', users, '--user', 'ann'], env, undefined, '48213\n');
      expect(ran).toMatchObject({ status: 2, stdout: '' });
      for (const words of [
        'line 2: the phone of "ben" must be',
        'line 3: "ann" is already in line 1; delete one of them',
      ])
        expect(ran.stderr).toContain(`${users}, ${words}`);
      expect(codes).toEqual([]);
    },
  );

  test.concurrent('may give one phone to two', async ({ start }) => {
    const { env, codes } = await start();
    const users = `${env.OTP_STORE}.users`;
    writeFileSync(users, 'ann +14155552671\nben +14155552671\n', { mode: 0o600 });
    const run = (verb: string, user: string, input = '') =>
      runWithoutTerminal([verb, '--users', users, '--user', user], env, undefined, input);
    expect(await run('send', 'ann')).toMatchObject({ status: 0 });
    expect(await run('check', 'ben', `${codes[0]}\n`)).toMatchObject({ status: 0 });
  });
});

describe('--json', () => {
  test.concurrent.for<[string, string[], Record<string, string>, string, string]>([
    ['wrong arguments', ['check', '--json', '--lenght'], {}, 'misuse', "unknown option '--lenght'"],
    ['a code in an argument', ['check', '48213', '--json'], {}, 'misuse', 'check takes no code as an argument'],
    ['a wrong setting', ['send', '--json'], { OTP_LENGTH: '99' }, 'misconfigured', 'OTP_LENGTH (--length) is "99"'],
    [
      'no settings',
      ['status', '--json'],
      { RECIPIENT_NUMBER: '' },
      'misconfigured',
      'RECIPIENT_NUMBER (--to) is missing',
    ],
    [
      'a store that keeps nothing',
      ['check', '--json'],
      { OTP_STORE: 'memory:' },
      'misconfigured',
      'OTP_STORE (--store)',
    ],
    ['an unsafe Node', ['check', '--json'], { NODE_DEBUG: 'http' }, 'misconfigured', 'NODE_DEBUG is set'],
  ])('is one line for %s', async ([, args, settings, outcome, problem], { start }) => {
    const { env } = await start(settings);
    const ran = await runWithoutTerminal(args, env, undefined, '48213\n');
    expect(ran.status).toBe(2);
    expect(json(ran)).toEqual({ status: 2, outcome, problems: expect.any(Array) });
    expect(ran.stdout).toContain(JSON.stringify(problem).slice(1, -1));
    expect(ran.stdout).not.toContain('48213');
  });

  test.concurrent('is one line for a defect, and its place is on standard error', async ({ start }) => {
    const { env } = await start();
    const preload = `--import=data:text/javascript,${encodeURIComponent('Buffer.concat = () => { throw new TypeError("48213"); };')}`;
    const ran = await runWithoutTerminal(['check', '--json'], { ...env, NODE_OPTIONS: preload }, undefined, '48213\n');
    expect([ran.status, ran.stdout]).toEqual([70, '{"status":70,"outcome":"defect"}\n']);
    expect(ran.stderr).toMatch(/^otp-tui: a defect in otp-tui \(TypeError\)/);
  });

  test.concurrent('of unlock tells what was cleared', async ({ start }) => {
    const script = await start();
    await script.run('send');
    expect(json(await script.run('unlock', '--json'))).toMatchObject({
      status: 0,
      outcome: 'unlocked',
      sends: 1,
      phone: PHONE,
    });
  });
});

describe('status', () => {
  test.concurrent('shows in a few lines how a phone stands, and never a code', async ({ start }) => {
    const script = await start();
    await script.run('send');
    await script.check(otherThan(script.newestCode()));
    const { status, stdout, stderr } = await script.run('status');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).not.toContain(script.newestCode());
    expect(stdout.replace(/\d+ seconds?/g, 'N seconds').split('\n')).toEqual([
      PHONE,
      'newest code: valid, sent N seconds ago, expires in 5 minutes, 4 tries left',
      'sends left: 4, the next one in N seconds',
      'wrong codes in a row: 1',
      'lock: none',
      'recovery codes left: 0',
      '',
    ]);
  });

  test.concurrent('needs no account, and sees the service that it is asked about', async ({ start, stateFile }) => {
    const script = await start({ OTP_SECRET: 'sixteen characters', OTP_SERVICE: 'deploy' });
    await script.run('send');
    const settings = { OTP_SECRET: 'sixteen characters', OTP_STORE: stateFile };
    const statusOf = async (...args: string[]) =>
      json(await runWithoutTerminal(['status', '--json', '--to', '+14155552671', ...args], settings)).newestCode;
    expect([await statusOf('--service', 'deploy'), await statusOf()]).toEqual(['valid', 'none']);
  });

  test.concurrent('makes no store where there is none', async ({ start, stateFile }) => {
    const script = await start();
    const { status, stdout, stderr } = await script.run('status');
    expect([status, stdout]).toEqual([73, '']);
    expect(stderr).toBe(`otp-tui: ${stateFile}: no such file, so there is nothing to show; see OTP_STORE (--store)\n`);
    expect(() => closeSync(openSync(stateFile, 'r'))).toThrow('ENOENT');
  });
});

/** Runs a script with the program and a verb as its arguments. */
function shell(script: string, env: Readonly<Record<string, string>>, verb: string) {
  return new Promise<{ status: unknown; stdout: string; stderr: string }>((resolve) =>
    execFile(
      '/bin/bash',
      ['-c', script, 'bash', process.execPath, PROGRAM, verb],
      { env: { HOME: tmpdir(), ...env } },
      (error, stdout, stderr) => resolve({ status: error?.code ?? 0, stdout, stderr }),
    ),
  );
}
