// Looks at everything that can be looked at and says what to do. Sends no text and shows no secret.

import { configureDoctor } from '../config/configuration.ts';
import { EXIT } from '../conversation/exit.ts';
import { examine, machineFindings, type Surroundings } from '../doctor/examine.ts';
import { examinePam } from '../doctor/examine-pam.ts';
import { type Finding, lineOf, showable } from '../doctor/finding.ts';
import { unreadFindings } from '../doctor/settings-findings.ts';
import { consoleOf } from '../faces/console.ts';
import { wantsLines } from '../faces/terminal.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';

/** Prints what was found. @returns the exit status: 1 if there is an error */
export async function doctor(invocation: Extract<Invocation, { verb: 'doctor' }>, context: Context): Promise<number> {
  const configuration = await configureDoctor(invocation, context.env);
  const { settings, warnings, firstSteps = [] } = configuration;
  const surroundings = { ...surroundingsOf(context), pam: invocation.pam && machineOf(invocation.config, context) };
  const isRead = !('problems' in settings);
  const { unicode } = consoleOf(context.env);
  const parts = isRead
    ? examine(settings, configuration, surroundings)
    : [
        Promise.resolve(unreadFindings(settings.problems, warnings, firstSteps)),
        ...(surroundings.pam ? examinePam({ ...surroundings.pam, users: [] }) : []),
        Promise.resolve(machineFindings(surroundings, context.clock())),
      ];
  const findings: Finding[] = [];
  for (const part of parts) {
    const shown = (await part).map((finding) => showable(finding, isRead ? settings.parts.secrets : []));
    findings.push(...shown);
    if (!invocation.json) await context.answer(shown.map((finding) => lineOf(finding, unicode)).join('\n'));
  }
  const hasError = findings.some(({ level }) => level === 'error');
  const status = hasError ? EXIT.notVerified : EXIT.verified;
  if (invocation.json) {
    await context.answer(JSON.stringify({ status, outcome: hasError ? 'faulty' : 'sound', findings }));
  }
  return status;
}

/** Where the parts of a login by PAM are on this computer. */
function machineOf(config: string | undefined, { program }: Context): NonNullable<Surroundings['pam']> {
  return { services: '/etc/pam.d', sshd: '/usr/sbin/sshd', node: process.execPath, program, config };
}

function surroundingsOf({ env, clock, openTerminal }: Context): Surroundings {
  const nodeVersion = process.version;
  const self = process.geteuid?.();
  const terminal = openTerminal();
  if (!terminal) return { nodeVersion, self, clock, terminal: undefined };
  const { columns, rows } = terminal.output;
  const { colours, unicode } = terminal.console;
  terminal.close();
  return { nodeVersion, self, clock, terminal: { columns, rows, colours, unicode, inLines: wantsLines(env) } };
}
