// What went wrong with Redis, in words. Reads the codes of the system, of TLS and of Redis's replies,
// and lets none of their own texts through: a reply can repeat what was sent, passwords too.

import type { Problem } from '../core/outcome.ts';

/** Puts an error of the connection or of a command into words. */
export function redisProblem(error: unknown, place: string): Problem {
  const code = codeOf(error);
  const detail = WORDS.find(([pattern]) => pattern.test(code))?.[1] ?? 'refused or cannot be reached; see its log';
  const message = NOTHING_TO_WAIT_FOR.test(code)
    ? 'the record is unusable. Ask the administrator.'
    : 'the record is out of reach. Try again soon.';
  return { message, detail: `${place}: ${detail} (${code})` };
}

/** An answer of a shape that Redis does not give. */
export class NotRedisError extends Error {
  override readonly name = 'NotRedisError';
  readonly code = 'NOT_REDIS';
}

/** Whether Redis itself refused: what it was asked for was not done then. */
export function isReply(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
}

/** What to say where others were faster at one ledger all the time. */
export function crowdedOut(place: string): Problem {
  return {
    message: 'too many tries at once. Try again soon.',
    detail: `${place}: one ledger was changed by others all the time; someone may be guessing codes`,
  };
}

/** What to say where a change was too old each time that it reached Redis. */
export function tooSlow(place: string): Problem {
  return {
    message: 'the record answers too late. Try again soon.',
    detail: `${place}: changes arrive seconds late, or its clock is jumping; look at the network, its load and its clock`,
  };
}

const NOTHING_TO_WAIT_FOR =
  /^(WRONGPASS|NOAUTH|AUTH|NOPERM|OOM|READONLY|MISCONF|MOVED|WRONGTYPE|SELECT|EVAL|ENOENT|EACCES|MODULE)/;

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^ECONNREFUSED|^ENOENT/, 'nothing answers there; start Redis, or correct the address'],
  [/^ENOTFOUND|^EAI_/, 'its name is not known to DNS; correct the address'],
  [/^ETIMEDOUT|^EHOSTUNREACH|^ENETUNREACH/, 'no answer in time; look at the network and the load of Redis'],
  [/^EACCES|^EPERM/, 'its socket may not be opened by this user; grant it, or use another address'],
  [/^ECONNRESET|^EPIPE|^CLOSED/, 'the connection was lost; the next try makes a new one'],
  [/CERT|SIGNATURE|^ERR_TLS/, 'its certificate is not trusted; name its CA in OTP_CA_FILE, and check its host name'],
  [/^EPROTO|^ERR_SSL/, 'it does not speak TLS there; use redis://, or its TLS port'],
  [/^WRONGPASS|^NOAUTH|^AUTH/, 'it refused the user name or password; correct them in the address'],
  [/^NOPERM/, 'this user may not do what otp-tui needs; grant `~otp-tui:* +eval +evalsha +get +set +select +time`'],
  [/^SELECT/, 'it has no such database; choose another number'],
  [/^NOT_REDIS/, 'what answers there is no Redis; correct the address'],
  [/^OOM/, 'its memory is full; raise `maxmemory`, and keep `maxmemory-policy noeviction`'],
  [/^READONLY/, 'it is a replica and takes no writes; give the address of the primary'],
  [/^LOADING|^MASTERDOWN|^BUSY|^TRYAGAIN/, 'it is starting or busy; wait, and look at its log if that goes on'],
  [/^MISCONF/, 'it cannot save to its disk and takes no writes; see its log'],
  [/^MOVED|^CLUSTERDOWN|^CROSSSLOT/, 'Redis Cluster is not supported; use a single Redis'],
  [/^WRONGTYPE/, 'something else is stored under `otp-tui:`; use another database'],
  [/^MODULE|^ERR_MODULE/, 'the package `ioredis` cannot be loaded; run `npm install`'],
];

const REPLIES =
  /\b(WRONGPASS|NOAUTH|NOPERM|OOM|READONLY|LOADING|MASTERDOWN|BUSY|TRYAGAIN|MISCONF|MOVED|CLUSTERDOWN|CROSSSLOT|WRONGTYPE)\b/;

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  const { code, command } = error as { code?: unknown; command?: { name?: unknown } };
  if (typeof code === 'string' && /^[A-Z0-9_]+$/.test(code)) return code;
  // Redis 6 puts the reason of a script's failure into the middle of its reply.
  const reply = REPLIES.exec(error.message)?.[0];
  if (reply) return reply;
  if (error.message === 'Command timed out') return 'ETIMEDOUT';
  if (/^(Connection is closed|Stream isn't writeable|Command aborted)/.test(error.message)) return 'CLOSED';
  return typeof command?.name === 'string' ? command.name.toUpperCase() : 'UNKNOWN';
}
