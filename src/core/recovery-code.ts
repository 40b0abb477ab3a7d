// Recovery codes, which stand in for texted ones: draws them, reads what a person typed, and makes the keyed digests
// that are stored in their place.

import { randomInt } from 'node:crypto';
import { hmac, isSameDigest, type RandomDigit } from './code.ts';
import { withAsciiForms } from './entry.ts';

/** Crockford's base 32, which has no I, L, O or U: https://www.crockford.com/base32.html */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Of 5 bits each: 80 bits, where NIST SP 800-63B-4 §4.2.1.1 asks for at least 64. */
const SYMBOLS = 16;
const CODES_IN_A_SET = 8;
const SHAPE = new RegExp(`^[${ALPHABET}]{${SYMBOLS}}$`);

/** Draws a set of recovery codes, symbol by symbol. @param random draws a whole number below its argument */
export function drawRecoveryCodes(random: RandomDigit = (limit) => randomInt(limit)): string[] {
  const draw = () => Array.from({ length: SYMBOLS }, () => ALPHABET[random(ALPHABET.length)]).join('');
  return Array.from({ length: CODES_IN_A_SET }, draw);
}

/** Writes a recovery code for people: `XXXX-XXXX-XXXX-XXXX`. */
export function writeRecoveryCode(code: string): string {
  return code.replace(/.{4}(?=.)/g, '$&-');
}

/**
 * The symbols of a recovery code, or undefined if an entry does not have the shape of one, as no texted code does.
 * Lower case, spaces, dashes and full-width forms are accepted; an O is a 0, and an I or L is a 1.
 *
 * @example readRecoveryCode('oiab cdef-ghjk-mnpq') // '01ABCDEFGHJKMNPQ'
 */
export function readRecoveryCode(entry: string): string | undefined {
  const symbols = withAsciiForms(entry)
    .replace(/[\s\p{Pd}\u2212]/gu, '')
    // Only ASCII: `toUpperCase` would turn an ſ into an S.
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return SHAPE.test(symbols) ? symbols : undefined;
}

/** Digests a recovery code for one recipient. Next to any other recipient, the digest matches no code. */
export function digestRecoveryCode(key: string, recipient: string, code: string): string {
  return hmac(key, 'recovery code', recipient, code);
}

/** Whether a recovery code matches a stored digest. Compares in constant time. */
export function recoveryCodeMatcher(key: string, recipient: string, code: string): (digest: string) => boolean {
  const digest = digestRecoveryCode(key, recipient, code);
  return (stored) => isSameDigest(stored, digest);
}
