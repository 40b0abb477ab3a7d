// What is said about the store: whether it can be used, and whether it keeps what it is given.

import { dirname } from 'node:path';
import type { Problem } from '../core/outcome.ts';
import type { StoreAddress } from '../store/open.ts';
import type { RedisAddress } from '../store/redis-address.ts';
import type { RedisDurability } from '../store/redis-durability.ts';
import { error, type Finding, ok, warning } from './finding.ts';

/** What came of using the store. */
export type StoreTrial =
  | { readonly kind: 'used'; readonly durability?: RedisDurability | undefined }
  /** There is no such file yet. `isRoomThere`: whether it can be made. */
  | { readonly kind: 'absent'; readonly isRoomThere: boolean }
  | { readonly kind: 'failed'; readonly problem: Problem };

const ABOUT = 'store';
const LOOPBACK = /^(127\.|localhost$|::1$)/;

/** @param hasOwnSecret whether OTP_SECRET is set */
export function storeFindings(address: StoreAddress, trial: StoreTrial, hasOwnSecret: boolean): Finding[] {
  const shared = secretFinding(address, hasOwnSecret);
  return [...placeFindings(address, trial), ...(shared ? [shared] : [])];
}

function placeFindings(address: StoreAddress, trial: StoreTrial): Finding[] {
  if (trial.kind === 'failed') {
    const next = 'put that right, or set OTP_STORE to another; until then, no code is sent or taken';
    return [error(ABOUT, trial.problem.detail, next)];
  }
  switch (address.kind) {
    case 'memory': {
      const text = 'memory: keeps nothing, so tries and locks are forgotten with each program';
      return [warning(ABOUT, text, 'set OTP_STORE to a file or a Redis')];
    }
    case 'file': {
      const { path } = address;
      if (trial.kind === 'used') return [ok(ABOUT, `${path} can be written, and by nobody else`)];
      if (trial.isRoomThere) return [ok(ABOUT, `${path} is not there yet; the first code makes it`)];
      const next = `make ${dirname(path)} yours and writable, or choose another path (OTP_STORE)`;
      return [error(ABOUT, `${path} is not there, and cannot be made`, next)];
    }
    case 'redis': {
      const durability = trial.kind === 'used' ? trial.durability : undefined;
      return [ok(ABOUT, `${address.redis.place} can be written`), ...redisFindings(address.redis, durability)];
    }
    default:
      return address satisfies never;
  }
}

function redisFindings({ target }: RedisAddress, durability: RedisDurability | undefined): Finding[] {
  const { appendOnly, sync, eviction } = durability ?? {};
  const findings: Finding[] = [];
  if (appendOnly === undefined || eviction === undefined) {
    const next = 'see that it has `appendonly yes` and `maxmemory-policy noeviction`';
    findings.push(warning(ABOUT, 'this user may not ask how Redis keeps its data (INFO)', next));
  }
  if (appendOnly === false) {
    const text = 'Redis has no append-only file, so a restart forgets wrong tries and locks';
    findings.push(error(ABOUT, text, 'set `appendonly yes`'));
  } else if (appendOnly) findings.push(syncFinding(sync));
  if (eviction === 'noeviction') findings.push(ok(ABOUT, 'Redis forgets nothing when memory runs out'));
  else if (eviction !== undefined) {
    const text = `Redis forgets locks when memory runs out (${eviction})`;
    findings.push(error(ABOUT, text, 'set `maxmemory-policy noeviction`'));
  }
  if ('host' in target && !target.tls && !LOOPBACK.test(target.host)) {
    const text = 'digests and password cross the network in clear text';
    findings.push(warning(ABOUT, text, 'use rediss://, unless the network is private'));
  }
  return findings;
}

function syncFinding(sync: string | undefined): Finding {
  if (sync === 'always') return ok(ABOUT, 'Redis writes each change to disk before it answers');
  if (sync === undefined) return ok(ABOUT, 'Redis has an append-only file');
  const lost = sync === 'everysec' ? 'up to a second' : 'what was not written';
  const text = `a power failure loses ${lost} of wrong tries (appendfsync ${sync})`;
  return warning(ABOUT, text, 'set `appendfsync always`, or accept it');
}

function secretFinding({ kind }: StoreAddress, hasOwnSecret: boolean): Finding | undefined {
  const about = 'secret';
  if (hasOwnSecret) return ok(about, 'OTP_SECRET is set');
  if (kind !== 'redis') return undefined;
  const text = 'OTP_SECRET is not set: a new Twilio token forgets all locks, and so does a host with another one';
  return error(about, text, 'set the same OTP_SECRET on all hosts that share the store');
}
