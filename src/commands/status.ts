// Shows how a recipient stands. For anyone who can read the store: it needs the recipient, the store and the secret,
// but no account. It never shows a code.

import { configureStatus } from '../config/configuration.ts';
import { EXIT } from '../conversation/exit.ts';
import { reportStanding } from '../conversation/operator-report.ts';
import { maskPhoneNumber } from '../core/phone.ts';
import { absentStore } from './absent-store.ts';
import { composeLedgers } from './compose.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { outcomeInJson, refuse } from './reply.ts';
import { takeSettings } from './take-settings.ts';

/** Shows how the recipient of the settings stands. @returns the exit status */
export async function status(invocation: Extract<Invocation, { verb: 'status' }>, context: Context): Promise<number> {
  const { json } = invocation;
  const settings = await takeSettings(await configureStatus(invocation, context.env), context, json);
  if (!settings) return EXIT.usage;
  const { recipient, store, service, policy } = settings;
  if (store.kind === 'memory') {
    const problem = 'OTP_STORE (--store) is memory:, which keeps nothing, so there is nothing to show';
    return refuse('misconfigured', [problem], context, json);
  }
  const phone = maskPhoneNumber(recipient, '*');
  const absent = absentStore(store, 'show');
  if (absent) {
    if (json) await context.answer(outcomeInJson({ kind: 'store-failed' }, absent, { phone }));
    else context.tell(absent.text);
    return absent.status;
  }
  const { ledgers, close } = composeLedgers(settings, context.clock);
  try {
    const outcome = await ledgers.status(recipient, service, policy);
    const report = reportStanding(outcome, phone, context.clock());
    if (json) await context.answer(outcomeInJson(outcome, report, { phone }));
    else if (report.status === EXIT.verified) await context.answer(report.text);
    else context.tell(report.text);
    return report.status;
  } finally {
    await close();
  }
}
