// Clears a recipient's wrong tries, lock and sends, for all services. For anyone who can write to the store: it needs
// the recipient, the store and the secret, but no account.

import { configureLedgers } from '../config/configuration.ts';
import { reportUnlock } from '../conversation/operator-report.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { runLedgerVerb } from './ledger-verb.ts';

/** Unlocks the recipient of the settings. @returns the exit status */
export function unlock(invocation: Extract<Invocation, { verb: 'unlock' }>, context: Context): Promise<number> {
  return runLedgerVerb(invocation, configureLedgers(invocation, context.env), context, {
    inMemory: 'there is nothing to unlock',
    absent: 'unlock',
    act: (ledgers, { recipient }) => ledgers.unlock(recipient),
    report: reportUnlock,
  });
}
