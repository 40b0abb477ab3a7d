// Ledgers in a Redis, shared by any number of hosts. Loads and connects nothing before the first update; a failed
// connection is dropped, and the next update opens a new one. All hosts use the clock of Redis, because their own
// clocks may differ by hours.

import { remoteClock } from '../clock.ts';
import { forgetAt } from '../core/forget.ts';
import { EMPTY_LEDGER, type Ledger } from '../core/ledger.ts';
import { trusting } from '../trust.ts';
import { readLedger, unreadable, writeLedger } from './ledger-text.ts';
import { type RedisAddress, readRedisAddress } from './redis-address.ts';
import { borrow } from './redis-client.ts';
import { connect, type Link, loadEngine, readKept, readReply } from './redis-link.ts';
import type { RedisClient, RedisStoreOptions } from './redis-options.ts';
import { crowdedOut, isReply, PREFIX, redisProblem, tooSlow } from './redis-problem.ts';
import { closed, type Store, StoreError } from './store.ts';
import { WAITING, type Waiting } from './waiting.ts';

interface Asked {
  readonly asked?: Link;
  readonly isSwap?: boolean;
}

/** How many ledgers are cached as last seen, to save a read. */
const MAX_CACHED = 1_000;

/**
 * A store in Redis 6 or later, or Valkey. Ledgers use the clock of Redis.
 *
 * @param redis `redis://…`, `rediss://…` or `redis+unix://…`, or a client of your own, which is left open
 * @throws RangeError if the URL is not a Redis address
 * @example
 * redisStore('rediss://user:password@redis.example:6379/1', { prefix: 'shop:otp:' });
 * redisStore(new Redis('redis://localhost')); // a client of ioredis
 */
export function redisStore(
  redis: string | RedisAddress | RedisClient,
  {
    prefix = PREFIX,
    timeout = 3_000,
    patience = 5_000,
    ca,
    monotonic = WAITING.monotonic,
    pause = WAITING.pause,
  }: RedisStoreOptions & Partial<Waiting> = {},
): Store {
  const access = typeof redis === 'string' ? readRedisAddress(redis) : redis;
  const trust = trusting(ca);
  const place = 'place' in access ? access.place : 'Redis';
  const cached = new Map<string, string>();
  const turns = new Map<string, Promise<void>>();
  let link: Link | undefined;
  let isClosed = false;

  const drop = (dropped: Link) => {
    if (link === dropped) link = undefined;
    dropped.client.disconnect();
  };

  /** Turns a failure into a refusal, even though a swap may have been done before it. */
  const orRefuse = async <T>(answer: Promise<T>, { asked, isSwap = false }: Asked = {}): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      if (asked) drop(asked);
      const problem = isClosed ? closed(place) : redisProblem(asked?.cause ?? error, place, prefix);
      throw new StoreError(problem, { mayBeDone: isSwap && !isReply(error) });
    }
  };

  /** Loads what it takes to open a connection. */
  const opening = async (): Promise<() => Link> => {
    if (!('place' in access)) return () => borrow(access, timeout, remoteClock(monotonic));
    const [engine, trusted] = [await orRefuse(loadEngine()), await trust()];
    return () => connect(engine, access, timeout, trusted, remoteClock(monotonic));
  };

  /** The connection, once it is up. */
  const reach = async (): Promise<Link> => {
    const open = await opening();
    if (isClosed) throw new StoreError(closed(place));
    if (link?.client.status === 'end') link = undefined;
    link ??= open();
    const reached = link;
    await orRefuse(reached.ready, { asked: reached });
    return reached;
  };

  /** The text of a ledger, or '' if there is none. No ledger's text is empty. */
  const textOf = (kept: string | null): string => {
    if (kept === '') throw new StoreError(unreadable(place));
    return kept ?? '';
  };

  const apply: Store['update'] = async (key, change) => {
    let giveUpAt: number | undefined;
    // Usually still current; if not, the swap returns the current one. So most updates take one round trip.
    let known = cached.get(key);
    let isFresh = known === undefined;
    cached.delete(key);
    for (let round = 0; ; round++) {
      const reached = await reach();
      const before =
        known ?? textOf(await orRefuse(reached.client.get(prefix + key).then(readKept), { asked: reached }));
      const now = reached.clock.now();
      const step = attempt(() => change(parse(before, place), now));
      if ('error' in step && isFresh) throw step.error;
      // A change may fail only because the cached ledger is out of date, so get the current one.
      const after = 'error' in step ? before : writeLedger(step.value.ledger);
      const expireIn = 'error' in step ? '' : expiry(step.value.ledger);
      const swapped = reached.client.swap(prefix + key, before, after, expireIn, now);
      const [done, time, kept] = await orRefuse(swapped.then(readReply), { asked: reached, isSwap: true });
      reached.clock.set(time);
      if (done) {
        if ('error' in step) throw step.error;
        if (cached.size >= MAX_CACHED) cached.delete(cached.keys().next().value ?? '');
        cached.set(key, after);
        return step.value.outcome;
      }
      // If the value is unchanged, the time was off: the change came too late, or this computer was asleep.
      known = textOf(kept);
      const isCrowded = known !== before;
      isFresh = true;
      // Counted from the first reply, because loading and connecting take a while on a busy computer.
      giveUpAt ??= monotonic() + patience;
      if (monotonic() >= giveUpAt) throw new StoreError((isCrowded ? crowdedOut : tooSlow)(place));
      // The first two retries are immediate. After that, losers wait a random time that grows each round; otherwise they
      // would keep Redis and each other busy with failing swaps. What they knew is stale after a wait, so they read again.
      if (round >= 2) {
        await pause(2 ** Math.min(round, 5));
        known = undefined;
      }
    }
  };

  return {
    update(key, change) {
      const askedAt = monotonic();
      // One at a time within this process: concurrent updates would only make each other retry.
      const turn = (turns.get(key) ?? Promise.resolve()).then(() => {
        if (monotonic() - askedAt >= patience) throw new StoreError(tooSlow(place));
        return apply(key, change);
      });
      const end = turn.then(noop, noop).then(() => {
        if (turns.get(key) === end) turns.delete(key);
      });
      turns.set(key, end);
      return turn;
    },
    async close() {
      isClosed = true;
      if (link) drop(link);
    },
  };
}

function noop(): void {}

type Attempt<T> = { readonly value: T } | { readonly error: unknown };

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}

function parse(text: string, place: string): Ledger {
  return text === '' ? EMPTY_LEDGER : readLedger(text, place);
}

function expiry(ledger: Ledger): string {
  const expireIn = forgetAt(ledger) - ledger.seenAt;
  return Number.isFinite(expireIn) ? `${Math.max(1, Math.ceil(expireIn))}` : '';
}
