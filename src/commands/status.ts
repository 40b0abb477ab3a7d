// Shows how a recipient stands. For anyone who can read the store: it needs the recipient, the store and the secret,
// but no account. It never shows a code.

import { configureStatus } from '../config/configuration.ts';
import { reportStanding } from '../conversation/operator-report.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { runLedgerVerb } from './ledger-verb.ts';

/** Shows how the recipient of the settings stands. @returns the exit status */
export function status(invocation: Extract<Invocation, { verb: 'status' }>, context: Context): Promise<number> {
  return runLedgerVerb(invocation, configureStatus(invocation, context.env), context, {
    inMemory: 'there is nothing to show',
    absent: 'show',
    act: (ledgers, { recipient, service, policy }) => ledgers.status(recipient, service, policy),
    report: reportStanding,
  });
}
