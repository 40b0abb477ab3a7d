// Chooses how the form is laid out on a screen: in full, compact, or not at all.

import { type Conversation, leavesOnEscape } from '../../conversation/state.ts';
import { COMPACT, compactForm } from './compact.ts';
import { fullForm, PANEL, type Page, panelHeight } from './full.ts';
import type { Glyphs } from './glyphs.ts';
import { centred, fits, type Rect, type Run, type Scene, type Size } from './scene.ts';

/** The smallest screen for the full form. */
export const FULL: Size = { columns: 58, rows: 18 };

/** The scene for a form in the given area. */
export function view(form: Conversation, area: Rect, glyphs: Glyphs, help: Page): Scene {
  if (!fits(area, COMPACT)) return tooSmall(form, area);
  if (!fits(area, FULL)) return compactForm(form, area, glyphs, help);
  return fullForm(form, centred({ ...PANEL, rows: panelHeight(form, area.rows) }, area), glyphs, help);
}

function tooSmall(form: Conversation, { x, y, columns, rows }: Rect): Scene {
  const leaves = leavesOnEscape(form) && !form.help && !form.busy ? 'Esc' : 'Ctrl-C';
  const size = `make it ${COMPACT.columns}x${COMPACT.rows}`;
  const lines = ['Terminal too small', size, `${leaves} leaves`].slice(0, rows);
  const runs = lines.map((text, row): Run => ({ x, y: y + row, text: text.slice(0, columns), role: 'plain' }));
  return { runs, cursor: null, targets: [] };
}
