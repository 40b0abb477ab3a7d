// Ledgers in a Redis, shared by any number of hosts. Nothing is loaded or connected before the first
// update; a connection that fails is dropped, and the next update makes a new one.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { EMPTY_LEDGER, forgetAt, type Ledger } from '../core/ledger.ts';
import { readLedger, unreadable, writeLedger } from './ledger-text.ts';
import { type RedisAddress, readRedisAddress } from './redis-address.ts';
import { crowdedOut, redisProblem } from './redis-problem.ts';
import { closed, type Store, StoreError } from './store.ts';

const PREFIX = 'otp-tui:';

// Puts a new value in place of the expected one ('' for none), or answers with what is there instead.
// A value that stays as it is costs no write. SET also takes an expiry away.
const SWAP = `
local kept = redis.call('GET', KEYS[1])
if kept == '' or (kept or '') ~= ARGV[1] then return {0, kept} end
if ARGV[2] ~= ARGV[1] then
  if ARGV[3] == '' then redis.call('SET', KEYS[1], ARGV[2])
  else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
end
return {1}`;

type Reply = readonly [done: 0 | 1, kept?: string | null];
type Client = Redis & { swap(key: string, expected: string, next: string, expireIn: string): Promise<Reply> };

interface Link {
  readonly client: Client;
  readonly ready: Promise<unknown>;
  /** Why the connection failed: what its commands are rejected with does not say. */
  cause?: unknown;
}

/** How many ledgers are remembered as they were last seen, so that they need not be asked for. */
const REMEMBERED = 1_000;

/**
 * A store in Redis 6 or later, or Valkey.
 *
 * @param url see `readRedisAddress`
 * @param options.timeout how long to wait for a connection, and for an answer, in ms
 * @param options.patience how long to go on where others change the same ledger, in ms
 * @throws RangeError where the URL is not one of Redis
 */
export function redisStore(
  url: string,
  { timeout = 3_000, patience = 5_000 }: { readonly timeout?: number; readonly patience?: number } = {},
): Store {
  const address = readRedisAddress(url);
  const { place } = address;
  const remembered = new Map<string, string>();
  let engine: typeof Redis | undefined;
  let link: Link | undefined;
  let isClosed = false;

  const drop = (dropped: Link) => {
    if (link === dropped) link = undefined;
    dropped.client.disconnect();
  };

  /** Asks Redis for one swap. Whatever fails may have come after the swap, and is a refusal all the same. */
  const swap = async (key: string, expected: string, next: string, expireIn: string): Promise<Reply> => {
    let used: Link | undefined;
    try {
      engine ??= (await import('ioredis')).Redis;
      if (isClosed) throw new StoreError(closed(place));
      used = link?.client.status === 'end' ? undefined : link;
      link = used ??= connect(engine, address, timeout);
      await used.ready;
      return await used.client.swap(PREFIX + key, expected, next, expireIn);
    } catch (error) {
      if (used) drop(used);
      if (error instanceof StoreError) throw error;
      throw new StoreError(isClosed ? closed(place) : redisProblem(used?.cause ?? error, place));
    }
  };

  return {
    async update(key, change) {
      let giveUpAt: number | undefined;
      // Mostly still true, and if it is not, the swap says what is: so most updates ask Redis once.
      let before = remembered.get(key) ?? '';
      remembered.delete(key);
      let isFresh = false;
      for (let round = 0; ; round++) {
        const step = attempt(() => change(parse(before, place)));
        if ('error' in step && isFresh) throw step.error;
        // A change that fails on a remembered ledger may be right about it: the ledger is asked for.
        const after = 'error' in step ? before : writeLedger(step.value.ledger);
        const expireIn = 'error' in step ? '' : expiry(step.value.ledger);
        const [done, kept] = await swap(key, before, after, expireIn);
        if (done) {
          if ('error' in step) throw step.error;
          if (remembered.size >= REMEMBERED) remembered.delete(remembered.keys().next().value ?? '');
          remembered.set(key, after);
          return step.value.outcome;
        }
        if (kept === '') throw new StoreError(unreadable(place));
        before = kept ?? '';
        isFresh = true;
        // Counted from the first answer: to load and to connect takes its time on a busy computer.
        giveUpAt ??= performance.now() + patience;
        if (performance.now() >= giveUpAt) throw new StoreError(crowdedOut(place));
        // Mostly tried again at once: whoever waits is behind those who do not. A crowd is spread at random.
        if (round >= 8) await sleep(4 * Math.random());
      }
    },
    async close() {
      isClosed = true;
      if (link) drop(link);
    },
  };
}

function connect(engine: typeof Redis, { target, username, password, database }: RedisAddress, timeout: number): Link {
  const client = new engine({
    ...('path' in target ? { path: target.path } : { host: target.host, port: target.port }),
    ...('tls' in target && target.tls ? { tls: { rejectUnauthorized: true } } : {}),
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
  const link: Link = { client: client as Client, ready: greet() };
  client.on('error', (error) => {
    link.cause ??= error;
  });
  return link;

  // Left to ioredis, a database that cannot be chosen would go unnoticed, and a password that is not
  // asked for would be a warning in the middle of the form.
  async function greet(): Promise<void> {
    await client.connect();
    if (password !== undefined)
      await (username === undefined ? client.auth(password) : client.auth(username, password));
    if (database !== 0) await client.select(database);
  }
}

type Attempt<T> = { readonly value: T } | { readonly error: unknown };

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}

function parse(text: string, place: string): Ledger {
  const ledger = text === '' ? EMPTY_LEDGER : readLedger(text);
  if (!ledger) throw new StoreError(unreadable(place));
  return ledger;
}

// Counted from the ledger's own time, so that the clock of Redis does not matter.
function expiry(ledger: Ledger): string {
  const expireIn = forgetAt(ledger) - ledger.seenAt;
  return Number.isFinite(expireIn) ? `${Math.max(1, Math.ceil(expireIn))}` : '';
}
