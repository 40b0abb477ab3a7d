// Ledgers in a file of SQLite's format, shared by any number of processes on one computer. Nothing is
// opened or loaded before the first update.

import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EMPTY_LEDGER, forgetAt, type Ledger, type Step } from '../core/ledger.ts';
import { secureFile, watchFiles } from './file-access.ts';
import { fileProblem, isBusy, vanished } from './file-problem.ts';
import { prepareSchema } from './file-schema.ts';
import { readLedger, writeLedger } from './ledger-text.ts';
import { closed, type Store, StoreError } from './store.ts';

type Engine = typeof import('libsql');
type Apply = <Outcome>(key: string, change: (ledger: Ledger) => Step<Outcome>) => Outcome;

interface OpenFile {
  readonly apply: Apply;
  close(): void;
}

/** The longest wait before the lock is tried again, in ms. */
const LONGEST_WAIT = 32;
/** The first of so many updates forgets old ledgers: more than all of them can add, and too few to be felt. */
const UPDATES_TO_FORGET = 32;
const FORGOTTEN_AT_ONCE = 4 * UPDATES_TO_FORGET;

/**
 * A store in a file. Nobody but its owner can read or write it.
 *
 * @param options.patience how long to wait for other processes, in ms
 */
export function fileStore(path: string, { patience = 5_000 }: { readonly patience?: number } = {}): Store {
  const place = absolute(path);
  let engine: Engine | undefined;
  let file: OpenFile | undefined;
  let isClosed = false;

  const letGo = () => {
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
          engine ??= (await import('libsql')).default;
          if (isClosed) break;
          file ??= openFile(engine, place);
          return file.apply(key, guarded);
        } catch (error) {
          if (defect) throw defect.error;
          giveUpAt ??= performance.now() + patience;
          if (!isBusy(error) || performance.now() >= giveUpAt) {
            letGo();
            throw error instanceof StoreError ? error : new StoreError(fileProblem(error, place));
          }
        }
        // Waited for here and not in SQLite, whose wait would stop the whole program: no key, no
        // countdown, no Ctrl-C. At random and longer each time, so that a crowd does not keep itself busy.
        await sleep(Math.random() * Math.min(2 ** round, LONGEST_WAIT));
      }
      throw new StoreError(closed(place));
    },
    async close() {
      isClosed = true;
      letGo();
    },
  };
}

/** In a directory that was removed, a relative path stays as it is: to open it fails with the reason. */
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
       (SELECT rowid FROM ledgers WHERE forget_at <= ? ORDER BY forget_at LIMIT ${FORGOTTEN_AT_ONCE})`,
    );
    const isInPlace = watchFiles(path);
    let updates = 0;

    const apply: Apply = (key, change) => {
      // Not prepared: libsql leaves a statement that found the lock taken half done, and what it holds held.
      db.exec('BEGIN IMMEDIATE');
      try {
        // Asked under the lock: what is written from here on is in the file that others will open.
        if (!isInPlace()) throw new StoreError(vanished(path));
        const { ledger, outcome } = change(parse(read.get(key), path));
        const until = forgetAt(ledger);
        write.run(key, writeLedger(ledger), Number.isFinite(until) ? Math.ceil(until) : null);
        if (updates % UPDATES_TO_FORGET === 0) forget.run(Math.floor(ledger.seenAt));
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
