// Where everything on the screen is and in which role, for a form and a size. Knows no colour and
// no terminal: a scene is what `screen.ts` paints.

import { progressInWords } from '../../conversation/report.ts';
import { type Control, type Conversation, isCallOffered } from '../../conversation/state.ts';
import { countdown, shortWait } from '../../core/duration.ts';
import { frame, type Glyphs, shorten, wrap } from './glyphs.ts';
import { HINTS } from './keys.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

/** What a run of text is, so that a theme can give it a look. */
export type Role = 'plain' | 'box' | 'title' | 'hint' | 'input' | 'button' | 'focused' | 'notice';

/** A piece of one line; later ones lie over earlier ones. */
export interface Run {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly role: Role;
}

export interface Scene {
  readonly runs: readonly Run[];
  /** Where the terminal's cursor stands, so that screen readers and magnifiers follow. */
  readonly cursor: { readonly x: number; readonly y: number } | null;
  /** Where the mouse finds a control. */
  readonly targets: readonly Target[];
}

interface Target extends Rect {
  readonly control: Control;
}

export const FULL: Size = { columns: 50, rows: 17 };
const COMPACT: Size = { columns: 34, rows: 9 };

/** Draws what is inside the box: the form itself, or help in its place. */
export type Page = (form: Conversation, inside: Rect, glyphs: Glyphs) => Scene;

/** The scene for a form on a terminal of this size. */
export function view(form: Conversation, area: Rect, glyphs: Glyphs, help: Page): Scene {
  if (!holds(area, COMPACT)) return tooSmall(area);
  const full = holds(area, FULL);
  const air = full && area.rows > FULL.rows ? 1 : 0;
  const { columns, rows } = full ? FULL : COMPACT;
  const box = centred({ columns, rows: rows + air }, area);
  const inside: Rect = { x: box.x + 1, y: box.y + 1 + air, columns: columns - 2, rows: rows - 2 };
  const page = form.help ? help : full ? fullForm : compactForm;
  const scene = page(form, inside, glyphs);
  return { ...scene, runs: [...frame(box, 'box', glyphs.line), ...scene.runs] };
}

/** Whether something of that size fits. */
export function holds(area: Size, size: Size): boolean {
  return area.columns >= size.columns && area.rows >= size.rows;
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

function heading(form: Conversation): string {
  if (form.expiresAt !== null) return 'Code sent to';
  return form.busy === 'sending' ? 'Code goes to' : 'Code for';
}

function shortHeading(form: Conversation): string {
  if (form.delivery?.progress === 'delivered') return 'delivered to';
  return sentTo(form);
}

function sentTo(form: Conversation): string {
  return heading(form).replace(/^Code /, '');
}

/** How far the code has got, and how long it lives. */
function life(form: Conversation): string {
  const { delivery, verified, expiresAt } = form;
  if (verified || expiresAt === null) return '';
  const progress = delivery?.progress ? progressInWords(delivery.progress, delivery.byCall) : '';
  return [progress, lifeLeft(form)].filter((words) => words !== '').join(', ');
}

function lifeLeft({ expiresAt, verified, now }: Conversation): string {
  if (expiresAt === null || verified) return '';
  return now < expiresAt ? `expires in ${countdown(expiresAt - now)}` : 'expired';
}

function labelOf(control: Control, { resendAt, now }: Conversation): string {
  switch (control) {
    case 'resend':
      return resendAt > now ? `RESEND OTP (${shortWait(resendAt - now)})` : 'RESEND OTP';
    case 'call':
      return 'CALL ME';
    case 'submit':
    case 'input':
      return 'SUBMIT';
    default:
      return control satisfies never;
  }
}

function slots(form: Conversation, slotX: (slot: number) => number, y: number): Run[] {
  return Array.from({ length: form.length }, (_, slot) => ({
    x: slotX(slot),
    y,
    text: form.digits[slot] ?? '_',
    role: 'input',
  }));
}

function cursor(form: Conversation, slotX: (slot: number) => number, y: number): Scene['cursor'] {
  return form.focus === 'input' ? { x: slotX(Math.min(form.cursor, form.length - 1)), y } : null;
}

function framedButton(rect: Rect, label: string, focused: boolean, glyphs: Glyphs): Run[] {
  const inner = { ...rect, x: rect.x + 1, y: rect.y + 1, columns: rect.columns - 2, rows: 1 };
  return [...frame(rect, focused ? 'focused' : 'button', glyphs.line), button(inner, label, focused, glyphs)];
}

function button(rect: Rect, label: string, focused: boolean, glyphs: Glyphs): Run {
  const [left, right] = glyphs.focus;
  const roomy = `${left} ${label} ${right}`;
  const marked = roomy.length <= rect.columns ? roomy : left + label + right;
  const text = focused ? marked : label;
  const before = Math.floor((rect.columns - text.length) / 2);
  const role = focused ? 'focused' : 'button';
  return { x: rect.x, y: rect.y, text: text.padStart(text.length + before).padEnd(rect.columns), role };
}

// Two lines, the second of which is free for a long notice: above the first, or below it.
function notice(form: Conversation, inside: Rect, row: number, glyphs: Glyphs, anchor: 'top' | 'bottom'): Run[] {
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

function hints(inside: Rect): Run[] {
  const text = HINTS.find((hint) => hint.length <= inside.columns - 2) ?? '';
  return [{ x: inside.x + (inside.columns > 40 ? 2 : 1), y: inside.y + inside.rows - 1, text, role: 'hint' }];
}

/** A run in the middle of a row of a rectangle. */
function centredRun(text: string, role: Role, inside: Rect, row: number): Run {
  return { x: middle(text.length, inside), y: inside.y + row, text, role };
}

function middle(width: number, { x, columns }: Rect): number {
  return x + Math.max(0, Math.floor((columns - width) / 2));
}

function centred(size: Size, area: Rect): Rect {
  const y = area.y + Math.floor((area.rows - size.rows) / 2);
  return { ...size, x: middle(size.columns, area), y };
}
