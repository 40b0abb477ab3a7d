// The help page, shown in place of the form: the keys, then the rules that matter to a person.

import type { Policy } from '../../core/policy.ts';
import { rulesInWords } from '../rules.ts';
import type { Page } from './full.ts';
import { KEY_HELP } from './keys.ts';
import { centredRun, middle, type Rect, type Run } from './scene.ts';
import { wrap } from './wrapping.ts';

const CLOSE = 'Any key closes this help.';

/** The help page for a policy. */
export function helpPage(policy: Policy): Page {
  return ({ recovery }, inside, glyphs) => {
    const rules = rulesInWords(policy, recovery.left);
    const runs = inside.columns > 40 ? roomyHelp(inside, rules) : shortHelp(inside, rules, glyphs.more);
    return { runs, cursor: null, targets: [] };
  };
}

function roomyHelp(inside: Rect, rules: readonly string[]): Run[] {
  const keys = twoColumns();
  const y = Math.max(0, Math.floor((inside.rows - keys.length - rules.length - 6) / 2));
  const x = middle(Math.max(...keys.map((line) => line.length)), inside);
  const lines = [...keys, '', ...rules];
  return [
    centredRun('Help', 'title', inside, y),
    ...lines.map((text, row): Run => ({ x, y: inside.y + y + 2 + row, text, role: 'panel' })),
    centredRun(CLOSE, 'hint', inside, inside.rows - 1),
  ];
}

/** The keys, as two columns of lines. */
function twoColumns(): string[] {
  const half = Math.ceil(KEY_HELP.length / 2);
  const [left = [], right = []] = [KEY_HELP.slice(0, half), KEY_HELP.slice(half)].map((entries) => {
    const width = Math.max(...entries.map(({ keys }) => keys.length));
    return entries.map(({ keys, does }) => `${keys.padEnd(width)}  ${does}`);
  });
  const width = Math.max(...left.map((line) => line.length));
  return left.map((line, row) => (right[row] ? `${line.padEnd(width)}   ${right[row]}` : line));
}

/** The keys, and as many of the rules as fit whole. */
function shortHelp(inside: Rect, rules: readonly string[], more: string): Run[] {
  const keys = KEY_HELP.map(({ keys, does }) => `${keys.replaceAll(', ', '/')}: ${does}`).join('; ');
  const lines = wrap(`${keys}.`, inside.columns, inside.rows - 1, more);
  for (const rule of rules) {
    const rows = wrap(rule, inside.columns, inside.rows, more);
    if (lines.length + rows.length < inside.rows) lines.push(...rows);
  }
  const shown = lines.map((text, row): Run => ({ x: inside.x, y: inside.y + row, text, role: 'panel' }));
  return [...shown, { x: inside.x, y: inside.y + inside.rows - 1, text: CLOSE, role: 'hint' }];
}
