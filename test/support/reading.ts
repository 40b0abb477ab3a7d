// What a person reads in the slots of a form.

import type { Terminal } from './terminal.ts';

type Shown = Pick<Terminal, 'rows' | 'text' | 'until'>;

/** The digits in the slots, of the full form or the compact one. */
export function typedIn({ rows }: Pick<Shown, 'rows'>): string {
  const all = rows();
  const buttons = all.findIndex((row) => row.includes('SUBMIT'));
  const full = all[buttons - 1]?.includes('▄');
  return all
    .slice(full ? Math.max(0, buttons - 4) : buttons - 1, full ? buttons - 2 : buttons)
    .join('')
    .replaceAll(/[^0-9]/g, '');
}

/** Waits until the slots show these digits and no others. */
export function untilTyped(shown: Shown, digits: string): Promise<void> {
  return shown.until(() => shown.text().includes('SUBMIT') && typedIn(shown) === digits);
}
