// Clears a recipient's wrong tries, lock and sends, at whatever service; for whoever may write the store.

import { existsSync } from 'node:fs';
import { EXIT } from '../conversation/exit.ts';
import { reportUnlock } from '../conversation/report.ts';
import { maskPhoneNumber } from '../core/phone.ts';
import { compose } from './compose.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { misuse, readGateSettings } from './verify.ts';

/** Unlocks the recipient of the settings. @returns the exit status */
export async function unlock(invocation: Extract<Invocation, { verb: 'unlock' }>, context: Context): Promise<number> {
  const settings = await readGateSettings(invocation, context);
  if ('problems' in settings) return misuse(context, settings.problems);
  const { recipient, store } = settings;
  if (store.kind === 'memory') {
    context.tell('OTP_STORE (--store) is memory: which nothing outlives, so there is nothing to unlock');
    return EXIT.usage;
  }
  if (store.kind === 'file' && !existsSync(store.path)) {
    context.tell(`${store.path}: there is no such file, so there is nothing to unlock; see OTP_STORE (--store)`);
    return EXIT.store;
  }
  const { verifier, close } = compose(settings, context.clock);
  try {
    const report = reportUnlock(await verifier.unlock(recipient), maskPhoneNumber(recipient, '*'));
    context.tell(report.text);
    return report.status;
  } finally {
    await close();
  }
}
