// The engines alone, doing what a check does with a store: read a record, compare a code with the digest in it, and
// write the record back, in one durable transaction that is retried if another process was faster.

import { createHmac, timingSafeEqual } from 'node:crypto';

/** A record as long as a ledger. Its count is always different, since an engine may skip writes that change nothing. */
let count = process.pid * 1_000_000;
const newRecord = (phone) =>
  JSON.stringify({ digest: digestOf(phone, '99999').toString('hex'), tries: 0, count: count++, rest: 'x'.repeat(330) });

/** The record after a wrong code. */
function judge(text, phone, entry) {
  const record = JSON.parse(text);
  if (timingSafeEqual(Buffer.from(record.digest, 'hex'), digestOf(phone, entry)))
    throw new Error('a wrong code was accepted');
  return JSON.stringify({ ...record, tries: record.tries + 1, count: count++ });
}

function digestOf(phone, code) {
  return createHmac('sha256', 'a secret of the bench').update(`${phone} ${code}`).digest();
}

/** SQLite itself waits and retries while another process holds its lock. */
export async function sqlite(place) {
  const { default: Database } = await import('libsql');
  const db = new Database(`${place}.engine`, { timeout: 60_000 });
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  db.exec('CREATE TABLE IF NOT EXISTS codes (phone TEXT PRIMARY KEY, record TEXT)');
  const read = db.prepare('SELECT record FROM codes WHERE phone = ?').raw();
  const write = db.prepare('UPDATE codes SET record = ? WHERE phone = ?');
  return {
    fill(phones) {
      const insert = db.prepare('INSERT OR REPLACE INTO codes VALUES (?, ?)');
      db.exec('BEGIN');
      for (const phone of phones) insert.run(phone, newRecord(phone));
      db.exec('COMMIT');
    },
    check(phone, entry) {
      db.exec('BEGIN IMMEDIATE');
      const [record] = read.get(phone);
      write.run(judge(record, phone, entry), phone);
      db.exec('COMMIT');
    },
  };
}

const SWAP = `
local kept = redis.call('GET', KEYS[1])
if kept ~= ARGV[1] then return kept end
redis.call('SET', KEYS[1], ARGV[2])`;

/** A script that sets the new value if the old one is unchanged, and otherwise returns the current one. */
export async function redisScript(place) {
  const { Redis } = await import('ioredis');
  const client = new Redis(place.replace('redis+unix://', ''));
  client.defineCommand('swap', { numberOfKeys: 1, lua: SWAP });
  return {
    async fill(phones) {
      const pipeline = client.pipeline();
      for (const phone of phones) pipeline.set(`engine:${phone}`, newRecord(phone));
      await pipeline.exec();
    },
    async check(phone, entry) {
      for (let record = await client.get(`engine:${phone}`); record !== null; ) {
        record = await client.swap(`engine:${phone}`, record, judge(record, phone, entry));
      }
    },
  };
}

/** A Redis transaction, which does not run if another process has changed the record. */
export async function redisWatch(place) {
  const { Redis } = await import('ioredis');
  const client = new Redis(place.replace('redis+unix://', ''));
  return {
    async check(phone, entry) {
      for (let written = null; written === null; ) {
        const [, [, record]] = await client.pipeline().watch(`engine:${phone}`).get(`engine:${phone}`).exec();
        written = await client
          .multi()
          .set(`engine:${phone}`, judge(record, phone, entry))
          .exec();
      }
    },
  };
}
