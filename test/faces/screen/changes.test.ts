// How little of the screen changes from one picture to the next, and when the spinner turns.

import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { Conversation } from '../../../src/conversation/state.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy.ts';
import { screenFace } from '../../../src/faces/screen/face.ts';
import type { Console, Terminal } from '../../../src/faces/terminal.ts';
import { NOW, WRONG } from './painter.ts';

const BUSY: Conversation = { ...WRONG, busy: 'checking', notice: { tone: 'plain', text: 'Checking…' } };

/** A face on a terminal whose timer the test drives. */
function open(terminal: Partial<Console> = {}) {
  let written = '';
  let frame: (() => void) | undefined;
  const write = (text: string) => {
    written += text;
    return true;
  };
  const output = Object.assign(new EventEmitter(), { isTTY: true, columns: 80, rows: 24, write });
  const ignore = { isTTY: true, isRaw: false, setRawMode() {}, resume() {}, pause() {} };
  const input = Object.assign(new EventEmitter(), ignore);
  const face = screenFace(
    {
      input: input as unknown as Terminal['input'],
      output: output as unknown as Terminal['output'],
      others: [],
      showsErrors: true,
      close() {},
      console: { colours: 256, unicode: true, linux: false, ...terminal },
    },
    DEFAULT_POLICY,
    undefined,
    (ms, run) => {
      expect(ms).toBe(80);
      frame = run;
      return () => {
        frame = undefined;
      };
    },
  )({ onKey() {}, onInput() {}, onEnd() {} });
  onTestFinished(() => face.close());
  /** The characters that this writes, without the sequences around them. */
  const changes = async (change: () => void) => {
    const before = written.length;
    change();
    await turn();
    await turn();
    return written.slice(before).replaceAll(/\x1b(?:\[[0-9;?]*[A-Za-z]|[0-9=>])/g, '');
  };
  return {
    face,
    isTurning: () => frame !== undefined,
    show: (form: Conversation) => changes(() => face.show(form)),
    nextFrame: () => changes(() => frame?.()),
  };
}

it('writes three cells or fewer for a second of the countdowns', async () => {
  const { show } = open();
  await show(WRONG);
  expect(await show({ ...WRONG, now: NOW + 1_000 })).toBe('16');
  expect(await show({ ...WRONG, now: NOW + 1_000 })).toBe('');
});

it('writes one cell for a frame of the spinner, and comes round after ten', async () => {
  const { show, nextFrame } = open();
  expect(await show(BUSY)).toContain('⠋ Checking…');
  let frames = '';
  for (let count = 0; count < 10; count += 1) frames += await nextFrame();
  expect(frames).toBe('⠙⠹⠸⠼⠴⠦⠧⠇⠏⠋');
});

it('turns only while something is under way', async () => {
  const { show, face, isTurning, nextFrame } = open();
  await show(WRONG);
  expect(isTurning()).toBe(false);
  await show(BUSY);
  await nextFrame();
  expect(isTurning()).toBe(true);
  await show(WRONG);
  expect(isTurning()).toBe(false);
  // From its beginning again.
  expect(await show(BUSY)).toContain('⠋');
  face.close();
  expect(isTurning()).toBe(false);
});

it.each<Partial<Console>>([{ colours: 0 }, { unicode: false }, { linux: true, colours: 16 }])(
  'has the words alone where nothing may move: %o',
  async (terminal) => {
    const { show, isTurning } = open(terminal);
    const shown = await show(BUSY);
    expect(shown).toContain('Checking');
    expect(shown).not.toMatch(/[\u2800-\u28ff]/);
    expect(isTurning()).toBe(false);
  },
);
