// The symbols and lines that the form is drawn with, in UTF-8 or ASCII, and functions that lay out text with them.

import type { Rect, Role, Run } from './scene.ts';

/** A frame's lines. Corners are clockwise from the top left. */
export interface Line {
  readonly corners: readonly [string, string, string, string];
  readonly across: string;
  readonly down: string;
}

export interface Glyphs {
  readonly good: string;
  readonly bad: string;
  /** Symbols around the label of the focused button. */
  readonly focus: readonly [string, string];
  /** Marks truncated text. */
  readonly more: string;
  readonly line: Line;
  readonly round: Line;
  /** Replaces characters that cannot be shown or are not one cell wide. */
  readonly plain: (text: string) => string;
}

/** Matches most text, and saves V8 from compiling the Unicode classes below: a millisecond of the first frame. */
const PLAIN = /^[ -~•…·]*$/;

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
      .replaceAll('·', '-')
      .replace(/[^ -~]/gu, '?'),
};

/** The fonts of the Linux console have the lines, but few of the symbols. */
export const CONSOLE: Glyphs = {
  ...UNICODE,
  good: ASCII.good,
  bad: ASCII.bad,
  focus: ASCII.focus,
  more: ASCII.more,
  round: UNICODE.line,
  plain: (text) => UNICODE.plain(text).replaceAll('…', '...'),
};

/** A filled box with a frame. */
export function frame({ x, y, columns, rows }: Rect, role: Role, { corners, across, down }: Line): Run[] {
  const [topLeft, topRight, bottomRight, bottomLeft] = corners;
  const edge = across.repeat(columns - 2);
  return Array.from({ length: rows }, (_, row) => {
    if (row === 0) return { x, y, role, text: topLeft + edge + topRight };
    if (row === rows - 1) return { x, y: y + row, role, text: bottomLeft + edge + bottomRight };
    return { x, y: y + row, role, text: down + ' '.repeat(columns - 2) + down };
  });
}

/** Truncates the text to the given width, marking the cut with `more`. */
export function shorten(text: string, columns: number, more: string): string {
  if (text.length <= columns) return text;
  return columns <= more.length ? text.slice(0, columns) : text.slice(0, columns - more.length) + more;
}

/** Wraps the text between words, and truncates it to the given number of rows, marking the cut with `more`. */
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
