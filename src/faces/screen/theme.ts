// How each role looks, depending on the terminal's colours. Words carry the meaning; colour only adds to it.

import type { Role } from './scene.ts';

/** Colours are indices into the terminal's palette; -1 is the terminal's default. */
export interface Look {
  readonly fg: number;
  readonly bg: number;
  readonly bold?: boolean;
  readonly inverse?: boolean;
}

export type Theme = { readonly [R in Role]: Look };

const DEFAULT: Look = { fg: -1, bg: -1 };

/** Every text has a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3). */
const COLOURS_256: Theme = {
  plain: DEFAULT,
  box: { fg: 255, bg: 240 },
  title: { fg: 255, bg: 240, bold: true },
  hint: { fg: 252, bg: 240 },
  notice: { fg: 255, bg: 240, bold: true },
  input: { fg: 235, bg: 252 },
  button: { fg: 235, bg: 250 },
  focused: { fg: 255, bg: 25, bold: true },
};

const COLOURS_16: Theme = {
  plain: DEFAULT,
  box: { fg: 0, bg: 7 },
  title: { fg: 0, bg: 7, bold: true },
  hint: { fg: 0, bg: 7 },
  notice: { fg: 0, bg: 7, bold: true },
  input: { fg: 0, bg: 7 },
  button: { fg: 0, bg: 7 },
  focused: { fg: 0, bg: 7, inverse: true },
};

const NO_COLOURS: Theme = {
  plain: DEFAULT,
  box: DEFAULT,
  title: { ...DEFAULT, bold: true },
  hint: DEFAULT,
  notice: { ...DEFAULT, bold: true },
  input: DEFAULT,
  button: DEFAULT,
  focused: { ...DEFAULT, inverse: true },
};

/** The theme for a number of colours. */
export function themeFor(colours: 256 | 16 | 0): Theme {
  return { 256: COLOURS_256, 16: COLOURS_16, 0: NO_COLOURS }[colours];
}
