// Recovery codes, which stand in for texted ones: draws them, and makes the keyed digests that are stored in their
// place.

import { randomInt } from 'node:crypto';
import { hmac, isSameDigest, type RandomDigit } from './code.ts';
import { ALPHABET, SYMBOLS } from './recovery-entry.ts';

const CODES_IN_A_SET = 8;

/** Draws a set of recovery codes, symbol by symbol. @param random draws a whole number below its argument */
export function drawRecoveryCodes(random: RandomDigit = (limit) => randomInt(limit)): string[] {
  const draw = () => Array.from({ length: SYMBOLS }, () => ALPHABET[random(ALPHABET.length)]).join('');
  return Array.from({ length: CODES_IN_A_SET }, draw);
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
