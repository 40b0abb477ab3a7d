// Lays out the form for a screen size: where everything goes, and in which role.

import { type Control, type Conversation, isCallOffered } from '../../conversation/state.ts';
import { frame, type Glyphs, shorten } from './glyphs.ts';
import { button, cursor, framedButton, hints, notice, slots } from './parts.ts';
import { centred, centredRun, fits, middle, type Rect, type Run, type Scene, type Size, type Target } from './scene.ts';
import { heading, labelOf, life, lifeLeft, sentTo, shortHeading } from './words.ts';

export const FULL: Size = { columns: 50, rows: 17 };
const COMPACT: Size = { columns: 34, rows: 9 };

/** Draws what is inside the box: the form itself, or the help. */
export type Page = (form: Conversation, inside: Rect, glyphs: Glyphs) => Scene;

/** The scene for a form in the given area. */
export function view(form: Conversation, area: Rect, glyphs: Glyphs, help: Page): Scene {
  if (!fits(area, COMPACT)) return tooSmall(area);
  const full = fits(area, FULL);
  const air = full && area.rows > FULL.rows ? 1 : 0;
  const { columns, rows } = full ? FULL : COMPACT;
  const box = centred({ columns, rows: rows + air }, area);
  const inside: Rect = { x: box.x + 1, y: box.y + 1 + air, columns: columns - 2, rows: rows - 2 };
  const page = form.help ? help : full ? fullForm : compactForm;
  const scene = page(form, inside, glyphs);
  return { ...scene, runs: [...frame(box, 'box', glyphs.line), ...scene.runs] };
}

function fullForm(form: Conversation, inside: Rect, glyphs: Glyphs): Scene {
  const where = glyphs.plain(`${heading(form)} ${form.recipient}`);
  const whereX = middle(where.length, inside);
  const input = centred({ columns: 4 * form.length + 3, rows: 3 }, { ...inside, y: inside.y + 5, rows: 3 });
  const slotX = (slot: number) => input.x + 3 + 4 * slot;
  const buttons = placeButtons(form, inside);
  return {
    runs: [
      centredRun('OTP Verification', 'title', inside, 0),
      { x: whereX, y: inside.y + 2, text: shorten(where, inside.columns - 2, glyphs.more), role: 'box' },
      { x: whereX, y: inside.y + 3, text: life(form), role: 'box' },
      ...frame(input, 'input', glyphs.line),
      ...slots(form, slotX, input.y + 1),
      ...buttons.flatMap((rect) =>
        framedButton(rect, labelOf(rect.control, form), form.focus === rect.control, glyphs),
      ),
      ...notice(form, inside, 13, glyphs, 'bottom'),
      ...hints(inside),
    ],
    cursor: cursor(form, slotX, input.y + 1),
    targets: [{ ...input, control: 'input' }, ...buttons],
  };
}

function placeButtons(form: Conversation, inside: Rect): Target[] {
  const widths: [Control, number][] = isCallOffered(form)
    ? [
        ['submit', 12],
        ['resend', 20],
        ['call', 13],
      ]
    : [
        ['submit', 14],
        ['resend', 22],
      ];
  let x = middle(
    widths.reduce((sum, [, width]) => sum + width + 1, -1),
    inside,
  );
  return widths.map(([control, columns]) => {
    const rect = { control, x, y: inside.y + 9, columns, rows: 3 };
    x += columns + 1;
    return rect;
  });
}

function compactForm(form: Conversation, inside: Rect, glyphs: Glyphs): Scene {
  const left = lifeLeft(form).replace(/^expires in /, '');
  const lines = [shortHeading(form), sentTo(form)].map((words) =>
    glyphs.plain(`${words} ${form.recipient}   ${left}`).trimEnd(),
  );
  const where = lines.find((line) => line.length <= inside.columns - 2) ?? glyphs.plain(`${form.recipient} ${left}`);
  const width = 3 * form.length - 2;
  const slotX = (slot: number) => middle(width, inside) + 3 * slot;
  const submit: Target = { control: 'submit', x: inside.x + 1, y: inside.y + 3, columns: 10, rows: 1 };
  const resend: Target = { control: 'resend', x: inside.x + 12, y: inside.y + 3, columns: 20, rows: 1 };
  const call: Target = { control: 'call', x: inside.x + 1, y: inside.y + 6, columns: 11, rows: 1 };
  const buttons = isCallOffered(form) ? [submit, resend, call] : [submit, resend];
  return {
    runs: [
      centredRun('OTP Verification', 'title', inside, 0),
      { x: inside.x + 1, y: inside.y + 1, text: shorten(where, inside.columns - 2, glyphs.more), role: 'box' },
      { x: slotX(0) - 1, y: inside.y + 2, text: ' '.repeat(width + 2), role: 'input' },
      ...slots(form, slotX, inside.y + 2),
      ...notice(form, inside, 4, glyphs, 'top'),
      ...hints(isCallOffered(form) ? { ...inside, x: inside.x + 13, columns: inside.columns - 13 } : inside),
      ...buttons.map((rect) => button(rect, labelOf(rect.control, form), form.focus === rect.control, glyphs)),
    ],
    cursor: cursor(form, slotX, inside.y + 2),
    targets: [{ x: slotX(0) - 1, y: inside.y + 2, columns: width + 2, rows: 1, control: 'input' }, ...buttons],
  };
}

function tooSmall({ x, y, columns, rows }: Rect): Scene {
  const lines = ['Terminal too small', `needs ${COMPACT.columns}x${COMPACT.rows}`].slice(0, rows);
  const runs = lines.map((text, row): Run => ({ x, y: y + row, text: text.slice(0, columns), role: 'plain' }));
  return { runs, cursor: null, targets: [] };
}
