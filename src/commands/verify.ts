// The gate: asks for a code on the form and, after a right one, runs the command that it guards.

import type { Invocation } from '../cli.ts';
import { composeMessage } from '../core/message.ts';
import type { Policy } from '../core/policy.ts';
import { countSegments } from '../core/segments.ts';
import type { Sender } from '../delivery/sender.ts';
import { twilioSender } from '../delivery/twilio.ts';
import { readEnvFile } from '../env-file.ts';
import { type GateSettings, gateSettings } from '../gate-settings.ts';
import { OtpVerifier } from '../otp-verifier.ts';
import { EXIT } from '../report.ts';
import { runCommand } from '../run-command.ts';
import { readSettings } from '../settings.ts';
import { openStore } from '../store/open.ts';
import type { Phone } from '../ui/phone.ts';
import { runForm } from '../ui/run-form.ts';
import type { Context } from './context.ts';

export type GateInvocation = Extract<Invocation, { verb: 'verify' | 'demo' }>;

/** Asks for a code. @returns the exit status */
export async function verify(invocation: GateInvocation, context: Context): Promise<number> {
  const settings = readGateSettings(invocation, context);
  if ('problems' in settings) return misuse(context, settings.problems);
  const status = await ask(settings, twilioSender(settings.twilio), invocation.stay, context);
  if (status !== EXIT.verified || invocation.command.length === 0) return status;
  const ending = await runCommand(invocation.command, context.env, context.takeSignals);
  if (ending.problem) context.tell(ending.problem);
  return ending.status;
}

/** The settings of a gate from flags, environment and file, or everything that is wrong with them. */
export function readGateSettings(
  { flags, envFile }: Pick<GateInvocation, 'flags' | 'envFile'>,
  { env }: Context,
): GateSettings | { problems: readonly string[] } {
  const file = readEnvFile(envFile);
  if (file.kind === 'unreadable') return { problems: [file.problem] };
  return gateSettings(readSettings({ flags, env, file: file.values }), env);
}

/** Shows the form. @returns the exit status: 0 after a right code, and only then */
export async function ask(
  { recipient, secret, policy, service, message, idleTimeout, store: storeName }: GateSettings,
  sender: Sender,
  stay: boolean,
  { terminal, clock, takeSignals, tell }: Context,
  phone?: () => Phone,
): Promise<number> {
  if ('problem' in terminal) {
    tell(terminal.problem);
    return EXIT.usage;
  }
  for (const warning of costOf(message, service, policy)) tell(warning);
  const store = openStore(storeName);
  const verifier = new OtpVerifier({ sender, secret, store, policy, service, message, clock });
  const options = { verifier, recipient, stay, idleTimeout, terminal, clock, takeSignals };
  try {
    const { status, line } = await runForm(phone ? { ...options, phone } : options);
    tell(line);
    return status;
  } finally {
    await store.close();
  }
}

/** Twilio bills a text by the segment: says so where one takes more than one. */
function costOf(message: string | undefined, service: string | undefined, policy: Policy): string[] {
  const { length, expiresIn } = policy;
  const segments = countSegments(composeMessage(message, { code: '0'.repeat(length), service, expiresIn }));
  return segments === 1
    ? []
    : [`warning: each text takes ${segments} segments and is billed as ${segments}: shorten OTP_MESSAGE`];
}

/** Tells what is wrong with the settings. @returns the exit status */
export function misuse({ tell }: Context, problems: readonly string[]): number {
  for (const problem of problems) tell(problem);
  return EXIT.usage;
}
