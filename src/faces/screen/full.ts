// The full form: where its parts are on a panel, with as much air between them as its height allows.

import { type Control, type Conversation, isCallOffered, isRecoveryOffered } from '../../conversation/state.ts';
import { button } from './button.ts';
import type { Glyphs } from './glyphs.ts';
import { input } from './input.ts';
import { hints, notice, noticeLines } from './lines.ts';
import { panel } from './material.ts';
import { centredRun, middle, type Rect, type Run, type Scene, type Size, type Target } from './scene.ts';
import type { Slots } from './slots.ts';
import { labelOf, life, whatToEnter } from './words.ts';
import { shorten } from './wrapping.ts';

/** Draws what is on the panel: the form itself, or the help. */
export type Page = (form: Conversation, inside: Rect, glyphs: Glyphs) => Scene;

/** The smallest panel. Odd like the row of slots, so that all is on one axis. */
export const PANEL: Size = { columns: 55, rows: 18 };

/** A row of air, named after the part below it. */
type Gap = 'title' | 'where' | 'slots' | 'buttons' | 'notice' | 'hints';
interface Air {
  /** The gaps that a higher panel has: the first ones are needed most. */
  readonly gaps: readonly Gap[];
  /** Those that a long notice takes to stay off the hints. The soft edges of slots and buttons are air enough. */
  readonly taken: readonly Gap[];
}
const AIR: Air = {
  gaps: ['where', 'slots', 'notice', 'buttons', 'title', 'hints'],
  taken: ['notice', 'buttons', 'slots', 'where'],
};
/** The same with a line of text under the buttons, which takes the room of a gap. */
const AIR_WITH_LINE: Air = {
  gaps: ['where', 'notice', 'hints', 'slots', 'title'],
  taken: ['slots', 'where', 'notice'],
};
/** The most that a notice takes: what to do must not be cut off. */
const NOTICE_ROWS = 3;
/** The rows that there always are for it, so that nothing moves when it comes and goes. */
const ROWS_FOR_NOTICE = 2;
/** The rows of a panel without gaps, and without the line that says what is approved. */
const FILLED_ROWS = 14;

/** How high the panel is in an area, with a row around it if there is room. */
export function panelHeight({ approving }: Conversation, rows: number): number {
  const roomy = FILLED_ROWS + AIR.gaps.length + (approving === '' ? 0 : 1);
  return Math.max(PANEL.rows, Math.min(rows - 2, roomy));
}

export function fullForm(form: Conversation, box: Rect, glyphs: Glyphs, help: Page): Scene {
  const { runs, inside } = panel(box, 'panel', 'plain', glyphs);
  const scene = (form.help ? help : formPage)(form, inside, glyphs);
  return { ...scene, runs: [...runs, ...scene.runs] };
}

const formPage: Page = (form, inside, glyphs) => {
  const said = noticeLines(form, inside.columns, NOTICE_ROWS, glyphs, 'centre');
  const rows = rowsOf(form, said.length, inside.rows + 2);
  const line = (text: string, role: Run['role'], row: number) =>
    centredRun(shorten(glyphs.plain(text), inside.columns, glyphs.more), role, inside, row);
  const columns = slotWidth(form.length);
  const width = form.length * (columns + 1) - 1;
  const place: Slots = { x: middle(width, inside), y: inside.y + rows.slots, columns, gap: 1, rows: 3 };
  const entry = input(form, place, inside, glyphs);
  const buttons = [
    ...placeButtons(form, width, inside, inside.y + rows.buttons),
    ...placeRecovery(form, inside, inside.y + rows.recovery),
  ];
  return {
    runs: [
      centredRun('OTP Verification', 'title', inside, rows.title),
      line(form.approving, 'panel', rows.approving),
      line(`${whatToEnter(form)} ${form.recipient}`, 'panel', rows.where),
      line(life(form), 'quiet', rows.quiet),
      ...entry.runs,
      ...buttons.flatMap((target) => button(target, form, glyphs)),
      ...notice(form, said, inside, rows.notice, 'centre'),
      ...hints(form, inside, 'centre'),
    ],
    cursor: entry.cursor,
    targets: [...entry.targets, ...buttons],
  };
};

/** The rows of the parts, counted from the one below the panel's upper edge. */
function rowsOf({ approving, recovery }: Conversation, noticeRows: number, height: number) {
  const extra = approving === '' ? 0 : 1;
  // The line under the buttons keeps its row once it is gone: nothing else moves.
  const line = recovery.left > 0 ? 1 : 0;
  const gaps = gapsFor(line ? AIR_WITH_LINE : AIR, height - FILLED_ROWS - extra - line, noticeRows);
  const gap = (before: Gap) => (gaps.includes(before) ? 1 : 0);
  const title = gap('title');
  const where = title + 1 + extra + gap('where');
  const slots = where + 2 + gap('slots');
  const buttons = slots + 3 + gap('buttons');
  const notice = buttons + 3 + line + gap('notice');
  return { title, approving: title + 1, where, quiet: where + 1, slots, buttons, recovery: buttons + 3, notice };
}

/** The gaps that fit in so many rows. A notice that fills its own rows takes some above it, to keep one below. */
function gapsFor({ gaps, taken }: Air, rows: number, noticeRows: number): readonly Gap[] {
  const all = gaps.slice(0, rows);
  if (noticeRows < ROWS_FOR_NOTICE) return all;
  const missing = noticeRows - ROWS_FOR_NOTICE + (all.includes('hints') ? 0 : 1);
  const without = taken.filter((gap) => all.includes(gap)).slice(0, missing);
  return all.filter((gap) => !without.includes(gap));
}

/** Up to eight digits have broad slots, as broad as the row of buttons if they are few. */
function slotWidth(length: number): number {
  if (length > 8) return 3;
  return Math.max(5, Math.floor((TWO_BUTTONS + 1) / length) - 1);
}

/** The width of the buttons for a few digits. With more, they are as broad as the row of slots. */
const TWO_BUTTONS = 39;

function placeButtons(form: Conversation, inputWidth: number, inside: Rect, y: number): Target[] {
  // The labels of two buttons have the same air at their sides.
  const submit = 6 + 2 * Math.ceil((inputWidth - 23) / 4);
  const widths: readonly [Control, number][] = isCallOffered(form)
    ? [
        ['submit', 12],
        ['resend', 22],
        ['call', 13],
      ]
    : [
        ['submit', submit],
        ['resend', inputWidth - 1 - submit],
      ];
  const total = widths.reduce((sum, [, columns]) => sum + columns + 1, -1);
  let x = middle(total, inside);
  return widths.map(([control, columns]) => {
    const target = { control, x, y, columns, rows: 3 };
    x += columns + 1;
    return target;
  });
}

/** The quiet line under the buttons. */
function placeRecovery(form: Conversation, inside: Rect, y: number): Target[] {
  if (!isRecoveryOffered(form)) return [];
  const columns = labelOf('recovery', form).length + 6;
  return [{ control: 'recovery', x: middle(columns, inside), y, columns, rows: 1 }];
}
