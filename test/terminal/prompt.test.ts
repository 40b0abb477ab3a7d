// The plain prompt: lines on a terminal that edits the line itself, each said once.

import { expect } from 'vitest';
import { block } from '../docs/pages.ts';
import { type Gate, type GateOptions, test } from '../support/gate.ts';
import { otherThan } from '../support/program.ts';
import { RESTORED } from '../support/shell.ts';

const QUESTION = 'Enter the 5 digits, r for another code, q to give up:';
const STOPPED = 128 + 20;

type Start = (options?: GateOptions) => Promise<Gate>;

/** A prompt that asks for its first code. */
async function openPrompt(open: Start, { args = [], ...options }: GateOptions = {}): Promise<Gate> {
  const gate = await open({ ...options, args: ['--plain', ...args] });
  await gate.until(QUESTION);
  return gate;
}

/** What is on the terminal up to the shell's report, without empty lines at the end. */
function transcript(gate: Gate): string {
  return gate.raw().replaceAll('\r\n', '\n').split('\n[[')[0]?.trimEnd() ?? '';
}

test.concurrent('a whole conversation is the one in docs/gate.md', async ({ open }) => {
  const gate = await openPrompt(open);
  const wrong = otherThan(gate.newestCode());
  gate.write(`${wrong}\r`);
  await gate.until(/Incorrect OTP! 4 tries left\.\nEnter/);
  gate.write(`${gate.newestCode()}\r`);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
  const said = transcript(gate).replace(wrong, '48212').replace(gate.newestCode(), '48213');
  expect(said).toBe(
    [
      'OTP Verification',
      'Code sent to +1 ••• ••• ••71. It expires in 5 minutes.',
      `${QUESTION} 48212`,
      'Incorrect OTP! 4 tries left.',
      `${QUESTION} 48213`,
      'Login Success!',
    ].join('\n'),
  );
  expect(block('docs/gate.md', 'Plain lines', 'text')).toBe(`${said}\n`);
});

test.concurrent('it writes no escape sequence, and without UTF-8 nothing but ASCII', async ({ open }) => {
  const gate = await openPrompt(open, { env: { LANG: 'C' }, args: ['--service', 'Zürich…'] });
  gate.write('?\r');
  await gate.until(/5 tries\./);
  gate.write(`${gate.newestCode()}\r`);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
  expect(transcript(gate)).toMatch(/^[\n -~]+$/);
  expect(transcript(gate)).toContain('\nfor Z?rich...\nCode sent to +1 *** *** **71.');
});

test.concurrent.for<[string, Record<string, string | undefined>]>([
  ['TERM is dumb', { TERM: 'dumb' }],
  ['TERM is empty', { TERM: '' }],
  ['TERM is not set', { TERM: undefined }],
  ['ACCESSIBLE is set', { ACCESSIBLE: '1' }],
])('it is there by itself where %s', async ([, env], { open }) => {
  const gate = await open({ env });
  await gate.until(QUESTION);
  expect(gate.modes()).toEqual(RESTORED.modes);
  gate.write(`${gate.newestCode()}\r`);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
});

test.concurrent('an empty ACCESSIBLE asks for nothing', async ({ openReady }) => {
  const gate = await openReady({ env: { ACCESSIBLE: '' } });
  expect(gate.modes().alternate).toBe(true);
});

test.concurrent('the terminal edits the line', async ({ open }) => {
  const gate = await openPrompt(open);
  gate.write(`99\x7f\x7f123\x15${gate.newestCode()}\r`);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
});

test.concurrent('what is typed while the code is on its way is not lost', async ({ open, startApi }) => {
  const answers: (() => void)[] = [];
  const { origin, requests } = await startApi((response) => {
    answers.push(() => response.writeHead(201).end(JSON.stringify({ sid: `SM${'0'.repeat(32)}`, status: 'queued' })));
  });
  const gate = await open({ origin, args: ['--plain'] });
  await gate.until(() => requests.length === 1);
  const code = /[0-9]{5}/.exec(requests[0]?.get('Body') ?? '')?.[0] ?? '';
  gate.write(`${otherThan(code)}\rno code\r${code}\r`);
  await gate.until(code);
  answers[0]?.();
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
  expect(transcript(gate)).toMatch(
    /Code sent .*\nIncorrect OTP! 4 tries left\.\nInvalid OTP! Enter all 5 digits\.\nLogin Success!$/,
  );
});

test.concurrent('something slow is said in words', async ({ open, startApi }) => {
  const { origin } = await startApi();
  const gate = await open({ origin, args: ['--plain'] });
  await gate.until('OTP Verification\nSending the code…');
  gate.write('\x03');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 130 });
});

test.concurrent('Ctrl-D ends it', async ({ open }) => {
  const gate = await openPrompt(open);
  gate.write('\x04');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 1 });
  expect(transcript(gate)).toContain(`${QUESTION} \notp-tui: Not verified: the input ended.`);
});

test.concurrent('Ctrl-Z stops it, and fg asks again', async ({ open }) => {
  const gate = await openPrompt(open);
  gate.write('12\x1a');
  expect(await gate.suspended()).toEqual({ ...RESTORED, status: STOPPED });
  gate.resume();
  await gate.until(() => gate.raw().split(QUESTION).length === 3);
  gate.write(`${gate.newestCode()}\r`);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
});

test.concurrent('news of the text waits for Enter, and is said once', async ({ open }) => {
  const gate = await openPrompt(open);
  gate.sandbox.pass(60_000);
  await gate.untilWritten(() => {
    // One more Enter when the last one was answered.
    if (gate.raw().endsWith(`${QUESTION} `)) gate.write('\r');
    return gate.raw().includes('Delivered.\r\n');
  });
  gate.write('\r\r');
  gate.write(`${gate.newestCode()}\r`);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
  expect(transcript(gate).match(/Delivered/g)).toHaveLength(1);
});

test.concurrent('a text that is not delivered is said at once, and a call is offered', async ({ open }) => {
  const gate = await openPrompt(open, {
    args: ['--to', '+15005530007'],
    env: { OTP_FALLBACK: 'call', OTP_RESEND_AFTER: '0s' },
  });
  gate.sandbox.pass(60_000);
  await gate.until(/\nNot delivered: [^\n]+\.\nEnter the 5 digits, r for another code, c for a call, q to give up:/);
  expect(gate.raw().match(/Not delivered/g)).toHaveLength(1);
  gate.write('c\r');
  await gate.until(() => gate.codes.length === 2);
  gate.write('q\r');
  await gate.restored();
});

test.concurrent('one Enter after the other says nothing twice, and is input', async ({ open }) => {
  const gate = await openPrompt(open, { env: { OTP_IDLE_TIMEOUT: '6s' } });
  const begun = performance.now();
  await gate.until(() => performance.now() - begun > 3_000);
  gate.write('\r');
  const pressed = performance.now();
  expect(await gate.restored()).toMatchObject({ status: 124 });
  expect(performance.now() - pressed).toBeGreaterThan(5_900);
  expect(transcript(gate)).toContain('otp-tui: Not verified: no input for 6 seconds.');
});

test.concurrent('lines elsewhere than standard error leave the last one there', async ({ open }) => {
  const gate = await open({ args: ['--plain'], redirect: '2>errors' });
  await gate.until(QUESTION);
  gate.write(`${gate.newestCode()}\r`);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
  expect(gate.text()).toContain('Login Success!');
  expect(gate.written('errors')).toBe('otp-tui: Login Success!\n');
});

test.concurrent('the demo shows the text as a line', async ({ open }) => {
  const gate = await open({ args: ['demo', '--plain'] });
  await gate.until(QUESTION);
  const [, code] = /Text to \+1 500 555 0010: "([0-9]{5}) is your verification code\./.exec(gate.text()) ?? [];
  expect(transcript(gate)).toMatch(/^OTP Verification\nDEMO: no text is sent\.\nCode sent to .*\nText to .*\nEnter/);
  gate.write(`${code}\r`);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
});

test.concurrent('anything at all is a line', async ({ open }) => {
  const gate = await openPrompt(open);
  const code = gate.newestCode();
  const lines = ['x'.repeat(5_000), '\x01\x02\x06', '\xff\xfe', '{{{{{{{{'].map((line) => Buffer.from(line, 'latin1'));
  for (const [index, line] of lines.entries()) {
    gate.write(Buffer.concat([line, Buffer.from('\r')]));
    await gate.until(() => gate.raw().split('Invalid OTP! Enter all 5 digits.').length === index + 2);
  }
  gate.write(`Your code is ${code}. It expires at 12:30.\r`);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
});

test.concurrent('lines that come together are answered line by line, and asked for once', async ({ open }) => {
  const gate = await openPrompt(open);
  gate.write(`${otherThan(gate.newestCode())}\r`.repeat(4));
  await gate.until(/Incorrect OTP! 1 try left\.\nEnter/);
  expect(transcript(gate)).toMatch(/4 tries left\.\nIncorrect OTP! 3 tries left\.\nIncorrect OTP! 2 tries left\.\nI/);
  gate.write('q\r');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 1 });
});
