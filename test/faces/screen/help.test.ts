// The help page: the keys, then the rules in force.

import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type Policy } from '../../../src/core/policy.ts';
import { ASCII, UNICODE } from '../../../src/faces/screen/glyphs.ts';
import { helpPage } from '../../../src/faces/screen/help.ts';
import { KEY_HELP } from '../../../src/faces/screen/keys.ts';
import { view } from '../../../src/faces/screen/view.ts';
import { area, paint, WRONG } from './painter.ts';

function show(columns: number, rows: number, policy: Partial<Policy> = {}, glyphs = UNICODE) {
  const page = helpPage({ ...DEFAULT_POLICY, ...policy });
  return paint(view({ ...WRONG, help: true }, area(columns, rows), glyphs, page), area(columns, rows));
}

describe('help', () => {
  it.each([
    [58, 18],
    [80, 24],
  ])('shows every key and every rule on %ix%i, and cuts none of its words', (columns, rows) => {
    const shown = show(columns, rows);
    for (const { keys, does } of KEY_HELP) expect(shown).toMatch(new RegExp(`${keys} +${does}(?: |$)`, 'm'));
    expect(shown).toContain('A code works for 5 minutes and 5 tries.');
    expect(shown).toContain('Only the newest code is valid.');
    expect(shown).toContain('You can ask for another after 30 seconds.');
    expect(shown).toContain('Any key closes this help.');
    expect(shown).not.toContain('…');
  });

  it('shows the keys and how to close it in the compact form, and cuts none of its words', () => {
    const shown = show(34, 9);
    expect(shown).toContain('Ctrl-C: leave');
    expect(shown).toContain('Any key closes this help.');
    expect(shown).not.toContain('…');
  });

  it('has its keys in two columns', () => {
    const rows = show(58, 18)
      .split('\n')
      .map((row) => row.trim());
    expect(rows).toContain('Tab, Down      next            Left, Right  move');
    expect(rows).toContain('Esc            clear, leave    Ctrl-C       leave');
  });

  it.each<[Partial<Policy>, string]>([
    [{ expiresIn: 120_000 }, 'A code works for 2 minutes and 5 tries.'],
    [{ expiresIn: 1_000, maxAttempts: 1 }, 'A code works for 1 second and 1 try.'],
    [{ expiresIn: 600_000, maxAttempts: 10 }, 'A code works for 10 minutes and 10 tries.'],
    [{ resendAfter: 600_000 }, 'You can ask for another after 10 minutes.'],
    [{ resendAfter: 0 }, 'You can ask for another at once.'],
  ])('tells the rules of %j', (policy, words) => {
    expect(show(58, 18, policy)).toContain(words);
  });

  it('is drawn in ASCII, too', () => {
    expect(show(58, 18, {}, ASCII)).toMatch(/^[ -~\n]*$/);
  });
});
