// The kinds of values that settings have: how each is parsed, and what a good one looks like.

import { isAbsolute, join } from 'node:path';
import type { AuditAddress } from '../audit/log.ts';
import { parseDuration, writeDuration } from '../core/duration.ts';
import { DEFAULT_POLICY, POLICY_BOUNDS, type Policy } from '../core/policy.ts';
import { type ProxyAddress, readProxyAddress } from '../delivery/proxy-address.ts';
import type { StoreAddress } from '../store/open.ts';
import { isOfRedis, readRedisAddress } from '../store/redis-address.ts';

/** Linux accepts 32; directories such as LDAP allow more. */
export const MAX_NAME_BYTES = 256;
const HAS_SCHEME = /^[a-z][a-z0-9+.-]+:/i;

export const sid = (prefix: string) => ({
  parse: matching(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`)),
  accepts: `${prefix} and 32 hexadecimal digits`,
});
export const noSpaces = {
  parse: matching(/^\S+$/),
  accepts: 'text without spaces',
  must: 'must not contain spaces',
};
export const hostPart = { parse: matching(/^[a-z0-9-]+$/), accepts: 'lower-case letters, digits and dashes' };

function matching(pattern: RegExp): (text: string) => string | undefined {
  return (text) => (pattern.test(text) ? text : undefined);
}

export function oneOf<const Word extends string>(words: readonly Word[]) {
  const last = words.at(-1);
  const accepts = words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${last}` : `${last}`;
  return { accepts, words, parse: (text: string) => words.find((word) => word === text) };
}

export function count(key: keyof Policy) {
  const [least, most] = POLICY_BOUNDS[key];
  return {
    default: String(DEFAULT_POLICY[key]),
    accepts: `a whole number from ${least} to ${most}`,
    parse: (text: string) => {
      const number = /^[0-9]{1,4}$/.test(text) ? Number(text) : Number.NaN;
      return number >= least && number <= most ? number : undefined;
    },
  };
}

export function duration(key: keyof Policy) {
  return { default: writeDuration(DEFAULT_POLICY[key]), ...durationWithin(...POLICY_BOUNDS[key]) };
}

export function durationWithin(least: number, most: number) {
  return {
    accepts: `a duration from ${writeDuration(least)} to ${writeDuration(most)}`,
    parse: (text: string) => {
      const ms = parseDuration(text) ?? Number.NaN;
      return ms >= least && ms <= most ? ms : undefined;
    },
  };
}

/** Letters, digits and spaces, with at least one letter: https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id */
export function isSenderId(text: string): boolean {
  return /^[A-Za-z0-9 ]{1,11}$/.test(text) && /[A-Za-z]/.test(text) && text.trim() === text;
}

/** Whether a text can be the name of a user: what PAM gives, and a line of the users file can begin with. */
export function isUserName(text: string): boolean {
  return /^[^\s#]\S*$/.test(text) && Buffer.byteLength(text) <= MAX_NAME_BYTES && isPrintable(text);
}

/** @param folder where a relative path starts */
export function parseStore(text: string, folder: string): StoreAddress | undefined {
  if (text === 'memory:') return { kind: 'memory' };
  if (isOfRedis(text)) {
    const redis = tryParse(readRedisAddress, text);
    return redis && { kind: 'redis', redis };
  }
  const path = HAS_SCHEME.test(text) ? undefined : parsePath(text, folder);
  return path === undefined ? undefined : { kind: 'file', path };
}

/** @param folder where a relative path starts */
export function parseAudit(text: string, folder: string): AuditAddress | undefined {
  if (text === 'syslog:') return { kind: 'syslog' };
  const path = HAS_SCHEME.test(text) || !isPrintable(text) ? undefined : parsePath(text, folder);
  return path === undefined ? undefined : { kind: 'file', path };
}

/** @param folder where a relative path starts */
export function parsePath(text: string, folder: string): string | undefined {
  if (text === '' || text.includes('\0')) return undefined;
  return isAbsolute(text) || folder === '' ? text : join(folder, text);
}

/** Requires a scheme. Only the environment's proxies may lack one, as curl allows. */
export function parseProxy(text: string): ProxyAddress | undefined {
  return /^https?:\/\//i.test(text) ? tryParse(readProxyAddress, text) : undefined;
}

/** Whether a URL contains a user name or a password. */
export function hasLogin(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/]*@|.*[?&]password=)/i.test(url);
}

/** The result of a parser that throws, or undefined if it threw. */
export function tryParse<Value>(read: (text: string) => Value, text: string): Value | undefined {
  try {
    return read(text);
  } catch {
    return undefined;
  }
}

/** Whether a text has no control characters and no invisible ones. */
export function isPrintable(text: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);
}
