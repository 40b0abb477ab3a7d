// How a code is drawn, and turned into the keyed digest that is kept of it.

import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** Draws a whole number from 0 up to, not including, `limit`. */
export type RandomDigit = (limit: number) => number;

/** What is kept of a code: never the digits, only their digest under a key that the store does not hold. */
interface Seal {
  /** Random, so that the same digits never give the same digest twice. */
  readonly id: string;
  readonly digest: string;
}

/** A seal, and the expiry that it was made for. */
export interface Sealed {
  readonly seal: Seal;
  /** In ms since 1970. */
  readonly expiresAt: number;
}

/** Seals one code, always under the same `id`, once the rules say when it expires. */
export type Sealer = (expiresAt: number) => Seal;

/**
 * Draws a code: each digit on its own, so that every string of digits is equally likely and
 * leading zeros stand (NIST SP 800-63B-4 §3.1.3.2).
 */
export function drawCode(length: number, random: RandomDigit = (limit) => randomInt(limit)): string {
  return Array.from({ length }, () => random(10)).join('');
}

/**
 * Seals a new code for one recipient and service. With another recipient, service or expiry beside it, the seal
 * matches no code: whoever can write the store cannot make an old code good again.
 *
 * @param id of the seal, where it has one already
 */
export function sealCode(key: string, serviceKey: string, code: string, id = newId()): Sealer {
  return (expiresAt) => ({ id, digest: codeDigest(key, serviceKey, id, expiresAt, code) });
}

/** Stands for a code that another service makes and judges: nothing opens it. */
export function sealForeignCode(): Sealer {
  const seal = { id: newId(), digest: '' };
  return () => seal;
}

function newId(): string {
  return randomBytes(16).toString('hex');
}

/** Whether a code is the sealed one; takes the same time for a right and a wrong one. */
export function opensSeal(key: string, serviceKey: string, code: string, { seal, expiresAt }: Sealed): boolean {
  const expected = Buffer.from(seal.digest, 'hex');
  const actual = Buffer.from(codeDigest(key, serviceKey, seal.id, expiresAt, code), 'hex');
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

// Whoever changes these parts ends the codes that are under way, and needs no way to read their seals: the next code
// is sealed anew, and none lives longer than ten minutes.
function codeDigest(key: string, serviceKey: string, id: string, expiresAt: number, code: string): string {
  return digest(key, 'code', serviceKey, id, expiresAt, code);
}

// JSON keeps the parts apart, whatever they hold.
function digest(key: string, ...parts: readonly (string | number)[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex');
}
