// Compares a check in each store with the store's engine alone, in the same run: npm run bench:store [-- ROUNDS]

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { median, printRow } from './table.mjs';

const WORKER = join(import.meta.dirname, 'store-worker.mjs');
const ROUNDS = Number(process.argv[2] ?? 20);
/** Per round, across all processes: enough to warm each of them up and to even out the waits under contention. */
const CHECKS = 1600;
const MANY = 10_000;
const PROCESSES = [1, 4, 16];
const MUST = '≤ 1.3';

const directory = mkdtempSync(join(tmpdir(), 'otp-tui-bench-'));
const socket = join(directory, 'redis.sock');
// biome-ignore format: a setting a line
const server = spawn('redis-server', [
  '--port', '0', '--unixsocket', socket, '--dir', directory, '--save', '', '--appendonly', 'yes',
], { stdio: 'ignore' });

/** Starts processes that all do the same at the same time. */
function startWorkers(place, processes) {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const workers = Array.from({ length: processes }, () =>
    spawn(process.execPath, [WORKER, place], { stdio: ['pipe', 'pipe', 'inherit'], env }),
  );
  const answers = workers.map(({ stdout }) => createInterface(stdout)[Symbol.asyncIterator]());
  return {
    /** @returns the ms until the last one has finished */
    async run(task) {
      const at = Date.now() + 20;
      for (const { stdin } of workers) stdin.write(`${JSON.stringify({ ...task, at })}\n`);
      const ends = await Promise.all(answers.map((answer) => answer.next()));
      if (ends.some(({ value }) => value === undefined)) throw new Error('a process failed');
      return Math.max(...ends.map(({ value }) => Number(value))) - at;
    },
    async end() {
      for (const { stdin } of workers) stdin.end();
      await Promise.all(workers.map((worker) => once(worker, 'exit')));
    },
  };
}

/** Creates the records of many phones, in a store and in its engine. */
async function fill(place, kinds) {
  const one = startWorkers(place, 1);
  for (const kind of kinds) await one.run({ kind, phones: MANY, fill: true });
  await one.end();
}

/** Prints one line: a check in a store compared with its engine. */
async function compare(name, [store, ...engines], place, phones, processes, must = '') {
  const workers = startWorkers(place, processes);
  const task = { phones, checks: CHECKS / processes };
  const kinds = [store, ...engines];
  const times = new Map(kinds.map((kind) => [kind, []]));
  for (const kind of kinds) await workers.run({ kind, ...task });
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of kinds) times.get(kind).push(await workers.run({ kind, ...task }));
  }
  await workers.end();
  const ms = (kind) => median(times.get(kind)) / CHECKS;
  printRow([
    `${name}, ${processes} × ${phones === 1 ? 'one phone' : 'many phones'}`,
    `${ms(store).toFixed(3)}`,
    ...engines.flatMap((engine) => [`${ms(engine).toFixed(3)}`, (ms(store) / ms(engine)).toFixed(2)]),
    must,
  ]);
}

try {
  for (let wait = 0; wait < 300 && !statSync(socket, { throwIfNoEntry: false }); wait++) await sleep(10);
  const admin = new Redis(socket);
  const file = join(directory, 'state.db');
  const redis = `redis+unix://${socket}`;

  await fill(file, ['file', 'sqlite']);
  printRow(['ms for a check', 'store', 'SQLite', '÷', 'must']);
  for (const phones of [1, MANY]) {
    for (const processes of PROCESSES) await compare('file', ['file', 'sqlite'], file, phones, processes, MUST);
  }

  // WATCH and MULTI are Redis' own compare-and-set, and only `always` makes it durable. The rest is for comparison.
  printRow(['ms for a check', 'store', 'WATCH', '÷', 'script', '÷', '÷ WATCH']);
  for (const policy of ['always', 'everysec']) {
    await admin.config('SET', 'appendfsync', policy);
    for (const phones of [1, MANY]) {
      for (const processes of PROCESSES) {
        // Anew for each line: a code lives ten minutes.
        await admin.flushall();
        await fill(redis, ['redis', 'redisScript']);
        const must = policy === 'always' ? MUST : '';
        await compare(`Redis ${policy}`, ['redis', 'redisWatch', 'redisScript'], redis, phones, processes, must);
      }
    }
  }
  await admin.quit();
} finally {
  server.kill();
  await once(server, 'exit');
  rmSync(directory, { recursive: true, force: true });
}
