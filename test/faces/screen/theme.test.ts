// The looks: contrast with colours, and attributes without.

import { describe, expect, it } from 'vitest';
import { themeFor } from '../../../src/faces/screen/theme.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** A colour of xterm's 256-colour palette above the first 16, which are the user's own. */
function paletteColour(index: number): Colour {
  if (index >= 232) {
    const grey = 8 + 10 * (index - 232);
    return [grey, grey, grey];
  }
  const level = (place: number) => {
    const step = Math.floor((index - 16) / place) % 6;
    return step === 0 ? 0 : 55 + 40 * step;
  };
  return [level(36), level(6), level(1)];
}

/** WCAG 2.2, contrast ratio: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: Colour, other: Colour): number {
  const luminance = (colour: Colour) => {
    const [red = 0, green = 0, blue = 0] = colour.map((channel) => {
      const part = channel / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

it('computes contrast as WCAG does', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
  expect(contrast(paletteColour(255), paletteColour(240))).toBeCloseTo(6.1, 1);
  expect(paletteColour(25)).toEqual([0, 95, 175]);
});

/** The first 16 are the user's own: as xterm and the Linux console have 0 and 7, and what they show if these are bold. */
const GREYS = [
  { 0: [0, 0, 0], 7: [229, 229, 229], bold: { 0: [127, 127, 127], 7: [255, 255, 255] } },
  { 0: [0, 0, 0], 7: [170, 170, 170], bold: { 0: [85, 85, 85], 7: [255, 255, 255] } },
] as const;

describe('with 256 colours', () => {
  const { plain, ...roles } = themeFor({ colours: 256, unicode: true });

  it.each(Object.entries(roles))('%s has a contrast of 4.5:1 or more', (_, { fg, bg }) => {
    expect(Math.min(fg, bg)).toBeGreaterThanOrEqual(16);
    expect(contrast(paletteColour(fg), paletteColour(bg))).toBeGreaterThanOrEqual(4.5);
  });

  it('marks the slot to type in with a contrast of 3:1 or more', () => {
    const [mark, panel] = [roles['slot-mark'].bg, roles.panel.bg].map(paletteColour) as [Colour, Colour];
    expect(contrast(mark, panel)).toBeGreaterThanOrEqual(3);
  });

  it('has a grey panel, a bold title, and green and red notices', () => {
    const [red, green, blue] = paletteColour(roles.panel.bg);
    expect([green, blue]).toEqual([red, red]);
    expect(roles).toMatchObject({ title: { bold: true }, good: { bold: true }, bad: { bold: true } });
    const [goodRed, goodGreen] = paletteColour(roles.good.fg);
    const [badRed, badGreen] = paletteColour(roles.bad.fg);
    expect([goodGreen > goodRed, badRed > badGreen]).toEqual([true, true]);
  });

  it('has areas that differ from what they lie on', () => {
    const { panel, slot, button, waiting, focused, phone, bubble } = roles;
    const onPanel = [slot, button, waiting, focused].map(({ bg }) => bg);
    expect(new Set([panel.bg, ...onPanel]).size).toBe(5);
    expect(bubble.bg).not.toBe(phone.bg);
  });

  it('leaves what is outside the panel to the terminal', () => {
    expect(plain).toEqual({ fg: -1, bg: -1 });
  });
});

describe('with 16 colours', () => {
  const { plain: _, ...roles } = themeFor({ colours: 16, unicode: true });

  it.each(Object.entries(roles))(
    '%s is black and light grey, with a contrast of 4.5:1 or more even where bold is bright',
    (_role, { fg, bg, bold }) => {
      expect([fg, bg].sort()).toEqual([0, 7]);
      for (const greys of GREYS) {
        const [text, ground] = [(bold ? greys.bold : greys)[fg as 0 | 7], greys[bg as 0 | 7]];
        expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it('reverses the focus, and has a bold title', () => {
    expect(roles).toMatchObject({ title: { bold: true }, focused: { fg: 7, bg: 0, bold: true } });
  });
});

it.each([
  ['if none are wanted', { colours: 0, unicode: true } as const],
  ['without UTF-8', { colours: 256, unicode: false } as const],
])('has no colours %s, and title, focus and notices are bold', (_, terminal) => {
  const theme = themeFor(terminal);
  for (const { fg, bg } of Object.values(theme)) {
    expect({ fg, bg }).toEqual({ fg: -1, bg: -1 });
  }
  const bold = { bold: true };
  expect(theme).toMatchObject({ title: bold, good: bold, bad: bold, focused: bold, 'next-slot': bold });
});
