import { expect, it } from 'vitest';
import { plainText } from '../../src/core/plain-text.ts';

it.each([
  ['an escape sequence', 'bad\u001b[2J news', 'bad[2J news'],
  ['one byte long escape sequences', 'a\u009b31mb', 'a31mb'],
  ['a bell, a backspace and a NUL', 'a\u0007b\u0008c\u0000', 'abc'],
  ['marks that turn the writing around', 'a\u202eb\u2066c', 'abc'],
  ['invisible characters', 'a\u200bb\u00adc\u{e0041}', 'abc'],
  ['private characters', 'a\ue000b', 'ab'],
  ['half a surrogate pair', 'a\ud83d', 'a'],
])('takes out %s', (_, text, plain) => {
  expect(plainText(text)).toBe(plain);
});

it('puts it on one line, with one space for any number of them', () => {
  expect(plainText(' a\r\n\tb\u2028c   d\u00a0e ')).toBe('a b c d e');
});

it('leaves letters, digits, signs and emoji of all scripts', () => {
  expect(plainText('Ünïcode “код” 電話 🙂 <&> 5 €')).toBe('Ünïcode “код” 電話 🙂 <&> 5 €');
});

it('cuts a text that is too long, with a mark, and not through a character', () => {
  expect(plainText('🙂🙂🙂🙂', 4)).toBe('🙂🙂🙂🙂');
  expect(plainText('🙂🙂🙂🙂🙂', 4)).toBe('🙂🙂🙂…');
  expect(plainText('a'.repeat(1_000))).toBe(`${'a'.repeat(199)}…`);
});
