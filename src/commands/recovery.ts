// Makes recovery codes for a recipient and shows them once. For anyone who can write to the store: it needs the
// recipient, the store and OTP_SECRET, but no account.

import { configureOwnSecret } from '../config/configuration.ts';
import { reportLeftRecovery, reportLostRecovery, reportRecovery } from '../conversation/operator-report.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { runLedgerVerb } from './ledger-verb.ts';

type RecoveryInvocation = Extract<Invocation, { verb: 'recovery' }>;

/** Makes recovery codes for the recipient of the settings. @returns the exit status */
export function recovery(invocation: RecoveryInvocation, context: Context): Promise<number> {
  return runLedgerVerb(invocation, configureOwnSecret(invocation, context.env), context, {
    inMemory: 'recovery codes would be lost at once',
    act: (ledgers, { recipient }) => ledgers.makeRecoveryCodes(recipient),
    report: reportRecovery,
    answer: (outcome) => (outcome.kind === 'made' ? outcome.codes.join('\n') : undefined),
    ifLeft: reportLeftRecovery,
    ifLost: ({ kind }, phone) => (kind === 'made' ? reportLostRecovery(phone) : undefined),
  });
}
