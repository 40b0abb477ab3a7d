// What the stores cost, against their engines by themselves in the same run: npm run bench [-- SECONDS]

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
// Turns that are short beside the ups and downs of a busy machine, and long beside one update.
const TURN = 150;
const ROUNDS = Math.max(3, Math.round((1_000 * Number(process.argv[2] ?? 3)) / (3 * TURN)));
const MANY = 10_000;
const directory = mkdtempSync(join(tmpdir(), 'otp-tui-bench-'));
const socket = join(directory, 'redis.sock');
const url = `redis+unix://${socket}`;
// biome-ignore format: a setting a line
const server = spawn('redis-server', [
  '--port', '0', '--unixsocket', socket, '--dir', directory, '--save', '', '--appendonly', 'yes',
], { stdio: 'ignore' });

/** Lets so many processes take turns at the roles, and adds up what they did. */
async function measure(roles, processes = 1, turns = ROUNDS * roles.length) {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const task = JSON.stringify({ roles, turn: TURN, turns });
  const workers = Array.from({ length: processes }, () =>
    spawn(process.execPath, [WORKER, task], { stdio: ['pipe', 'pipe', 'inherit'], env }),
  );
  const lines = workers.map(({ stdout }) => createInterface(stdout)[Symbol.asyncIterator]());
  for (const each of lines) await each.next();
  const begin = Date.now() + 100;
  for (const { stdin } of workers) stdin.on('error', () => {}).write(`${begin}\n`);
  const results = [];
  for (const each of lines) {
    const { value } = await each.next();
    if (value === undefined) throw new Error(`${task}: a process failed`);
    results.push(JSON.parse(value));
  }
  const total = (index) => results.reduce((sum, { counts }) => sum + counts[index], 0);
  return roles.map((_, role) => ({
    // One number for each round.
    counts: Array.from({ length: turns / roles.length }, (_, round) => total(round * roles.length + role)),
    latencies: results.flatMap(({ latencies }) => latencies[role]).sort((a, b) => a - b),
    open: results[0].open,
  }));
}

const quantile = (share, sorted) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
const median = (values) =>
  quantile(
    0.5,
    values.toSorted((a, b) => a - b),
  );
const perSecond = ({ counts }) =>
  round((1_000 * counts.reduce((sum, count) => sum + count)) / (counts.length * TURN), 0);
/** How many times longer: the median over the rounds, as a disk that stands still spoils single ones. */
const timesLonger = (ours, other) => round(median(other.counts.map((count, index) => count / ours.counts[index])));

function print(cells) {
  console.log(cells.map((cell, column) => String(cell)[column ? 'padStart' : 'padEnd'](column ? 11 : 32)).join(''));
}
function round(value, digits = 2) {
  return value.toFixed(digits);
}

/** One line: a store beside its engine. */
async function compare(name, engine, place, keys, processes) {
  const kinds = [engine, `${engine} write`, ...(engine === 'memory' ? [] : [`${engine} read and write`])];
  const [store, write, readAndWrite] = await measure(
    kinds.map((kind) => ({ kind, place, keys })),
    processes,
  );
  print([
    `${name}, ${processes} × ${keys === 1 ? 'one key' : 'many keys'}`,
    perSecond(store),
    perSecond(write),
    readAndWrite ? perSecond(readAndWrite) : '',
    timesLonger(store, write),
    readAndWrite ? timesLonger(store, readAndWrite) : '',
    ...[store, write].map(({ latencies }) => round(quantile(0.5, latencies), 3)),
    ...[0.99, 1].map((share) => round(quantile(share, store.latencies), 1)),
  ]);
}

/** To load, to open and to make a first update, each time in a new process. */
async function compareOpening(engine, place) {
  const times = { [engine]: [], [`${engine} write`]: [] };
  for (let time = 0; time < 7; time++) {
    for (const kind of Object.keys(times)) times[kind].push((await measure([{ kind, place, keys: 1 }], 1, 0))[0].open);
  }
  const [store, raw] = Object.values(times).map(median);
  print([`${engine}, to open`, round(store, 1), round(raw, 1), round(store / raw)]);
}

/** How an update fares among 10² and 10⁵ recipients, and what these take up. */
async function grow(engine, fill) {
  const filled = [];
  for (const recipients of [100, 100_000]) filled.push({ recipients, ...(await fill(recipients)) });
  const measured = await measure(filled.map(({ recipients, place }) => ({ kind: engine, place, keys: recipients })));
  for (const [index, { recipients, bytes }] of filled.entries()) {
    const { latencies } = measured[index];
    const [p50, p99] = [0.5, 0.99].map((share) => round(quantile(share, latencies), 3));
    print([`${engine}, ${recipients} recipients`, perSecond(measured[index]), p50, p99, round(bytes / 1e6, 1)]);
  }
  print(['  among 10⁵ against 10²', timesLonger(measured[1], measured[0])]);
}

const key = (index) => `recipient ${String(index).padStart(8, '0')} ${'0'.repeat(45)}`;
const seal = { id: '0'.repeat(32), digest: '0'.repeat(64) };
const challenge = { service: '0'.repeat(64), seal, expiresAt: 1_700_000_000_000, tries: 0, used: false };
const send = { sealId: seal.id, at: 1_700_000_000_000 };
const times = { failures: 0, cleared: 0, lockedUntil: 0, seenAt: 1_700_000_000_000 };
const value = JSON.stringify({ challenges: [challenge, challenge], sends: [send, send], ...times });
const later = Date.now() + 86_400_000;

async function fillFile(recipients) {
  const place = join(directory, `${recipients}.db`);
  await measure([{ kind: 'file', place, keys: 1 }], 1, 0);
  const db = new Database(place);
  db.exec('BEGIN; DELETE FROM ledgers');
  const insert = db.prepare('INSERT INTO ledgers VALUES (?, ?, ?)');
  for (let index = 0; index < recipients; index++) insert.run(key(index), value, later + index);
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  return { place, bytes: statSync(place).size };
}

/** Each in a database of its own, so that both are there at once. */
async function fillRedis(recipients) {
  const db = recipients > 100 ? 2 : 1;
  const client = new Redis(socket, { db });
  const usedMemory = async () => Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]);
  const before = await usedMemory();
  const pipeline = client.pipeline();
  for (let index = 0; index < recipients; index++) pipeline.set(`otp-tui:${key(index)}`, value, 'PXAT', later);
  await pipeline.exec();
  const bytes = (await usedMemory()) - before;
  await client.quit();
  return { place: `${url}?db=${db}`, bytes };
}

try {
  for (let wait = 0; wait < 300 && !statSync(socket, { throwIfNoEntry: false }); wait++) await sleep(10);
  const admin = new Redis(socket);
  const file = join(directory, 'state.db');
  print([
    'updates/s',
    'store',
    'write',
    'read+write',
    '×write',
    '×read+write',
    'p50 ms',
    'write p50',
    'p99 ms',
    'worst ms',
  ]);
  for (const keys of [1, MANY]) await compare('memory', 'memory', '', keys, 1);
  for (const keys of [1, MANY]) for (const n of [1, 4, 16]) await compare('file', 'file', file, keys, n);
  for (const policy of ['everysec', 'always']) {
    await admin.config('SET', 'appendfsync', policy);
    const name = policy === 'always' ? 'Redis fsync always' : 'Redis';
    for (const keys of [1, MANY]) for (const n of [1, 4, 16]) await compare(name, 'redis', url, keys, n);
  }
  await admin.config('SET', 'appendfsync', 'everysec');
  print([]);
  print(['', 'store ms', 'engine ms', '×']);
  await compareOpening('file', file);
  await compareOpening('redis', url);
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
