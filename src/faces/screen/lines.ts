// The lines below the buttons: the notice and the hints.

import type { Conversation } from '../../conversation/state.ts';
import type { Glyphs } from './glyphs.ts';
import { hintLines } from './hints.ts';
import type { Role } from './role.ts';
import { middle, type Rect, type Run } from './scene.ts';
import { balance, wrap } from './wrapping.ts';

/** One row, or two for a long notice: centred, or from the left in a narrow form. */
export function notice(form: Conversation, inside: Rect, row: number, glyphs: Glyphs, align: 'centre' | 'left'): Run[] {
  if (!form.notice) return [];
  const { tone, text } = form.notice;
  const role: Role = tone === 'plain' ? 'panel' : tone;
  const mark = tone === 'plain' ? (form.busy ? glyphs.busy : '') : glyphs[tone];
  const indent = align === 'left' && mark !== '' ? mark.length + 1 : 0;
  const words = glyphs.plain(text);
  const lines =
    align === 'centre'
      ? balance(`${mark} ${words}`.trim(), inside.columns, 2, glyphs.more)
      : wrap(words, inside.columns - indent, 2, glyphs.more).map(
          (line, index) => (index === 0 && mark !== '' ? `${mark} ` : ' '.repeat(indent)) + line,
        );
  return lines.map((line, index) => ({
    x: align === 'centre' ? middle(line.length, inside) : inside.x,
    y: inside.y + row + index,
    text: line,
    role,
  }));
}

export function hints(form: Conversation, inside: Rect, align: 'centre' | 'left'): Run[] {
  const text = hintLines(form).find((hint) => hint.length <= inside.columns) ?? '';
  const x = align === 'centre' ? middle(text.length, inside) : inside.x;
  return [{ x, y: inside.y + inside.rows - 1, text, role: 'hint' }];
}
