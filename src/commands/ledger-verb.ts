// What the verbs of operators have in common: settings, the ledgers of a store that is there and lasts, and an answer
// in words or JSON.

import { statSync } from 'node:fs';
import type { Configuration } from '../config/configuration.ts';
import type { LedgerSettings } from '../config/ledgers.ts';
import { EXIT } from '../conversation/exit.ts';
import type { Report } from '../conversation/report.ts';
import { maskPhoneNumber } from '../core/phone.ts';
import { plainText } from '../core/plain-text.ts';
import type { StoreAddress } from '../store/open.ts';
import { composeLedgers } from './compose.ts';
import type { Context } from './context.ts';
import { orSignal } from './or-signal.ts';
import { outcomeInJson } from './reply.ts';
import { takeLastingSettings } from './take-settings.ts';

type Ledgers = ReturnType<typeof composeLedgers>['ledgers'];

interface LedgerVerb<Settings, Outcome> {
  /** Why a store that keeps nothing is of no use: `there is nothing to unlock`. */
  readonly inMemory: string;
  /** What there would be nothing to do with, if no state file has been made yet. Left out if the verb makes one. */
  readonly absent?: string;
  readonly act: (ledgers: Ledgers, settings: Settings) => Promise<Outcome>;
  /** @param phone masked */
  readonly report: (outcome: Outcome, phone: string, now: number) => Report;
  /** What goes to standard output after success in place of the report, which is then told as well. */
  readonly answer?: (outcome: Outcome) => string | undefined;
  /** What is told if a signal comes before the outcome. @param phone masked */
  readonly ifLeft?: (phone: string) => string;
  /** What is told if the answer cannot be written. */
  readonly ifLost?: (outcome: Outcome, phone: string) => string | undefined;
}

/** @returns the exit status */
export async function runLedgerVerb<Settings extends LedgerSettings, Outcome extends { readonly kind: string }>(
  { json }: { readonly json: boolean },
  configuration: Promise<Configuration<Settings>>,
  context: Context,
  { inMemory, absent, act, report, answer, ifLeft, ifLost }: LedgerVerb<Settings, Outcome>,
): Promise<number> {
  const settings = await takeLastingSettings(await configuration, inMemory, context, json);
  if (!settings) return EXIT.usage;
  const { recipient, store } = settings;
  const phone = maskPhoneNumber(recipient, '*');
  const missing = absent === undefined ? undefined : absentStore(store, absent);
  if (missing) {
    if (json) await context.answer(outcomeInJson({ kind: 'store-failed' }, missing, { phone }));
    else context.tell(missing.text);
    return missing.status;
  }
  const { ledgers, close } = composeLedgers(settings, context.clock);
  const outcome = await orSignal(act(ledgers, settings), context.takeSignals).finally(close);
  if (typeof outcome === 'number') {
    if (ifLeft) context.tell(ifLeft(phone));
    return outcome;
  }
  const said = report(outcome, phone, context.clock());
  const ofSuccess = said.status === EXIT.verified ? (answer?.(outcome) ?? said.text) : undefined;
  const words = json ? outcomeInJson(outcome, said, { phone }) : ofSuccess;
  if (words !== undefined) await context.answer(words, ifLost?.(outcome, phone));
  if (!json && words !== said.text) context.tell(said.text);
  return said.status;
}

/** What to say and the exit status if there is no store. @param purpose what there would be nothing to do with */
function absentStore(
  store: StoreAddress,
  purpose: string,
): { readonly status: number; readonly text: string } | undefined {
  if (store.kind !== 'file' || !isAbsent(store.path)) return undefined;
  const text = `${plainText(store.path)}: no such file, so there is nothing to ${purpose}; see OTP_STORE (--store)`;
  return { status: EXIT.store, text };
}

/** Whether the file does not exist. If that cannot be determined, opening the store will say why. */
function isAbsent(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOTDIR';
  }
}
