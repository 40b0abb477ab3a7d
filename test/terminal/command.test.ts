// The command after `--`: run once, as it was given, and only after a correct code.

import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Gate, type GateOptions, test } from '../support/gate.ts';
import { AUTH_TOKEN, otherThan, SETTINGS, temporaryFolder } from '../support/program.ts';
import { RESTORED } from '../support/shell.ts';

type Start = (options: GateOptions) => Promise<Gate>;

/** Lets a person in to a command. */
async function letIn(openReady: Start, command: readonly string[], options: GateOptions = {}): Promise<Gate> {
  const gate = await openReady({ ...options, args: ['--', ...command] });
  gate.write(`${gate.newestCode()}\r`);
  await gate.until('otp-tui: Login Success!');
  return gate;
}

function script(javascript: string, ...args: string[]): string[] {
  return [process.execPath, '-e', javascript, ...args];
}

test.concurrent('it gets its arguments byte for byte, once, in a terminal as it was', async ({ openReady }) => {
  const args = ['two words', `"'`, '$HOME', '*', '', 'a\nb', '--to', '-h', '\\', '`id`', 'ü😀', '--', ';'];
  const save = "require('fs').appendFileSync('ran', JSON.stringify(process.argv.slice(1)) + '\\n')";
  const gate = await letIn(openReady, script(save, '--', ...args));
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
  expect(gate.written('ran')).toBe(`${JSON.stringify(args)}\n`);
});

test.concurrent('what a code approves is shown as a shell would need it, on one line and without control characters', async ({
  open,
}) => {
  const gate = await open({ args: ['--plain', '--', 'rm', '-rf', 'my files', '', 'a\nb\x1b[2J', "it's"] });
  await gate.until(String.raw`to run rm -rf 'my files' '' 'a b[2J' 'it'\''s'`);
  gate.write('q\r');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 1 });
});

test.concurrent.for([
  ['its own', ['sh', '-c', 'exit 7'], 7],
  ['128 and the signal that killed it', ['sh', '-c', 'kill -KILL $$'], 137],
] as const)('the status is %s', async ([, command, status], { openReady }) => {
  const gate = await letIn(openReady, command);
  expect(await gate.restored()).toEqual({ ...RESTORED, status });
  expect(gate.rows()[1]).toBe('');
});

test.concurrent.for([
  ['is not there', ['no-such-command', 'x'], 127, 'no-such-command: command not found'],
  ['is a folder', ['/tmp'], 126, '/tmp: cannot be run (EACCES): it must be an executable file'],
] as const)(
  'one that %s ends it at once: no form, and nothing sent',
  async ([, command, status, words], { open, startApi }) => {
    const { origin, requests } = await startApi();
    const gate = await open({ origin, args: ['--', ...command] });
    expect(await gate.restored()).toEqual({ ...RESTORED, status });
    expect(gate.rows()[0]).toBe(`otp-tui: ${words}`);
    expect(gate.raw()).not.toContain('OTP Verification');
    expect(requests).toEqual([]);
  },
);

test.concurrent('one that vanishes while the form is open ends with 127 after the right code', async ({
  openReady,
  onTestFinished,
}) => {
  const program = join(temporaryFolder(onTestFinished), 'fleeting');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o700 });
  const gate = await openReady({ args: ['--', program] });
  rmSync(program);
  gate.write(`${gate.newestCode()}\r`);
  await gate.until('otp-tui: Login Success!');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 127 });
  expect(gate.rows()[1]).toBe(`otp-tui: ${program}: command not found`);
});

test.concurrent.for(['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const)(
  '%s to otp-tui goes on to it, and its answer is the status',
  async (signal, { openReady }) => {
    const wait = `process.on('${signal}', () => { console.log('told to end'); process.exitCode = 9; clearInterval(timer) });
      const timer = setInterval(() => {}, 1e6); console.log('at work');`;
    const gate = await letIn(openReady, script(wait));
    await gate.until('at work');
    gate.signal(signal);
    expect(await gate.restored()).toMatchObject({ status: 9 });
    expect(gate.text()).toContain('told to end');
  },
);

test.concurrent('it has the terminal to itself: keys, Ctrl-D, Ctrl-Z', async ({ openReady }) => {
  const gate = await letIn(openReady, ['cat']);
  for (const word of ['first', 'second', 'third']) {
    gate.write(`${word}\n`);
    await gate.until(`${word}\n${word}`);
  }
  gate.write('\x1a');
  expect(await gate.suspended()).toMatchObject({ ...RESTORED, status: 148 });
  gate.resume();
  gate.write('fourth\n');
  await gate.until('fourth\nfourth');
  gate.write('\x04');
  expect(await gate.restored()).toMatchObject({ status: 0 });
});

test.concurrent('Ctrl-C reaches it once, and is its own business', async ({ openReady }) => {
  const count = `let times = 0; process.on('SIGINT', () => console.log('interrupted', ++times));
    process.stdin.on('data', () => process.exit(times)); console.log('at work');`;
  const gate = await letIn(openReady, script(count));
  await gate.until('at work');
  gate.write('\x03');
  await gate.until('interrupted 1');
  gate.write('\n');
  expect(await gate.restored()).toMatchObject({ status: 1 });
});

test.concurrent('the secrets in .env stay out of its environment, those of the environment stay in', async ({
  openReady,
}) => {
  const { TWILIO_SID, TWILIO_AUTH_TOKEN, SENDER_NUMBER } = SETTINGS;
  const gate = await letIn(openReady, ['sh', '-c', 'env >environment'], {
    envFile: `TWILIO_AUTH_TOKEN=${TWILIO_AUTH_TOKEN}\nTWILIO_SID=${TWILIO_SID}\nOTP_SECRET=a-secret-that-is-long-enough\n`,
    env: { TWILIO_AUTH_TOKEN: undefined, TWILIO_SID: undefined },
  });
  expect(await gate.restored()).toMatchObject({ status: 0 });
  const environment = gate.written('environment');
  expect(environment).toContain(`SENDER_NUMBER=${SENDER_NUMBER}\n`);
  expect(environment).not.toMatch(/TWILIO_SID|TWILIO_AUTH_TOKEN|OTP_SECRET/);
  for (const secret of [AUTH_TOKEN, 'a-secret-that', gate.newestCode()]) expect(environment).not.toContain(secret);
});

test.concurrent.for([
  ['Esc', '\x1b', 1],
  ['Ctrl-C', '\x03', 130],
] as const)('it does not run after %s', async ([, key, status], { openReady }) => {
  const gate = await openReady({ args: ['--', 'touch', 'ran'], env: { OTP_MAX_ATTEMPTS: '1' } });
  gate.write(`${otherThan(gate.newestCode())}\r`);
  await gate.until('Too many attempts!');
  gate.write(key);
  expect(await gate.restored()).toEqual({ ...RESTORED, status });
  expect(existsSync(join(gate.folder, 'ran'))).toBe(false);
});
