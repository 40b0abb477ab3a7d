// One process of the measurement: node store-worker.mjs TASK, where TASK is JSON. It does what it is told
// in turns of some ms, each turn at the same time as all other processes. What it can do is a store of
// otp-tui, or an engine by itself: `write` without a look at what is there, or `read and write` at once.

import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const DAY = 86_400_000;
const { roles, turn = 0, turns = 0 } = JSON.parse(process.argv[2]);
const key = (index) => `recipient ${String(index).padStart(8, '0')} ${'0'.repeat(45)}`;
const service = '0'.repeat(64);
const seal = (at) => ({ id: String(at).padStart(32, '0'), digest: String(at).padStart(64, '0') });

/** A ledger as it is after two sends: every value changes with each of them. */
const ledgerAt = (at) => ({
  challenges: [
    { service, seal: seal(at - 1), expiresAt: at + 200_000, tries: 1, used: false },
    { service, seal: seal(at), expiresAt: at + 300_000, tries: 0, used: false },
  ],
  sends: [
    { sealId: seal(at - 1).id, at: at - 40_000 },
    { sealId: seal(at).id, at },
  ],
  failures: 0,
  cleared: 0,
  lockedUntil: 0,
  seenAt: at,
});

// Never the same twice: an engine may skip the writing of what is there already.
let last = Date.now();
const nextLedger = () => ledgerAt(++last);
const storeWrite = (store) => (name) => store.update(name, () => ({ ledger: nextLedger(), outcome: undefined }));

async function openSqlite(place) {
  const { default: Database } = await import('libsql');
  const db = new Database(`${place}.raw`, { timeout: 10_000 });
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  db.exec('CREATE TABLE IF NOT EXISTS raw (key TEXT PRIMARY KEY, value TEXT, at INTEGER)');
  const read = db.prepare('SELECT value FROM raw WHERE key = ?').raw();
  const upsert = db.prepare(
    'INSERT INTO raw VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at',
  );
  const write = (name) => upsert.run(name, JSON.stringify(nextLedger()), last);
  return { db, read, write };
}

async function openRedis(place) {
  const { Redis } = await import('ioredis');
  return new Redis(place.replace('redis+unix://', ''));
}

/** Each opens its engine and gives the update to measure. */
const KINDS = {
  async memory() {
    const { memoryStore } = await import('../dist/store/memory.js');
    return storeWrite(memoryStore());
  },
  async 'memory write'() {
    const map = new Map();
    return async (name) => void map.set(name, nextLedger());
  },
  async file(place) {
    const { fileStore } = await import('../dist/store/file.js');
    return storeWrite(fileStore(place));
  },
  async 'file write'(place) {
    const { write } = await openSqlite(place);
    return async (name) => write(name);
  },
  async 'file read and write'(place) {
    const { db, read, write } = await openSqlite(place);
    return async (name) => {
      db.exec('BEGIN IMMEDIATE');
      read.get(name);
      write(name);
      db.exec('COMMIT');
    };
  },
  async redis(place) {
    const { redisStore } = await import('../dist/store/redis.js');
    return storeWrite(redisStore(place));
  },
  async 'redis write'(place) {
    const client = await openRedis(place);
    return (name) => client.set(`raw:${name}`, JSON.stringify(nextLedger()), 'PX', DAY);
  },
  async 'redis read and write'(place) {
    const client = await openRedis(place);
    return async (name) => {
      for (let written = null; written === null; ) {
        await client.pipeline().watch(`raw:${name}`).get(`raw:${name}`).exec();
        written = await client.multi().set(`raw:${name}`, JSON.stringify(nextLedger()), 'PX', DAY).exec();
      }
    };
  },
};

const started = performance.now();
const updates = [];
for (const { kind, place } of roles) {
  const update = await KINDS[kind](place);
  await update(key(0));
  updates.push(update);
}
const open = performance.now() - started;
writeSync(1, 'ready\n');
const [start] = await once(process.stdin, 'data');

const counts = Array(turns).fill(0);
const latencies = roles.map(() => []);
const begin = Number(start);
// A timer may come a little early.
while (Date.now() < begin) await sleep(begin - Date.now());
for (let now = Date.now(); now < begin + turn * turns; now = Date.now()) {
  const index = Math.floor((now - begin) / turn);
  const role = index % roles.length;
  const before = performance.now();
  await updates[role](key(Math.floor(Math.random() * roles[role].keys)));
  latencies[role].push(performance.now() - before);
  counts[index]++;
}
writeSync(1, `${JSON.stringify({ open, counts, latencies })}\n`);
process.exit();
