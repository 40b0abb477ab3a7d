// What the form's parts are made of.

import { expect, it } from 'vitest';
import { ASCII, UNICODE } from '../../../src/faces/screen/glyphs.ts';
import { frame, panel, soft } from '../../../src/faces/screen/material.ts';

const RECT = { x: 3, y: 5, columns: 4, rows: 3 };

it('a frame is a filled box with a line around it', () => {
  expect(frame(RECT, 'panel', UNICODE.line)).toEqual([
    { x: 3, y: 5, role: 'panel', text: '┌──┐' },
    { x: 3, y: 6, role: 'panel', text: '│  │' },
    { x: 3, y: 7, role: 'panel', text: '└──┘' },
  ]);
});

it('a soft area has half blocks above and below, which may be of another colour', () => {
  expect(soft(RECT, 'slot', 'panel', 'slot-mark')).toEqual([
    { x: 3, y: 5, role: 'slot', on: 'panel', text: '▄▄▄▄' },
    { x: 3, y: 6, role: 'slot', text: '    ' },
    { x: 3, y: 7, role: 'slot-mark', on: 'panel', text: '▀▀▀▀' },
  ]);
});

it.each([
  ['half blocks', UNICODE, 2],
  ['a line', ASCII, 3],
])('a panel with %s leaves two cells of air at its sides', (_, glyphs, margin) => {
  const { inside } = panel({ x: 10, y: 10, columns: 55, rows: 18 }, 'panel', 'plain', glyphs);
  expect(inside).toEqual({ x: 10 + margin, y: 11, columns: 55 - 2 * margin, rows: 16 });
});
