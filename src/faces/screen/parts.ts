// The parts of a form: slots, buttons, the notice and the hints.

import type { Conversation } from '../../conversation/state.ts';
import { frame, type Glyphs, wrap } from './glyphs.ts';
import { HINTS } from './keys.ts';
import type { Rect, Run, Scene } from './scene.ts';

export function slots(form: Conversation, slotX: (slot: number) => number, y: number): Run[] {
  return Array.from({ length: form.length }, (_, slot) => ({
    x: slotX(slot),
    y,
    text: form.digits[slot] ?? '_',
    role: 'input',
  }));
}

export function cursor(form: Conversation, slotX: (slot: number) => number, y: number): Scene['cursor'] {
  return form.focus === 'input' ? { x: slotX(Math.min(form.cursor, form.length - 1)), y } : null;
}

export function framedButton(rect: Rect, label: string, focused: boolean, glyphs: Glyphs): Run[] {
  const inner = { ...rect, x: rect.x + 1, y: rect.y + 1, columns: rect.columns - 2, rows: 1 };
  return [...frame(rect, focused ? 'focused' : 'button', glyphs.line), button(inner, label, focused, glyphs)];
}

export function button(rect: Rect, label: string, focused: boolean, glyphs: Glyphs): Run {
  const [left, right] = glyphs.focus;
  const roomy = `${left} ${label} ${right}`;
  const marked = roomy.length <= rect.columns ? roomy : left + label + right;
  const text = focused ? marked : label;
  const before = Math.floor((rect.columns - text.length) / 2);
  const role = focused ? 'focused' : 'button';
  return { x: rect.x, y: rect.y, text: text.padStart(text.length + before).padEnd(rect.columns), role };
}

// One line, or two for a long notice. The second line goes above the first or below it, depending on the anchor.
export function notice(form: Conversation, inside: Rect, row: number, glyphs: Glyphs, anchor: 'top' | 'bottom'): Run[] {
  if (!form.notice) return [];
  const { tone, text } = form.notice;
  const mark = tone === 'plain' ? '' : `${glyphs[tone]} `;
  const x = inside.x + (anchor === 'bottom' ? 2 : 1);
  const width = inside.columns - 2 * (x - inside.x) - mark.length;
  const lines = wrap(glyphs.plain(text), width, 2, glyphs.more);
  const y = inside.y + row - (anchor === 'bottom' ? lines.length - 1 : 0);
  return lines.map((line, index) => ({
    x,
    y: y + index,
    text: (index === 0 ? mark : ' '.repeat(mark.length)) + line,
    role: tone === 'plain' ? 'box' : 'notice',
  }));
}

export function hints(inside: Rect): Run[] {
  const text = HINTS.find((hint) => hint.length <= inside.columns - 2) ?? '';
  return [{ x: inside.x + (inside.columns > 40 ? 2 : 1), y: inside.y + inside.rows - 1, text, role: 'hint' }];
}
