// The port to the storage of ledgers. A store knows no rules: it applies a pure change to one ledger, atomically.
// Implementations: `memory.ts`, `file.ts`, `redis.ts`.

import type { Ledger, Step } from '../core/ledger.ts';
import type { Problem, StoreFailed } from '../core/outcome.ts';

/** Where ledgers are kept. It knows no rules: it applies a pure change to one ledger, atomically. */
export interface Store {
  /**
   * Applies a change to the ledger of a key, atomically, and returns the change's outcome. The change starts from
   * `EMPTY_LEDGER` if there is none. It may run more than once; if it throws, nothing is stored.
   *
   * @param change also receives the time in ms since 1970, if the store has a clock that all its users share
   * @throws StoreError if the ledger cannot be read or written; nothing has changed then, unless `mayBeDone`
   */
  update<Outcome>(key: string, change: (ledger: Ledger, now?: number) => Step<Outcome>): Promise<Outcome>;
  /** Closes what the store has open. */
  close(): Promise<void>;
}

/**
 * A store is broken or unreachable. Contains words only, and no vendor's error.
 *
 * @example throw new StoreError({ message: 'the store is unavailable.', detail: `${path}: the disk is full` });
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly problem: Problem;
  /** Whether the change may have been stored anyway, because the reply was lost. */
  readonly mayBeDone: boolean;
  constructor({ message, remedy, detail }: Problem, { mayBeDone = false } = {}) {
    super(plain(detail));
    this.problem = { message: plain(message), ...(remedy && { remedy }), detail: plain(detail) };
    this.mayBeDone = mayBeDone;
  }
}

/** Turns a StoreError into an outcome. Anything else that is thrown is a defect, and is rethrown. */
export async function orStoreFailed<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | StoreFailed> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const { problem, mayBeDone } = error;
    return { kind: 'store-failed', problem, ...(mayBeDone ? { charged: 'perhaps' } : {}) };
  }
}

/** The problem if a store is used after it was closed. */
export function closed(place: string): Problem {
  return { message: 'otp-tui is closing. Start it again.', detail: `${place}: already closed` };
}

// Paths and addresses come from outside, and messages about them go to a terminal.
function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}
