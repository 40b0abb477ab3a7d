// Each way out of the form: its status, and the terminal as it was.

import { execFileSync } from 'node:child_process';
import { constants } from 'node:os';
import { expect } from 'vitest';
import { test } from '../support/gate.ts';
import { childrenOf } from '../support/processes.ts';
import { POKE, preload } from '../support/program.ts';
import { untilTyped } from '../support/reading.ts';
import { RESTORED } from '../support/shell.ts';
import { isMissing } from '../support/what-cannot-run.ts';

test.concurrent('Esc clears the input, and leaves if it is empty', async ({ openReady }) => {
  const gate = await openReady();
  gate.write('12');
  await untilTyped(gate, '12');
  gate.write('\x1b');
  await untilTyped(gate, '');
  gate.write('\x1b');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 1 });
  expect(gate.rows()[0]).toBe('otp-tui: Not verified: the form was closed.');
});

test.concurrent.for([
  ['over help', '12?\x03'],
  ['right after Esc', '12\x1b\x03'],
  ['right after half a sequence', '12\x1b[\x03'],
  ['right after half a mouse report', '12\x1b[M\x03'],
  ['within a paste that never ends', '\x1b[200~12345\x03'],
] as const)('Ctrl-C leaves at once, %s', async ([, keys], { openReady }) => {
  const gate = await openReady();
  gate.write(keys);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 130 });
  expect(gate.rows()[0]).toBe('otp-tui: Not verified: interrupted.');
});

test.concurrent('Ctrl-C leaves at once while a code is on its way', async ({ open, startApi }) => {
  const { origin, requests } = await startApi();
  const gate = await open({ origin });
  await gate.until('Sending the code…');
  await gate.until(() => requests.length === 1);
  // Whatever was typed before waits for the answer. Ctrl-C does not.
  gate.write('12\r\x1b');
  gate.write('\x03');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 130 });
  // Nor for the time limit, after which this would have been shown.
  expect(gate.raw()).not.toContain('did not answer');
});

const ENDING = [
  ...(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGABRT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const),
  ...(['SIGSTKFLT', 'SIGXCPU', 'SIGVTALRM', 'SIGIO', 'SIGPWR'] as const),
];

test.concurrent.for(ENDING)('%s ends the form with its number', async (signal, { open }) => {
  const gate = await open();
  await gate.until('? help');
  gate.signal(signal);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 128 + constants.signals[signal] });
  const why = signal === 'SIGINT' ? 'interrupted' : `ended by ${signal}`;
  expect(gate.rows()[0]).toBe(`otp-tui: Not verified: ${why}.`);
});

test.concurrent('without a key for OTP_IDLE_TIMEOUT the form closes, and a key puts it off', async ({ openReady }) => {
  const gate = await openReady({ env: { OTP_IDLE_TIMEOUT: '8s' } });
  // Until two of the eight seconds are over.
  await gate.until(/expires in 4:5[0-8]/);
  const pressed = performance.now();
  gate.write('1');
  await untilTyped(gate, '1');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 124 });
  expect(performance.now() - pressed).toBeGreaterThan(7_900);
  expect(gate.rows()[0]).toBe('otp-tui: Not verified: no input for 8 seconds.');
});

test.concurrent('a success that stays still stands when it idles out', async ({ openReady }) => {
  const gate = await openReady({ args: ['--stay'], env: { OTP_IDLE_TIMEOUT: '5s' } });
  gate.write(`${gate.newestCode()}\r`);
  await gate.until('✓ Login Success!');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
});

test.skipIf(isMissing('proc'))('the end of the input ends the form', async ({ openReady }) => {
  const gate = await openReady();
  const [program] = childrenOf(gate.pid);
  // A terminal in raw mode has no end of input, so switch raw mode off.
  execFileSync('stty', ['-F', `/proc/${program}/fd/0`, 'icanon', 'eof', '^D']);
  gate.write('\x04');
  const { modes, status } = await gate.restored();
  expect(modes).toEqual(RESTORED.modes);
  expect(status).toBe(1);
  expect(gate.text()).toContain('otp-tui: Not verified: the input ended.');
});

test.concurrent.for([
  ['an exception', 'throw error'],
  ['a rejection', 'Promise.reject(error)'],
  ['a thrown text', 'throw error.message'],
])('%s that nobody caught is a defect: the place is reported, the message is not', async ([, act], { openReady }) => {
  const script = `process.on('${POKE}', () => {
    const error = new RangeError('words with a secret');
    ${act};
  })`;
  const gate = await openReady({ env: preload(script) });
  gate.signal(POKE);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 70 });
  expect(gate.rows()[0]).toMatch(/^otp-tui: a defect in otp-tui \((RangeError|string)\)/);
  expect(gate.everything()).not.toContain('words with');
});

test.concurrent('signals that end no program do not end the form', async ({ openReady }) => {
  const gate = await openReady();
  gate.write('1');
  for (const signal of ['SIGCHLD', 'SIGURG', 'SIGWINCH', 'SIGCONT', 'SIGPIPE', 'SIGXFSZ'] as const) gate.signal(signal);
  gate.write('2');
  await untilTyped(gate, '12');
  gate.write('\x03');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 130 });
});
