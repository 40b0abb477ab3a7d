// Ledgers in a SQLite file, shared by any number of processes on one computer. Opens and loads nothing before the
// first update.

import { resolve } from 'node:path';
import { forgetAt } from '../core/forget.ts';
import { EMPTY_LEDGER, type Ledger, type Step } from '../core/ledger.ts';
import { secureFile, watchFiles } from './file-access.ts';
import { type Engine, loadEngine } from './file-engine.ts';
import { fileProblem, isBusy, vanished } from './file-problem.ts';
import { prepareSchema } from './file-schema.ts';
import { readLedger, writeLedger } from './ledger-text.ts';
import { closed, type Store, StoreError } from './store.ts';
import { WAITING, type Waiting } from './waiting.ts';

type Apply = <Outcome>(key: string, change: (ledger: Ledger) => Step<Outcome>) => Outcome;

interface OpenFile {
  readonly apply: Apply;
  close(): void;
}

/** The longest wait between two attempts to get the lock, in ms. */
const MAX_WAIT = 32;
/** One in this many updates deletes old ledgers: more than the updates can add, but too few to slow one down. */
const UPDATES_PER_DELETION = 32;
const MAX_DELETED = 4 * UPDATES_PER_DELETION;

/**
 * A store in a file that only its owner can read or write.
 *
 * @param options.patience how long to wait for other processes, in ms
 * @example fileStore('/var/lib/shop/otp.db')
 */
export function fileStore(
  path: string,
  {
    patience = 5_000,
    monotonic = WAITING.monotonic,
    pause = WAITING.pause,
  }: { readonly patience?: number } & Partial<Waiting> = {},
): Store {
  const place = absolute(path);
  let engine: Engine | undefined;
  let file: OpenFile | undefined;
  let isClosed = false;

  const closeFile = () => {
    file?.close();
    file = undefined;
  };

  return {
    async update(key, change) {
      let defect: { readonly error: unknown } | undefined;
      const guarded: typeof change = (ledger) => {
        try {
          return change(ledger);
        } catch (error) {
          defect = { error };
          throw error;
        }
      };

      let giveUpAt: number | undefined;
      for (let round = 1; !isClosed; round++) {
        try {
          engine ??= await loadEngine();
          if (isClosed) break;
          file ??= openFile(engine, place);
          return file.apply(key, guarded);
        } catch (error) {
          if (defect) throw defect.error;
          giveUpAt ??= monotonic() + patience;
          if (!isBusy(error) || monotonic() >= giveUpAt) {
            closeFile();
            throw error instanceof StoreError ? error : new StoreError(fileProblem(error, place));
          }
        }
        // Wait here and not in SQLite, whose wait would block the whole program: no keys, no countdown, no Ctrl-C. The
        // wait is random and grows each time, so that many processes do not keep colliding.
        await pause(Math.min(2 ** round, MAX_WAIT));
      }
      throw new StoreError(closed(place));
    },
    async close() {
      isClosed = true;
      closeFile();
    },
  };
}

/** In a removed directory, a relative path stays as it is: opening it then fails with the reason. */
function absolute(path: string): string {
  try {
    return resolve(path);
  } catch {
    return path;
  }
}

function openFile(engine: Engine, place: string): OpenFile {
  const path = secureFile(place);
  const db = new engine(path);
  try {
    prepareSchema(db, path);
    const read = db.prepare('SELECT ledger FROM ledgers WHERE key = ?').raw();
    const write = db.prepare(
      `INSERT INTO ledgers (key, ledger, forget_at) VALUES (?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET ledger = excluded.ledger, forget_at = excluded.forget_at`,
    );
    const forget = db.prepare(
      `DELETE FROM ledgers WHERE rowid IN
       (SELECT rowid FROM ledgers WHERE forget_at <= ? ORDER BY forget_at LIMIT ${MAX_DELETED})`,
    );
    const isInPlace = watchFiles(path);
    let updates = 0;

    const apply: Apply = (key, change) => {
      // Not prepared: if the lock is taken, libsql leaves a prepared statement unfinished, with its resources in use.
      db.exec('BEGIN IMMEDIATE');
      try {
        // Checked under the lock, so that what is written from here on is in the file that others will open.
        if (!isInPlace()) throw new StoreError(vanished(path));
        const { ledger, outcome } = change(parse(read.get(key), path));
        const until = forgetAt(ledger);
        write.run(key, writeLedger(ledger), Number.isFinite(until) ? Math.ceil(until) : null);
        if (updates % UPDATES_PER_DELETION === 0) forget.run(Math.floor(ledger.seenAt));
        updates++;
        db.exec('COMMIT');
        return outcome;
      } catch (error) {
        if (db.inTransaction) db.exec('ROLLBACK');
        throw error;
      }
    };
    return { apply, close: () => db.close() };
  } catch (error) {
    db.close();
    throw error;
  }
}

function parse(row: unknown, path: string): Ledger {
  return row === undefined ? EMPTY_LEDGER : readLedger(Array.isArray(row) ? row[0] : undefined, path);
}
