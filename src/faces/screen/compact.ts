// The compact form, for small windows: the same words and roles in a box with a line around it.

import { type Control, type Conversation, stopsOf } from '../../conversation/state.ts';
import { button } from './button.ts';
import type { Page } from './full.ts';
import type { Glyphs } from './glyphs.ts';
import { input } from './input.ts';
import { hints, notice, noticeLines } from './lines.ts';
import { frame } from './material.ts';
import { centred, centredRun, middle, type Rect, type Run, type Scene, type Size, type Target } from './scene.ts';
import type { Slots } from './slots.ts';
import { labelOf, lifeLeft, sentTo, shortHeading } from './words.ts';
import { shorten } from './wrapping.ts';

export const COMPACT: Size = { columns: 34, rows: 9 };

/** How many more rows it has if there is room: for a notice of five rows, and one between it and the hints. */
const MORE_ROWS = 4;
/** The rows around the notice: the title, the recipient, the slots, the buttons and the hints. */
const OTHER_ROWS = 5;

/** The form in the middle of an area. What is being approved has a row more if there is one, else the title's. */
export function compactForm(form: Conversation, area: Rect, glyphs: Glyphs, help: Page): Scene {
  const extra = form.approving !== '' && area.rows > COMPACT.rows ? 1 : 0;
  const rows = Math.min(area.rows, COMPACT.rows + extra + MORE_ROWS);
  const box = centred({ columns: COMPACT.columns, rows }, area);
  const inside: Rect = { x: box.x + 2, y: box.y + 1, columns: box.columns - 4, rows: box.rows - 2 };
  const scene = form.help ? help(form, inside, glyphs) : formPage(form, inside, glyphs, extra);
  return { ...scene, runs: [...frame(box, 'panel', glyphs.line), ...scene.runs] };
}

function formPage(form: Conversation, inside: Rect, glyphs: Glyphs, extra: number): Scene {
  const { columns } = inside;
  const atHand = inside.rows - OTHER_ROWS - extra;
  const needed = noticeLines(form, columns, Number.POSITIVE_INFINITY, glyphs, 'left').length;
  // What a long notice says to do matters more than the hints, and then than the title and the line below it.
  const hasHints = needed <= atHand;
  const room = hasHints ? atHand : atHand + 1;
  const lift = Math.min(2, Math.max(0, needed - room));
  const top = inside.y + extra - lift;
  const headings: readonly (readonly [string, Run['role']])[] = [
    ['OTP Verification', 'title'],
    [shorten(glyphs.plain(form.approving), columns, glyphs.more), 'panel'],
  ];
  const where = shorten(whereLine(form, columns, glyphs), columns, glyphs.more);
  const above: Run[] = [
    ...headings
      .filter(([text]) => text !== '')
      .slice(-1 - extra)
      .map(([text, role], row) => centredRun(text, role, inside, row - lift)),
    { x: inside.x, y: top + 1, text: where, role: 'panel' },
  ];
  const place: Slots = { x: middle(3 * form.length, inside), y: top + 2, columns: 3, gap: 0, rows: 1 };
  const entry = input(form, place, inside, glyphs);
  const row = stops(form, { ...inside, y: top + 3, rows: 1 }, glyphs);
  const said = noticeLines(form, columns, room + lift, glyphs, 'left');
  return {
    runs: [
      ...above.filter(({ y }) => y >= inside.y),
      ...entry.runs,
      ...row.targets.flatMap((target) => button(target, form, glyphs)),
      ...row.further,
      ...notice(form, said, { ...inside, y: top }, 4, 'left'),
      ...(hasHints ? hints(form, inside, 'left') : []),
    ],
    cursor: entry.cursor,
    targets: [...entry.targets, ...row.targets],
  };
}

/** Where the code went and how long it is valid, in as many words as fit. */
function whereLine(form: Conversation, columns: number, glyphs: Glyphs): string {
  const left = form.recovery.isOpen ? '' : lifeLeft(form).replace(/^expires in /, '');
  const lines = [shortHeading(form), sentTo(form)].map((words) =>
    glyphs.plain(`${words} ${form.recipient}   ${left}`).trimEnd(),
  );
  return lines.find((line) => line.length <= columns) ?? glyphs.plain(`${form.recipient} ${left}`).trimEnd();
}

/** The row of stops: two at a time, or one if it is long. The one with the focus is always among them. */
function stops(form: Conversation, row: Rect, glyphs: Glyphs): { targets: Target[]; further: Run[] } {
  const all = stopsOf(form);
  const widthOf = (control: Control) => (control === 'resend' ? 18 : labelOf(control, form).length + 4);
  const shownFrom = (start: number) => {
    const [first, second] = all.slice(start);
    const both = first && second && widthOf(first) + 1 + widthOf(second) <= row.columns;
    return all.slice(start, start + (both ? 2 : 1));
  };
  // The first from which the focus is seen.
  const start = Math.max(
    0,
    all.findIndex((_, index) => shownFrom(index).includes(form.focus)),
  );
  const shown = shownFrom(start);
  const [left, right] = shown.map(widthOf);
  const gap = Math.min(2, row.columns - (left ?? 0) - (right ?? 0));
  const targets = shown.map((control, index): Target => {
    const x = index === 0 ? row.x : row.x + (left ?? 0) + gap;
    return { control, x, y: row.y, columns: widthOf(control), rows: 1 };
  });
  const further: Run[] = [];
  if (start > 0) further.push({ x: row.x - 1, y: row.y, text: glyphs.further[0], role: 'hint' });
  if (start + shown.length < all.length)
    further.push({ x: row.x + row.columns, y: row.y, text: glyphs.further[1], role: 'hint' });
  return { targets, further };
}
