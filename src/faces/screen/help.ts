// The help page, shown in place of the form: the keys, then the rules that matter to a person.

import { waitInWords } from '../../core/duration.ts';
import type { Policy } from '../../core/policy.ts';
import { shorten } from './glyphs.ts';
import { KEY_HELP } from './keys.ts';
import type { Run } from './scene.ts';
import type { Page } from './view.ts';

/** The help page for a policy. */
export function helpPage({ expiresIn, maxAttempts, resendAfter }: Policy): Page {
  const rules = [
    `A code works for ${waitInWords(expiresIn)} and ${maxAttempts === 1 ? '1 try' : `${maxAttempts} tries`}.`,
    'Only the newest code is valid.',
    `You can ask for another ${resendAfter === 0 ? 'at once' : `after ${waitInWords(resendAfter)}`}.`,
  ];
  return (_form, inside, glyphs) => {
    const roomy = inside.columns > 40;
    const margin = roomy ? 2 : 1;
    const keyWidth = Math.max(...KEY_HELP.map(({ keys }) => keys.length)) + 2;
    const keys = KEY_HELP.map(({ keys, does }) => (roomy ? keys.padEnd(keyWidth) + does : `${keys}: ${does}`));
    const lines = roomy ? ['', ...keys, '', ...rules, '', 'Any key closes this help.'] : [...keys, ...rules];
    const shown = roomy ? lines : [...lines.slice(0, inside.rows - 1), 'Any key closes this help.'];
    const runs = shown.map(
      (line, row): Run => ({
        x: inside.x + margin,
        y: inside.y + row,
        text: shorten(line, inside.columns - 2 * margin, glyphs.more),
        role: 'box',
      }),
    );
    const title: Run[] = roomy ? [{ x: inside.x + margin, y: inside.y, text: 'Help', role: 'title' }] : [];
    return { runs: [...title, ...runs], cursor: null, targets: [] };
  };
}
