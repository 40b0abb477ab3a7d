// Ledgers in a Redis, shared by any number of hosts. Nothing is loaded or connected before the first
// update; a connection that fails is dropped, and the next update makes a new one. Its clock is the
// clock of all that share it: the clocks of two hosts may differ by hours.

import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, toldClock } from '../clock.ts';
import { EMPTY_LEDGER, forgetAt, type Ledger } from '../core/ledger.ts';
import { trusting } from '../trust.ts';
import { readLedger, unreadable, writeLedger } from './ledger-text.ts';
import { type RedisAddress, readRedisAddress } from './redis-address.ts';
import { connect, type Engine, type Link, loadEngine, readKept, readReply } from './redis-link.ts';
import { crowdedOut, isReply, redisProblem, tooSlow } from './redis-problem.ts';
import { closed, type Store, StoreError } from './store.ts';

const PREFIX = 'otp-tui:';

interface Asked {
  readonly asked?: Link;
  readonly isSwap?: boolean;
}

/** How many ledgers are remembered as they were last seen, so that they need not be asked for. */
const REMEMBERED = 1_000;

/**
 * A store in Redis 6 or later, or Valkey. Ledgers are in the time of Redis.
 *
 * @param url see `readRedisAddress`, or what it read
 * @param options.timeout how long to wait for a connection, and for an answer, in ms
 * @param options.patience how long to go on where others change the same ledger, in ms
 * @param options.ca certificates of further authorities to trust, in PEM format
 * @param options.monotonic ms since any moment
 * @throws RangeError where the URL is not one of Redis
 */
export function redisStore(
  url: string | RedisAddress,
  { timeout = 3_000, patience = 5_000, ca, monotonic = () => performance.now() }: RedisStoreOptions = {},
): Store {
  const address = typeof url === 'string' ? readRedisAddress(url) : url;
  const trust = trusting(ca);
  const { place } = address;
  const remembered = new Map<string, string>();
  const turns = new Map<string, Promise<void>>();
  let engine: Engine | undefined;
  let link: Link | undefined;
  let isClosed = false;

  const drop = (dropped: Link) => {
    if (link === dropped) link = undefined;
    dropped.client.disconnect();
  };

  /** Whatever fails may have come after a swap, and is a refusal all the same. */
  const orRefuse = async <T>(answer: Promise<T>, { asked, isSwap = false }: Asked = {}): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      if (asked) drop(asked);
      const problem = isClosed ? closed(place) : redisProblem(asked?.cause ?? error, place);
      throw new StoreError(problem, { mayBeDone: isSwap && !isReply(error) });
    }
  };

  /** The connection, once it is up. */
  const reach = async (): Promise<Link> => {
    engine ??= await orRefuse(loadEngine());
    const trusted = await trust();
    if (isClosed) throw new StoreError(closed(place));
    if (link?.client.status === 'end') link = undefined;
    link ??= connect(engine, address, timeout, trusted, toldClock(monotonic));
    const reached = link;
    await orRefuse(reached.ready, { asked: reached });
    return reached;
  };

  /** The text of a ledger, '' for none: no ledger has an empty text. */
  const textOf = (kept: string | null): string => {
    if (kept === '') throw new StoreError(unreadable(place));
    return kept ?? '';
  };

  const apply: Store['update'] = async (key, change) => {
    let giveUpAt: number | undefined;
    // Usually still current; if it is not, the swap answers with what is. So most updates take one round trip.
    let known = remembered.get(key);
    let isFresh = known === undefined;
    remembered.delete(key);
    for (let round = 0; ; round++) {
      const reached = await reach();
      const before =
        known ?? textOf(await orRefuse(reached.client.get(PREFIX + key).then(readKept), { asked: reached }));
      const now = reached.clock.now();
      const step = attempt(() => change(parse(before, place), now));
      if ('error' in step && isFresh) throw step.error;
      // A change that fails on a remembered ledger may be right about it: the ledger is asked for.
      const after = 'error' in step ? before : writeLedger(step.value.ledger);
      const expireIn = 'error' in step ? '' : expiry(step.value.ledger);
      const swapped = reached.client.swap(PREFIX + key, before, after, expireIn, now);
      const [done, time, kept] = await orRefuse(swapped.then(readReply), { asked: reached, isSwap: true });
      reached.clock.tell(time);
      if (done) {
        if ('error' in step) throw step.error;
        if (remembered.size >= REMEMBERED) remembered.delete(remembered.keys().next().value ?? '');
        remembered.set(key, after);
        return step.value.outcome;
      }
      // Where the value is as it was, the time is not: the change came too late, or this computer slept.
      known = textOf(kept);
      const isCrowded = known !== before;
      isFresh = true;
      // Counted from the first answer: to load and to connect takes its time on a busy computer.
      giveUpAt ??= performance.now() + patience;
      if (performance.now() >= giveUpAt) throw new StoreError((isCrowded ? crowdedOut : tooSlow)(place));
      // Twice at once. In a crowd the losers wait at random, longer each time, or they would all keep Redis and
      // each other busy with swaps that fail.
      if (round >= 2) await sleep(2 ** Math.min(round, 5) * Math.random());
    }
  };

  return {
    update(key, change) {
      const askedAt = performance.now();
      // One after the other within this process: at once, they would only make each other start anew.
      const turn = (turns.get(key) ?? Promise.resolve()).then(() => {
        if (performance.now() - askedAt >= patience) throw new StoreError(tooSlow(place));
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

export interface RedisStoreOptions {
  readonly timeout?: number;
  readonly patience?: number;
  readonly ca?: string | undefined;
  readonly monotonic?: Clock;
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
