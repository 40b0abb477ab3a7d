// The characters the form is drawn with, and text set with them.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASCII, CONSOLE, frame, shorten, UNICODE, wrap } from '../../../src/faces/screen/glyphs.ts';

describe('plain text', () => {
  it.each([
    ['letters with accents stay', 'Zürich é', 'Zürich é', 'Z?rich ?'],
    ['accents join their letters', 'e\u0301', 'é', '?'],
    ['dots and marks of cuts', '•• …', '•• …', '** ...'],
    ['wide characters', '验证', '??', '??'],
    ['emoji', '🙂', '?', '?'],
    ['emoji of the first plane', '✅⌚', '??', '??'],
    ['marks that join nothing', '1\u0301', '1?', '1?'],
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

describe('a frame', () => {
  it('is a filled box with a line around it', () => {
    expect(frame({ x: 3, y: 5, columns: 4, rows: 3 }, 'box', UNICODE.round)).toEqual([
      { x: 3, y: 5, role: 'box', text: '╭──╮' },
      { x: 3, y: 6, role: 'box', text: '│  │' },
      { x: 3, y: 7, role: 'box', text: '╰──╯' },
    ]);
  });
});

describe('cutting', () => {
  it.each([
    ['12345', 5, '12345'],
    ['123456', 5, '1234…'],
    ['12', 1, '1'],
    ['', 3, ''],
  ])('%j to %i columns', (text, columns, cut) => {
    expect(shorten(text, columns, '…')).toBe(cut);
  });

  it('leaves room for a longer mark', () => {
    expect(shorten('1234567', 6, '...')).toBe('123...');
  });
});

describe('wrapping', () => {
  it.each([
    ['one line', 'one two', 7, ['one two']],
    ['between words', 'one two', 6, ['one', 'two']],
    ['after a word that just fits', 'one two', 3, ['one', 'two']],
    ['a word longer than a line', 'abcdefgh', 3, ['abc', 'def', 'gh']],
    ['nothing', '  ', 3, []],
  ])('%s', (_, text, columns, lines) => {
    expect(wrap(text, columns, 3, '…')).toEqual(lines);
  });

  it('never makes too many lines or too long ones, and loses no word without a mark', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/)),
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 1, max: 5 }),
        (words, columns, rows) => {
          const lines = wrap(words.join(' '), columns, rows, '…');
          expect(lines.length).toBeLessThanOrEqual(rows);
          expect(Math.max(0, ...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
          if (!lines.at(-1)?.endsWith('…')) expect(lines.join('')).toBe(lines.join('').trim());
          if (!lines.at(-1)?.endsWith('…')) expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
        },
      ),
    );
  });
});
