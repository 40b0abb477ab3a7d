// The schema of a state file, and the migrations from older ones. Refuses files of other programs and of newer
// versions before changing anything in them.

import { StoreError } from './store.ts';

/** The part of a database connection that is used here. */
export interface Sql {
  exec(sql: string): unknown;
  prepare(sql: string): { raw(): { get(): unknown } };
}

/** Identifies the file as otp-tui's, for us and for file(1): the letters `OTPt`. */
const APPLICATION_ID = 0x4f545074;

/**
 * Each step migrates to the next version. Steps are added, never changed, because files of every version exist.
 * This is the version of the table, in `user_version`; each ledger in it has its own (see ledger-text.ts).
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE ledgers (
     key TEXT PRIMARY KEY NOT NULL, -- keyed digest of the recipient
     ledger TEXT NOT NULL,          -- JSON
     forget_at INTEGER              -- ms since 1970, from when on it may be removed; NULL: never
   );
   CREATE INDEX ledgers_to_forget ON ledgers (forget_at) WHERE forget_at IS NOT NULL;`,
  // From before any release: ledgers were kept per service, under keys that are no longer used.
  'DELETE FROM ledgers',
];

/**
 * Refuses a file that is not otp-tui's or is too new, and otherwise migrates it to the newest version.
 *
 * @throws StoreError if it is refused, and the engine's own errors
 */
export function prepareSchema(db: Sql, path: string, migrations = MIGRATIONS): void {
  // In one transaction, for a consistent view: another process may be creating the file at this moment.
  db.exec('BEGIN');
  const version = readVersion(db, path, migrations.length);
  db.exec('COMMIT');
  // Readers do not block writers, and acknowledged changes are on the disk.
  if (readNumber(db, 'PRAGMA journal_mode = WAL') !== 'wal') {
    refuse(path, 'the file system does not support a database shared by processes', 'put it on a local disk');
  }
  db.exec('PRAGMA synchronous = FULL');
  if (version === migrations.length) return;

  db.exec('BEGIN IMMEDIATE');
  try {
    // Read the version again: another process may have been faster.
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
  const isNew = application === 0 && version === 0 && tables === 0;
  if (application !== APPLICATION_ID && !isNew) {
    refuse(path, 'this is the database of another program', 'choose another path');
  }
  if (version > newest) {
    refuse(path, `written by a newer otp-tui (version ${version}; this one knows up to ${newest})`, 'update otp-tui');
  }
  return version;
}

function readNumber(db: Sql, sql: string): unknown {
  const row = db.prepare(sql).raw().get();
  return Array.isArray(row) ? row[0] : undefined;
}

function refuse(path: string, cause: string, remedy: string): never {
  throw new StoreError({
    message: 'the store cannot be used.',
    remedy: 'administrator',
    detail: `${path}: ${cause}; ${remedy}`,
  });
}
