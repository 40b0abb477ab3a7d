// Conversations for tests: opened, played event by event, and looked at later.

import type { Conversation, ConversationEvent, Effect, Key } from '../../src/conversation/state.ts';
import { openConversation, update } from '../../src/conversation/update.ts';
import type { CheckOutcome, SendOutcome } from '../../src/core/outcome.ts';

export const NOW = Date.UTC(2030, 0, 1, 12);
export const MINUTE = 60_000;
export const TIMES = { resendAt: NOW + 30_000, expiresAt: NOW + 5 * MINUTE };
export const OPTIONS = { length: 5, recipient: '+1 ••• ••• ••71', stay: false, now: NOW };

export const RESEND: Key = { kind: 'press', control: 'resend' };
export const SENT = sent({ kind: 'sent', length: 5, ...TIMES });

export type Options = Parameters<typeof openConversation>[0];

export function opened(options: Partial<Options> = {}): Conversation {
  return openConversation({ ...OPTIONS, ...options })[0];
}

/** A form whose first code was sent. */
export function ready(options: Partial<Options> = {}): Conversation {
  return play(opened(options), SENT).form;
}

/** Plays events one after the other, at the form's time. */
export function play(form: Conversation, ...events: readonly ConversationEvent[]) {
  const effects: Effect[] = [];
  let next = form;
  for (const event of events) {
    const [after, more] = update(next, event, next.now);
    next = after;
    effects.push(...more);
  }
  return { form: next, effects };
}

/** Lets time pass, up to so many ms after `NOW`. */
export function at(form: Conversation, ms: number) {
  const [later, effects] = update(form, { kind: 'tick' }, NOW + ms);
  return { form: later, effects };
}

export function sent(outcome: SendOutcome): ConversationEvent {
  return { kind: 'sent', outcome };
}

export function checked(outcome: CheckOutcome): ConversationEvent {
  return { kind: 'checked', outcome };
}

export function typed(text: string): Key[] {
  return [...text].map((character) => ({ kind: 'type', text: character }));
}
