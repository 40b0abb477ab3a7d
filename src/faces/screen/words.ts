// The form's words about a code, and on its buttons. Words about outcomes are in `report.ts`.

import { progressInWords } from '../../conversation/report.ts';
import { type Control, type Conversation, isByCall, isLockedOut } from '../../conversation/state.ts';
import { countdown, shortWait } from '../../core/duration.ts';

/** What the input takes; the recipient follows. */
export function whatToEnter(form: Conversation): string {
  return form.recovery.isOpen ? 'Recovery code for' : heading(form);
}

export function heading(form: Conversation): string {
  const byCall = isByCall(form);
  if (form.expiresAt !== null) return byCall ? 'Call to' : 'Code sent to';
  if (form.busy === 'sending') return byCall ? 'Calling' : 'Sending a code to';
  return 'Code for';
}

export function shortHeading(form: Conversation): string {
  if (form.recovery.isOpen) return 'recovery code for';
  if (form.delivery?.progress === 'delivered') return isByCall(form) ? 'answered by' : 'delivered to';
  return sentTo(form);
}

export function sentTo(form: Conversation): string {
  if (form.recovery.isOpen) return 'recovery for';
  const byCall = isByCall(form);
  if (form.expiresAt !== null) return byCall ? 'call to' : 'sent to';
  if (form.busy === 'sending') return byCall ? 'calling' : 'sending to';
  return 'for';
}

/** How far the code has got, and how long it is still valid. */
export function life(form: Conversation): string {
  const { delivery, verified, expiresAt, recovery } = form;
  if (verified || expiresAt === null || recovery.isOpen) return '';
  const progress = delivery?.progress ? progressInWords(delivery.progress, delivery.byCall) : '';
  return [progress, lifeLeft(form)].filter((words) => words !== '').join(' · ');
}

export function lifeLeft({ expiresAt, verified, now }: Conversation): string {
  if (expiresAt === null || verified) return '';
  return now < expiresAt ? `expires in ${countdown(expiresAt - now)}` : 'expired';
}

export function labelOf(control: Control, form: Conversation): string {
  const { resendAt, now, recovery } = form;
  switch (control) {
    case 'resend':
      // The wait for a new code is not what a locked phone waits for.
      return resendAt > now && !isLockedOut(form) ? `RESEND OTP (${shortWait(resendAt - now)})` : 'RESEND OTP';
    case 'call':
      return 'CALL ME';
    case 'recovery':
      return recovery.isOpen ? 'Use the texted code' : 'Use a recovery code';
    case 'submit':
    case 'input':
      return 'SUBMIT';
    default:
      return control satisfies never;
  }
}
