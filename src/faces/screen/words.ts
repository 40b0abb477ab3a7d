// What the form says of a code and on its buttons. What it says of an outcome is in a report.

import { progressInWords } from '../../conversation/report.ts';
import type { Control, Conversation } from '../../conversation/state.ts';
import { countdown, shortWait } from '../../core/duration.ts';

export function heading(form: Conversation): string {
  if (form.expiresAt !== null) return 'Code sent to';
  return form.busy === 'sending' ? 'Code goes to' : 'Code for';
}

export function shortHeading(form: Conversation): string {
  if (form.delivery?.progress === 'delivered') return 'delivered to';
  return sentTo(form);
}

export function sentTo(form: Conversation): string {
  return heading(form).replace(/^Code /, '');
}

/** How far the code has got, and how long it lives. */
export function life(form: Conversation): string {
  const { delivery, verified, expiresAt } = form;
  if (verified || expiresAt === null) return '';
  const progress = delivery?.progress ? progressInWords(delivery.progress, delivery.byCall) : '';
  return [progress, lifeLeft(form)].filter((words) => words !== '').join(', ');
}

export function lifeLeft({ expiresAt, verified, now }: Conversation): string {
  if (expiresAt === null || verified) return '';
  return now < expiresAt ? `expires in ${countdown(expiresAt - now)}` : 'expired';
}

export function labelOf(control: Control, { resendAt, now }: Conversation): string {
  switch (control) {
    case 'resend':
      return resendAt > now ? `RESEND OTP (${shortWait(resendAt - now)})` : 'RESEND OTP';
    case 'call':
      return 'CALL ME';
    case 'submit':
    case 'input':
      return 'SUBMIT';
    default:
      return control satisfies never;
  }
}
