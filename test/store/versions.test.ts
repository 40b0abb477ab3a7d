// What earlier versions stored is read by this one, in every store. The dumps in `fixtures` are what those versions
// wrote (see `dump.mjs` there, which also says what happened to whom).

import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_LEDGER } from '../../src/core/ledger.ts';
import { OtpVerifier } from '../../src/otp-verifier.ts';
import { fileStore } from '../../src/store/file.ts';
import { writeLedger } from '../../src/store/ledger-text.ts';
import { redisStore } from '../../src/store/redis.ts';
import type { Store } from '../../src/store/store.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../support/redis-server.ts';
import { isMissing } from '../support/what-cannot-run.ts';
import { look } from './contract.ts';
import { expectRefused } from './refusal.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const VERSION: number = JSON.parse(writeLedger(EMPTY_LEDGER)).version;
const OLDER = Array.from({ length: VERSION }, (_, version) => version);

const MINUTE = 60_000;
const LOCKED = '+14155552671';
const TRIED = '+14155552672';
const USED = '+14155552673';
const OVER = '+14155552674';
const RECOVERING = '+14155552675';
const WRONG = '98765';

interface Dump {
  /** When it was made, in ms since 1970. */
  readonly now: number;
  readonly strings: Readonly<Record<string, string>>;
}

function dumpOf(version: number): Dump {
  return JSON.parse(readFileSync(join(FIXTURES, `ledger-${version}.json`), 'utf8'));
}

/** A place for one store, as its own tools see it. */
interface Place {
  /** Fills it with what a version wrote. */
  restore(version: number): void;
  /** The stored texts by their keys. */
  texts(): ReadonlyMap<string, string>;
  /** Puts a text under a key, without a store. */
  put(key: string, text: string): void;
  open(): Store;
}

function versionsContract(place: Place): void {
  let store: Store;
  const gateAt = (now: number, service?: string) =>
    new OtpVerifier({
      // The codes of a dump live by the clock of the dump, and not by that of Redis.
      store: { ...store, update: (key, change) => store.update(key, (ledger) => change(ledger)) },
      service,
      secret: 'a secret of the tests',
      clock: () => now,
      sender: { send: async () => ({ kind: 'accepted' }) },
    });

  describe.each(OLDER)('of version %i', (version) => {
    const { now } = dumpOf(version);
    const hasRecovery = version >= 2;
    beforeEach(() => {
      place.restore(version);
      store = place.open();
      return () => store.close();
    });

    it('is read as it was stored, and has the new version after one update', async () => {
      const before = place.texts();
      expect(before.size).toBe(hasRecovery ? 5 : 4);
      for (const [key, text] of before) {
        const { version: stored = 0, ...fields } = JSON.parse(text);
        expect(stored).toBe(version);
        const ledger = await look(store, key);
        expect(ledger).toMatchObject(fields);
        expect(JSON.parse(place.texts().get(key) ?? '')).toEqual({ version: VERSION, ...ledger });
        expect(await look(store, key)).toEqual(ledger);
      }
    });

    it('keeps a lock, with the wrong tries that led to it and the sends', async () => {
      const gate = gateAt(now);
      const until = now - MINUTE / 2 + 15 * MINUTE;
      expect(await gate.check(LOCKED, '33333')).toEqual({ kind: 'locked', until });
      expect(await gate.send(LOCKED)).toMatchObject({ kind: 'locked', until });
      const unlocked = { kind: 'unlocked', failures: 10, wasLocked: true, sends: 2 };
      expect(await gate.unlock(LOCKED)).toEqual(unlocked);
    });

    it('keeps the tries at a live code, and opens for it once', async () => {
      const gate = gateAt(now);
      expect(await gate.send(TRIED)).toMatchObject({ kind: 'too-soon', resendAt: now + MINUTE / 2 });
      expect(await gate.check(TRIED, '44444')).toEqual({ kind: 'incorrect', triesLeft: 2, superseded: true });
      expect(await gate.check(TRIED, WRONG)).toEqual({ kind: 'incorrect', triesLeft: 1, superseded: false });
      expect(await gate.check(TRIED, '55555')).toMatchObject({ kind: 'accepted' });
      expect(await gate.check(TRIED, '55555')).toEqual({ kind: 'used' });
    });

    it('remembers that a code was used', async () => {
      expect(await gateAt(now).check(USED, '66666')).toEqual({ kind: 'used' });
    });

    it('keeps a code over that a clock turned back has ended, and not that of another service', async () => {
      expect(await gateAt(now).check(OVER, '00000')).toEqual({ kind: 'expired' });
      expect(await gateAt(now, 'deploy').check(OVER, '11111')).toMatchObject({ kind: 'accepted' });
    });

    if (hasRecovery) {
      it('keeps recovery codes, and the wrong tries at them', async () => {
        const gate = gateAt(now);
        expect(await gate.check(RECOVERING, '0000-0111-1122-2223')).toEqual({ kind: 'used' });
        expect(await gate.check(RECOVERING, 'ZZZZ-ZZZZ-ZZZZ-ZZZZ')).toMatchObject({ kind: 'incorrect', triesLeft: 8 });
        const outcome = await gate.check(RECOVERING, '3333-4444-4555-5566');
        expect(outcome).toEqual({ kind: 'accepted', by: 'recovery', recoveryLeft: 6 });
      });
    } else {
      it('has no recovery codes, and takes new ones', async () => {
        const gate = gateAt(now);
        expect(await gate.recoveryLeft(LOCKED)).toEqual({ kind: 'left', count: 0 });
        const made = await gate.makeRecoveryCodes(LOCKED);
        const [code = ''] = made.kind === 'made' ? made.codes : [];
        expect(await gate.check(LOCKED, code)).toMatchObject({ kind: 'accepted', by: 'recovery', recoveryLeft: 7 });
      });
    }
  });

  it('of a newer version is refused with the advice to update, and stays as it is', async () => {
    place.restore(0);
    const newer = JSON.stringify({ version: VERSION + 1, ...EMPTY_LEDGER, failures: 3, rule: 'not known here' });
    for (const key of [...place.texts().keys(), 'key']) place.put(key, newer);
    const before = place.texts();
    store = place.open();
    const line = await expectRefused(store);
    await store.close();
    expect(line).toMatch(
      new RegExp(
        `: one entry was written by a newer otp-tui \\(version ${VERSION + 1}; this one knows up to ${VERSION}\\); update otp-tui$`,
      ),
    );
    expect(place.texts()).toEqual(before);
    expect(new Set(before.values())).toEqual(new Set([newer]));
  });
}

it('there is a dump of each older version, and of no other', () => {
  const files = OLDER.flatMap((version) => [`ledger-${version}.db`, `ledger-${version}.json`]);
  expect(VERSION).toBeGreaterThan(0);
  expect(readdirSync(FIXTURES).sort()).toEqual(['dump.mjs', ...files].sort());
});

describe.skipIf(isMissing('sqlite3'))('a ledger in a file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'otp-tui-versions-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  let made = 0;
  let path = '';
  const sqlite = (sql: string) => execFileSync('sqlite3', ['-json', path], { input: sql, encoding: 'utf8' });

  versionsContract({
    restore(version) {
      path = join(directory, `${made++}.db`);
      copyFileSync(join(FIXTURES, `ledger-${version}.db`), path);
      chmodSync(path, 0o600);
    },
    texts() {
      const rows: { key: string; ledger: string }[] = JSON.parse(sqlite('SELECT key, ledger FROM ledgers'));
      return new Map(rows.map(({ key, ledger }) => [key, ledger]));
    },
    put: (key, text) => void sqlite(`INSERT OR REPLACE INTO ledgers VALUES ('${key}', '${text}', NULL);`),
    open: () => fileStore(path),
  });
});

describeWithRedis('a ledger in Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.remove());
  const nameOf = (key: string) => `otp-tui:${key}`;

  versionsContract({
    restore(version) {
      server.cli('FLUSHALL');
      for (const [name, text] of Object.entries(dumpOf(version).strings)) server.cli('SET', name, text);
    },
    texts() {
      const names = server.cli('KEYS', '*').split('\n');
      return new Map(names.map((name) => [name.slice(nameOf('').length), server.cli('GET', name)]));
    },
    put: (key, text) => void server.cli('SET', nameOf(key), text),
    open: () => redisStore(server.url),
  });
});
