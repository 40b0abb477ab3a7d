// The demo's phone. Shows the text that was "sent" beside the form, below it, or in the notice line.

import { type Conversation, isCodeValid } from '../../conversation/state.ts';
import { plainText } from '../../core/plain-text.ts';
import { fullForm, PANEL, type Page, panelHeight } from './full.ts';
import type { Glyphs } from './glyphs.ts';
import { frame, panel, soft } from './material.ts';
import { fits, type Rect, type Run, type Scene, type Size } from './scene.ts';
import { FULL, view } from './view.ts';
import { balance } from './wrapping.ts';

/** What the phone shows. */
export interface Phone {
  readonly number: string;
  /** The newest text, or undefined before the first. */
  readonly text: string | undefined;
}

const BESIDE = { columns: 30, gap: 2, from: { columns: 92, rows: FULL.rows } };
/** The lowest: its title and two rows of text. With more room these are in a bubble, then with a row below it. */
const BELOW: Size = { columns: PANEL.columns, rows: 5 };
const MOST_BELOW = 8;
/** The rows of a bubble with two rows of text. */
const BUBBLE_ROWS = 4;
/** In characters: more than fit on any phone. */
const MAX_TEXT = 1_000;
/** Comes before the text in the notice line. */
const MARK = 'DEMO:';
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
    const below = Math.min(MOST_BELOW, area.rows - FULL.rows);
    const rows = panelHeight(form, area.rows - below);
    const { x, y } = middleOf({ columns: PANEL.columns, rows: rows + below });
    const scene = fullForm(form, { x, y, columns: PANEL.columns, rows }, glyphs, help);
    const rect = { columns: BELOW.columns, rows: below, x, y: y + rows };
    return { ...scene, runs: [...scene.runs, ...drawPhone(phone, rect, glyphs)] };
  }
  return inPlain(view({ ...form, notice: withText(form, phone) }, area, glyphs, help));
}

/** The notice with the text. Bad news comes first, and the code can still be read. */
function withText(form: Conversation, { text }: Phone): Conversation['notice'] {
  const { notice, busy } = form;
  if (text === undefined || busy) return notice;
  const words = `${MARK} ${plainText(text, MAX_TEXT)}`;
  if (notice === null || notice.tone === 'plain') return { tone: 'plain', text: words };
  return notice.tone === 'bad' && isCodeValid(form) ? { ...notice, text: `${notice.text} ${words}` } : notice;
}

/** The phone's words in the plain colour where they follow bad news, which may be in the middle of a line. */
function inPlain(scene: Scene): Scene {
  let isPhones = false;
  const runs = scene.runs.flatMap((run): Run[] => {
    if (run.role !== 'bad') return [run];
    const start = isPhones ? 0 : run.text.indexOf(MARK);
    if (start < 0) return [run];
    isPhones = true;
    const phones: Run = { ...run, x: run.x + start, text: run.text.slice(start), role: 'panel' };
    return start === 0 ? [phones] : [{ ...run, text: run.text.slice(0, start) }, phones];
  });
  return { ...scene, runs };
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
  const message = glyphs.plain(plainText(text, MAX_TEXT));
  const y = top + (beside ? 4 : 1);
  const rows = inside.y + inside.rows - y;
  if (rows < BUBBLE_ROWS) {
    const lines = balance(message, columns, 2, glyphs.more);
    return [
      ...runs,
      title,
      from,
      ...lines.map((line, row): Run => ({ x, y: y + rows - 2 + row, text: line, role: 'phone-title' })),
    ];
  }
  const framed = glyphs.material === 'bare';
  const margin = framed ? 2 : 1;
  const lines = balance(message, columns - 2 * margin, rows - 2, glyphs.more);
  const bubble = { x, y, columns, rows: lines.length + 2 };
  const words = lines.map((line, row): Run => ({ x: x + margin, y: y + 1 + row, text: line, role: 'bubble' }));
  const area = framed ? frame(bubble, 'bubble', glyphs.line) : soft(bubble, 'bubble', 'phone');
  return [...runs, title, from, ...area, ...words];
}
