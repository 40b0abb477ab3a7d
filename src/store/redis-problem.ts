// Explains what went wrong with Redis. Uses only the error codes of the system, of TLS and of Redis's replies, never
// their messages: a reply can quote what was sent, passwords included.

import { MissingPackageError } from '../core/missing-package.ts';
import type { Problem } from '../core/outcome.ts';

/** What the keys begin with unless something else was chosen. */
export const PREFIX = 'otp-tui:';

/** Explains an error of the connection or of a command. */
export function redisProblem(error: unknown, place: string, prefix = PREFIX): Problem {
  if (error instanceof MissingPackageError) return error.problem;
  const code = codeOf(error);
  const detail = WORDS.find(([pattern]) => pattern.test(code))?.[1] ?? 'refused or unreachable; see its log';
  const forPerson = PERMANENT.test(code)
    ? { message: 'the store is unavailable.', remedy: 'administrator' as const }
    : { message: 'the store is unavailable. Try again soon.' };
  return { ...forPerson, detail: `${place}: ${detail.replaceAll(PREFIX, prefix)} (${code})` };
}

/** A reply that Redis would never give. */
export class NotRedisError extends Error {
  override readonly name = 'NotRedisError';
  readonly code = 'NOT_REDIS';
}

/** Whether Redis itself refused, so that nothing was done. */
export function isReply(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
}

/** The problem if others were faster every time. */
export function crowdedOut(place: string): Problem {
  return {
    message: 'too many tries at once. Try again soon.',
    detail: `${place}: others kept changing one ledger; someone may be guessing codes`,
  };
}

/** The problem if a change was too old every time it reached Redis. */
export function tooSlow(place: string): Problem {
  return {
    message: 'the store is too slow. Try again soon.',
    detail: `${place}: changes arrive seconds late, or its clock is jumping; check the network, its load and its clock`,
  };
}

const PERMANENT = /^(WRONGPASS|NOAUTH|AUTH|NOPERM|OOM|READONLY|MISCONF|MOVED|WRONGTYPE|SELECT|EVAL|ENOENT|EACCES)/;

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^ECONNREFUSED|^ENOENT/, 'nothing is listening there; start Redis, or correct the address'],
  [/^ENOTFOUND|^EAI_/, 'DNS does not know its name; correct the address'],
  [/^ETIMEDOUT|^EHOSTUNREACH|^ENETUNREACH/, 'no answer in time; check the network and the load of Redis'],
  [/^EACCES|^EPERM/, 'this user cannot open its socket; grant access, or use another address'],
  [/^ECONNRESET|^EPIPE|^CLOSED/, 'the connection was lost; the next try opens a new one'],
  [/CERT|SIGNATURE|^ERR_TLS/, 'its certificate is not trusted; name its CA in OTP_CA_FILE, and check its host name'],
  [/^EPROTO|^ERR_SSL/, 'it does not speak TLS there; use redis://, or its TLS port'],
  [/^WRONGPASS|^NOAUTH|^AUTH/, 'it refused the user name or password; correct them in the address'],
  [
    /^NOPERM/,
    'this user lacks permissions that otp-tui needs; grant `~otp-tui:* +eval +evalsha +get +set +select +time`',
  ],
  [/^SELECT/, 'it has no such database; choose another number'],
  [/^NOT_REDIS/, 'what answers there is not Redis; correct the address'],
  [/^OOM/, 'its memory is full; raise `maxmemory`, and keep `maxmemory-policy noeviction`'],
  [/^READONLY/, 'it is a read-only replica; use the address of the primary'],
  [/^LOADING|^MASTERDOWN|^BUSY|^TRYAGAIN/, 'it is starting or busy; wait, and see its log if this persists'],
  [/^MISCONF/, 'it cannot save to its disk and refuses writes; see its log'],
  [/^MOVED|^CLUSTERDOWN|^CROSSSLOT/, 'Redis Cluster is not supported; use a single Redis'],
  [/^WRONGTYPE/, 'something else is stored under `otp-tui:`; use another database'],
];

const REPLIES =
  /\b(WRONGPASS|NOAUTH|NOPERM|OOM|READONLY|LOADING|MASTERDOWN|BUSY|TRYAGAIN|MISCONF|MOVED|CLUSTERDOWN|CROSSSLOT|WRONGTYPE)\b/;

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  const { code, command } = error as { code?: unknown; command?: { name?: unknown } };
  if (typeof code === 'string' && /^[A-Z0-9_]+$/.test(code)) return code;
  // Redis 6 puts the reason for a script's failure in the middle of its reply.
  const reply = REPLIES.exec(error.message)?.[0];
  if (reply) return reply;
  if (error.message === 'Command timed out') return 'ETIMEDOUT';
  if (/^(Connection is closed|Stream isn't writeable|Command aborted)/.test(error.message)) return 'CLOSED';
  return typeof command?.name === 'string' ? command.name.toUpperCase() : 'UNKNOWN';
}
