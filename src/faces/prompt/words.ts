// The words of the prompt: what it asks, what it says about a code, and its help. Words about outcomes are in
// `report.ts`; they name the form's buttons, which a prompt does not have.

import { progressInWords } from '../../conversation/report.ts';
import {
  type Conversation,
  isByCall,
  isCallOffered,
  isCodeValid,
  isLocked,
  isLockedOut,
  waitsToSend,
} from '../../conversation/state.ts';
import { agoInWords, waitInWords } from '../../core/duration.ts';
import type { Policy } from '../../core/policy.ts';
import { rulesInWords } from '../rules.ts';
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

/** Asks only for what can help now. Digits are judged whatever is asked for. */
export function question(state: Conversation): string {
  const { length, verified } = state;
  const leave = `${LETTERS.leave} to ${isDone(state) ? 'leave' : 'give up'}`;
  const digits = `the ${length} digits`;
  const call = isCallOffered(state) ? [`${LETTERS.call} for a call`] : [];
  if (verified) return ask(digits, leave);
  if (isLockedOut(state) || waitsToSend(state)) return ask(leave);
  if (isLocked(state)) return ask('a recovery code', leave);
  if (isCodeValid(state)) return ask(digits, `${LETTERS.resend} for another code`, ...call, leave);
  const hasFailed = state.last?.about === 'send' && ['refused', 'store-failed'].includes(state.last.outcome.kind);
  return ask(`${LETTERS.resend} ${hasFailed ? 'to try again' : 'for a new code'}`, ...call, leave);
}

/** Whether there is nothing left to give up. */
function isDone(state: Conversation): boolean {
  return state.verified || isLockedOut(state);
}

function ask(...choices: readonly string[]): string {
  return `Enter ${choices.join(', ')}: `;
}

/** That there is a code to enter. With how long ago it was sent, if that was before this prompt. */
export function codeSent(state: Conversation): string {
  const { recipient, expiresAt, now, last } = state;
  const sentAt = last?.about === 'send' && last.outcome.kind === 'too-soon' ? last.outcome.sentAt : undefined;
  const ago = sentAt === undefined ? '' : ` ${agoInWords(now - sentAt)}`;
  const [sent, it] = isByCall(state) ? ['Call made', 'Its code'] : ['Code sent', 'It'];
  return `${sent}${ago} to ${recipient}. ${it} expires in ${waitInWords((expiresAt ?? now) - now)}.`;
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
    ...(state.verified || isLocked(state) ? [] : [`${LETTERS.resend} sends another code.`]),
    `${LETTERS.leave} ${isDone(state) ? 'leaves' : 'gives up'}, and so does Ctrl-C.`,
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
