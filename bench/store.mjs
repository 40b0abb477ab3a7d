// What the stores cost, against their engines' own write in the same run: npm run bench [-- SECONDS]

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import Database from 'libsql';

const WORKER = join(import.meta.dirname, 'store-worker.mjs');
const duration = 1_000 * Number(process.argv[2] ?? 1);
const MANY = 10_000;
const directory = mkdtempSync(join(tmpdir(), 'otp-tui-bench-'));
const socket = join(directory, 'redis.sock');
// biome-ignore format: a setting a line
const server = spawn('redis-server', [
  '--port', '0', '--unixsocket', socket, '--dir', directory, '--save', '', '--appendonly', 'yes',
], { stdio: 'ignore' });

/** Lets so many processes write for a while, and adds up what they did. */
async function measure(kind, place, keys, processes, milliseconds = duration) {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const workers = Array.from({ length: processes }, () =>
    spawn(process.execPath, [WORKER, kind, place, keys, milliseconds], { stdio: ['pipe', 'pipe', 'inherit'], env }),
  );
  const lines = workers.map(({ stdout }) => createInterface(stdout)[Symbol.asyncIterator]());
  for (const each of lines) await each.next();
  for (const { stdin } of workers) stdin.on('error', () => {}).write('go\n');
  const results = [];
  for (const each of lines) {
    const { value } = await each.next();
    if (value === undefined) throw new Error(`${kind}: a process failed`);
    results.push(JSON.parse(value));
  }
  const median = (name) => results.map((result) => result[name]).sort((a, b) => a - b)[Math.floor(results.length / 2)];
  return {
    perSecond: (1_000 * results.reduce((sum, { count }) => sum + count, 0)) / milliseconds,
    p50: median('p50'),
    p99: median('p99'),
    worst: Math.max(...results.map(({ worst }) => worst)),
    open: median('open'),
  };
}

function print(cells) {
  console.log(cells.map((cell, column) => String(cell)[column ? 'padStart' : 'padEnd'](column ? 11 : 32)).join(''));
}
const round = (value, digits = 2) => value.toFixed(digits);

/** One line: a store beside its engine. Measured in turns, as other work on the machine comes and goes. */
async function compare(name, kind, place, rawPlace, keys, processes) {
  const turns = [];
  for (let turn = 0; turn < 2; turn++) {
    turns.push([
      await measure(`raw-${kind}`, rawPlace, keys, processes, duration / 2),
      await measure(kind, place, keys, processes, duration / 2),
    ]);
  }
  const mean = (side, what) => turns.reduce((sum, turn) => sum + turn[side][what], 0) / turns.length;
  print([
    `${name}, ${processes} × ${keys === 1 ? 'one key' : 'many keys'}`,
    round(mean(1, 'perSecond'), 0),
    round(mean(0, 'perSecond'), 0),
    round(mean(0, 'perSecond') / mean(1, 'perSecond')),
    round(mean(1, 'p50'), 3),
    round(mean(1, 'p99'), 3),
    round(Math.max(...turns.map(([, store]) => store.worst)), 0),
    round(mean(1, 'open'), 1),
    round(mean(0, 'open'), 1),
  ]);
}

/** How an update fares among 10² and 10⁵ recipients, and what these take up. */
async function grow(kind, fill) {
  const rows = [];
  for (const recipients of [100, 100_000]) {
    const { place, bytes } = await fill(recipients);
    rows.push({ recipients, bytes, ...(await measure(kind, place, recipients, 1)) });
  }
  for (const { recipients, bytes, perSecond, p50, p99 } of rows) {
    print([
      `${kind}, ${recipients} recipients`,
      round(perSecond, 0),
      round(p50, 3),
      round(p99, 3),
      round(bytes / 1e6, 1),
    ]);
  }
  print([`  p50 at 10⁵ against 10²`, round(rows[1].p50 / rows[0].p50)]);
}

const key = (index) => `recipient ${String(index).padStart(8, '0')} ${'0'.repeat(45)}`;
const seal = { id: '0'.repeat(32), digest: '0'.repeat(64) };
const challenge = { seal, expiresAt: 1_700_000_000_000, tries: 0, used: false };
const send = { sealId: seal.id, at: 1_700_000_000_000 };
const times = { failures: 0, lockedUntil: 0, seenAt: 1_700_000_000_000 };
const value = JSON.stringify({ challenge, replaced: challenge, sends: [send, send], ...times });
const later = Date.now() + 86_400_000;

async function fillFile(recipients) {
  const place = join(directory, `${recipients}.db`);
  await measure('file', place, 1, 1, 10);
  const db = new Database(place);
  db.exec('BEGIN; DELETE FROM ledgers');
  const insert = db.prepare('INSERT INTO ledgers VALUES (?, ?, ?)');
  for (let index = 0; index < recipients; index++) insert.run(key(index), value, later + index);
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  return { place, bytes: statSync(place).size };
}

async function fillRedis(recipients) {
  const client = new Redis(socket);
  await client.flushall();
  const pipeline = client.pipeline();
  for (let index = 0; index < recipients; index++) pipeline.set(`otp-tui:${key(index)}`, value, 'PXAT', later);
  await pipeline.exec();
  const bytes = Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]);
  await client.quit();
  return { place: `redis+unix://${socket}`, bytes };
}

try {
  for (let round = 0; round < 300 && !statSync(socket, { throwIfNoEntry: false }); round++) await sleep(10);
  const admin = new Redis(socket);
  const file = join(directory, 'state.db');
  const raw = join(directory, 'raw.db');
  print(['', 'updates/s', 'raw/s', 'raw/store', 'p50 ms', 'p99 ms', 'worst ms', 'open ms', 'raw open']);
  for (const keys of [1, MANY]) await compare('memory', 'memory', '', '', keys, 1);
  for (const keys of [1, MANY]) for (const n of [1, 4, 16]) await compare('file', 'file', file, raw, keys, n);
  for (const policy of ['everysec', 'always']) {
    await admin.config('SET', 'appendfsync', policy);
    const name = policy === 'always' ? 'Redis fsync always' : 'Redis';
    const url = `redis+unix://${socket}`;
    for (const keys of [1, MANY]) for (const n of [1, 4, 16]) await compare(name, 'redis', url, socket, keys, n);
  }
  print([]);
  print(['', 'updates/s', 'p50 ms', 'p99 ms', 'MB']);
  await grow('file', fillFile);
  await grow('redis', fillRedis);
  await admin.quit();
} finally {
  server.kill();
  await once(server, 'exit');
  rmSync(directory, { recursive: true, force: true });
}
