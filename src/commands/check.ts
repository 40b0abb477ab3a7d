// Judges the code in one line of standard input. The exit status is 0 after a correct code, and only then.

import { reportCheckVerb } from '../conversation/verb-report.ts';
import type { CheckOutcome } from '../core/outcome.ts';
import { type CodeInvocation, runCodeVerb } from './code-verb.ts';
import type { Context } from './context.ts';
import { readLine } from './read-line.ts';

/** Judges a code that was sent to the recipient of the settings, or a recovery code. @returns the exit status */
export function check(invocation: CodeInvocation, context: Context): Promise<number> {
  return runCodeVerb(invocation, context, {
    async act(verifier, { recipient }) {
      const { stream, isTerminal } = context.openInput();
      if (isTerminal) context.ask('enter the code: ');
      return verifier.check(recipient, await readLine(stream));
    },
    report: (outcome, _, now) => reportCheckVerb(outcome, now),
    facts: (outcome) => (outcome.kind === 'accepted' ? { amr: methodsOf(outcome) } : {}),
    ifLost: ({ kind }) =>
      kind === 'accepted'
        ? 'not verified: the code was right and is used, but the answer could not be written'
        : undefined,
  });
}

/** By what means the person was verified: https://www.rfc-editor.org/rfc/rfc8176 */
function methodsOf(accepted: Extract<CheckOutcome, { kind: 'accepted' }>): readonly string[] {
  if (accepted.by === 'recovery') return ['otp'];
  switch (accepted.channel) {
    case 'sms':
      return ['otp', 'sms'];
    case 'call':
      return ['otp', 'tel'];
    case 'whatsapp':
    case undefined:
      return ['otp'];
    default:
      return accepted.channel satisfies never;
  }
}
