// The lines below the buttons: the notice and the hints.

import type { Conversation } from '../../conversation/state.ts';
import type { Glyphs } from './glyphs.ts';
import { hintLines } from './hints.ts';
import type { Role } from './role.ts';
import { middle, type Rect, type Run } from './scene.ts';
import { avoidLoneWord, balance, wrap } from './wrapping.ts';

type Align = 'centre' | 'left';

/** The lines of the notice, as many as there is room for: centred, or from the left in a narrow form. */
export function noticeLines(form: Conversation, columns: number, rows: number, glyphs: Glyphs, align: Align): string[] {
  if (!form.notice) return [];
  const { tone, text } = form.notice;
  const mark = tone === 'plain' ? (form.busy ? glyphs.busy : '') : glyphs[tone];
  const words = joined(glyphs.plain(text)).trim();
  const marked = `${mark} ${words}`.trim();
  if (align === 'centre') return balance(marked, columns, rows, glyphs.more).map(parted);
  const indent = ' '.repeat(marked.length - words.length);
  const width = columns - indent.length;
  const lines = wrap(words, width, Number.POSITIVE_INFINITY, glyphs.more);
  // Below the mark there is room for more words.
  if (lines.length > rows) return wrap(marked, columns, rows, glyphs.more).map(parted);
  return avoidLoneWord(lines, width).map(
    (line, index) => (index === 0 ? marked.slice(0, indent.length) : indent) + parted(line),
  );
}

/** With no-break spaces, so that the name of a button stays in one line, and so does a number with what it counts. */
function joined(text: string): string {
  const buttons = text.replaceAll('RESEND OTP', 'RESEND\u00a0OTP').replaceAll('CALL ME', 'CALL\u00a0ME');
  return buttons.replaceAll(/(?<=[0-9]) (?=[a-z])/g, '\u00a0');
}

function parted(line: string): string {
  return line.replaceAll('\u00a0', ' ');
}

export function notice(form: Conversation, lines: readonly string[], inside: Rect, row: number, align: Align): Run[] {
  const tone = form.notice?.tone ?? 'plain';
  const role: Role = tone === 'plain' ? 'panel' : tone;
  return lines.map((line, index) => ({
    x: align === 'centre' ? middle(line.length, inside) : inside.x,
    y: inside.y + row + index,
    text: line,
    role,
  }));
}

export function hints(form: Conversation, inside: Rect, align: Align): Run[] {
  const text = hintLines(form).find((hint) => hint.length <= inside.columns) ?? '';
  const x = align === 'centre' ? middle(text.length, inside) : inside.x;
  return [{ x, y: inside.y + inside.rows - 1, text, role: 'hint' }];
}
