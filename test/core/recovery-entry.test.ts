// Recovery codes in texts that have more than them.

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ALPHABET, findRecoveryCode, readSymbols, writeRecoveryCode } from '../../src/core/recovery-entry.ts';

const CODE = '7Q2M0XKDVH4T9WRA';
const WRITTEN = '7Q2M-0XKD-VH4T-9WRA';

it.each([
  ['alone', WRITTEN],
  ['without dashes', CODE],
  ['in lower case, with spaces', '7q2m 0xkd vh4t 9wra'],
  ['with its number in the list', `3. ${WRITTEN}`],
  ['in a sentence', `My code is ${WRITTEN.toLowerCase()}.`],
  ['twice', `${WRITTEN}\n${WRITTEN}`],
  ['in full-width forms and other dashes', 'code：７Ｑ２Ｍ–0XKD–VH4T−9WRA'],
  ['beside what only looks like one', `${WRITTEN} UUUU-UUUU-UUUU-UUUU`],
])('is found %s', (_, text) => {
  expect(findRecoveryCode(text)).toBe(CODE);
});

it.each([
  ['nothing', ''],
  ['a texted code', '48213'],
  ['a message', '48213 is your verification code. It expires in 5 minutes.'],
  ['words', 'this is no code at all, and neither is that'],
  ['two of them', `${WRITTEN} ${WRITTEN.replace('7', '8')}`],
  ['too few groups', WRITTEN.slice(5)],
  ['too many groups', `${WRITTEN}-AAAA`],
  ['a longer word', `${WRITTEN}A`],
  ['a letter that there is not', WRITTEN.replace('Q', 'U')],
])('is not found in %s', (_, text) => {
  expect(findRecoveryCode(text)).toBeUndefined();
});

it('is found whatever stands around it, and in time', () => {
  const codes = fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 16, maxLength: 16 });
  const around = fc.string({ unit: fc.constantFrom(' ', '.', '\n', '(', '"') });
  fc.assert(
    fc.property(codes, around, around, (code, before, after) => {
      expect(findRecoveryCode(`${before}${writeRecoveryCode(code)}${after}`)).toBe(code);
    }),
  );
  for (const flood of ['A', 'A-', 'AAAA-', '- ', '０']) expect(findRecoveryCode(flood.repeat(100_000))).toBeUndefined();
}, 5_000);

it('is read symbol by symbol', () => {
  expect(['7', 'q', 'o', 'L', ' - ', '', 'u', 'ſ', '１'].map(readSymbols)).toEqual([
    ...['7', 'Q', '0', '1', '', ''],
    ...[undefined, undefined, '1'],
  ]);
});
