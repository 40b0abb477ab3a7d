// How each role looks, depending on the terminal's colours. Words and marks carry the meaning; colour only adds to it.

import type { Console } from '../terminal.ts';
import type { Role } from './role.ts';

/** Colours are indices into the terminal's palette; -1 is the terminal's default. */
export interface Look {
  readonly fg: number;
  readonly bg: number;
  readonly bold?: boolean;
}

export type Theme = { readonly [R in Role]: Look };

const DEFAULT: Look = { fg: -1, bg: -1 };

/** Every text has a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3). */
const COLOURS_256: Theme = {
  plain: DEFAULT,
  panel: { fg: 255, bg: 238 },
  title: { fg: 255, bg: 238, bold: true },
  quiet: { fg: 250, bg: 238 },
  slot: { fg: 255, bg: 235, bold: true },
  'next-slot': { fg: 255, bg: 235, bold: true },
  'slot-mark': { fg: 235, bg: 75 },
  button: { fg: 255, bg: 241, bold: true },
  focused: { fg: 255, bg: 25, bold: true },
  waiting: { fg: 252, bg: 240 },
  good: { fg: 114, bg: 238, bold: true },
  bad: { fg: 217, bg: 238, bold: true },
  hint: { fg: 250, bg: 238 },
  phone: { fg: 255, bg: 236 },
  'phone-title': { fg: 255, bg: 236, bold: true },
  'phone-quiet': { fg: 250, bg: 236 },
  bubble: { fg: 255, bg: 25 },
};

const LIGHT: Look = { fg: 0, bg: 7 };
const DARK: Look = { fg: 7, bg: 0 };

// Bold black is dark grey on many terminals, which could not be read on light grey. So only light grey is bold.
const COLOURS_16: Theme = {
  plain: DEFAULT,
  panel: LIGHT,
  title: { ...DARK, bold: true },
  quiet: LIGHT,
  slot: DARK,
  'next-slot': LIGHT,
  'slot-mark': DARK,
  button: LIGHT,
  focused: { ...DARK, bold: true },
  waiting: LIGHT,
  good: LIGHT,
  bad: LIGHT,
  hint: LIGHT,
  phone: LIGHT,
  'phone-title': LIGHT,
  'phone-quiet': LIGHT,
  bubble: DARK,
};

const BOLD: Look = { ...DEFAULT, bold: true };

const NO_COLOURS: Theme = {
  plain: DEFAULT,
  panel: DEFAULT,
  title: BOLD,
  quiet: DEFAULT,
  slot: DEFAULT,
  'next-slot': BOLD,
  'slot-mark': DEFAULT,
  button: DEFAULT,
  focused: BOLD,
  waiting: DEFAULT,
  good: BOLD,
  bad: BOLD,
  hint: DEFAULT,
  phone: DEFAULT,
  'phone-title': BOLD,
  'phone-quiet': DEFAULT,
  bubble: DEFAULT,
};

/** The theme for a terminal. Without UTF-8 there are no half blocks, so nothing has a background. */
export function themeFor({ colours, unicode }: Pick<Console, 'colours' | 'unicode'>): Theme {
  return unicode ? { 256: COLOURS_256, 16: COLOURS_16, 0: NO_COLOURS }[colours] : NO_COLOURS;
}
