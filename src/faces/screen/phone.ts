// The demo's phone. Shows the text that was "sent" beside the form, below it, or in the notice line.

import type { Conversation } from '../../conversation/state.ts';
import { plainText } from '../../core/plain-text.ts';
import { fullForm, PANEL, type Page, panelHeight } from './full.ts';
import type { Glyphs } from './glyphs.ts';
import { frame, panel, soft } from './material.ts';
import { fits, type Rect, type Run, type Scene, type Size } from './scene.ts';
import { FULL, view } from './view.ts';
import { wrap } from './wrapping.ts';

/** What the phone shows. */
export interface Phone {
  readonly number: string;
  /** The newest text, or undefined before the first. */
  readonly text: string | undefined;
}

const BESIDE = { columns: 30, gap: 2, from: { columns: 92, rows: FULL.rows } };
/** The minimum. With more room it has an empty row at the bottom. */
const BELOW: Size = { columns: PANEL.columns, rows: 7 };
/** In characters: more than fit on any phone. */
const MAX_TEXT = 1_000;
const TITLE = 'DEMO · no text is sent';

/** The scene for the form with a phone next to it, if there is room. */
export function viewWithPhone(form: Conversation, phone: Phone, area: Rect, glyphs: Glyphs, help: Page): Scene {
  const middleOf = (size: Size) => ({
    x: area.x + Math.floor((area.columns - size.columns) / 2),
    y: area.y + Math.floor((area.rows - size.rows) / 2),
  });
  if (fits(area, BESIDE.from)) {
    const rows = panelHeight(form, area.rows);
    const { x, y } = middleOf({ columns: PANEL.columns + BESIDE.gap + BESIDE.columns, rows });
    const scene = fullForm(form, { x, y, columns: PANEL.columns, rows }, glyphs, help);
    const rect = { x: x + PANEL.columns + BESIDE.gap, y, columns: BESIDE.columns, rows };
    return { ...scene, runs: [...scene.runs, ...drawPhone(phone, rect, glyphs)] };
  }
  if (fits(area, { columns: FULL.columns, rows: FULL.rows + BELOW.rows })) {
    const rows = panelHeight(form, area.rows - BELOW.rows);
    const extra = area.rows > rows + BELOW.rows ? 1 : 0;
    const { x, y } = middleOf({ columns: PANEL.columns, rows: rows + BELOW.rows + extra });
    const scene = fullForm(form, { x, y, columns: PANEL.columns, rows }, glyphs, help);
    const rect = { ...BELOW, rows: BELOW.rows + extra, x, y: y + rows };
    return { ...scene, runs: [...scene.runs, ...drawPhone(phone, rect, glyphs)] };
  }
  const isFree = form.notice === null || form.notice.tone === 'plain';
  const text = phone.text === undefined ? undefined : `DEMO: ${plainText(phone.text, MAX_TEXT)}`;
  const notice = isFree && text !== undefined && !form.busy ? { tone: 'plain' as const, text } : form.notice;
  return view({ ...form, notice }, area, glyphs, help);
}

function drawPhone({ number, text }: Phone, rect: Rect, glyphs: Glyphs): Run[] {
  const { runs, inside } = panel(rect, 'phone', 'plain', glyphs);
  const beside = rect.columns === BESIDE.columns;
  const { x, columns } = inside;
  const top = inside.y + (beside && rect.rows > PANEL.rows ? 1 : 0);
  const title: Run = { x, y: top, text: glyphs.plain(TITLE), role: 'phone-quiet' };
  const from: Run = beside
    ? { x, y: top + 2, text: number, role: 'phone-title' }
    : { x: x + columns - number.length, y: top, text: number, role: 'phone-title' };
  if (text === undefined) return [...runs, title, from];
  const y = top + (beside ? 4 : 1);
  const room = inside.y + inside.rows - y - 2;
  const framed = glyphs.material === 'bare';
  const margin = framed ? 2 : 1;
  const lines = wrap(glyphs.plain(plainText(text, MAX_TEXT)), columns - 2 * margin, room, glyphs.more);
  const bubble = { x, y, columns, rows: lines.length + 2 };
  const words = lines.map((line, row): Run => ({ x: x + margin, y: y + 1 + row, text: line, role: 'bubble' }));
  const area = framed ? frame(bubble, 'bubble', glyphs.line) : soft(bubble, 'bubble', 'phone');
  return [...runs, title, from, ...area, ...words];
}
