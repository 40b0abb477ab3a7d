// Text in the room there is.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { avoidLoneWord, balance, shorten, wrap } from '../../../src/faces/screen/wrapping.ts';

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

describe('a last line of one word', () => {
  it.each([
    ['gets another from above', ['a b c', 'd'], ['a b', 'c d']],
    ['gets none that is the only one there', ['abc', 'd'], ['abc', 'd']],
    ['gets none that is too long', ['a bcd', 'ef'], ['a bcd', 'ef']],
    ['stays alone if it is the only line', ['a'], ['a']],
    ['of two words stays as it is', ['a b', 'c d'], ['a b', 'c d']],
    ['may be missing', [], []],
  ])('%s', (_, lines, expected) => {
    expect(avoidLoneWord(lines, 5)).toEqual(expected);
  });
});

describe('balancing', () => {
  it('makes the lines as even as they can be', () => {
    expect(balance('Too many attempts! Press RESEND OTP for a new code.', 45, 2, '…')).toEqual([
      'Too many attempts! Press',
      'RESEND OTP for a new code.',
    ]);
  });

  it('is never wider than the room there is, however long a word is', () => {
    expect(balance('aaaa aaaaaaaa', 4, 3, '…')).toEqual(['aaaa', 'aaaa', 'aaaa']);
  });

  it('takes no more lines than wrapping, says the same, and cuts only where wrapping does', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/)).map((all) => all.join(' '));
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 30 }), fc.integer({ min: 1, max: 5 }), (text, columns, rows) => {
        const [wrapped, balanced] = [wrap(text, columns, rows, '…'), balance(text, columns, rows, '…')];
        expect(balanced.length).toBe(wrapped.length);
        expect(Math.max(0, ...balanced.map((line) => line.length))).toBeLessThanOrEqual(columns);
        expect(balanced.join('').replaceAll(' ', '')).toBe(wrapped.join('').replaceAll(' ', ''));
      }),
    );
  });
});
