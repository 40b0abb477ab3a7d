// No terminal to ask at, or only some streams that are one; and settings that are wrong.

import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { test } from '../support/gate.ts';
import { AUTH_TOKEN, PROGRAM, runWithoutTerminal, SETTINGS } from '../support/program.ts';
import { RESTORED } from '../support/shell.ts';

test.concurrent.for([
  ['the form', []],
  ['the prompt', ['--plain']],
] as const)('without any terminal nothing is sent, for %s', async ([, args], { startApi }) => {
  const { origin, requests } = await startApi();
  expect(await runWithoutTerminal(args, { ...SETTINGS, TWILIO_API_URL: origin })).toEqual({
    status: 2,
    stdout: '',
    stderr:
      'otp-tui: needs an interactive terminal, and there is none: over ssh, ssh -t gives one; otp-tui send and otp-tui check need none\n',
  });
  expect(requests).toEqual([]);
});

test.concurrent('without any terminal the demo says what it needs, and names no verb that would send', async () => {
  expect(await runWithoutTerminal(['demo'], {})).toEqual({
    status: 2,
    stdout: '',
    stderr: 'otp-tui: the demo needs an interactive terminal, and there is none: over ssh, ssh -t gives one\n',
  });
});

test.concurrent('with standard output elsewhere the form is on standard error', async ({ openReady }) => {
  const gate = await openReady({ redirect: '>answers' });
  gate.write(`${gate.newestCode()}\r`);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
  expect(gate.rows()[0]).toBe('otp-tui: Login Success!');
  expect(gate.written('answers')).toBe('');
});

test.concurrent('with standard error elsewhere the form is on standard output', async ({ openReady }) => {
  const gate = await openReady({ redirect: '2>errors' });
  gate.write(`${gate.newestCode()}\r`);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
  expect(gate.written('errors')).toBe('otp-tui: Login Success!\n');
});

test.concurrent("an edge that is someone else's host sends nothing anywhere", async ({ open, startApi }) => {
  const { origin, requests } = await startApi();
  const gate = await open({
    origin,
    env: { TWILIO_EDGE: 'evil.example/', TWILIO_REGION: 'US1@', HTTPS_PROXY: origin },
  });
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 2 });
  expect(gate.raw()).toMatch(
    /otp-tui: TWILIO_EDGE is "evil\.example\/", but must be lower-case letters, digits and dashes/,
  );
  expect(gate.raw()).toContain('otp-tui: TWILIO_REGION is "US1@"');
  expect(requests).toEqual([]);
});

test.concurrent('all problems are reported at once, one per line and without secrets', async () => {
  const wrong = {
    TWILIO_SID: 'AC-wrong-sid',
    TWILIO_AUTH_TOKEN: `${AUTH_TOKEN} with spaces`,
    SENDER_NUMBER: '+1',
    RECIPIENT_NUMBER: 'a\x1b[31mb',
    TWILIO_API_URL: `http://user:${AUTH_TOKEN}@example.com`,
    OTP_LENGTH: '3',
    OTP_EXPIRES_IN: '11m',
    OTP_MAX_ATTEMPTS: '0',
    OTP_RESEND_AFTER: 'soon',
    OTP_MAX_SENDS: '101',
    OTP_SEND_WINDOW: '25h',
    OTP_SERVICE: 'x'.repeat(31),
    OTP_MESSAGE: 'no code',
    OTP_SECRET: 'short-secret',
    OTP_IDLE_TIMEOUT: '1s',
  };
  const { status, stdout, stderr } = await runWithoutTerminal([], wrong);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  const lines = stderr.trimEnd().split('\n');
  const named = lines.map((line) => /^otp-tui: ([A-Z_]+)\b.* must (?:be|not contain) /.exec(line)?.[1]);
  expect(named.toSorted()).toEqual(Object.keys(wrong).toSorted());
  expect(stderr).not.toMatch(/a-token|wrong-sid|short-secret|\x1b/);
});

test.concurrent('missing settings are reported, with what a good value looks like', async () => {
  const { status, stderr } = await runWithoutTerminal([], { OTP_LENGTH: '6' });
  expect(status).toBe(2);
  expect(stderr.trimEnd().split('\n')).toEqual([
    'otp-tui: TWILIO_SID is missing; it starts with AC (Console > Account Info)',
    expect.stringMatching(/^otp-tui: TWILIO_AUTH_TOKEN is missing; .*TWILIO_API_KEY and TWILIO_API_SECRET$/),
    expect.stringMatching(/^otp-tui: SENDER_NUMBER \(--from\) is missing; .*TWILIO_MESSAGING_SERVICE_SID/),
    expect.stringMatching(
      /^otp-tui: RECIPIENT_NUMBER \(--to\) is missing; give a phone number .*\+1 \(415\) 555-2671$/,
    ),
    expect.stringMatching(/^otp-tui: to begin, run otp-tui init/),
    expect.stringMatching(/^otp-tui: to try it first, run otp-tui demo/),
  ]);
});

test.concurrent('settings that exclude each other are reported', async () => {
  const both = {
    ...SETTINGS,
    TWILIO_ACCOUNT_SID: `AC${'f'.repeat(32)}`,
    TWILIO_MESSAGING_SERVICE_SID: `MG${'f'.repeat(32)}`,
    TWILIO_API_KEY: `SK${'f'.repeat(32)}`,
  };
  const { status, stderr } = await runWithoutTerminal([], both);
  expect(status).toBe(2);
  expect(stderr).toContain('otp-tui: TWILIO_SID and TWILIO_ACCOUNT_SID differ');
  expect(stderr).toContain('TWILIO_MESSAGING_SERVICE_SID cannot both be set');
  expect(stderr).toContain('otp-tui: TWILIO_API_SECRET is missing');
});

test.concurrent('an unknown flag is reported, with the one that was likely meant', async () => {
  const { status, stdout, stderr } = await runWithoutTerminal(['--lenght', '5'], SETTINGS);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^otp-tui: unknown option '--lenght'; did you mean --length\?\notp-tui: see /);
});

test.concurrent('a misspelled verb is reported, with the one that was likely meant', async () => {
  const { status, stdout, stderr } = await runWithoutTerminal(['unlok'], SETTINGS);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^otp-tui: unknown word 'unlok'; did you mean unlock\? .*\notp-tui: see otp-tui --help\n$/);
});

test.concurrent('help needs neither a terminal nor settings', async () => {
  const { stdout, ...rest } = await runWithoutTerminal(['help', 'unlock'], {});
  expect(rest).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^Usage: otp-tui unlock [\s\S]*Examples:\n {2}otp-tui unlock /);
});

test.concurrent.for(['--version', '--help', 'help send', 'completion bash'])(
  '%s on a full disk is not done',
  async (words) => {
    const code = `exec ${process.execPath} ${PROGRAM} ${words} > /dev/full`;
    const { status } = spawnSync('/bin/sh', ['-c', code], { env: { HOME: '/nonexistent' } });
    expect(status).toBe(141);
  },
);
