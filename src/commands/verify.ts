// The gate: asks for a code on the form and, after a right one, runs the command that it guards.

import type { Invocation } from '../cli.ts';
import type { Sender } from '../delivery/sender.ts';
import { twilioSender } from '../delivery/twilio.ts';
import { readEnvFile } from '../env-file.ts';
import { type GateSettings, gateSettings } from '../gate-settings.ts';
import { OtpVerifier } from '../otp-verifier.ts';
import { EXIT } from '../report.ts';
import { runCommand } from '../run-command.ts';
import { readSettings } from '../settings.ts';
import { memoryStore } from '../store/memory.ts';
import type { Phone } from '../ui/phone.ts';
import { runForm } from '../ui/run-form.ts';
import type { Context } from './context.ts';

export type GateInvocation = Extract<Invocation, { verb: 'verify' | 'demo' }>;

/** Asks for a code. @returns the exit status */
export async function verify(invocation: GateInvocation, context: Context): Promise<number> {
  const file = readEnvFile(invocation.envFile);
  if (file.kind === 'unreadable') return misuse(context, [file.problem]);
  const settings = gateSettings(readSettings({ flags: invocation.flags, env: context.env, file: file.values }));
  if ('problems' in settings) return misuse(context, settings.problems);
  const status = await ask(settings, twilioSender(settings.twilio), invocation.stay, context);
  if (status !== EXIT.verified || invocation.command.length === 0) return status;
  const ending = await runCommand(invocation.command, context.env, context.takeSignals);
  if (ending.problem) context.tell(ending.problem);
  return ending.status;
}

/** Shows the form. @returns the exit status: 0 after a right code, and only then */
export async function ask(
  { recipient, secret, policy, service, message, idleTimeout }: GateSettings,
  sender: Sender,
  stay: boolean,
  { terminal, clock, takeSignals, tell }: Context,
  phone?: () => Phone,
): Promise<number> {
  if ('problem' in terminal) {
    tell(terminal.problem);
    return EXIT.usage;
  }
  const store = memoryStore();
  const verifier = new OtpVerifier({ sender, secret, store, policy, service, message, clock });
  const options = { verifier, recipient, stay, idleTimeout, terminal, clock, takeSignals };
  const { status, line } = await runForm(phone ? { ...options, phone } : options);
  tell(line);
  await store.close();
  return status;
}

/** Tells what is wrong with the settings. @returns the exit status */
export function misuse({ tell }: Context, problems: readonly string[]): number {
  for (const problem of problems) tell(problem);
  return EXIT.usage;
}
