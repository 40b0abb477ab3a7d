// What is left after processes died in the middle of updates: everything that was acknowledged.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileStore } from '../../src/store/file.ts';
import { redisStore } from '../../src/store/redis.ts';
import type { Store } from '../../src/store/store.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../support/redis-server.ts';
import { rounds } from '../support/rounds.ts';
import { type Ended, startWorker } from '../support/store-workers.ts';
import { isMissing } from '../support/what-cannot-run.ts';
import { look, verifierWith } from './contract.ts';

const WRITERS = ['writer 0', 'writer 1', 'writer 2', 'writer 3'];
const SHARED = 'all writers';

interface Tally {
  readonly acknowledged: Map<string, number>;
  kills: number;
}

/** Kills the writers of one round at a random moment of their work, and adds up what they had been told. */
async function killWriters(
  place: string,
  tally: Tally,
  meanwhile: () => Promise<void> = async () => {},
): Promise<void> {
  const workers = await Promise.all(WRITERS.map((name) => startWorker(place, ['forever', name, SHARED])));
  for (const worker of workers) worker.go();
  const early = Promise.race(workers.map(({ end }) => end.then(failEarly)));
  early.catch(() => {});
  while (workers.some(({ said }) => said.length < 2)) await Promise.race([sleep(1), early]);
  // At any moment of an update, and not only after one.
  await sleep(Math.random() * 40);
  await meanwhile();
  for (const { process } of workers) process.kill('SIGKILL');
  await Promise.all(workers.map(({ end }) => end));
  for (const [index, { said }] of workers.entries()) {
    for (const line of said as { own?: number; shared?: number }[]) {
      const key = line.own === undefined ? SHARED : (WRITERS[index] ?? '');
      tally.acknowledged.set(key, (tally.acknowledged.get(key) ?? 0) + 1);
    }
  }
  tally.kills += workers.length;
}

function failEarly({ status, complaints }: Ended): never {
  throw new Error(`a writer ended with ${status} before it was killed: ${complaints}`);
}

/** Nothing acknowledged is missing, and nothing counted twice: a kill leaves one update open at most. */
async function expectKept(store: Store, { acknowledged, kills }: Tally): Promise<void> {
  for (const [key, count] of acknowledged) {
    const { failures } = await look(store, key);
    expect(failures).toBeGreaterThanOrEqual(count);
    expect(failures).toBeLessThanOrEqual(count + kills);
  }
  const sum = [...acknowledged.values()].reduce((total, count) => total + count, 0);
  console.log(`${kills} writers killed, ${sum} updates acknowledged, none missing`);
}

describe('file store after SIGKILL', () => {
  const directory = mkdtempSync(join(tmpdir(), 'otp-tui-crash-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const ROUNDS = rounds(1, 20);
  it.skipIf(isMissing('sqlite3'))(
    `opens, is intact and misses no acknowledged update (rounds: ${ROUNDS})`,
    async () => {
      const path = join(directory, 'state.db');
      const tally: Tally = { acknowledged: new Map(), kills: 0 };
      for (let round = 0; round < ROUNDS; round++) {
        await killWriters(path, tally);
        expect(execFileSync('sqlite3', [path, 'PRAGMA integrity_check'], { encoding: 'utf8' })).toBe('ok\n');
      }
      const store = fileStore(path);
      await expectKept(store, tally);
      await store.close();
    },
  );
});

describeWithRedis('Redis store after SIGKILL', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.remove());

  it.each([
    ['where Redis goes on', rounds(1, 15), false],
    ['where Redis dies too', rounds(1, 5), true],
  ])('misses no acknowledged update %s (rounds: %i)', async (_, times, killsRedis) => {
    const tally: Tally = { acknowledged: new Map(), kills: 0 };
    server.cli('FLUSHALL');
    for (let round = 0; round < times; round++) {
      await killWriters(server.url, tally, killsRedis ? () => server.kill() : undefined);
      if (killsRedis) await server.start();
    }
    const store = redisStore(server.url);
    await expectKept(store, tally);
    await store.close();
  });

  it('accepts a code that was sent before Redis died and came back', async () => {
    const store = redisStore(server.url);
    const { verifier, codes } = verifierWith(store);
    const recipient = '+14155552671';
    await verifier.send(recipient);
    await server.kill();
    const code = codes.get(recipient) ?? '';
    expect(await verifier.check(recipient, code)).toMatchObject({ kind: 'store-failed' });
    await server.start();
    expect(await verifier.check(recipient, code)).toMatchObject({ kind: 'accepted' });
    expect(await verifier.check(recipient, code)).toEqual({ kind: 'used' });
    await store.close();
  });
});
