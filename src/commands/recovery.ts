// Makes recovery codes for a recipient and shows them once. For anyone who can write to the store: it needs the
// recipient, the store and OTP_SECRET, but no account.

import { configureOwnSecret } from '../config/configuration.ts';
import { EXIT } from '../conversation/exit.ts';
import { reportLostRecovery, reportRecovery } from '../conversation/operator-report.ts';
import { maskPhoneNumber } from '../core/phone.ts';
import { composeLedgers } from './compose.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { takeSettings } from './take-settings.ts';

type RecoveryInvocation = Extract<Invocation, { verb: 'recovery' }>;

/** Makes recovery codes for the recipient of the settings. @returns the exit status */
export async function recovery(invocation: RecoveryInvocation, context: Context): Promise<number> {
  const settings = takeSettings(await configureOwnSecret(invocation, context.env), context);
  if (!settings) return EXIT.usage;
  if (settings.store.kind === 'memory') {
    context.tell('OTP_STORE (--store) is memory:, which keeps nothing, so recovery codes would be lost at once');
    return EXIT.usage;
  }
  const { ledgers, close } = composeLedgers(settings, context.clock);
  try {
    const outcome = await ledgers.makeRecoveryCodes(settings.recipient);
    const recipient = maskPhoneNumber(settings.recipient, '*');
    const { text, status } = reportRecovery(outcome, recipient);
    if (outcome.kind === 'made') await context.answer(outcome.codes.join('\n'), reportLostRecovery(recipient));
    context.tell(text);
    return status;
  } finally {
    await close();
  }
}
