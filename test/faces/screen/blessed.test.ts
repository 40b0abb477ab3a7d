// When a scene is made, and what of the terminal is painted.

import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { openScreen, type Screen, type ScreenOptions } from '../../../src/faces/screen/blessed.ts';
import type { KeySource } from '../../../src/faces/screen/key-stream.ts';
import type { Scene } from '../../../src/faces/screen/scene.ts';

function open({ columns = 80, rows = 24 } = {}) {
  let written = '';
  const scene = { now: words('') };
  const output = Object.assign(new EventEmitter(), {
    columns,
    rows,
    write: (text: string) => {
      written += text;
      return true;
    },
  });
  const input = Object.assign(new EventEmitter(), {
    isTTY: true,
    isRaw: false,
    setRawMode: () => {},
    resume: () => {},
    pause: () => {},
  });
  const screen: Screen = openScreen({
    input: input as unknown as KeySource,
    output: output as unknown as ScreenOptions['output'],
    others: [],
    console: { colours: 256, unicode: true, linux: false },
    onKey: () => {},
    onEnd: () => {},
    onResize: () => screen.paint(() => scene.now),
  });
  onTestFinished(() => screen.close());
  return { screen, scene, type: (keys: string) => input.emit('data', Buffer.from(keys)), written: () => written };
}

function words(text: string): Scene {
  return { runs: [{ x: 0, y: 0, text, role: 'plain' }], cursor: null, targets: [] };
}

it('makes the scene once for all the keys of a turn, and not before they are through', async () => {
  const { screen, written } = open();
  let times = 0;
  let word = 'first';
  for (let key = 0; key < 1_000; key += 1) {
    screen.paint(() => {
      times += 1;
      return words(word);
    });
  }
  word = 'last';
  expect(times).toBe(0);
  await turn();
  expect(times).toBe(1);
  expect(written()).toContain('last');
  await turn();
  expect(times).toBe(1);
});

it('repaints everything on Ctrl-L, once for a flood of them', async () => {
  const { scene, screen, type, written } = open();
  scene.now = words('everything');
  screen.paint(() => scene.now);
  await turn();
  const before = written().length;
  type('\x0c'.repeat(100));
  await turn();
  const painted = written().slice(before);
  expect(painted.split('\x1b[2J')).toHaveLength(2);
  expect(painted.split('everything')).toHaveLength(2);
});

it('makes no scene once it is closed', async () => {
  const { screen } = open();
  screen.paint(() => {
    throw new Error('too late');
  });
  screen.close();
  await turn();
});

it.each([
  [80, 24, 80, 24],
  [400, 200, 400, 200],
  [401, 201, 400, 200],
  [65_535, 65_535, 400, 200],
  // A serial line does not know them.
  [0, 0, 80, 24],
])('of %i columns and %i rows %i and %i are painted', (columns, rows, most, high) => {
  expect(open({ columns, rows }).screen.area()).toEqual({ x: 0, y: 0, columns: most, rows: high });
});
