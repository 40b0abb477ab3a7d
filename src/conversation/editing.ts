// Typing, pasting and editing the digits, and moving the focus.

import { findCode, readCode } from '../core/entry.ts';
import { type Control, type Conversation, isCallOffered, type Topic } from './state.ts';

const TAB_ORDER: readonly Control[] = ['input', 'submit', 'resend'];
const TAB_ORDER_WITH_CALL: readonly Control[] = [...TAB_ORDER, 'call'];

export function neighbour(state: Conversation, step: 1 | -1): Control {
  const order = isCallOffered(state) ? TAB_ORDER_WITH_CALL : TAB_ORDER;
  return order.at((order.indexOf(state.focus) + step) % order.length) ?? 'input';
}

/** Moves the focus away from a button that has disappeared. */
export function keepFocus(state: Conversation): Conversation {
  return state.focus === 'call' && !isCallOffered(state) ? { ...state, focus: 'input' } : state;
}

export function type(state: Conversation, text: string): Conversation {
  const digits = text.normalize('NFKC');
  if (/^[\s\p{Pd}]*$/u.test(digits)) return state;
  if (!/^[0-9]$/.test(digits)) return { ...state, topic: invalid('Digits only.') };
  if (state.digits.length === state.length) return { ...state, focus: 'input' };
  const next = state.digits.slice(0, state.cursor) + digits + state.digits.slice(state.cursor);
  return edit(state, next, state.cursor + 1);
}

export function paste(state: Conversation, text: string): Conversation {
  const code = findCode(text, state.length);
  if (code === undefined) return { ...state, topic: invalid(`No ${state.length}-digit code in what you pasted.`) };
  return edit(state, code, code.length);
}

/** Replaces the digits by the code in a line: the line is the code, or has one in it. Without a code, by nothing. */
export function enterLine(state: Conversation, text: string): Conversation {
  const digits = readCode(text, state.length) ?? findCode(text, state.length) ?? '';
  return { ...state, digits, cursor: digits.length, focus: 'input' };
}

/** Editing clears the notice, unless it is about the last outcome and bad. */
export function edit(state: Conversation, digits: string, cursor: number): Conversation {
  const keepsNotice = digits === state.digits || (state.notice?.tone === 'bad' && state.topic === state.last);
  return {
    ...state,
    digits,
    cursor: Math.max(0, Math.min(cursor, digits.length)),
    focus: 'input',
    topic: keepsNotice ? state.topic : null,
  };
}

/** Sets the length of codes once it is known. If more digits than that were already typed, they cannot be the code. */
export function withLength(state: Conversation, length = state.length): Conversation {
  const fits = state.digits.length <= length;
  return fits ? { ...state, length } : { ...state, length, digits: '', cursor: 0 };
}

export function without(digits: string, index: number): string {
  return index < 0 ? digits : digits.slice(0, index) + digits.slice(index + 1);
}

function invalid(detail: string): Topic {
  return { about: 'entry', detail };
}
