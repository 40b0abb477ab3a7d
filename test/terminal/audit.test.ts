// The form with an audit log: what it writes there, and what it says if it cannot.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Gate } from '../support/gate.ts';
import { rawServer } from '../support/hostile.ts';
import { test as base, says } from '../support/login.ts';
import { childrenOf } from '../support/processes.ts';
import { AUTH_TOKEN, otherThan, temporaryFolder, VERSION } from '../support/program.ts';
import { RESTORED } from '../support/shell.ts';

const [ENTER, ESCAPE, RESEND] = ['\r', '\x1b', '\x1b[Z\r'];
const PHONE = '+14155552671';

const test = base.extend<{ folder: string; log: string }>({
  folder: ({ onTestFinished }, use) => use(temporaryFolder(onTestFinished)),
  log: ({ folder }, use) => use(join(folder, 'audit.log')),
});

function linesOf(log: string) {
  return readFileSync(log, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test.concurrent('records what happened, and for whom', async ({ startLogin, stateFile, folder, log }) => {
  writeFileSync(join(folder, 'users'), `alice ${PHONE}\n`, { mode: 0o600 });
  const login = await startLogin(stateFile, { OTP_AUDIT: log, OTP_USERS: join(folder, 'users') });
  const gate = await login.open({ args: ['--user', 'alice', '--service', 'prod'] });
  await gate.ready();
  gate.write(`12${ENTER}`);
  await says(gate, 'Invalid OTP!');
  gate.write(`\x15${otherThan(login.newestCode())}${ENTER}`);
  await says(gate, 'Incorrect OTP!');
  gate.write(login.newestCode() + ENTER);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });

  const about = { service: 'prod', phone: '+1 *** *** **71', version: VERSION, user: 'alice' };
  const pid = expect.any(Number);
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const sid = expect.stringMatching(/^SM[0-9a-f]{32}$/);
  expect(linesOf(log)).toEqual([
    { time, event: 'send', outcome: 'sent', channel: 'sms', sid, pid, ...about },
    { time, event: 'check', outcome: 'invalid', pid, ...about },
    { time, event: 'check', outcome: 'incorrect', pid, ...about },
    { time, event: 'check', outcome: 'accepted', pid, ...about },
  ]);
  expect(statSync(log).mode & 0o777).toBe(0o600);
  const text = readFileSync(log, 'utf8');
  for (const secret of [login.newestCode(), PHONE, '4155552671', AUTH_TOKEN]) expect(text).not.toContain(secret);
});

test.concurrent('records a lock at its moment, what is refused while it lasts, and its end', async ({
  expect: expectHere,
  startLogin,
  stateFile,
  log,
}) => {
  const login = await startLogin(stateFile, { OTP_AUDIT: log, OTP_MAX_ATTEMPTS: '10', OTP_RESEND_AFTER: '0s' });
  const gate = await login.openReady();
  gate.write((otherThan(login.newestCode()) + ENTER).repeat(10));
  await says(gate, '✗ Locked!');
  gate.write(RESEND);
  await expectHere.poll(() => linesOf(log)).toHaveLength(13);
  expect((await login.unlock()).status).toBe(0);
  expect(linesOf(log).map(({ event, outcome }) => `${event} ${outcome}`)).toEqual([
    'send sent',
    ...Array(9).fill('check incorrect'),
    ...['check locked', 'lock locked', 'refusal locked', 'unlock unlocked'],
  ]);
});

test.concurrent('sends nothing if it cannot be opened, and says why and what to do', async ({
  startLogin,
  stateFile,
  folder,
}) => {
  const log = join(folder, 'none/audit.log');
  const login = await startLogin(stateFile, { OTP_AUDIT: log });
  const gate = await login.open({ args: ['--verbose'] });
  const message = 'the audit log failed. Administrator: run otp-tui doctor.';
  await says(gate, '✗ Could not send the code: the audit log failed. Administrator:');
  gate.write(ESCAPE);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 73 });
  expect(gate.raw()).toContain(`otp-tui: OTP_AUDIT ${log}: its folder does not exist; create it\r\n`);
  expect(gate.raw()).toContain(`otp-tui: Could not send the code: ${message} Not verified: the form was closed.\r\n`);
  expect(login.codes).toEqual([]);
  expect(() => statSync(stateFile)).toThrow('ENOENT');
});

test.concurrent('judges nothing while it cannot be opened, and takes the same code when it can', async ({
  startLogin,
  stateFile,
  log,
  folder,
}) => {
  const login = await startLogin(stateFile, { OTP_AUDIT: log });
  const gate = await login.openReady();
  expect(linesOf(log)).toHaveLength(1);
  // Moved away, as logrotate does; what takes its place is no file.
  renameSync(log, join(folder, 'audit.log.1'));
  mkdirSync(log);
  gate.write(login.newestCode() + ENTER);
  await says(gate, '✗ Not checked: the audit log failed. Administrator: run otp-tui doctor.');
  rmdirSync(log);
  gate.write(ENTER);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
  expect(linesOf(log)).toEqual([expect.objectContaining({ event: 'check', outcome: 'accepted' })]);
});

test.concurrent.for<[string, string[], (gate: Gate) => void, number]>([
  ['the form, by Ctrl-C', [], (gate) => gate.write('\x03'), 130],
  ['send, by SIGTERM', ['send'], (gate) => gate.signal('SIGTERM'), 143],
])(
  'records a send that is left before Twilio answers, once: %s',
  async ([_, args, leave, status], { open, startApi, stateFile, log }) => {
    const { origin, requests } = await startApi();
    const gate = await open({ args, origin, env: { OTP_AUDIT: log, OTP_STORE: stateFile } });
    await gate.untilWritten(() => requests.length > 0);
    leave(gate);
    expect(await gate.restored()).toEqual({ ...RESTORED, status });
    expect(linesOf(log)).toEqual([expect.objectContaining({ event: 'send', outcome: 'unknown', channel: 'sms' })]);
  },
);

test.concurrent('records a check that is left before Twilio answers, once', async ({
  open,
  startApi,
  stateFile,
  log,
}) => {
  const { origin, requests } = await startApi();
  const env = { OTP_AUDIT: log, OTP_STORE: stateFile, TWILIO_VERIFY_SERVICE_SID: `VA${'0'.repeat(32)}` };
  const gate = await open({ args: ['check'], origin, env });
  gate.write('12345\r');
  await gate.untilWritten(() => requests.length > 0);
  gate.signal('SIGHUP');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 129 });
  expect(linesOf(log)).toEqual([expect.objectContaining({ event: 'check', outcome: 'unchecked' })]);
});

test.concurrent.for(['unlock', 'recovery'])(
  'records %s that is left before the store answers, once',
  async (verb, { open, log, onTestFinished }) => {
    const redis = await rawServer(() => {});
    onTestFinished(redis.close);
    const env = { OTP_AUDIT: log, OTP_STORE: `redis://${redis.host}`, OTP_SECRET: 'sixteen characters' };
    const gate = await open({ args: [verb], env });
    await gate.untilWritten(() => redis.heard.some(({ bytes }) => bytes !== ''));
    gate.signal('SIGTERM');
    expect(await gate.restored()).toEqual({ ...RESTORED, status: 143 });
    expect(linesOf(log)).toEqual([expect.objectContaining({ event: verb, outcome: 'store-failed' })]);
    const warning = 'Any earlier ones may no longer work';
    expect(gate.raw().includes(warning)).toBe(verb === 'recovery');
  },
);

test.concurrent('lets nobody in by a correct code that it cannot record, and the code is used', async ({
  startLogin,
  stateFile,
  log,
}) => {
  // Longer than the state file, so that only the log is at the limit.
  writeFileSync(log, '\n'.repeat(1_000_000), { mode: 0o600 });
  const login = await startLogin(stateFile, { OTP_AUDIT: log });
  const gate = await login.openReady();
  const [pid] = childrenOf(gate.pid);
  execFileSync('prlimit', ['--pid', `${pid}`, `--fsize=${statSync(log).size + 10}:`]);
  gate.write(login.newestCode() + ENTER);
  await says(gate, '✗ Not let in: the audit log failed. The code is used.');
  execFileSync('prlimit', ['--pid', `${pid}`, '--fsize=2000000:']);
  gate.write(ENTER);
  await says(gate, '✗ OTP already used!');
  gate.write(ESCAPE);
  expect((await gate.restored()).status).toBe(1);
  const text = readFileSync(log, 'utf8').trim().split('\n');
  // The line that was cut short, and the next one on a line of its own.
  expect(text.slice(-2)).toEqual(['{"time":"2', expect.stringContaining('"check","outcome":"used"')]);
});
