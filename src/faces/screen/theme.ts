// How each role looks, by what the terminal can show. Meaning is in the words; colour only adds.

import type { Role } from './scene.ts';

/** Colours are numbers of the terminal's palette; -1 is the terminal's own. */
export interface Look {
  readonly fg: number;
  readonly bg: number;
  readonly bold?: boolean;
  readonly inverse?: boolean;
}

export type Theme = { readonly [R in Role]: Look };

const OWN: Look = { fg: -1, bg: -1 };

/** Chosen so that every text has a contrast of 4.5:1 or more (WCAG 2.2, 1.4.3). */
const COLOURS_256: Theme = {
  plain: OWN,
  box: { fg: 255, bg: 240 },
  title: { fg: 255, bg: 240, bold: true },
  hint: { fg: 252, bg: 240 },
  notice: { fg: 255, bg: 240, bold: true },
  input: { fg: 235, bg: 252 },
  button: { fg: 235, bg: 250 },
  focused: { fg: 255, bg: 25, bold: true },
};

const COLOURS_16: Theme = {
  plain: OWN,
  box: { fg: 0, bg: 7 },
  title: { fg: 0, bg: 7, bold: true },
  hint: { fg: 0, bg: 7 },
  notice: { fg: 0, bg: 7, bold: true },
  input: { fg: 0, bg: 7 },
  button: { fg: 0, bg: 7 },
  focused: { fg: 0, bg: 7, inverse: true },
};

const NO_COLOURS: Theme = {
  plain: OWN,
  box: OWN,
  title: { ...OWN, bold: true },
  hint: OWN,
  notice: { ...OWN, bold: true },
  input: OWN,
  button: OWN,
  focused: { ...OWN, inverse: true },
};

/** The theme for the number of colours that may be used. */
export function themeFor(colours: 256 | 16 | 0): Theme {
  return { 256: COLOURS_256, 16: COLOURS_16, 0: NO_COLOURS }[colours];
}
