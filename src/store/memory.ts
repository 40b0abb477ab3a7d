// Ledgers in this process's memory, which are lost when it ends. For tests, demos and libraries.

import { forgetAt } from '../core/forget.ts';
import { EMPTY_LEDGER, type Ledger } from '../core/ledger.ts';
import type { Store } from './store.ts';

/**
 * A store in memory. Does not survive a restart, and is not shared with other processes.
 *
 * @example new OtpVerifier({ sender, secret, store: memoryStore() })
 */
export function memoryStore(): Store {
  const ledgers = new Map<string, Ledger>();
  let sweepAt = 1_000;
  return {
    async update(key, change) {
      const { ledger, outcome } = change(ledgers.get(key) ?? EMPTY_LEDGER);
      ledgers.set(key, ledger);
      if (ledgers.size >= sweepAt) {
        for (const [other, idle] of ledgers) if (forgetAt(idle) <= ledger.seenAt) ledgers.delete(other);
        sweepAt = 2 * ledgers.size + 1_000;
      }
      return outcome;
    },
    async close() {},
  };
}
