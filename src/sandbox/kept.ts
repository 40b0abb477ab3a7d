// What the sandbox remembers: the newest thousand of a kind, so that one left running does not grow.

import { randomBytes } from 'node:crypto';

const MOST = 1_000;

/** Keeps a value under a key; the oldest is forgotten once there are too many. */
export function keep<Value>(kept: Map<string, Value>, key: string, value: Value): void {
  kept.delete(key);
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
}

/** @example newSid('SM') // 'SM' and 32 hexadecimal digits */
export function newSid(prefix: string): string {
  return `${prefix}${randomBytes(16).toString('hex')}`;
}
