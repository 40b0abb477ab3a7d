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

/** The gaps that a higher panel has: the first ones are needed most. */
const GAPS = ['where', 'slots', 'notice', 'buttons', 'title', 'hints'] as const;
/** The most that a notice takes: what to do must not be cut off. Two are there for it always. */
const NOTICE_ROWS = 3;
/** The rows of a panel without gaps, and without the line that says what is approved. */
const FILLED_ROWS = 14;

/** How high the panel is in an area, with a row around it if there is room. */
export function panelHeight({ approving }: Conversation, rows: number): number {
  const roomy = FILLED_ROWS + GAPS.length + (approving === '' ? 0 : 1);
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
      // The last of three takes the gap below, or all move up into the one above.
      ...notice(form, said, inside, Math.min(rows.notice, inside.rows - 1 - said.length), 'centre'),
      ...hints(form, inside, 'centre'),
    ],
    cursor: entry.cursor,
    targets: [...entry.targets, ...buttons],
  };
};

/** The rows of the parts, counted from the one below the panel's upper edge. */
function rowsOf({ approving, recovery }: Conversation, noticeRows: number, height: number) {
  const extra = approving === '' ? 0 : 1;
  // The line under the buttons takes the room of a gap, also once it is gone: nothing else moves.
  const line = recovery.left > 0 ? 1 : 0;
  const air = height - FILLED_ROWS - extra - line;
  // A third row of the notice has the gap before it; where there is none, it takes the place of another.
  const gaps: readonly string[] = GAPS.slice(0, noticeRows > 2 && air < 3 ? air - 1 : air);
  const gap = (before: (typeof GAPS)[number]) => (gaps.includes(before) ? 1 : 0);
  const title = gap('title');
  const where = title + 1 + extra + gap('where');
  const slots = where + 2 + gap('slots');
  const buttons = slots + 3 + gap('buttons');
  const notice = buttons + 3 + line + gap('notice');
  return { title, approving: title + 1, where, quiet: where + 1, slots, buttons, recovery: buttons + 3, notice };
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
