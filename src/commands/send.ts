// Sends a code, for `check` or the form to ask for.

import { reportSendVerb } from '../conversation/verb-report.ts';
import { maskPhoneNumber } from '../core/phone.ts';
import { type CodeInvocation, runCodeVerb } from './code-verb.ts';
import type { Context } from './context.ts';
import { costWarnings } from './cost-warnings.ts';

/** Sends a code to the recipient of the settings. @returns the exit status */
export function send(invocation: CodeInvocation, context: Context): Promise<number> {
  return runCodeVerb(invocation, context, {
    act(verifier, settings) {
      for (const warning of costWarnings(settings)) context.tell(warning);
      return verifier.send(settings.recipient);
    },
    report(outcome, { recipient, channel, policy: { resendAfter } }, now) {
      const circumstances = {
        recipient: maskPhoneNumber(recipient, '*'),
        now,
        resendAfter,
        byCall: channel === 'call',
      };
      return reportSendVerb(outcome, circumstances);
    },
    facts: ({ kind }, { channel }) => (kind === 'sent' || kind === 'unknown' ? { channel } : {}),
  });
}
