// The symbols and lines that the form is drawn with, and what its parts are made of, depending on the terminal.

import type { Console } from '../terminal.ts';

/** A frame's lines. Corners are clockwise from the top left. */
export interface Line {
  readonly corners: readonly [string, string, string, string];
  readonly across: string;
  readonly down: string;
}

export interface Glyphs {
  /**
   * `soft`: coloured areas with half blocks as their upper and lower edges. `framed`: the same, but buttons have lines
   * around them, as there are too few colours to set them off. `bare`: no areas, but lines and brackets.
   */
  readonly material: 'soft' | 'framed' | 'bare';
  readonly good: string;
  readonly bad: string;
  /** Stands before the words while a send or a check is in progress. Empty if nothing may move. */
  readonly busy: string;
  /** Symbols around the label of the focused button. */
  readonly focus: readonly [string, string];
  /** Symbols for stops to the left and to the right of those shown. */
  readonly further: readonly [string, string];
  /** Marks truncated text. */
  readonly more: string;
  readonly line: Line;
  /** Replaces characters that cannot be shown or are not one cell wide. */
  readonly plain: (text: string) => string;
}

/** Matches most text, and saves V8 from compiling the Unicode classes below: a millisecond of the first frame. */
const PLAIN = /^[ -~•·…]*$/;

export const UNICODE: Glyphs = {
  material: 'soft',
  good: '✓',
  bad: '✗',
  busy: '',
  focus: ['▸', '◂'],
  further: ['‹', '›'],
  more: '…',
  line: { corners: ['┌', '┐', '┘', '└'], across: '─', down: '│' },
  // Wide, combining and invisible characters would shift the rest of their line.
  plain: (text) =>
    PLAIN.test(text)
      ? text
      : text
          .normalize('NFC')
          .replace(/[\p{C}\p{M}\p{Zl}\p{Zp}\p{Emoji_Presentation}\u{1100}-\u{1fff}\u{2e80}-\u{10ffff}]/gu, '?'),
};

/** Without UTF-8. */
export const ASCII: Glyphs = {
  material: 'bare',
  good: 'OK',
  bad: '!!',
  busy: '',
  focus: ['>', '<'],
  further: ['<', '>'],
  more: '...',
  line: { corners: ['+', '+', '+', '+'], across: '-', down: '|' },
  plain: (text) =>
    text
      .replaceAll('•', '*')
      .replaceAll('·', '-')
      .replaceAll('…', '...')
      .replace(/[^ -~]/gu, '?'),
};

/** With UTF-8, but without colours. */
export const COLOURLESS: Glyphs = { ...ASCII, line: UNICODE.line, more: UNICODE.more, plain: UNICODE.plain };

/** With 16 colours. */
export const FRAMED: Glyphs = { ...UNICODE, material: 'framed' };

/** The fonts of the Linux console have the lines and blocks, but few of the symbols. */
export const CONSOLE: Glyphs = {
  ...ASCII,
  material: 'framed',
  line: UNICODE.line,
  plain: (text) => UNICODE.plain(text).replaceAll('…', '...'),
};

export function glyphsFor({ unicode, colours, linux }: Console): Glyphs {
  if (!unicode) return ASCII;
  if (colours === 0) return linux ? { ...CONSOLE, material: 'bare' } : COLOURLESS;
  if (linux) return CONSOLE;
  return colours === 16 ? FRAMED : UNICODE;
}
