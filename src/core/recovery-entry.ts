// Recovery codes as people write and type them. Apart from the digests, so that a form loads no cryptography.

import { withAsciiForms } from './entry.ts';

/** Crockford's base 32, which has no I, L, O or U: https://www.crockford.com/base32.html */
export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Of 5 bits each: 80 bits, where NIST SP 800-63B-4 §4.2.1.1 asks for at least 64. */
export const SYMBOLS = 16;
const SHAPE = new RegExp(`^[${ALPHABET}]*$`);

/** Writes a recovery code, or the beginning of one, for people: `XXXX-XXXX-XXXX-XXXX`. */
export function writeRecoveryCode(code: string): string {
  return code.replace(/.{4}(?=.)/g, '$&-');
}

/**
 * The symbols that a text stands for; undefined if it has others. Lower case, spaces, dashes and full-width forms are
 * accepted; an O is a 0, and an I or L is a 1.
 */
export function readSymbols(text: string): string | undefined {
  const symbols = withAsciiForms(text)
    .replace(/[\s\p{Pd}\u2212]/gu, '')
    // Only ASCII: `toUpperCase` would turn an ſ into an S.
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return SHAPE.test(symbols) ? symbols : undefined;
}

/**
 * The symbols of a recovery code, or undefined if an entry does not have the shape of one, as no texted code does.
 *
 * @example readRecoveryCode('oiab cdef-ghjk-mnpq') // '01ABCDEFGHJKMNPQ'
 */
export function readRecoveryCode(entry: string): string | undefined {
  const symbols = readSymbols(entry);
  return symbols?.length === SYMBOLS ? symbols : undefined;
}

/**
 * The only recovery code in a text: all of it, or a part that is written with dashes.
 *
 * @example findRecoveryCode('3. 7Q2M-0XKD-VH4T-9WRA') // '7Q2M0XKDVH4T9WRA'
 */
export function findRecoveryCode(text: string): string | undefined {
  const whole = readRecoveryCode(text);
  if (whole !== undefined) return whole;
  const written =
    withAsciiForms(text).match(
      /(?<![\p{L}\p{N}\p{Pd}])[a-z0-9]{4}(?:[\p{Pd}\u2212][a-z0-9]{4}){3}(?![\p{L}\p{N}\p{Pd}])/giu,
    ) ?? [];
  const codes = new Set(written.map(readRecoveryCode).filter((code) => code !== undefined));
  return codes.size === 1 ? [...codes][0] : undefined;
}
