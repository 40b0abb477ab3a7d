// What a state file looks like inside, and how an older one becomes today's. Refuses the files of
// other programs and of newer versions before anything in them is changed.

import { StoreError } from './store.ts';

/** As much of a database connection as is needed here. */
export interface Sql {
  exec(sql: string): unknown;
  prepare(sql: string): { raw(): { get(): unknown } };
}

/** Marks the file as otp-tui's, for us and for file(1): the letters `OTPt`. */
const APPLICATION_ID = 0x4f545074;

/**
 * Each step makes the next version. Steps are added, never changed: files of every version are out there.
 * This is the version of the table, in `user_version`; each ledger in it has its own (see ledger-text.ts).
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE ledgers (
     key TEXT PRIMARY KEY NOT NULL, -- keyed digest of the recipient
     ledger TEXT NOT NULL,          -- JSON
     forget_at INTEGER              -- ms since 1970, from when on it may be removed; NULL: never
   );
   CREATE INDEX ledgers_to_forget ON ledgers (forget_at) WHERE forget_at IS NOT NULL;`,
  // Before any release: ledgers were kept for each service, under names that nobody asks for any more.
  'DELETE FROM ledgers',
];

/**
 * Refuses a file that is not otp-tui's or too new, then brings it to the newest version.
 *
 * @throws StoreError where it is refused, and the engine's own errors
 */
export function prepareSchema(db: Sql, path: string, migrations = MIGRATIONS): void {
  // In one transaction: another process may be making a new file at this moment, and what is read of it must fit.
  db.exec('BEGIN');
  const version = readVersion(db, path, migrations.length);
  db.exec('COMMIT');
  // Writers and readers get along, and what was acknowledged is on the disk.
  if (readNumber(db, 'PRAGMA journal_mode = WAL') !== 'wal') {
    refuse(path, 'the file system cannot hold a database shared by processes', 'put it on a local disk');
  }
  db.exec('PRAGMA synchronous = FULL');
  if (version === migrations.length) return;

  db.exec('BEGIN IMMEDIATE');
  try {
    // Once more: another process may have been here first.
    for (const step of migrations.slice(readVersion(db, path, migrations.length))) db.exec(step);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length}`);
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

function readVersion(db: Sql, path: string, newest: number): number {
  const application = readNumber(db, 'PRAGMA application_id');
  const version = Number(readNumber(db, 'PRAGMA user_version'));
  const tables = readNumber(db, 'SELECT count(*) FROM sqlite_master');
  const untouched = application === 0 && version === 0 && tables === 0;
  if (application !== APPLICATION_ID && !untouched) {
    refuse(path, 'this is the database of another program', 'choose another path');
  }
  if (version > newest) {
    refuse(path, `a newer otp-tui wrote it (version ${version}, this one knows ${newest})`, 'update otp-tui');
  }
  return version;
}

function readNumber(db: Sql, sql: string): unknown {
  const row = db.prepare(sql).raw().get();
  return Array.isArray(row) ? row[0] : undefined;
}

function refuse(path: string, cause: string, remedy: string): never {
  throw new StoreError({
    message: 'the record is unusable. Ask the administrator.',
    detail: `${path}: ${cause}; ${remedy}`,
  });
}
