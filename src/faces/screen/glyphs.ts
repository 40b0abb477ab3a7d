// The marks and lines that the form is drawn with, in UTF-8 or in ASCII, and text set with them.

import type { Rect, Role, Run } from './scene.ts';

/** Corners and sides, from the top left corner clockwise. */
export interface Line {
  readonly corners: readonly [string, string, string, string];
  readonly across: string;
  readonly down: string;
}

export interface Glyphs {
  readonly good: string;
  readonly bad: string;
  /** Marks around the label of the button with the focus. */
  readonly focus: readonly [string, string];
  /** Stands where something was cut off. */
  readonly more: string;
  readonly line: Line;
  readonly round: Line;
  /** A text in characters that are there and one cell wide. */
  readonly plain: (text: string) => string;
}

/** Most text. It saves V8 compiling the classes of Unicode below, which takes a millisecond of the first frame. */
const PLAIN = /^[ -~•…]*$/;

export const UNICODE: Glyphs = {
  good: '✓',
  bad: '✗',
  focus: ['▸', '◂'],
  more: '…',
  line: { corners: ['┌', '┐', '┘', '└'], across: '─', down: '│' },
  round: { corners: ['╭', '╮', '╯', '╰'], across: '─', down: '│' },
  // Wide, combining and invisible characters would shift the rest of their line.
  plain: (text) =>
    PLAIN.test(text)
      ? text
      : text
          .normalize('NFC')
          .replace(/[\p{C}\p{M}\p{Zl}\p{Zp}\p{Emoji_Presentation}\u{1100}-\u{1fff}\u{2e80}-\u{10ffff}]/gu, '?'),
};

const ASCII_LINE: Line = { corners: ['+', '+', '+', '+'], across: '-', down: '|' };

export const ASCII: Glyphs = {
  good: 'OK',
  bad: '!!',
  focus: ['>', '<'],
  more: '...',
  line: ASCII_LINE,
  round: ASCII_LINE,
  plain: (text) =>
    text
      .replaceAll('•', '*')
      .replaceAll('…', '...')
      .replace(/[^ -~]/gu, '?'),
};

/** The fonts of the Linux console have the lines, but few marks. */
export const CONSOLE: Glyphs = {
  ...UNICODE,
  good: ASCII.good,
  bad: ASCII.bad,
  focus: ASCII.focus,
  more: ASCII.more,
  round: UNICODE.line,
  plain: (text) => UNICODE.plain(text).replaceAll('…', '...'),
};

/** A filled box with a line around it. */
export function frame({ x, y, columns, rows }: Rect, role: Role, { corners, across, down }: Line): Run[] {
  const [topLeft, topRight, bottomRight, bottomLeft] = corners;
  const edge = across.repeat(columns - 2);
  return Array.from({ length: rows }, (_, row) => {
    if (row === 0) return { x, y, role, text: topLeft + edge + topRight };
    if (row === rows - 1) return { x, y: y + row, role, text: bottomLeft + edge + bottomRight };
    return { x, y: y + row, role, text: down + ' '.repeat(columns - 2) + down };
  });
}

/** The text in at most that many columns; a cut is marked. */
export function shorten(text: string, columns: number, more: string): string {
  if (text.length <= columns) return text;
  return columns <= more.length ? text.slice(0, columns) : text.slice(0, columns - more.length) + more;
}

/** The text in lines of at most that many columns, broken between words; a cut is marked. */
export function wrap(text: string, columns: number, rows: number, more: string): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    if (lines.length === rows - 1 || rest.length <= columns) {
      lines.push(shorten(rest, columns, more));
      break;
    }
    const space = rest.lastIndexOf(' ', columns);
    const end = space > 0 ? space : columns;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return lines;
}
