// Turns the outcomes of `send` and `check` into words and exit statuses: those of the form, for people without its
// buttons.

import { waitInWords } from '../core/duration.ts';
import type { CheckOutcome, SendOutcome, Wait } from '../core/outcome.ts';
import { EXIT } from './exit.ts';
import { type Report, reportCheck, reportSend } from './report.ts';

export interface SendCircumstances {
  /** Masked. */
  readonly recipient: string;
  /** In ms since 1970. */
  readonly now: number;
  /** In ms. */
  readonly resendAfter: number;
  readonly byCall: boolean;
}

/** For whoever ran `send`. It succeeds too if a code that is still valid was sent a moment ago. */
export function reportSendVerb(outcome: SendOutcome, circumstances: SendCircumstances): Report {
  const { recipient, now, byCall } = circumstances;
  switch (outcome.kind) {
    case 'sent': {
      const sent = byCall ? `Call to ${recipient}. Its code` : `Code sent to ${recipient}. It`;
      const text = `${sent} expires in ${waitInWords(outcome.expiresAt - now)}.`;
      return { tone: 'plain', text, status: EXIT.verified };
    }
    case 'too-soon':
    case 'too-many': {
      if (!stillCounts(outcome, circumstances))
        return { ...withoutButtons(reportSend(outcome, now)), status: EXIT.tryLater };
      const report = reportSend({ ...outcome, kind: 'too-soon' }, now, { opening: true });
      return { ...withoutButtons(report), status: EXIT.verified };
    }
    case 'unknown':
    case 'refused':
    case 'invalid-phone':
    case 'locked':
    case 'store-failed':
      return withoutButtons(reportSend(outcome, now));
    default:
      return outcome satisfies never;
  }
}

/** Whether a code that was sent a moment ago can still be entered, so that there is no need for another. */
function stillCounts({ expiresAt, sentAt }: Wait, { now, resendAfter }: SendCircumstances): boolean {
  return expiresAt !== null && now < expiresAt && sentAt !== undefined && now - sentAt < resendAfter;
}

/** For whoever ran `check`. @param now ms since 1970 */
export function reportCheckVerb(outcome: CheckOutcome, now: number): Report {
  const report = withoutButtons(reportCheck(outcome, now));
  const { failures = 0 } = outcome.kind === 'accepted' ? outcome : {};
  if (failures === 0) return report;
  const wrong = failures === 1 ? '1 wrong code was' : `${failures} wrong codes were`;
  return { ...report, text: `${report.text} ${wrong} entered since the last right one.` };
}

function withoutButtons(report: Report): Report {
  return {
    ...report,
    text: report.text.replace(/\b([Pp])ress RESEND OTP\b/g, (_, p) => `${p === 'P' ? 'R' : 'r'}un otp-tui send`),
  };
}
