// The characters the form is drawn with.

import { describe, expect, it } from 'vitest';
import {
  ASCII,
  COLOURLESS,
  CONSOLE,
  FRAMED,
  type Glyphs,
  glyphsFor,
  UNICODE,
} from '../../../src/faces/screen/glyphs.ts';
import type { Console } from '../../../src/faces/terminal.ts';

describe('plain text', () => {
  it.each([
    ['letters with accents stay', 'Zürich é', 'Zürich é', 'Z?rich ?'],
    ['accents join their letters', 'e\u0301', 'é', '?'],
    ['dots and marks of cuts', '•• …', '•• …', '** ...'],
    ['wide characters', '验证', '??', '??'],
    ['emoji', '🙂', '?', '?'],
    ['emoji of the first plane', '✅⌚', '??', '??'],
    ['marks that join nothing', '1\u0301', '1?', '1?'],
    ['points in the middle', 'a · b', 'a · b', 'a - b'],
    ['control characters', '\u001b[2J\u0007\n\u009b', '?[2J???', '?[2J???'],
    ['characters without a width', '1\u200b2\u202e\u00ad', '1?2??', '1?2??'],
    ['line and paragraph separators', '1\u2028\u2029', '1??', '1??'],
    ['half a character', '\ud83d', '?', '?'],
  ])('%s', (_, text, unicode, ascii) => {
    expect(UNICODE.plain(text)).toBe(unicode);
    expect(ASCII.plain(text.normalize('NFC'))).toBe(ascii);
  });

  it('spells out what the fonts of the Linux console lack', () => {
    expect(CONSOLE.plain('Checking… •')).toBe('Checking... •');
  });
});

describe('a terminal gets', () => {
  it.each<[string, Console, Glyphs]>([
    ['half blocks with 256 colours', { colours: 256, unicode: true, linux: false }, UNICODE],
    ['framed buttons with 16', { colours: 16, unicode: true, linux: false }, FRAMED],
    ['lines and words without colours', { colours: 0, unicode: true, linux: false }, COLOURLESS],
    ['ASCII without UTF-8, whatever its colours', { colours: 256, unicode: false, linux: false }, ASCII],
    ['few symbols on the Linux console', { colours: 16, unicode: true, linux: true }, CONSOLE],
    ['the same without colours', { colours: 0, unicode: true, linux: true }, { ...CONSOLE, material: 'bare' }],
  ])('%s', (_, terminal, glyphs) => {
    expect(glyphsFor(terminal)).toEqual(glyphs);
  });
});
