// One table of conversations, held on each face: whatever it looks like, it says the same words and ends with the
// same status.

import { execFileSync } from 'node:child_process';
import { expect } from 'vitest';
import { type Gate, type GateOptions, test } from '../support/gate.ts';
import { childrenOf } from '../support/processes.ts';
import { otherThan, SETTINGS } from '../support/program.ts';
import { type Before, locked, prepareRecovery } from '../support/recovery.ts';
import { RESTORED } from '../support/shell.ts';
import { isMissing, type Need } from '../support/what-cannot-run.ts';

interface Face {
  readonly args: readonly string[];
  /** Waits until it takes input. */
  ready(gate: Gate): Promise<void>;
  enter(gate: Gate, text: string): void;
  resend(gate: Gate): void;
  /** Enters a recovery code. */
  recover(gate: Gate, code: string): void | Promise<void>;
  leave(gate: Gate): void;
  /** All it shows, or has said, on one line. */
  said(gate: Gate): string;
}

const FACES: Readonly<Record<string, Face>> = {
  form: {
    args: [],
    ready: (gate) => gate.until(() => /\? help|Esc leave/.test(gate.text())),
    enter: (gate, text) => gate.write(`${text}\r`),
    resend: (gate) => gate.click('RESEND OTP'),
    async recover(gate, code) {
      if (!gate.text().includes('Use the texted code')) gate.click('Use a recovery code');
      await gate.until('Use the texted code');
      gate.write(`${code}\r`);
    },
    // Esc alone would only clear what was typed.
    leave: (gate) => gate.write('\x15\x1b'),
    said: (gate) => gate.text().replace(/\s*[│|]?\n[│|\s]*/g, ' '),
  },
  prompt: {
    args: ['--plain'],
    ready: (gate) => gate.until(() => /q to (?:give up|leave): $/.test(gate.raw())),
    enter: (gate, text) => gate.write(`${text}\r`),
    resend: (gate) => gate.write('r\r'),
    recover: (gate, code) => gate.write(`${code}\r`),
    leave: (gate) => gate.write('q\r'),
    said: (gate) => gate.raw().replace(/\s+/g, ' '),
  },
};

type Act = (face: Face, gate: Gate, recoveryCodes: readonly string[]) => void | Promise<void>;

interface Conversation extends Pick<GateOptions, 'args' | 'env' | 'origin'> {
  readonly needs?: Need;
  /** What there was before: recovery codes, and what became of them and of the phone. */
  readonly before?: Before;
  /** What the person does, and the words that answer it. */
  readonly steps: readonly (readonly [Act, string])[];
  /** How it ends, if it does not by itself. */
  readonly end?: Act;
  readonly status: number;
  /** What is left on the terminal. */
  readonly line: string | RegExp;
}

const sent = (gate: Gate, count = 1) => gate.until(() => gate.codes.length === count);
const right: Act = async (face, gate) => {
  await sent(gate, Math.max(1, gate.codes.length));
  face.enter(gate, gate.newestCode());
};
const wrong: Act = async (face, gate) => {
  await sent(gate, Math.max(1, gate.codes.length));
  face.enter(gate, otherThan(gate.newestCode()));
};
const spaced: Act = async (face, gate) => {
  await sent(gate);
  face.enter(gate, gate.newestCode().replace(/^.../, '$& '));
};
const older: Act = async (face, gate) => {
  await sent(gate, 2);
  face.enter(gate, gate.codes[0] ?? '');
};
const late: Act = async (face, gate, codes) => {
  await sent(gate);
  const since = performance.now();
  await gate.until(() => performance.now() - since > 1_200);
  await right(face, gate, codes);
};
const enter =
  (text: string): Act =>
  (face, gate) =>
    face.enter(gate, text);
const resend: Act = (face, gate) => face.resend(gate);
const nothing: Act = () => {};
const recover =
  (which: number | string): Act =>
  (face, gate, codes) =>
    face.recover(gate, typeof which === 'string' ? which : (codes[which] ?? 'none'));
/** Recovery codes are there, and none was entered. */
const untouched = async () => {};
const leave: Act = (face, gate) => face.leave(gate);
const press =
  (key: string): Act =>
  (_, gate) =>
    gate.write(key);

const WRONG_TRIES = [9, 8, 7, 6, 5, 4, 3, 2].map((left) => [wrong, `Incorrect OTP! ${left} tries left.`] as const);
const RECIPIENT = SETTINGS.RECIPIENT_NUMBER;
const RECOVERED = 'Login Success! 7 recovery codes left.';
const LEFT = /Not verified: (?:the form was closed|cancelled)\.$/m;

const CONVERSATIONS: Readonly<Record<string, Conversation>> = {
  'a correct code': { steps: [[right, 'Login Success!']], status: 0, line: 'Login Success!' },
  'a wrong code, then the right one': {
    steps: [
      [wrong, 'Incorrect OTP! 4 tries left.'],
      [right, 'Login Success!'],
    ],
    status: 0,
    line: 'Login Success!',
  },
  'a code with a space in it': {
    steps: [[spaced, 'Login Success!']],
    status: 0,
    line: 'Login Success!',
  },
  'wrong codes until there are no tries left': {
    env: { OTP_MAX_ATTEMPTS: '2' },
    steps: [
      [wrong, 'Incorrect OTP! 1 try left.'],
      [wrong, 'Too many attempts!'],
    ],
    end: leave,
    status: 1,
    line: LEFT,
  },
  'a code that was used, with --stay': {
    args: ['--stay'],
    steps: [
      [right, 'Login Success!'],
      [right, 'OTP already used!'],
    ],
    end: leave,
    status: 0,
    line: 'Login Success!',
  },
  'no code': {
    steps: [[enter('123'), 'Invalid OTP! Enter all 5 digits.']],
    end: leave,
    status: 1,
    line: LEFT,
  },
  'a code that came too late': {
    env: { OTP_EXPIRES_IN: '1s' },
    steps: [[late, 'OTP expired!']],
    end: leave,
    status: 1,
    line: LEFT,
  },
  'the code that a newer one replaced': {
    env: { OTP_RESEND_AFTER: '0s' },
    steps: [
      [resend, ''],
      [older, 'Incorrect OTP! A newer code was sent. 4 tries left.'],
      [right, 'Login Success!'],
    ],
    status: 0,
    line: 'Login Success!',
  },
  'ten wrong codes': {
    env: { OTP_MAX_ATTEMPTS: '10' },
    steps: [...WRONG_TRIES, [wrong, 'Incorrect OTP! 1 try left.'], [wrong, 'Locked!']],
    end: leave,
    status: 75,
    line: LEFT,
  },
  'another code too soon': { steps: [[resend, 'Please wait']], end: leave, status: 1, line: LEFT },
  'too many codes': {
    env: { OTP_RESEND_AFTER: '0s', OTP_MAX_SENDS: '1' },
    steps: [[resend, 'Please wait 10m']],
    end: leave,
    status: 75,
    line: LEFT,
  },
  'a text that Twilio refuses': {
    args: ['--to', '+15005550001'],
    steps: [[nothing, 'Could not send the code:']],
    end: leave,
    status: 69,
    line: LEFT,
  },
  'a store that cannot be opened': {
    env: { OTP_STORE: '/proc/nowhere/state.db' },
    steps: [[nothing, 'Could not send the code:']],
    end: leave,
    status: 73,
    line: LEFT,
  },
  'no input': {
    env: { OTP_IDLE_TIMEOUT: '5s' },
    steps: [],
    status: 124,
    line: 'Not verified: no input for 5 seconds.',
  },
  'Ctrl-C': { steps: [[nothing, 'Code sent to']], end: press('\x03'), status: 130, line: 'Not verified: interrupted.' },
  'a signal': {
    steps: [[nothing, 'Code sent to']],
    end: (_, gate) => gate.signal('SIGTERM'),
    status: 143,
    line: 'Not verified: ended by SIGTERM.',
  },
  'the end of the input': {
    needs: 'proc',
    steps: [[nothing, 'Code sent to']],
    end(_, gate) {
      const [program] = childrenOf(gate.pid);
      // A terminal in raw mode has no end of input.
      execFileSync('stty', ['-F', `/proc/${program}/fd/0`, 'icanon', 'eof', '^D']);
      gate.write('\x04');
    },
    status: 1,
    line: 'Not verified: the input ended.',
  },
  'a recovery code': {
    before: untouched,
    steps: [
      [nothing, 'Code sent to'],
      [recover(0), RECOVERED],
    ],
    status: 0,
    line: RECOVERED,
  },
  'a wrong recovery code, then a correct one': {
    before: untouched,
    steps: [
      [recover('zzzz zzzz zzzz zzzz'), 'Incorrect OTP! 9 tries left.'],
      [recover(7), RECOVERED],
    ],
    status: 0,
    line: RECOVERED,
  },
  'a recovery code that was used': {
    before: (verifier, [used = '']) => verifier.check(RECIPIENT, used),
    steps: [[recover(0), 'OTP already used!']],
    end: leave,
    status: 1,
    line: LEFT,
  },
  'the last recovery code': {
    async before(verifier, [_, ...others]) {
      for (const code of others) await verifier.check(RECIPIENT, code);
    },
    steps: [[recover(0), 'Login Success! No recovery codes left: make new ones.']],
    status: 0,
    line: 'Login Success! No recovery codes left: make new ones.',
  },
  'ten wrong codes, then a recovery code': {
    before: untouched,
    env: { OTP_MAX_ATTEMPTS: '10' },
    steps: [...WRONG_TRIES, [wrong, 'Incorrect OTP! 1 try left.'], [wrong, 'Locked!'], [recover(0), RECOVERED]],
    status: 0,
    line: RECOVERED,
  },
  'a locked phone, then a recovery code': {
    before: locked,
    steps: [
      [nothing, 'Locked!'],
      [recover('zzzz zzzz zzzz zzzz'), 'Incorrect OTP! 9 tries left.'],
      [recover(0), RECOVERED],
    ],
    status: 0,
    line: RECOVERED,
  },
  'a locked phone, and no recovery code': {
    before: locked,
    steps: [
      [nothing, 'Locked!'],
      [recover('zzzz zzzz zzzz zzzz'), 'Incorrect OTP! 9 tries left.'],
    ],
    end: leave,
    status: 75,
    line: LEFT,
  },
  'too many codes sent, then a recovery code': {
    before: async (verifier) => {
      await verifier.send(RECIPIENT);
      for (let tries = 0; tries < 5; tries++) await verifier.check(RECIPIENT, '00000');
    },
    env: { OTP_MAX_SENDS: '1' },
    steps: [
      [nothing, 'too many codes were sent'],
      [recover(0), RECOVERED],
    ],
    status: 0,
    line: RECOVERED,
  },
  'Twilio out of reach, then a recovery code': {
    before: untouched,
    origin: 'http://127.0.0.1:9',
    steps: [
      [nothing, 'Could not send the code:'],
      [recover(0), RECOVERED],
    ],
    status: 0,
    line: RECOVERED,
  },
  'Twilio Verify out of reach, then a recovery code': {
    before: untouched,
    env: { TWILIO_VERIFY_SERVICE_SID: `VA${'0123456789abcdef'.repeat(2)}` },
    origin: 'http://127.0.0.1:9',
    steps: [
      [nothing, 'Could not send the code:'],
      [recover(0), RECOVERED],
    ],
    status: 0,
    line: RECOVERED,
  },
  'ten wrong recovery codes': {
    async before(verifier) {
      for (let tries = 0; tries < 9; tries++) await verifier.check(RECIPIENT, 'zzzz zzzz zzzz zzzz');
    },
    steps: [
      [recover('zzzz zzzz zzzz zzzz'), 'Please wait 60m: too many wrong recovery codes.'],
      [recover(0), 'too many wrong recovery codes.'],
    ],
    end: leave,
    status: 75,
    line: LEFT,
  },
  'a command': {
    args: ['--', 'sh', '-c', 'echo inside; exit 7'],
    steps: [[right, 'Login Success!']],
    status: 7,
    line: 'inside',
  },
  'a command after no right code': {
    args: ['--', 'echo', 'inside'],
    steps: [[wrong, 'Incorrect OTP! 4 tries left.']],
    end: leave,
    status: 1,
    line: LEFT,
  },
};

const ALL = Object.entries(CONVERSATIONS).flatMap(([what, conversation]) =>
  Object.entries(FACES).map(([name, face]) => [what, name, conversation, face] as const),
);

test.concurrent.for(ALL.filter(([, , { needs }]) => needs === undefined || !isMissing(needs)))(
  '%s, on the %s',
  async ([, name, { before, steps, end, status, line, ...options }, face], { open, onTestFinished }) => {
    const { args = [] } = options;
    const { codes = [], env = {} } = before ? await prepareRecovery(onTestFinished, before) : {};
    const gate = await open({ ...options, env: { ...options.env, ...env }, args: [...face.args, ...args] });
    for (const [act, words] of steps) {
      if (act !== nothing) await face.ready(gate);
      await act(face, gate, codes);
      await gate.until(Object.assign(() => face.said(gate).includes(words), { toString: () => words }));
    }
    if (end) await face.ready(gate);
    await end?.(face, gate, codes);
    const { modes, status: actual } = await gate.restored();
    expect({ modes, status: actual }).toEqual({ modes: RESTORED.modes, status });
    expect(gate.raw().replaceAll('\r\n', '\n')).toMatch(line);
    // The command runs after a correct code alone.
    if (status === 1) expect(gate.raw()).not.toMatch(/^inside/m);
    // A prompt has no buttons.
    if (name === 'prompt') expect(gate.raw()).not.toMatch(/RESEND OTP|CALL ME|\x1b/);
  },
);
