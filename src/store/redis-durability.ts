// Asks a Redis how it keeps what it is given: whether it forgets ledgers at a restart, or when memory runs out.

import { remoteClock } from '../clock.ts';
import { trusting } from '../trust.ts';
import type { RedisAddress } from './redis-address.ts';
import { connect, loadEngine } from './redis-link.ts';

/** Undefined where this user may not ask. */
export interface RedisDurability {
  readonly appendOnly: boolean | undefined;
  /** When it writes to disk: `always`, `everysec` or `no`. */
  readonly sync: string | undefined;
  /** What it does when memory runs out: `noeviction`, or how it chooses what to forget. */
  readonly eviction: string | undefined;
}

const TIMEOUT = 3_000;

/** @returns undefined if there is no connection; an update of the store says why */
export async function redisDurability(address: RedisAddress, ca?: string): Promise<RedisDurability | undefined> {
  let link: ReturnType<typeof connect> | undefined;
  try {
    const engine = await loadEngine();
    link = connect(
      engine,
      address,
      TIMEOUT,
      await trusting(ca)(),
      remoteClock(() => performance.now()),
    );
    await link.ready;
    const { client } = link;
    // A user with only the permissions that are needed may ask neither.
    const [info, sync] = await Promise.all([
      client.info().catch(() => undefined),
      client.config('GET', 'appendfsync').catch(() => undefined),
    ]);
    const field = (name: string) => wordOf(new RegExp(`^${name}:(\\S+)\\r?$`, 'm').exec(String(info))?.[1]);
    const aof = field('aof_enabled');
    return {
      appendOnly: aof === undefined ? undefined : aof === '1',
      sync: wordOf(Array.isArray(sync) ? sync[1] : undefined),
      eviction: field('maxmemory_policy'),
    };
  } catch {
    return undefined;
  } finally {
    link?.client.disconnect();
  }
}

/** It is shown: what answers may not be Redis. */
function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z0-9-]{1,30}$/.test(value) ? value : undefined;
}
