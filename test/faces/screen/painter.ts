// Paints scenes as text, and knows forms to paint.

import { expect } from 'vitest';
import type { Conversation } from '../../../src/conversation/state.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy.ts';
import { UNICODE } from '../../../src/faces/screen/glyphs.ts';
import { helpPage } from '../../../src/faces/screen/help.ts';
import type { Rect, Run, Scene } from '../../../src/faces/screen/scene.ts';
import { view } from '../../../src/faces/screen/view.ts';

export const NOW = Date.UTC(2030, 0, 1, 12);
export const HELP = helpPage(DEFAULT_POLICY);

/** The form of the drawings: a wrong code was entered, and half of the next. */
export const WRONG: Conversation = {
  length: 5,
  recipient: '+1 ••• ••• ••71',
  approving: '',
  stay: false,
  digits: '482',
  cursor: 3,
  recovery: { left: 0, isOpen: false, symbols: '', cursor: 0 },
  focus: 'input',
  busy: null,
  waiting: [],
  opening: false,
  notice: { tone: 'bad', text: 'Incorrect OTP! 4 tries left.' },
  topic: null,
  help: false,
  expiresAt: NOW + 272_000,
  resendAt: NOW + 27_000,
  now: NOW,
  verified: false,
  callsOnly: false,
  offersCall: false,
  delivery: null,
  next: null,
  last: null,
};

/** The sizes that the drawings have. */
export const FULL = area(58, 18);
export const COMPACT = area(34, 9);

export function area(columns: number, rows: number): Rect {
  return { x: 0, y: 0, columns, rows };
}

/** The rows of a scene as lines of text. Fails if something is drawn outside the area. */
export function paint({ runs }: Pick<Scene, 'runs'>, { columns, rows }: Rect): string {
  const cells = Array.from({ length: rows }, () => Array.from({ length: columns }, () => ' '));
  for (const run of runs) {
    expectWithin(run, { columns, rows });
    for (const [at, character] of [...run.text].entries()) (cells[run.y] as string[])[run.x + at] = character;
  }
  return cells.map((row) => row.join('').trimEnd()).join('\n');
}

/** A form as it is painted. */
export function show(form: Conversation, on: Rect = FULL, glyphs = UNICODE): string {
  return paint(view(form, on, glyphs, HELP), on);
}

/** The rows of a drawing in a template string: without the margin and the line breaks around it. */
export function drawing(text: string): string {
  const lines = text.split('\n').slice(1, -1);
  const margin = Math.min(...lines.filter((line) => line !== '').map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(margin)).join('\n');
}

function expectWithin({ x, y, text }: Run, { columns, rows }: { columns: number; rows: number }) {
  const cells = [...text].length;
  const drawn = {
    left: Math.min(0, x),
    top: Math.min(0, y),
    right: Math.max(columns, x + cells),
    bottom: Math.max(rows, y + 1),
  };
  expect(drawn, JSON.stringify(text)).toEqual({ left: 0, top: 0, right: columns, bottom: rows });
}
