// The demo's phone. Shows the text that was "sent" beside the form, below it, or in the notice line.

import type { Conversation } from '../../conversation/state.ts';
import { plainText } from '../../core/plain-text.ts';
import { frame, type Glyphs, wrap } from './glyphs.ts';
import { fits, type Rect, type Run, type Scene, type Size } from './scene.ts';
import { FULL, type Page, view } from './view.ts';

/** What the phone shows. */
export interface Phone {
  readonly number: string;
  /** The newest text, or undefined before the first. */
  readonly text: string | undefined;
}

const BESIDE: Size = { columns: 28, rows: FULL.rows };
/** The minimum. With more room it has an empty row at the bottom. */
const BELOW: Size = { columns: FULL.columns, rows: 7 };
const GAP = 2;
/** In characters: more than fit on any phone. */
const MAX_TEXT = 1_000;
const TITLE = 'DEMO: no text is sent';

/** The scene for the form with a phone next to it, if there is room. */
export function viewWithPhone(form: Conversation, phone: Phone, area: Rect, glyphs: Glyphs, help: Page): Scene {
  const width = FULL.columns + GAP + BESIDE.columns;
  if (fits(area, { columns: width + 2, rows: FULL.rows })) {
    const height = Math.min(area.rows, FULL.rows + 1);
    const x = area.x + Math.floor((area.columns - width) / 2);
    const y = area.y + Math.floor((area.rows - height) / 2);
    const scene = view(form, { x, y, columns: FULL.columns, rows: height }, glyphs, help);
    const rect = { x: x + FULL.columns + GAP, y, columns: BESIDE.columns, rows: height };
    return { ...scene, runs: [...scene.runs, ...drawPhone(phone, rect, glyphs)] };
  }
  if (fits(area, { columns: FULL.columns, rows: FULL.rows + BELOW.rows })) {
    const rows = Math.min(area.rows - FULL.rows, BELOW.rows + 1);
    const x = area.x + Math.floor((area.columns - BELOW.columns) / 2);
    const y = area.y + Math.floor((area.rows - FULL.rows - rows) / 2);
    const scene = view(form, { ...area, y, rows: FULL.rows }, glyphs, help);
    return { ...scene, runs: [...scene.runs, ...drawPhone(phone, { ...BELOW, rows, x, y: y + FULL.rows }, glyphs)] };
  }
  const isFree = form.notice === null || form.notice.tone === 'plain';
  const text = phone.text === undefined ? undefined : `DEMO: ${plainText(phone.text, MAX_TEXT)}`;
  const notice = isFree && text !== undefined && !form.busy ? { tone: 'plain' as const, text } : form.notice;
  return view({ ...form, notice }, area, glyphs, help);
}

function drawPhone({ number, text }: Phone, rect: Rect, glyphs: Glyphs): Run[] {
  const x = rect.x + 2;
  const columns = rect.columns - 4;
  const beside = rect.columns === BESIDE.columns;
  const head: Run[] = beside
    ? [
        { x, y: rect.y + 1, text: TITLE, role: 'title' },
        { x, y: rect.y + 3, text: number, role: 'box' },
      ]
    : [
        { x, y: rect.y + 1, text: TITLE, role: 'title' },
        { x: x + columns - number.length, y: rect.y + 1, text: number, role: 'box' },
      ];
  const runs = [...frame(rect, 'box', glyphs.round), ...head];
  if (text === undefined) return runs;
  const y = rect.y + (beside ? 4 : 2);
  const lines = wrap(glyphs.plain(plainText(text, MAX_TEXT)), columns - 4, rect.rows - (y - rect.y) - 3, glyphs.more);
  const bubble = frame({ x, y, columns, rows: lines.length + 2 }, 'input', glyphs.line);
  const words = lines.map((line, row): Run => ({ x: x + 2, y: y + 1 + row, text: line, role: 'input' }));
  return [...runs, ...bubble, ...words];
}
