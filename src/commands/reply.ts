// What a verb answers: to programs one line of JSON, and to people what is wrong with what they asked for.

import { EXIT } from '../conversation/exit.ts';
import type { Report } from '../conversation/report.ts';
import type { OutcomeTimes, Problem } from '../core/outcome.ts';
import type { Context } from './context.ts';

interface Outcome extends OutcomeTimes {
  readonly kind: string;
  readonly problem?: Problem;
}

/** An outcome. @param more what else there is to say, such as the phone */
export function outcomeInJson(
  { kind, problem, ...outcome }: Outcome,
  { status, text }: Pick<Report, 'status' | 'text'>,
  more: Readonly<Record<string, unknown>>,
): string {
  const { resendAt, expiresAt, sentAt, until } = outcome;
  const times = Object.entries({ resendAt, expiresAt, sentAt, until }).filter(([, time]) => time !== undefined);
  const { code, detail, help, said } = problem ?? {};
  return JSON.stringify({
    status,
    outcome: kind,
    message: text,
    ...{ code, detail, help, said },
    ...more,
    ...outcome,
    ...Object.fromEntries(times.map(([name, time]) => [name, isoTime(time ?? null)])),
  });
}

/** Tells what is wrong with the arguments or the settings, in JSON or to people. @returns the exit status */
export async function refuse(
  outcome: 'misuse' | 'misconfigured',
  problems: readonly string[],
  { answer, tell }: Pick<Context, 'answer' | 'tell'>,
  json: boolean,
): Promise<number> {
  if (json) await answer(JSON.stringify({ status: EXIT.usage, outcome, problems }));
  else for (const problem of problems) tell(problem);
  return EXIT.usage;
}

/** There is a defect in otp-tui. */
export const DEFECT_IN_JSON: string = JSON.stringify({ status: EXIT.defect, outcome: 'defect' });

function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
