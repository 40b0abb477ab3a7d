// Clears a recipient's wrong tries, lock and sends, for all services. For anyone who can write to the store: it needs
// the recipient, the store and the secret, but no account.

import { configureLedgers } from '../config/configuration.ts';
import { EXIT } from '../conversation/exit.ts';
import { reportUnlock } from '../conversation/operator-report.ts';
import { maskPhoneNumber } from '../core/phone.ts';
import { absentStore } from './absent-store.ts';
import { composeLedgers } from './compose.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { outcomeInJson, refuse } from './reply.ts';
import { takeSettings } from './take-settings.ts';

/** Unlocks the recipient of the settings. @returns the exit status */
export async function unlock(invocation: Extract<Invocation, { verb: 'unlock' }>, context: Context): Promise<number> {
  const { json } = invocation;
  const settings = await takeSettings(await configureLedgers(invocation, context.env), context, json);
  if (!settings) return EXIT.usage;
  const { recipient, store } = settings;
  const phone = maskPhoneNumber(recipient, '*');
  if (store.kind === 'memory') {
    const problem = 'OTP_STORE (--store) is memory:, which keeps nothing, so there is nothing to unlock';
    return refuse('misconfigured', [problem], context, json);
  }
  const absent = absentStore(store, 'unlock');
  if (absent) {
    if (json) await context.answer(outcomeInJson({ kind: 'store-failed' }, absent, { phone }));
    else context.tell(absent.text);
    return absent.status;
  }
  const { ledgers, close } = composeLedgers(settings, context.clock);
  try {
    const outcome = await ledgers.unlock(recipient);
    const report = reportUnlock(outcome, phone);
    if (json) await context.answer(outcomeInJson(outcome, report, { phone }));
    else context.tell(report.text);
    return report.status;
  } finally {
    await close();
  }
}
