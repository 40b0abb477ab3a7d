// How a code is drawn, read from what a person typed, and turned into the keyed digest that is kept of it.

import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** Draws a whole number from 0 up to, not including, `limit`. */
export type RandomDigit = (limit: number) => number;

/** What is kept of a code: never the digits, only their digest under a key that the store does not hold. */
export interface Seal {
  /** Random, so that the same digits never give the same digest twice. */
  readonly id: string;
  readonly digest: string;
}

/**
 * Draws a code: each digit on its own, so that every string of digits is equally likely and
 * leading zeros stand (NIST SP 800-63B-4 §3.1.3.2).
 */
export function drawCode(length: number, random: RandomDigit = (limit) => randomInt(limit)): string {
  return Array.from({ length }, () => random(10)).join('');
}

/**
 * The digits of an entry, or undefined where it is not a code of this length. Spaces, dashes
 * and full-width digits are accepted.
 *
 * @example readCode(' 4-8 2 1３', 5) // '48213'
 */
export function readCode(entry: string, length: number): string | undefined {
  const digits = entry.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '');
  return digits.length === length && /^[0-9]+$/.test(digits) ? digits : undefined;
}

/**
 * The one code of this length in a text, such as a pasted message, or undefined where there is none or a choice.
 *
 * @example findCode('G-482 13 is your code', 5) // '48213'
 */
export function findCode(text: string, length: number): string | undefined {
  const plain = text.normalize('NFKC');
  // A number that is whole is not joined with its neighbours, such as the time of the message.
  for (const pattern of [/[0-9]+/g, /[0-9](?:[ \p{Pd}]?[0-9])*/gu]) {
    const runs = (plain.match(pattern) ?? []).map((run) => run.replace(/[^0-9]/g, ''));
    const codes = new Set(runs.filter((digits) => digits.length === length));
    if (codes.size > 0) return codes.size === 1 ? [...codes][0] : undefined;
  }
  return undefined;
}

/** Seals a new code for one recipient and service. */
export function sealCode(key: string, serviceKey: string, code: string): Seal {
  const id = randomBytes(16).toString('hex');
  return { id, digest: digest(key, serviceKey, id, code) };
}

/** Stands for a code that another service makes and judges: nothing opens it here. */
export function sealForeignCode(): Seal {
  return { id: randomBytes(16).toString('hex'), digest: '' };
}

/** Whether a code is the sealed one; takes the same time for a right and a wrong one. */
export function opensSeal(key: string, serviceKey: string, code: string, seal: Seal): boolean {
  const expected = Buffer.from(seal.digest, 'hex');
  const actual = Buffer.from(digest(key, serviceKey, seal.id, code), 'hex');
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** A key for the digests, made from a secret that is there anyway and does not show through it. */
export function deriveSecret(from: string): string {
  return digest(from, 'key for digests of codes');
}

/** The name of a ledger in a store. Keyed, because the few phone numbers there are could be tried one by one. */
export function ledgerKey(key: string, recipient: string): string {
  return digest(key, 'ledger', recipient);
}

/** The name of a service in a recipient's ledger. Keyed, as nobody need know what the codes are for. */
export function serviceKey(key: string, recipient: string, service: string): string {
  return digest(key, 'service', recipient, service);
}

// JSON keeps the parts apart, whatever they hold.
function digest(key: string, ...parts: readonly string[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex');
}
