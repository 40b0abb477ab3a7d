// What `send` and `check` have in common: the settings of the gate, a verifier, and an answer in words or JSON.

import { configureGate } from '../config/configuration.ts';
import type { GateSettings } from '../config/gate.ts';
import { EXIT } from '../conversation/exit.ts';
import type { Report } from '../conversation/report.ts';
import { type CheckOutcome, explain, type SendOutcome } from '../core/outcome.ts';
import { maskPhoneNumber } from '../core/phone.ts';
import { routeInWords } from '../delivery/route.ts';
import { type Composed, compose } from './compose.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { notes } from './notes.ts';
import { orSignal } from './or-signal.ts';
import { outcomeInJson } from './reply.ts';
import { takeLastingSettings } from './take-settings.ts';

export type CodeInvocation = Extract<Invocation, { verb: 'send' | 'check' }>;

interface CodeVerb<Outcome> {
  readonly act: (verifier: Composed['verifier'], settings: GateSettings) => Promise<Outcome>;
  readonly report: (outcome: Outcome, settings: GateSettings, now: number) => Report;
  /** What else the JSON says. */
  readonly facts: (outcome: Outcome, settings: GateSettings) => object;
  /** What is told if the answer cannot be written. */
  readonly ifLost?: (outcome: Outcome) => string | undefined;
}

/** @returns the exit status */
export async function runCodeVerb<Outcome extends SendOutcome | CheckOutcome>(
  invocation: CodeInvocation,
  context: Context,
  { act, report, facts, ifLost }: CodeVerb<Outcome>,
): Promise<number> {
  const { json, verbose } = invocation;
  const configuration = await configureGate(invocation, context.env);
  const settings = await takeLastingSettings(configuration, 'no code that was sent could be checked', context, json);
  if (!settings) return EXIT.usage;
  const { recipient, service, twilio } = settings;
  const note = notes(verbose, context);
  note(routeInWords(twilio));
  const { verifier, close } = compose(settings, context.clock, ({ outcome }) => {
    if ('problem' in outcome) note(explain(outcome.problem));
  });
  // Closed before the answer is given, so that nothing can go wrong between that and the exit status.
  const outcome = await orSignal(act(verifier, settings), context.takeSignals).finally(close);
  if (typeof outcome === 'number') return outcome;
  const said = report(outcome, settings, context.clock());
  const more = { phone: maskPhoneNumber(recipient, '*'), service, ...facts(outcome, settings) };
  await context.answer(json ? outcomeInJson(outcome, said, more) : said.text, ifLost?.(outcome));
  return said.status;
}
