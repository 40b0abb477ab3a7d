// The prompt on streams in this process: lines in, lines out.

import { EventEmitter } from 'node:events';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConversationEvent } from '../../../src/conversation/state.ts';
import { openConversation, update } from '../../../src/conversation/update.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy.ts';
import { promptFace } from '../../../src/faces/prompt/face.ts';
import type { Terminal } from '../../../src/faces/terminal.ts';

const NOW = Date.UTC(2030, 0, 1, 12);
const SENT = { kind: 'sent', outcome: { kind: 'sent', length: 5, resendAt: NOW, expiresAt: NOW + 300_000 } } as const;
const INCORRECT = { kind: 'checked', outcome: { kind: 'incorrect', triesLeft: 4, superseded: false } } as const;
const ACCEPTED = { kind: 'checked', outcome: { kind: 'accepted' } } as const;
const QUESTION = 'Enter the 5 digits, r for another code, q to give up: ';

/** A conversation at a prompt. Its sends and checks end when a test says so. */
function openPrompt(slowAfter = 60_000) {
  let written = '';
  const input = Object.assign(new EventEmitter(), { pause() {}, resume() {} });
  const output = Object.assign(new EventEmitter(), {
    write(text: string) {
      written += text;
      return true;
    },
  });
  const terminal = {
    input: input as unknown as Terminal['input'],
    output: output as unknown as Terminal['output'],
    console: { colours: 0, unicode: true, linux: false } as const,
  };
  const effects: unknown[] = [];
  let [state] = openConversation({ length: 5, recipient: '+1 ••• ••• ••71', stay: false, now: NOW });
  const dispatch = (event: ConversationEvent) => {
    const [next, more] = update(state, event, NOW);
    state = next;
    face.show(state);
    effects.push(...more);
    if (more.some(({ kind }) => kind === 'close')) face.close();
  };
  const face = promptFace(terminal, DEFAULT_POLICY, { slowAfter })({
    onKey: dispatch,
    onInput: () => {},
    onEnd: () => dispatch({ kind: 'end-of-input' }),
  });
  face.show(state);
  return {
    dispatch,
    effects,
    type: (bytes: string | Buffer) => void input.emit('data', Buffer.from(bytes as string)),
    end: () => void input.emit('end'),
    fail: () => void input.emit('error', new Error('EIO')),
    close: () => face.close(),
    /** Waits for the question, and takes what was written up to it. */
    async asked() {
      let all = '';
      await expect.poll(() => (all += this.written())).toMatch(/: $/);
      return all;
    },
    /** What was written since the last call. */
    written() {
      const since = written;
      written = '';
      return since;
    },
  };
}

async function openReady() {
  const prompt = openPrompt();
  prompt.dispatch(SENT);
  await prompt.asked();
  return prompt;
}

const checkOf = (entry: string) => ({ kind: 'check', entry });

describe('lines at the prompt', () => {
  it('are answered one after the other, though they came at once', async () => {
    const { type, dispatch, effects, written } = await openReady();
    type('11111\nnothing\n48213\n');
    expect(effects).toEqual([checkOf('11111')]);
    dispatch(INCORRECT);
    expect(written()).toBe('Incorrect OTP! 4 tries left.\n');
    expect(effects).toEqual([checkOf('11111'), checkOf('')]);
    dispatch({ kind: 'checked', outcome: { kind: 'invalid', length: 5 } });
    expect(written()).toBe('Invalid OTP! Enter all 5 digits.\n');
    dispatch(ACCEPTED);
    expect(written()).toBe('Login Success!\n');
    expect(effects.slice(2)).toEqual([checkOf('48213'), { kind: 'linger' }]);
  });

  it('wait for the first code', () => {
    const { type, dispatch, effects, written } = openPrompt();
    type('48213\n');
    expect([written(), effects]).toEqual(['OTP Verification\n', []]);
    dispatch(SENT);
    expect(effects).toEqual([checkOf('48213')]);
    expect(written()).not.toContain('Enter');
  });

  it('that the terminal hands out one at a time are all read before the question', async () => {
    const prompt = await openReady();
    for (const line of ['\n', '\n', '11111\n']) {
      prompt.type(line);
      await new Promise(setImmediate);
    }
    expect(prompt.written()).toBe('');
    prompt.dispatch(INCORRECT);
    expect(await prompt.asked()).toBe(`Incorrect OTP! 4 tries left.\n${QUESTION}`);
  });

  it('are not asked for where nothing can help', async () => {
    const { dispatch, written, effects } = openPrompt();
    dispatch({ kind: 'sent', outcome: { kind: 'locked', until: null } });
    await new Promise(setImmediate).then(() => new Promise(setImmediate));
    expect(written()).toMatch(/^OTP Verification\nLocked! [^\n]*\n$/);
    expect(effects).toMatchObject([{ kind: 'close', status: 75 }]);
  });

  it('are dropped in a flood, and not kept in memory', async () => {
    const { type, dispatch, effects } = await openReady();
    type('11111\n'.repeat(10_000));
    for (let times = 0; times < 100; times++) dispatch(INCORRECT);
    expect(effects.length).toBeLessThan(70);
  });

  it('that are empty say what is new, and ask again', async () => {
    const prompt = await openReady();
    prompt.type('\n\n');
    expect([await prompt.asked(), prompt.effects]).toEqual([QUESTION, []]);
  });

  it('get help', async () => {
    const prompt = await openReady();
    prompt.type('?\n');
    expect(await prompt.asked()).toMatch(
      /^Enter the code, .*\nA code works for 5 minutes and 5 tries\.\n.*\nEnter the 5 digits, [^\n]*$/s,
    );
  });

  it('have what happens meanwhile on a line of its own', async () => {
    const { dispatch, written } = await openReady();
    dispatch({ kind: 'progress', id: 'x', outcome: { kind: 'delivered' } });
    expect(written()).toBe('');
    dispatch({ kind: 'signal', name: 'SIGTERM', number: 15 });
    expect(written()).toBe('\n');
  });
});

it('whatever is typed, nothing is accepted that was not judged to be right', () => {
  const piece = fc.oneof(fc.uint8Array(), fc.constantFrom('r\n', 'q\n', 'c\n', '?\n', '\n', '11111\n', '\x04\x1a\0\n'));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const { type, dispatch, effects, end } = openPrompt();
      dispatch(SENT);
      for (const one of pieces) {
        type(Buffer.from(one as string));
        dispatch(effects.length % 2 === 0 ? INCORRECT : SENT);
      }
      end();
      for (let times = 0; times < 70; times++) dispatch(INCORRECT);
      const closes = effects.filter((effect) => (effect as { kind: string }).kind === 'close');
      expect(closes).not.toEqual([]);
      for (const close of closes) expect(close).toMatchObject({ status: 1 });
    }),
  );
});

describe('the end of the input', () => {
  it('comes after the lines before it and their answers', async () => {
    const { type, end, dispatch, effects } = await openReady();
    type('11111\n48213');
    end();
    expect(effects).toEqual([checkOf('11111')]);
    dispatch(INCORRECT);
    expect(effects).toEqual([checkOf('11111'), checkOf('48213')]);
    dispatch(INCORRECT);
    expect(effects.slice(2)).toEqual([{ kind: 'close', status: 1, line: expect.stringContaining('the input ended.') }]);
  });

  it('does not undo a correct code', async () => {
    const { type, end, dispatch, effects } = await openReady();
    type('48213\n');
    end();
    dispatch(ACCEPTED);
    await expect.poll(() => effects.at(-1)).toMatchObject({ kind: 'close', status: 0 });
  });

  it('does not wait for a code to be sent', () => {
    const { end, effects } = openPrompt();
    end();
    expect(effects).toMatchObject([{ kind: 'close', status: 1 }]);
  });

  it('is at once where the terminal is gone', async () => {
    const { type, fail, effects } = await openReady();
    type('11111\n');
    fail();
    expect(effects).toMatchObject([checkOf('11111'), { kind: 'close', status: 1 }]);
  });
});

describe('the prompt', () => {
  it('says what takes long, once', async () => {
    const prompt = openPrompt(0);
    const { dispatch, written } = prompt;
    let all = written();
    await expect.poll(() => (all += written())).toBe('OTP Verification\nSending the code…\n');
    dispatch(SENT);
    expect(await prompt.asked()).toMatch(/^Code sent to [^\n]+\nEnter the 5 digits, [^\n]+$/);
  });

  it('leaves the line that keys may be on, such as ^C, when it closes in the middle of something', () => {
    const { written, close } = openPrompt();
    written();
    close();
    expect(written()).toBe('\n');
  });

  it('asks again when the program continues', async () => {
    const { written, close } = await openReady();
    process.emit('SIGCONT', 'SIGCONT');
    expect(written()).toBe(QUESTION);
    close();
    written();
    process.emit('SIGCONT', 'SIGCONT');
    expect(written()).toBe('');
  });

  it('survives a terminal that can no longer be written to', async () => {
    const { type, fail, close } = await openReady();
    close();
    fail();
    type('48213\n');
  });
});
