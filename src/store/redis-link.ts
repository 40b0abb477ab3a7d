// One connection to a Redis: how it is opened and set up, the one script that runs there, and what counts as a
// valid reply.

import type { Redis } from 'ioredis';
import type { RemoteClock } from '../clock.ts';
import { CLOCK_SKEW } from '../core/ledger.ts';
import { missingOr } from '../core/missing-package.ts';
import type { Trust } from '../trust.ts';
import type { RedisAddress } from './redis-address.ts';
import { NotRedisError } from './redis-problem.ts';

// Compare-and-set: replaces the expected value ('' for none), or returns the current one if it is different or if the
// new value was computed for another time. An unchanged value costs no write. SET also removes an expiry.
export const SWAP = `
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

/** @throws MissingPackageError */
export async function loadEngine(): Promise<Engine> {
  try {
    // Inside the `try`, which tells bundlers that the package may be missing.
    return (await import('ioredis')).Redis;
  } catch (error) {
    throw missingOr(error, 'ioredis');
  }
}

/** The reply of a swap: whether it was done, the time in ms since 1970, and if not done, the current value. */
type Reply = readonly [done: 0 | 1, now: number, kept: string | null];
type Client = Redis & Session;

/** What a store asks of a Redis. */
interface Session {
  readonly status: string;
  get(key: string): Promise<unknown>;
  swap(key: string, expected: string, next: string, expireIn: string, now: number): Promise<unknown>;
  disconnect(): void;
}

/** A connection, and what it has told us. */
export interface Link<Asked extends Session = Session> {
  readonly client: Asked;
  readonly clock: RemoteClock;
  readonly ready: Promise<unknown>;
  /** Why the connection failed. The errors of its commands do not say. */
  cause?: unknown;
}

/** Opens a connection. `ready` rejects if it cannot be used. */
export function connect(
  engine: Engine,
  { target, username, password, database }: RedisAddress,
  timeout: number,
  trust: Trust,
  clock: RemoteClock,
): Link<Client> {
  const client = new engine({
    ...('path' in target ? { path: target.path } : { host: target.host, port: target.port }),
    ...('tls' in target && target.tls ? { tls: trust } : {}),
    lazyConnect: true,
    connectTimeout: timeout,
    commandTimeout: timeout,
    disconnectTimeout: 100,
    // No reconnects: nothing is sent twice or late.
    retryStrategy: () => null,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // No commands beyond what is needed, so that a user with few permissions suffices.
    protocol: 2,
    enableReadyCheck: false,
    disableClientInfo: true,
  });
  client.defineCommand('swap', { numberOfKeys: 1, lua: SWAP });
  const link: Link<Client> = { client: client as Client, clock, ready: greet() };
  client.on('error', (error) => {
    link.cause ??= error;
    // For example a surplus reply, after which each reply would be matched with the wrong command.
    client.disconnect();
  });
  return link;

  // ioredis itself would ignore a failure to select the database, and print a warning in the middle of the form if a
  // password is not needed.
  async function greet(): Promise<void> {
    await client.connect();
    if (password !== undefined)
      expectOk(await (username === undefined ? client.auth(password) : client.auth(username, password)));
    if (database !== 0) expectOk(await client.select(database));
    clock.set(readTime(await client.time()));
  }
}

function expectOk(reply: unknown): void {
  if (reply !== 'OK') throw new NotRedisError();
}

/** @returns ms since 1970 */
export function readTime(reply: unknown): number {
  const isNumber = (part: unknown) => typeof part === 'string' && /^[0-9]{1,15}$/.test(part);
  if (!Array.isArray(reply) || reply.length !== 2 || !reply.every(isNumber)) throw new NotRedisError();
  const [seconds, microseconds] = reply;
  return 1_000 * Number(seconds) + Math.floor(Number(microseconds) / 1_000);
}

/** @throws NotRedisError if it is not the reply of a swap */
export function readReply(reply: unknown): Reply {
  const [done, now, kept = null, ...more] = Array.isArray(reply) ? reply : [];
  const isDone = done === 0 || done === 1;
  const isTime = Number.isSafeInteger(now) && now >= 0;
  if (!isDone || !isTime || more.length > 0) throw new NotRedisError();
  return [done, now, readKept(kept)];
}

/** @throws NotRedisError if it is not the reply of a GET */
export function readKept(reply: unknown): string | null {
  if (reply !== null && typeof reply !== 'string') throw new NotRedisError();
  return reply;
}
