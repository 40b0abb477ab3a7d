// What the screen writes to a terminal: no more than has changed, and nothing that the terminal would obey.

import { setImmediate as turn } from 'node:timers/promises';
import type { WriteStream } from 'node:tty';
import xterm from '@xterm/headless';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openScreen, type Screen } from '../../../src/faces/screen/blessed.ts';
import type { KeySource } from '../../../src/faces/screen/key-stream.ts';
import type { Run } from '../../../src/faces/screen/scene.ts';
import { readScreen } from '../../support/screen.ts';

const SIZE = { columns: 60, rows: 20 };
let written = '';
let screen: Screen;

beforeEach(() => {
  written = '';
  const source = { isTTY: true, isRaw: true, on() {}, off() {}, pause() {}, resume() {}, setRawMode() {} };
  const stream = {
    ...source,
    ...SIZE,
    write(text: string) {
      written += text;
      return true;
    },
  };
  screen = openScreen({
    input: source as unknown as KeySource,
    output: stream as unknown as WriteStream,
    others: [],
    console: { colours: 256, unicode: true, linux: false },
    onKey() {},
    onEnd() {},
    onResize() {},
  });
});
afterEach(() => screen.close());

/** What a scene adds to what was written. */
async function paint(...runs: readonly Run[]): Promise<string> {
  const before = written.length;
  screen.paint(() => ({ runs, cursor: { x: 0, y: 0 }, targets: [] }));
  await turn();
  await turn();
  return written.slice(before);
}

async function shown(): Promise<string> {
  const emulator = new xterm.Terminal({ cols: SIZE.columns, rows: SIZE.rows, allowProposedApi: true });
  await new Promise<void>((resolve) => emulator.write(written, resolve));
  return readScreen(emulator).text();
}

const at = (y: number, text: string, x = 2): Run => ({ x, y, text, role: 'panel' });

it('writes only the cells that have changed', async () => {
  const rest = Array.from({ length: 15 }, (_, row) => at(row + 3, 'all the other words'));
  await paint(at(1, 'expires in 4:32'), ...rest);
  const change = await paint(at(1, 'expires in 4:31'), ...rest);
  expect(change).toContain('1');
  expect(change).not.toMatch(/expires|words/);
  expect(await shown()).toContain('expires in 4:31');
});

it('takes away what the next scene does not have, and lets later runs lie over earlier ones', async () => {
  await paint(at(1, 'SUBMIT'), at(2, 'a notice'));
  await paint(at(1, 'SUBMIT'), at(1, '><', 3));
  expect((await shown()).split('\n').map((line) => line.trimEnd())).toContain('  S><MIT');
  expect(await shown()).not.toContain('notice');
});

it('shows a control character and does not send it', async () => {
  const change = await paint(at(1, 'a\x1b[31mb\x07\u009bc'));
  expect(change).not.toMatch(/\x1b\[31m|\x07|\u009b/);
  expect(await shown()).toContain('a?[31mb??c');
});

it('cuts what does not fit', async () => {
  await paint(at(1, 'x'.repeat(80)), at(40, 'below'), at(-1, 'above'));
  expect((await shown()).match(/x/g)).toHaveLength(SIZE.columns - 2);
});
