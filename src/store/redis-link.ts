// One connection to a Redis: how it is opened and greeted, the one script that is run there, and what counts
// as an answer.

import type { Redis } from 'ioredis';
import type { ToldClock } from '../clock.ts';
import { CLOCK_SKEW } from '../core/ledger.ts';
import type { Trust } from '../trust.ts';
import type { RedisAddress } from './redis-address.ts';
import { NotRedisError } from './redis-problem.ts';

// Puts a new value in place of the expected one ('' for none), or answers with what is there instead;
// and so too where it was made for another time than it is. A value that stays as it is costs no write.
// SET also takes an expiry away.
const SWAP = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local kept = redis.call('GET', KEYS[1])
if kept == '' or (kept or '') ~= ARGV[1] or not (math.abs(now - ARGV[4]) <= ${CLOCK_SKEW}) then
  return {0, now, kept}
end
if ARGV[2] ~= ARGV[1] then
  if ARGV[3] == '' then redis.call('SET', KEYS[1], ARGV[2])
  else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
end
return {1, now}`;

export type Engine = typeof Redis;

export async function loadEngine(): Promise<Engine> {
  return (await import('ioredis')).Redis;
}

/** What a swap answers: whether it was done, the time in ms since 1970, and else what is kept. */
type Reply = readonly [done: 0 | 1, now: number, kept: string | null];
type Client = Redis & {
  swap(key: string, expected: string, next: string, expireIn: string, now: number): Promise<unknown>;
};

/** A connection, and what is known by it. */
export interface Link {
  readonly client: Client;
  readonly clock: ToldClock;
  readonly ready: Promise<unknown>;
  /** Why the connection failed: what its commands are rejected with does not say. */
  cause?: unknown;
}

/** Opens a connection. Its `ready` is rejected where it cannot be used. */
export function connect(
  engine: Engine,
  { target, username, password, database }: RedisAddress,
  timeout: number,
  trust: Trust,
  clock: ToldClock,
): Link {
  const client = new engine({
    ...('path' in target ? { path: target.path } : { host: target.host, port: target.port }),
    ...('tls' in target && target.tls ? { tls: trust } : {}),
    lazyConnect: true,
    connectTimeout: timeout,
    commandTimeout: timeout,
    disconnectTimeout: 100,
    // One connection, one life: nothing is sent again or later than it was asked for.
    retryStrategy: () => null,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // No greetings beyond what is needed, so that a user of few rights will do.
    protocol: 2,
    enableReadyCheck: false,
    disableClientInfo: true,
  });
  client.defineCommand('swap', { numberOfKeys: 1, lua: SWAP });
  const link: Link = { client: client as Client, clock, ready: greet() };
  client.on('error', (error) => {
    link.cause ??= error;
    // Such as one reply too many: what came after it would be taken for the answer to something else.
    client.disconnect();
  });
  return link;

  // Left to ioredis, a database that cannot be chosen would go unnoticed, and a password that is not
  // asked for would be a warning in the middle of the form.
  async function greet(): Promise<void> {
    await client.connect();
    if (password !== undefined)
      expectOk(await (username === undefined ? client.auth(password) : client.auth(username, password)));
    if (database !== 0) expectOk(await client.select(database));
    clock.tell(readTime(await client.time()));
  }
}

function expectOk(reply: unknown): void {
  if (reply !== 'OK') throw new NotRedisError();
}

/** @returns ms since 1970 */
function readTime(reply: unknown): number {
  const isNumber = (part: unknown) => typeof part === 'string' && /^[0-9]{1,15}$/.test(part);
  if (!Array.isArray(reply) || reply.length !== 2 || !reply.every(isNumber)) throw new NotRedisError();
  const [seconds, microseconds] = reply;
  return 1_000 * Number(seconds) + Math.floor(Number(microseconds) / 1_000);
}

/** @throws NotRedisError where it is no answer of a swap */
export function readReply(reply: unknown): Reply {
  const [done, now, kept = null, ...more] = Array.isArray(reply) ? reply : [];
  const isDone = done === 0 || done === 1;
  const isTime = Number.isSafeInteger(now) && now >= 0;
  if (!isDone || !isTime || more.length > 0) throw new NotRedisError();
  return [done, now, readKept(kept)];
}

/** @throws NotRedisError where it is no answer of a GET */
export function readKept(reply: unknown): string | null {
  if (reply !== null && typeof reply !== 'string') throw new NotRedisError();
  return reply;
}
