// Makes recovery codes for a recipient and shows them once. For anyone who can write to the store: it needs the
// recipient, the store and OTP_SECRET, but no account.

import { configureOwnSecret } from '../config/configuration.ts';
import { EXIT } from '../conversation/exit.ts';
import { reportLostRecovery, reportRecovery } from '../conversation/operator-report.ts';
import { maskPhoneNumber } from '../core/phone.ts';
import { composeLedgers } from './compose.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { outcomeInJson, refuse } from './reply.ts';
import { takeSettings } from './take-settings.ts';

type RecoveryInvocation = Extract<Invocation, { verb: 'recovery' }>;

/** Makes recovery codes for the recipient of the settings. @returns the exit status */
export async function recovery(invocation: RecoveryInvocation, context: Context): Promise<number> {
  const { json } = invocation;
  const settings = await takeSettings(await configureOwnSecret(invocation, context.env), context, json);
  if (!settings) return EXIT.usage;
  if (settings.store.kind === 'memory') {
    const problem = 'OTP_STORE (--store) is memory:, which keeps nothing, so recovery codes would be lost at once';
    return refuse('misconfigured', [problem], context, json);
  }
  const { ledgers, close } = composeLedgers(settings, context.clock);
  try {
    const outcome = await ledgers.makeRecoveryCodes(settings.recipient);
    const recipient = maskPhoneNumber(settings.recipient, '*');
    const report = reportRecovery(outcome, recipient);
    const lost = outcome.kind === 'made' ? reportLostRecovery(recipient) : undefined;
    if (json) {
      await context.answer(outcomeInJson(outcome, report, { phone: recipient }), lost);
      return report.status;
    }
    if (outcome.kind === 'made') await context.answer(outcome.codes.join('\n'), lost);
    context.tell(report.text);
    return report.status;
  } finally {
    await close();
  }
}
