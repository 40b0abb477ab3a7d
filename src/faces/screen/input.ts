// The input: slots for the digits of a texted code, or one field for a recovery code.

import type { Conversation } from '../../conversation/state.ts';
import { SYMBOLS, writeRecoveryCode } from '../../core/recovery-entry.ts';
import type { Glyphs } from './glyphs.ts';
import { frame, soft } from './material.ts';
import { middle, type Rect, type Run, type Scene } from './scene.ts';
import { cursor, type Slots, slots, slotsTarget } from './slots.ts';
import { centre } from './wrapping.ts';

/** The cells of a written recovery code. */
const WRITTEN = writeRecoveryCode('_'.repeat(SYMBOLS)).length;
/** The narrowest field, with a bracket or a blank on each side. */
const NARROW = WRITTEN + 2;

/** The input on these rows of slots. In three rows, the field is as broad as the slots. */
export function input(form: Conversation, place: Slots, inside: Rect, glyphs: Glyphs): Scene {
  const target = slotsTarget(form, place);
  if (!form.recovery.isOpen) {
    return { runs: slots(form, place, glyphs), cursor: cursor(form, place), targets: [target] };
  }
  const rect = place.rows === 3 ? target : { ...target, x: middle(NARROW, inside), columns: NARROW };
  const at = { x: middle(WRITTEN, rect) + column(form), y: rect.y + (rect.rows === 3 ? 1 : 0) };
  return {
    runs: field(form, rect, glyphs),
    cursor: form.focus === 'input' ? at : null,
    targets: [{ ...rect, control: 'input' }],
  };
}

function field({ focus, recovery }: Conversation, rect: Rect, glyphs: Glyphs): Run[] {
  const isNext = focus === 'input';
  const role = isNext ? 'next-slot' : 'slot';
  const words = writeRecoveryCode(recovery.symbols.padEnd(SYMBOLS, '_'));
  const bracketed = rect.columns > NARROW ? `[ ${words} ]` : `[${words}]`;
  const y = rect.y + (rect.rows === 3 ? 1 : 0);
  const line = (text: string, margin = 0): Run => {
    return { x: rect.x + margin, y, text: centre(text, rect.columns - 2 * margin), role };
  };
  if (glyphs.material === 'bare') return [line(bracketed)];
  if (rect.rows === 1) return [line(words)];
  if (!isNext) return [...soft(rect, role, 'panel'), line(words)];
  if (glyphs.material === 'soft') return [...soft(rect, role, 'panel', 'slot-mark'), line(words)];
  return [...frame(rect, role, glyphs.line), line(words, 1)];
}

/** Where the next symbol goes, or the last one if all are there. */
function column({ recovery }: Conversation): number {
  const index = Math.min(recovery.cursor, SYMBOLS - 1);
  return index + Math.floor(index / 4);
}
