// One process of the measurement: node store-worker.mjs KIND PLACE KEYS MILLISECONDS. A kind is a store
// of otp-tui, or `raw-…`: the engine's own way to read and write the same row at once.

import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const [kind, place, keys, duration] = process.argv.slice(2);
const key = (index) => `recipient ${String(index).padStart(8, '0')} ${'0'.repeat(45)}`;
const seal = (at) => ({ id: String(at).padStart(32, '0'), digest: String(at).padStart(64, '0') });

/** A ledger as it is after two sends: every value changes with each of them. */
const ledgerAt = (at) => ({
  challenge: { seal: seal(at), expiresAt: at + 300_000, tries: 0, used: false },
  replaced: { seal: seal(at - 1), expiresAt: at + 200_000, tries: 1, used: false },
  sends: [
    { sealId: seal(at - 1).id, at: at - 40_000 },
    { sealId: seal(at).id, at },
  ],
  failures: 0,
  lockedUntil: 0,
  seenAt: at,
});

// Never the same twice: an engine may skip the writing of what is there already.
let last = Date.now();
const nextLedger = () => ledgerAt(++last);
const storeWrite = (store) => (name) => store.update(name, () => ({ ledger: nextLedger(), outcome: undefined }));

/** Each opens its engine and gives the write to measure. */
const KINDS = {
  async memory() {
    const { memoryStore } = await import('../dist/store/memory.js');
    return storeWrite(memoryStore());
  },
  async 'raw-memory'() {
    const map = new Map();
    return async (name) => void map.set(name, nextLedger());
  },
  async file() {
    const { fileStore } = await import('../dist/store/file.js');
    return storeWrite(fileStore(place));
  },
  async 'raw-file'() {
    const { default: Database } = await import('libsql');
    const db = new Database(place, { timeout: 10_000 });
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    db.exec('CREATE TABLE IF NOT EXISTS raw (key TEXT PRIMARY KEY, value TEXT, at INTEGER)');
    const read = db.prepare('SELECT value FROM raw WHERE key = ?').raw();
    const write = db.prepare(
      'INSERT INTO raw VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at',
    );
    return async (name) => {
      db.exec('BEGIN IMMEDIATE');
      read.get(name);
      write.run(name, JSON.stringify(nextLedger()), last);
      db.exec('COMMIT');
    };
  },
  async redis() {
    const { redisStore } = await import('../dist/store/redis.js');
    return storeWrite(redisStore(place));
  },
  async 'raw-redis'() {
    const { Redis } = await import('ioredis');
    const client = new Redis(place);
    const day = 86_400_000;
    return (name) => client.set(`raw:${name}`, JSON.stringify(nextLedger()), 'PXAT', Date.now() + day);
  },
};

const started = performance.now();
const write = await KINDS[kind]();
await write(key(0));
const open = performance.now() - started;
writeSync(1, 'ready\n');
await once(process.stdin, 'data');

const latencies = [];
const end = performance.now() + Number(duration);
for (let now = performance.now(); now < end; ) {
  await write(key(Math.floor(Math.random() * Number(keys))));
  const after = performance.now();
  latencies.push(after - now);
  now = after;
}
latencies.sort((a, b) => a - b);
const at = (share) => latencies[Math.floor(share * (latencies.length - 1))];
writeSync(1, `${JSON.stringify({ count: latencies.length, open, p50: at(0.5), p99: at(0.99), worst: at(1) })}\n`);
process.exit();
