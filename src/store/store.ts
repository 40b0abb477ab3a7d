// The port to where ledgers are kept. A store knows no rule: it applies a pure change to one
// ledger, atomically. Implementations: `memory.ts`, `file.ts`, `redis.ts`.

import type { Ledger, Step } from '../core/ledger.ts';
import type { Problem, StoreFailed } from '../core/outcome.ts';

export interface Store {
  /**
   * Replaces the ledger of a key by what the change makes of it, and gives the change's outcome.
   * Nobody else's change comes between. The change starts from `EMPTY_LEDGER` where nothing is
   * kept; it may be run more than once, and where it throws nothing is kept of it.
   *
   * @param change also given the time in ms since 1970, where the store has a clock that all its users share
   * @throws StoreError where the ledger cannot be read or written; nothing has changed then, unless it says
   * that the change may be done
   */
  update<Outcome>(key: string, change: (ledger: Ledger, now?: number) => Step<Outcome>): Promise<Outcome>;
  /** Lets go of what the store holds open. */
  close(): Promise<void>;
}

/** A store is broken or out of reach. Carries words, and no error of a vendor. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly problem: Problem;
  /** Whether the change may have been kept all the same, as the answer was lost. */
  readonly mayBeDone: boolean;
  constructor({ message, detail }: Problem, { mayBeDone = false } = {}) {
    super(plain(detail));
    this.problem = { message: plain(message), detail: plain(detail) };
    this.mayBeDone = mayBeDone;
  }
}

/** Turns a broken store into an outcome. Whatever else is thrown is a defect, and goes on. */
export async function orStoreFailed<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | StoreFailed> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const { problem, mayBeDone } = error;
    return { kind: 'store-failed', problem, ...(mayBeDone ? { charged: 'perhaps' } : {}) };
  }
}

/** What to say where a store is asked for something after it was closed. */
export function closed(place: string): Problem {
  return { message: 'otp-tui is closing. Start it again.', detail: `${place}: closed already` };
}

// Paths and addresses come from outside, and what is said of them goes to a terminal.
function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}
