// The words of the prompt: what it asks, what it says about a code, and its help. Words about outcomes are in
// `report.ts`; they name the form's buttons, which a prompt does not have.

import { progressInWords } from '../../conversation/report.ts';
import { type Conversation, isCallOffered, isLocked, isLockedOut } from '../../conversation/state.ts';
import { waitInWords } from '../../core/duration.ts';
import type { Policy } from '../../core/policy.ts';
import { rulesInWords } from '../rules.ts';
import { heading } from '../screen/words.ts';
import { LETTERS } from './keys.ts';

export const TITLE = 'OTP Verification';
export const RECOVERY = 'A recovery code works too.';
export const DEMO = 'DEMO: no text is sent.';

/**
 * Words for people with buttons, for people with a line to type.
 *
 * @example forPrompt('OTP expired! Press RESEND OTP for a new one.') // 'OTP expired! Enter r for a new one.'
 */
export function forPrompt(text: string): string {
  return text
    .replace(/\bPress (?=RESEND OTP|CALL ME)/g, 'Enter ')
    .replace(/\bpress (?=RESEND OTP|CALL ME)/g, 'enter ')
    .replaceAll('RESEND OTP', LETTERS.resend)
    .replaceAll('CALL ME', LETTERS.call);
}

export function question(state: Conversation): string {
  const { length, verified } = state;
  if (verified) return `Enter the ${length} digits, ${LETTERS.leave} to leave: `;
  if (isLockedOut(state)) return `Enter ${LETTERS.leave} to give up: `;
  if (isLocked(state)) return `Enter a recovery code, ${LETTERS.leave} to give up: `;
  const call = isCallOffered(state) ? `, ${LETTERS.call} for a call` : '';
  return `Enter the ${length} digits, ${LETTERS.resend} for another code${call}, ${LETTERS.leave} to give up: `;
}

export function codeSent(state: Conversation): string {
  const { recipient, expiresAt, now } = state;
  return `${heading(state)} ${recipient}. It expires in ${waitInWords((expiresAt ?? now) - now)}.`;
}

/** How far the newest code has got, if that is known. */
export function progress({ delivery }: Conversation): string | undefined {
  if (!delivery?.progress) return undefined;
  const words = progressInWords(delivery.progress, delivery.byCall);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

export function help(state: Conversation, policy: Policy): string[] {
  return [
    `Enter the code, or the whole message that it came in: its ${state.length} digits are found in it.`,
    'An empty line says what is new.',
    ...(isCallOffered(state) ? [`${LETTERS.call} calls you and reads the code out.`] : []),
    `${LETTERS.resend} sends another code. ${LETTERS.leave} gives up, and so does Ctrl-C.`,
    ...rulesInWords(policy, state.recovery.left),
  ];
}

/** For a terminal that does not show UTF-8. */
export function inAscii(text: string): string {
  return text
    .replaceAll('•', '*')
    .replaceAll('…', '...')
    .replace(/[–—·]/g, '-')
    .replace(/[^\n -~]/gu, '?');
}
