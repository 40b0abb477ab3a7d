// Draws codes, and makes the keyed digests (HMAC-SHA-256) that are stored in place of codes.

import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** Draws a whole number from 0 up to but not including `limit`. */
export type RandomDigit = (limit: number) => number;

/** The keyed digest of a code. The store has neither the digits nor the key. */
interface CodeDigest {
  /** Random, so that the same digits never give the same digest twice. Identifies the code. */
  readonly id: string;
  readonly digest: string;
}

/** What is stored of a code: its digest and its expiry, which is part of what was digested. */
export interface StoredCode {
  /** Named before codes had digests by that name: stored ledgers have this field. */
  readonly seal: CodeDigest;
  /** In ms since 1970. */
  readonly expiresAt: number;
}

/** Digests one code, always with the same `id`, once the rules have set its expiry. */
export type DigestFor = (expiresAt: number) => CodeDigest;

/**
 * Draws a code digit by digit, so that every string of digits is equally likely, leading zeros included
 * (NIST SP 800-63B-4 §3.1.3.2).
 */
export function drawCode(length: number, random: RandomDigit = (limit) => randomInt(limit)): string {
  return Array.from({ length }, () => random(10)).join('');
}

/**
 * Digests a code for one recipient and service. Next to any other recipient, service or expiry, the digest matches
 * no code: someone who can write to the store cannot make an old code valid again.
 *
 * @param id of the code, if it already has one
 */
export function digestCode(key: string, serviceKey: string, code: string, id = newId()): DigestFor {
  return (expiresAt) => ({ id, digest: hmacOfCode(key, serviceKey, id, expiresAt, code) });
}

/** Takes the place of the digest if an outside service makes and judges the code. Matches no code. */
export function placeholderDigest(): DigestFor {
  const placeholder = { id: newId(), digest: '' };
  return () => placeholder;
}

function newId(): string {
  return randomBytes(16).toString('hex');
}

/** Whether a code matches a stored one. Compares in constant time. */
export function matchesDigest(key: string, serviceKey: string, code: string, { seal, expiresAt }: StoredCode): boolean {
  return isSameDigest(seal.digest, hmacOfCode(key, serviceKey, seal.id, expiresAt, code));
}

/** Whether two digests are the same. Compares in constant time. */
export function isSameDigest(stored: string, actual: string): boolean {
  const [one, other] = [Buffer.from(stored, 'hex'), Buffer.from(actual, 'hex')];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Derives an HMAC key from another secret, which it does not reveal. */
export function deriveSecret(from: string): string {
  return hmac(from, 'key for digests of codes');
}

/** The key of a ledger in a store. An HMAC, because all phone numbers could be tried against a plain hash. */
export function ledgerKey(key: string, recipient: string): string {
  return hmac(key, 'ledger', recipient);
}

/** The key of a service in a recipient's ledger. An HMAC, so that the store does not reveal what the codes are for. */
export function serviceKey(key: string, recipient: string, service: string): string {
  return hmac(key, 'service', recipient, service);
}

// Changing these parts invalidates the codes that are out. It needs no migration: the next code gets a new digest,
// and no code is valid for more than ten minutes.
function hmacOfCode(key: string, serviceKey: string, id: string, expiresAt: number, code: string): string {
  return hmac(key, 'code', serviceKey, id, expiresAt, code);
}

/**
 * HMAC-SHA-256 of some parts, the first of which says what for. JSON keeps them apart, whatever they contain.
 */
export function hmac(key: string, ...parts: readonly (string | number)[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex');
}
