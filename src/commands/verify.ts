// The gate: asks for a code on the form and, after a correct one, runs the command that it guards.

import { configureGate } from '../config/configuration.ts';
import type { GateSettings } from '../config/gate.ts';
import { shellWord } from '../config/shell-word.ts';
import { EXIT } from '../conversation/exit.ts';
import type { OpenFace } from '../conversation/face.ts';
import { converse } from '../conversation/run.ts';
import { explain, type Problem } from '../core/outcome.ts';
import { plainText } from '../core/plain-text.ts';
import type { Policy } from '../core/policy.ts';
import { routeInWords } from '../delivery/route.ts';
import type { Phone } from '../faces/screen/phone.ts';
import { type Terminal, wantsLines } from '../faces/terminal.ts';
import type { Context } from './context.ts';
import { costWarnings } from './cost-warnings.ts';
import { type CommandEnding, findCommand } from './find-command.ts';
import type { Invocation } from './invocation.ts';
import { lazyVerifier } from './lazy-verifier.ts';
import { notes } from './notes.ts';
import { takeSettings } from './take-settings.ts';

export type GateInvocation = Extract<Invocation, { verb: 'verify' | 'demo' }>;

/** Asks for a code, then runs the command. @returns the exit status */
export async function verify(invocation: GateInvocation, context: Context): Promise<number> {
  const unusable = findCommand(invocation.command, context.env);
  if (unusable) return endingOf(unusable, context);
  const settings = await takeSettings(await configureGate(invocation, context.env), context);
  if (!settings) return EXIT.usage;
  const status = await ask(settings, invocation, context);
  if (status !== EXIT.verified || invocation.command.length === 0) return status;
  const { runCommand } = await import('./run-command.ts');
  return endingOf(await runCommand(invocation.command, context.env, context.takeSignals), context);
}

function endingOf({ status, problem }: CommandEnding, { tell }: Context): number {
  if (problem !== undefined) tell(problem);
  return status;
}

/**
 * Asks on the form or at the prompt.
 *
 * @param phone what the demo shows beside it
 * @returns the exit status: 0 after a correct code, and only then
 */
export async function ask(
  settings: GateSettings,
  { plain, stay, verbose, command }: Pick<GateInvocation, 'plain' | 'stay' | 'verbose' | 'command'>,
  context: Context,
  phone?: () => Phone,
): Promise<number> {
  const { env, openTerminal, clock, takeSignals, tell } = context;
  const terminal = openTerminal();
  if (!terminal) {
    const [who, instead] = phone ? ['the demo ', ''] : ['', '; otp-tui send and otp-tui check need none'];
    tell(`${who}needs an interactive terminal, and there is none: over ssh, ssh -t gives one${instead}`);
    return EXIT.usage;
  }
  const note = notes(verbose, context);
  note(routeInWords(settings.twilio));
  for (const warning of costWarnings(settings)) tell(warning);
  const { recipient, offerCall, channel, idleTimeout, policy } = settings;
  const problems: Problem[] = [];
  const verifier = lazyVerifier(settings, clock, ({ outcome }) => {
    if ('problem' in outcome) problems.push(outcome.problem);
  });
  const inLines = plain || wantsLines(env);
  try {
    const openFace = await chooseFace(inLines, terminal, policy, phone);
    const { length } = policy;
    const approving = approvalInWords(settings.service, command);
    const options = {
      verifier,
      recipient,
      approving,
      length,
      stay,
      keepsLines: inLines && terminal.showsErrors,
      idleTimeout,
      offerCall,
      callsOnly: channel === 'call',
      openFace,
      clock,
      takeSignals,
    };
    const { status, line } = await converse(options);
    for (const problem of problems) note(explain(problem));
    if (line !== '') tell(line);
    return status;
  } finally {
    terminal.close();
    await verifier.close();
  }
}

/** Each face is loaded only where it is used. */
async function chooseFace(
  inLines: boolean,
  terminal: Terminal,
  policy: Policy,
  phone?: () => Phone,
): Promise<OpenFace> {
  if (inLines) return (await import('../faces/prompt/face.ts')).promptFace(terminal, policy, { phone });
  return (await import('../faces/screen/face.ts')).screenFace(terminal, policy, phone);
}

/** What a code approves: a service, a command or both. Quoted, because two commands must not look the same. */
function approvalInWords(service: string | undefined, command: readonly string[]): string {
  const parts = [
    ...(service === undefined ? [] : [`for ${service}`]),
    ...(command.length === 0 ? [] : [`to run ${command.map(shellWord).join(' ')}`]),
  ];
  return plainText(parts.join(', '));
}
