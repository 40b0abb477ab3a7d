import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { CheckOutcome, SendOutcome } from '../../src/core/outcome.ts';
import { fileStore } from '../../src/store/file.ts';
import { prepareSchema, type Sql } from '../../src/store/file-schema.ts';
import { instantWaiting } from '../support/instant-waiting.ts';
import { runWorkers, startWorker } from '../support/store-workers.ts';
import { isMissing } from '../support/what-cannot-run.ts';
import { increment, look } from './contract.ts';
import { expectPlain, expectRefused } from './refusal.ts';

const root = mkdtempSync(join(tmpdir(), 'otp-tui-broken-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let number = 0;
let directory: string;
let path: string;
beforeEach(() => {
  directory = join(root, `${++number}`);
  mkdirSync(directory, { mode: 0o700 });
  path = join(directory, 'state.db');
});

const sqlite = (sql: string) => execFileSync('sqlite3', [path, sql], { encoding: 'utf8' }).trim();

async function refusal(): Promise<string> {
  const store = fileStore(path, { patience: 50 });
  const line = await expectRefused(store);
  await store.close();
  return line;
}

// In another process, because libsql keeps a closed file open until garbage collection.
async function makeState(): Promise<void> {
  await runWorkers(path, [['count', 'key', '1']]);
}

describe.skipIf(isMissing('sqlite3'))('file store refuses', () => {
  it('a file that is no database, and leaves it as it is', async () => {
    writeFileSync(path, 'my diary '.repeat(500), { mode: 0o600 });
    expect(await refusal()).toContain('not a state file');
    expect(readFileSync(path, 'utf8')).toBe('my diary '.repeat(500));
  });

  it('a damaged database', async () => {
    await makeState();
    sqlite('PRAGMA journal_mode = DELETE');
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xa5, 100));
    expect(await refusal()).toContain('damaged');
  });

  it('a database that was cut short', async () => {
    await makeState();
    sqlite('PRAGMA journal_mode = DELETE');
    writeFileSync(path, readFileSync(path).subarray(0, 4096));
    expect(await refusal()).toContain('damaged');
  });

  it('the database of another program, and leaves it as it is', async () => {
    sqlite('CREATE TABLE bookmarks (url TEXT); PRAGMA user_version = 1');
    chmodSync(path, 0o600);
    const before = readFileSync(path);
    expect(await refusal()).toContain('another program');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('a newer version', async () => {
    await makeState();
    const version = sqlite('PRAGMA user_version');
    sqlite('PRAGMA user_version = 7');
    expect(await refusal()).toContain('written by a newer otp-tui (version 7');
    sqlite(`PRAGMA user_version = ${version}`);
    const store = fileStore(path);
    expect(await store.update('key', increment)).toBe(2);
    await store.close();
  });

  it('an entry that is not a ledger, and no other entry', async () => {
    await makeState();
    const store = fileStore(path);
    const intact = sqlite("SELECT ledger FROM ledgers WHERE key = 'key'");
    const bad = [
      '',
      '{',
      'null',
      '[]',
      '{}',
      intact.replace('"failures":1', '"failures":"1"'),
      intact.replace('}', ',"new":1}'),
    ];
    for (const text of [
      ...bad,
      intact.replace('"failures":1', '"failures":-1'),
      intact.replace('"sends":[]', '"sends":[1]'),
    ]) {
      execFileSync('sqlite3', [path], { input: `INSERT OR REPLACE INTO ledgers VALUES ('bad', '${text}', NULL);` });
      const error: unknown = await look(store, 'bad').catch((reason) => reason);
      expect(error).toMatchObject({ name: 'StoreError', problem: { detail: expect.stringContaining('damaged') } });
      expect((await look(store, 'key')).failures).toBe(1);
    }
    await store.close();
  });

  it('a directory in its place', async () => {
    mkdirSync(path);
    expect(await refusal()).toContain('a directory or a device');
  });

  it('a file in place of its directory', async () => {
    writeFileSync(join(directory, 'file'), '');
    path = join(directory, 'file', 'state.db');
    expect(await refusal()).toContain('no file can be created at this path');
  });

  it('a relative path in a directory that was removed', async () => {
    const before = process.cwd();
    process.chdir(directory);
    rmSync(directory, { recursive: true });
    path = 'state.db';
    try {
      expect(await refusal()).toContain('its directory cannot be created');
    } finally {
      process.chdir(before);
    }
  });

  it('a link in its place', async () => {
    symlinkSync(join(directory, 'elsewhere.db'), path);
    expect(await refusal()).toContain('it is a symbolic link');
    expect(existsSync(join(directory, 'elsewhere.db'))).toBe(false);
  });

  it('a file, or a file beside it, that others can write', async () => {
    const store = fileStore(path);
    await store.update('key', increment);
    for (const file of [path, `${path}-wal`]) {
      chmodSync(file, 0o620);
      expect(await refusal()).toContain('other users can write to this file; chmod go-w');
      chmodSync(file, 0o600);
    }
    await store.close();
    await makeState();
  });

  it('a directory that others can write, sticky or not', async () => {
    for (const mode of [0o770, 0o1777]) {
      chmodSync(directory, mode);
      expect(await refusal()).toContain('other users can write to this directory; ');
      expect(existsSync(path)).toBe(false);
    }
  });

  it('a directory that others could swap for another', async () => {
    const parent = join(directory, 'parent');
    mkdirSync(join(parent, 'own'), { recursive: true, mode: 0o700 });
    path = join(parent, 'own', 'state.db');
    chmodSync(parent, 0o777);
    expect(await refusal()).toContain('every user can write to this directory');
    chmodSync(parent, 0o1777);
    await makeState();
  });

  it.skipIf(isMissing('root'))('a directory or a file of another user', async () => {
    await makeState();
    chownSync(path, 12_345, 12_345);
    expect(await refusal()).toContain('this file belongs to another user (uid 12345)');
    chownSync(path, 0, 0);
    chownSync(directory, 12_345, 12_345);
    expect(await refusal()).toContain('this directory belongs to another user (uid 12345)');
  });

  it('a file that vanished or was replaced while open, once, and opens it again', async () => {
    const store = fileStore(path);
    const removals = {
      removed: () => ['', '-wal', '-shm'].map((end) => rmSync(path + end)),
      'directory moved': () => renameSync(directory, `${directory}-moved`),
      'directory removed': () => rmSync(directory, { recursive: true }),
      replaced: () => execFileSync('sh', ['-c', `umask 077; mv ${path} ${path}.old; rm ${path}-*; touch ${path}`]),
    };
    for (const [key, remove] of Object.entries(removals)) {
      await store.update(key, increment);
      remove();
      const error: unknown = await store.update(key, increment).catch((reason) => reason);
      expect(error).toMatchObject({ problem: { detail: expect.stringContaining('removed or replaced') } });
      await store.update(key, increment);
    }
    rmSync(`${path}-wal`);
    await expect(store.update('log', increment)).rejects.toMatchObject({ name: 'StoreError' });
    await store.close();
  });

  it('a lock that is held too long, and goes on when it is free', async () => {
    await makeState();
    const holder = new Database(path);
    holder.exec('BEGIN IMMEDIATE');
    expect(await refusal()).toContain('another process holds its lock');
    const { pauses, ...waiting } = instantWaiting();
    const store = fileStore(path, { patience: 100, ...waiting });
    await expect(store.update('key', increment)).rejects.toMatchObject({ name: 'StoreError' });
    expect(pauses).toEqual([2, 4, 8, 16, 32, 32, 32]);
    holder.exec('ROLLBACK');
    expect(await store.update('key', increment)).toBe(2);
    await store.close();
    holder.close();
  });
});

describe.skipIf(isMissing('sqlite3'))('schema', () => {
  it('is brought up to date step by step, and keeps the ledgers', async () => {
    await makeState();
    const db = new Database(path);
    const steps = [
      ...['(version 1 is there)', '(version 2 is there)'],
      'ALTER TABLE ledgers ADD COLUMN two DEFAULT 2',
      'UPDATE ledgers SET two = 3',
    ];
    prepareSchema(db, path, steps);
    prepareSchema(db, path, steps);
    db.close();
    expect(sqlite('SELECT two, key FROM ledgers; PRAGMA user_version')).toBe('3|key\n4');
  });

  it('is created by one if two create it at once, and found by the other', () => {
    const [db, other] = [new Database(path), new Database(path)];
    let isOtherBusy: boolean | undefined;
    const meanwhile: Sql = {
      exec: (sql) => db.exec(sql),
      prepare(sql) {
        const statement = db.prepare(sql).raw();
        const get = () => {
          const row = statement.get();
          isOtherBusy ??= isThrown(() => prepareSchema(other, path), 'SQLITE_BUSY');
          return row;
        };
        return { raw: () => ({ get }) };
      },
    };
    prepareSchema(meanwhile, path);
    expect(isOtherBusy).toBe(true);
    prepareSchema(other, path);
    for (const each of [db, other]) each.close();
    expect(sqlite('PRAGMA user_version')).toBe('2');
  });

  it('stays as it was if a step fails', async () => {
    await makeState();
    const db = new Database(path);
    const done = ['(version 1 is there)', '(version 2 is there)'];
    const steps = [...done, 'ALTER TABLE ledgers ADD COLUMN two', 'UPDATE nothing SET two = 3'];
    expect(() => prepareSchema(db, path, steps)).toThrow();
    db.close();
    expect(sqlite('PRAGMA user_version')).toBe('2');
    await makeState();
  });

  it('of the first version is emptied of ledgers that nobody asks for any more', async () => {
    await makeState();
    sqlite("INSERT INTO ledgers VALUES ('other', '{\"challenge\":null}', NULL); PRAGMA user_version = 1");
    const store = fileStore(path);
    expect(await store.update('other', increment)).toBe(1);
    expect(sqlite('SELECT key FROM ledgers; PRAGMA user_version')).toBe('other\n2');
    await store.close();
  });
});

function isThrown(act: () => void, code: string): boolean {
  try {
    act();
    return false;
  } catch (error) {
    expect(error).toMatchObject({ code });
    return true;
  }
}

interface Filled {
  readonly sent: number;
  readonly outcome: SendOutcome;
  readonly check: CheckOutcome;
}

/** Sends until the store fails, in a process in an environment of its own. */
async function fill(most: number, around: readonly string[]): Promise<Filled> {
  const worker = await startWorker(path, ['fill', `${most}`], around);
  worker.go();
  const { status, complaints } = await worker.end;
  expect(complaints).toBe('');
  expect(status).toBe(0);
  return worker.said[0] as Filled;
}

describe.skipIf(isMissing('sqlite3'))('file store on a disk that takes no more', () => {
  it('refuses at a limit on file sizes, and loses nothing', async () => {
    const { sent, outcome } = await fill(5_000, ['sh', '-c', 'trap "" XFSZ; ulimit -f 2000; exec "$@"', 'sh']);
    expect(sent).toBeGreaterThan(10);
    if (outcome.kind !== 'store-failed') throw new Error(outcome.kind);
    expectPlain(outcome.problem);
    expect(outcome.problem.detail).toContain('a file size limit');
    expect(sqlite('PRAGMA integrity_check')).toBe('ok');
    expect(Number(sqlite('SELECT count(*) FROM ledgers'))).toBe(sent);
  });

  it.skipIf(isMissing('mounts'))('refuses on a full disk', async () => {
    const mount = `mount -t tmpfs -o size=400k,mode=700 none ${directory}; exec "$@"`;
    const { sent, outcome, check } = await fill(5_000, ['unshare', '-rm', 'sh', '-c', mount, 'sh']);
    expect(sent).toBeGreaterThan(10);
    if (outcome.kind !== 'store-failed' || check.kind !== 'store-failed')
      throw new Error(`${outcome.kind} ${check.kind}`);
    expectPlain(outcome.problem);
    expect(outcome.problem.detail).toContain('no space left');
    expect(check.problem.detail).toContain('no space left');
  });

  it.skipIf(isMissing('mounts'))('refuses on a read-only file system', async () => {
    await makeState();
    for (const at of [path, join(directory, 'new', 'state.db')]) {
      const mount = `mount --bind ${directory} ${directory}; mount -o remount,ro,bind ${directory}; exec "$@"`;
      path = at;
      const { sent, outcome, check } = await fill(1, ['unshare', '-rm', 'sh', '-c', mount, 'sh']);
      expect(sent).toBe(0);
      if (outcome.kind !== 'store-failed' || check.kind !== 'store-failed')
        throw new Error(`${outcome.kind} ${check.kind}`);
      expectPlain(outcome.problem);
      expect(outcome.problem.detail).toMatch(/read-only.*\((SQLITE_READONLY|SQLITE_CANTOPEN|EROFS|ENOENT)/);
    }
  });
});
