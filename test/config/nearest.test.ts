// What a mistyped word was meant to be.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearest } from '../../src/config/nearest.ts';
import { namesOf, SETTINGS, type Setting } from '../../src/config/settings.ts';

const NAMES = Object.values<Setting<unknown>>(SETTINGS).flatMap(namesOf);
const near = (word: string) => nearest(word, NAMES, 4);

test.each([
  ['OTP_LENGHT', 'OTP_LENGTH'],
  ['OTP_LENGTHS', 'OTP_LENGTH'],
  ['OTP_CHANEL', 'OTP_CHANNEL'],
  ['OTP_EXPIRES', 'OTP_EXPIRES_IN'],
  ['OTP_RESENDAFTER', 'OTP_RESEND_AFTER'],
  ['OTP_TIMEOUT', 'OTP_IDLE_TIMEOUT'],
  ['OTP_MAX_ATTEMPT', 'OTP_MAX_ATTEMPTS'],
  ['OTP_CAFILE', 'OTP_CA_FILE'],
])('%s is %s', (word, meant) => {
  expect(near(word)).toBe(meant);
});

test.each(['OTP_VERSION', 'OTP_', 'OTP_FOO', 'OTP_DOWNLOAD_SHA256', `OTP_${'X'.repeat(60_000)}`])(
  'nothing is near %.30s',
  (word) => {
    expect(near(word)).toBeUndefined();
  },
);

test('a word that is known is itself', () => {
  for (const name of NAMES) expect(near(name)).toBe(name);
});

test('one slip is found, wherever it is', () => {
  const slips = [
    (word: string, at: number) => word.slice(0, at) + word.slice(at + 1),
    (word: string, at: number) => `${word.slice(0, at)}_${word.slice(at)}`,
    (word: string, at: number) => word.slice(0, at) + (word[at + 1] ?? '') + word[at] + word.slice(at + 2),
  ];
  const known = ['OTP_LENGTH', 'OTP_MESSAGE', 'OTP_PROXY'];
  fc.assert(
    fc.property(fc.constantFrom(...known), fc.constantFrom(...slips), fc.nat(30), (word, slip, where) => {
      const at = 4 + (where % (word.length - 4));
      expect(nearest(slip(word, at), known, 4)).toBe(word);
    }),
  );
});
