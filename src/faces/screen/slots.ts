// The slots of the input, one for each digit, and the cursor in them.

import type { Conversation } from '../../conversation/state.ts';
import type { Glyphs } from './glyphs.ts';
import { frame, soft } from './material.ts';
import type { Run, Scene, Target } from './scene.ts';
import { centre } from './wrapping.ts';

/** Where the slots are: a row of equal areas. */
export interface Slots {
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly gap: number;
  readonly rows: 1 | 3;
}

/** The slots, one for each digit. */
export function slots(form: Conversation, { columns, rows, ...at }: Slots, glyphs: Glyphs): Run[] {
  const next = form.focus === 'input' ? nextSlot(form) : -1;
  return Array.from({ length: form.length }, (_, slot) => slot).flatMap((slot): Run[] => {
    const x = at.x + slot * (columns + at.gap);
    const role = slot === next ? 'next-slot' : 'slot';
    const text = slotText(form.digits[slot], columns, rows, slot === next, glyphs);
    const words: Run = { x, y: at.y + (rows === 3 ? 1 : 0), text, role };
    if (rows === 1 || glyphs.material === 'bare') return [words];
    const rect = { x, y: at.y, columns, rows };
    if (slot !== next) return [...soft(rect, role, 'panel'), words];
    if (glyphs.material === 'soft') return [...soft(rect, role, 'panel', 'slot-mark'), words];
    const within = { ...words, x: x + 1, text: words.text.slice(1, -1) };
    return [...frame(rect, role, glyphs.line), within];
  });
}

function slotText(digit: string | undefined, columns: number, rows: 1 | 3, isNext: boolean, glyphs: Glyphs): string {
  if (glyphs.material !== 'bare') return centre(digit ?? (rows === 1 ? '_' : ' '), columns);
  if (rows === 1 && !isNext) return centre(digit ?? '_', columns);
  const shown = digit ?? (isNext ? '_' : ' ');
  return centre(columns >= 5 ? `[ ${shown} ]` : `[${shown}]`, columns);
}

/** The slot for the next digit; the last one if all are filled. */
function nextSlot({ cursor, length }: Conversation): number {
  return Math.min(cursor, length - 1);
}

export function slotsTarget({ length }: Conversation, { x, y, columns, gap, rows }: Slots): Target {
  return { control: 'input', x, y, columns: length * (columns + gap) - gap, rows };
}

export function cursor(form: Conversation, { x, y, columns, gap, rows }: Slots): Scene['cursor'] {
  if (form.focus !== 'input') return null;
  const slotX = x + nextSlot(form) * (columns + gap);
  return { x: slotX + Math.floor(columns / 2), y: y + (rows === 3 ? 1 : 0) };
}
