import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { EMPTY_LEDGER, type Ledger } from '../../src/core/ledger.ts';
import { fileStore } from '../../src/store/file.ts';
import { isMissing } from '../support/what-cannot-run.ts';
import { increment, look, PATIENT, testStore, verifierWith } from './contract.ts';

const directory = mkdtempSync(join(tmpdir(), 'otp-tui-file-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const sqlite = (path: string, sql: string) => execFileSync('sqlite3', [path, sql], { encoding: 'utf8' }).trim();

/** An idle ledger of someone who was sent a code at a time. */
const sentAt = (at: number): Ledger => ({ ...EMPTY_LEDGER, sends: [{ sealId: 'a', at }], seenAt: at });

describe('file store', () => {
  const path = join(directory, 'contract', 'state.db');
  testStore({ open: () => fileStore(path, PATIENT), place: () => path });
});

describe('state file', () => {
  it('is not made before the first update', async () => {
    const path = join(directory, 'lazy', 'state.db');
    await fileStore(path).close();
    expect(existsSync(path)).toBe(false);
  });

  it('is for its owner alone, with the directories and files around it, whatever the umask', async () => {
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));
    const path = join(directory, 'deep', 'private', 'state.db');
    const store = fileStore(path);
    await store.update('key', increment);
    const modes = ['../..', '..', '.', '../state.db-wal', '../state.db-shm'].map(
      (name) => statSync(join(path, name === '.' ? '' : name)).mode,
    );
    expect(modes.map((mode) => (mode & 0o777).toString(8))).toEqual(['700', '700', '600', '600', '600']);
    await store.close();
  });

  it.skipIf(isMissing('sqlite3'))('is read by sqlite3, and shows neither code nor phone number', async () => {
    const path = join(directory, 'shown', 'state.db');
    const store = fileStore(path);
    const { verifier, codes } = verifierWith(store);
    await verifier.send('+14155552671');
    await verifier.check('+14155552671', 'x');
    const dump = sqlite(path, '.dump');
    expect(dump).toContain('CREATE TABLE ledgers');
    expect(dump).not.toContain('4155552671');
    const ledger = sqlite(path, "SELECT ledger ->> '$.challenges' FROM ledgers");
    expect(JSON.parse(ledger)).toMatchObject([{ tries: 0, used: false }]);
    // Times and digests are long runs of hex digits, in which any five may stand by chance.
    expect(dump.match(/(?<![0-9a-f])[0-9]{5}(?![0-9a-f])/g) ?? []).not.toContain(codes.get('+14155552671'));
    await store.close();
  });

  it.skipIf(isMissing('sqlite3'))('forgets idle ledgers in passing, and none with failures or a lock', async () => {
    const path = join(directory, 'sweep', 'state.db');
    const store = fileStore(path);
    for (let index = 0; index < 50; index++) {
      await store.update(`idle ${index}`, () => ({ ledger: sentAt(1_000), outcome: undefined }));
    }
    const locked = { ...sentAt(1_000), failures: 10, lockedUntil: 2_000 };
    await store.update('locked', () => ({ ledger: locked, outcome: undefined }));
    const rows = () => Number(sqlite(path, 'SELECT count(*) FROM ledgers'));
    expect(rows()).toBe(51);

    const later = 1_000 + 30 * 24 * 3_600_000;
    const touch = () => store.update('now', () => ({ ledger: sentAt(later), outcome: undefined }));
    await touch();
    expect(rows()).toBeGreaterThan(40);
    for (let round = 0; round < 20; round++) await touch();
    expect(rows()).toBe(2);
    expect(await look(store, 'locked')).toEqual(locked);
    await store.close();
  });

  it('keeps the program alive while it waits for another process', async () => {
    const path = join(directory, 'waits', 'state.db');
    const store = fileStore(path);
    const holder = fileStore(path);
    await store.update('key', increment);
    await holder.update('key', increment);
    const engine = (await import('libsql')).default;
    const other = new engine(path);
    other.exec('BEGIN IMMEDIATE');
    // Were nothing else done meanwhile, it would not be free in time.
    let ticks = 0;
    const timer = setInterval(() => {
      if (++ticks === 20) other.exec('ROLLBACK');
    }, 5);
    expect(await store.update('key', increment)).toBe(3);
    clearInterval(timer);
    expect(ticks).toBeGreaterThanOrEqual(20);
    await Promise.all([store.close(), holder.close()]);
    other.close();
  });
});
