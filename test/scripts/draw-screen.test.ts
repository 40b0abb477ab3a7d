// How a terminal is drawn, from what a program writes to the elements of an SVG.

import xterm from '@xterm/headless';
import { expect, test } from 'vitest';
import { drawWindow } from '../../scripts/draw-screen.mjs';

const HIDE_CURSOR = '\x1b[?25l';

/** The elements of one kind, for a terminal of 20×5 cells to which a program has written. */
async function drawn(kind: string, written: string): Promise<string[]> {
  const emulator = new xterm.Terminal({ cols: 20, rows: 5, allowProposedApi: true });
  await new Promise<void>((resolve) => emulator.write(written, resolve));
  // The first is the window.
  const [, ...elements] = drawWindow(emulator);
  emulator.dispose();
  return elements.filter((element) => element.startsWith(`<${kind} `));
}

const SCREEN = `${HIDE_CURSOR}\x1b[38;5;255;48;5;240m┌┐\x1b[1m a <b>  c \x1b[0m\r\n\x1b[38;5;255m└┘✓`;

test('a ground is one area', async () => {
  expect(await drawn('rect', SCREEN)).toEqual(['<rect x="0" y="0" width="108" height="18" fill="#585858"/>']);
});

test('half blocks are areas, which meet', async () => {
  expect(await drawn('rect', `${HIDE_CURSOR}\x1b[31m▄▄\r\n▀`)).toEqual([
    '<rect x="0" y="9" width="18" height="9" fill="#e0616b"/>',
    '<rect x="0" y="18" width="9" height="9" fill="#e0616b"/>',
  ]);
});

test('lines are one path, and a corner reaches the one below it', async () => {
  const [path, ...more] = await drawn('path', SCREEN);
  expect(path).toContain('M4.5 9L4.5 18');
  expect(path).toContain('M4.5 28L4.5 18');
  expect(more).toEqual([]);
});

test('words are as wide as their cells, and other characters are in the middle of theirs', async () => {
  expect(await drawn('text', SCREEN)).toEqual([
    expect.stringMatching(/^<text x="27" textLength="45" .* fill="#eeeeee" font-weight="bold">a &lt;b&gt;<\/text>$/),
    expect.stringMatching(/^<text x="90" textLength="9" .*>c<\/text>$/),
    expect.stringMatching(/^<text x="22.5" text-anchor="middle" y="32" fill="#eeeeee">✓<\/text>$/),
  ]);
});

test('a cursor is a block, unless it is hidden', async () => {
  expect(await drawn('rect', '_\b')).toEqual(['<rect x="0" y="0" width="9" height="18" fill="#d7dae0"/>']);
  expect(await drawn('rect', `_\b${HIDE_CURSOR}`)).toEqual([]);
});
