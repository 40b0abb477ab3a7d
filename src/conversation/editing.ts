// How the digits are typed, pasted and edited, and where the focus goes from them.

import { findCode } from '../core/entry.ts';
import { type Control, type Conversation, isCallOffered } from './state.ts';

const RING: readonly Control[] = ['input', 'submit', 'resend'];
const RING_WITH_CALL: readonly Control[] = [...RING, 'call'];

export function neighbour(state: Conversation, step: 1 | -1): Control {
  const ring = isCallOffered(state) ? RING_WITH_CALL : RING;
  return ring.at((ring.indexOf(state.focus) + step) % ring.length) ?? 'input';
}

/** A button that has gone does not keep the focus. */
export function keepFocus(state: Conversation): Conversation {
  return state.focus === 'call' && !isCallOffered(state) ? { ...state, focus: 'input' } : state;
}

export function type(state: Conversation, text: string): Conversation {
  const digits = text.normalize('NFKC');
  if (/^[\s\p{Pd}]*$/u.test(digits)) return state;
  if (!/^[0-9]$/.test(digits)) return { ...state, notice: invalid('Digits only.') };
  if (state.digits.length === state.length) return { ...state, focus: 'input' };
  const next = state.digits.slice(0, state.cursor) + digits + state.digits.slice(state.cursor);
  return edit(state, next, state.cursor + 1);
}

export function paste(state: Conversation, text: string): Conversation {
  const code = findCode(text, state.length);
  if (code === undefined)
    return { ...state, notice: invalid(`No single code of ${state.length} digits in what was pasted.`) };
  return edit(state, code, code.length);
}

/** Typing takes away what was said, but not that the last code was wrong. */
export function edit(state: Conversation, digits: string, cursor: number): Conversation {
  const stands = digits === state.digits || (state.notice?.tone === 'bad' && state.notice.text === state.last?.text);
  return {
    ...state,
    digits,
    cursor: Math.max(0, Math.min(cursor, digits.length)),
    focus: 'input',
    notice: stands ? state.notice : null,
  };
}

/** Codes turn out to be this long: digits typed before that are too many for one cannot be the code. */
export function withLength(state: Conversation, length = state.length): Conversation {
  const fits = state.digits.length <= length;
  return fits ? { ...state, length } : { ...state, length, digits: '', cursor: 0 };
}

export function without(digits: string, index: number): string {
  return index < 0 ? digits : digits.slice(0, index) + digits.slice(index + 1);
}

function invalid(detail: string): Conversation['notice'] {
  return { tone: 'bad', text: `Invalid OTP! ${detail}` };
}
