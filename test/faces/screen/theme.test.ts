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

describe('with 256 colours', () => {
  const { plain, ...roles } = themeFor(256);

  it.each(Object.entries(roles))('%s has a contrast of 4.5:1 or more', (_, { fg, bg }) => {
    // The first 16 are whatever the user made of them.
    expect(Math.min(fg, bg)).toBeGreaterThanOrEqual(16);
    expect(contrast(paletteColour(fg), paletteColour(bg))).toBeGreaterThanOrEqual(4.5);
  });

  it('has a grey box, and a bold title, notice and focus', () => {
    const [red, green, blue] = paletteColour(roles.box.bg);
    expect([green, blue]).toEqual([red, red]);
    expect(roles).toMatchObject({ title: { bold: true }, notice: { bold: true }, focused: { bold: true } });
    expect(roles.focused.bg).not.toBe(roles.button.bg);
  });

  it('leaves what is outside the box to the terminal', () => {
    expect(plain).toEqual({ fg: -1, bg: -1 });
  });
});

it('uses black on white alone with 16 colours', () => {
  const { plain: _, ...roles } = themeFor(16);
  for (const { fg, bg } of Object.values(roles)) expect({ fg, bg }).toEqual({ fg: 0, bg: 7 });
  expect(roles).toMatchObject({ title: { bold: true }, focused: { inverse: true } });
});

it('uses no colours if none are wanted, but still marks title and focus', () => {
  const theme = themeFor(0);
  for (const { fg, bg } of Object.values(theme)) expect({ fg, bg }).toEqual({ fg: -1, bg: -1 });
  expect(theme).toMatchObject({ title: { bold: true }, notice: { bold: true }, focused: { inverse: true } });
});
