// A button, three rows high or one, or a quiet line that can be pressed: its label, with marks if it has the focus.

import { type Control, type Conversation, isLockedOut } from '../../conversation/state.ts';
import type { Glyphs } from './glyphs.ts';
import { frame, soft } from './material.ts';
import type { Role } from './role.ts';
import type { Run, Target } from './scene.ts';
import { labelOf } from './words.ts';
import { centre } from './wrapping.ts';

export function button({ control, ...rect }: Target, form: Conversation, glyphs: Glyphs): Run[] {
  const focused = form.focus === control;
  const role = focused ? 'focused' : roleOf(control, form);
  // The focus has a colour to set it off. In a frame it would fill its outer rows, and touch what is below.
  const framed = rect.rows === 3 && glyphs.material === 'framed' && !focused;
  const columns = framed ? rect.columns - 2 : rect.columns;
  const brackets = glyphs.material === 'bare' || (glyphs.material === 'framed' && rect.rows === 1);
  const text = centre(marked(labelOf(control, form), columns, focused, brackets, glyphs), columns);
  const label: Run = { x: rect.x + (framed ? 1 : 0), y: rect.y + (rect.rows === 3 ? 1 : 0), text, role };
  if (rect.rows === 1 || glyphs.material === 'bare') return [label];
  return [...(framed ? frame(rect, role, glyphs.line) : soft(rect, role, 'panel')), label];
}

function roleOf(control: Control, form: Conversation): Role {
  if (control === 'recovery') return 'quiet';
  const waits = isLockedOut(form) || (control !== 'submit' && form.resendAt > form.now);
  return waits ? 'waiting' : 'button';
}

/** A label with its brackets and marks, as roomy as the width allows. */
function marked(label: string, columns: number, focused: boolean, brackets: boolean, { focus }: Glyphs): string {
  const [left, right] = focused ? focus : ['', ''];
  const choices = focused
    ? [`${left} ${label} ${right}`, left + label + right]
    : brackets
      ? [` ${label} `, label]
      : [label];
  const all = brackets ? [...choices.map((choice) => `[${choice}]`), ...choices.slice(-1)] : choices;
  return all.find((choice) => choice.length <= columns) ?? label;
}
