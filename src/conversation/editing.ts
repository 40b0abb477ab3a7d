// Typing, pasting and editing what the input takes, digits or a recovery code, and moving the focus.

import { findCode, readCode } from '../core/entry.ts';
import { findRecoveryCode, readSymbols } from '../core/recovery-entry.ts';
import { type Control, type Conversation, fieldOf, isRecoveryOffered, stopsOf, type Topic } from './state.ts';

export function neighbour(state: Conversation, step: 1 | -1): Control {
  const order: readonly Control[] = ['input', ...stopsOf(state)];
  return order.at((order.indexOf(state.focus) + step) % order.length) ?? 'input';
}

/** Moves the focus away from a stop that has disappeared. */
export function keepFocus(state: Conversation): Conversation {
  return state.focus === 'input' || stopsOf(state).includes(state.focus) ? state : { ...state, focus: 'input' };
}

export function type(state: Conversation, text: string): Conversation {
  if (/^[\s\p{Pd}]*$/u.test(text)) return state;
  const { isOpen } = state.recovery;
  const character = isOpen ? readSymbols(text) : text.normalize('NFKC');
  if (character?.length !== 1 || !(isOpen || /^[0-9]$/.test(character))) {
    return { ...state, topic: invalid(isOpen ? 'Letters and digits only, and no U.' : 'Digits only.') };
  }
  const { text: before, cursor, length } = fieldOf(state);
  if (before.length === length) return { ...state, focus: 'input' };
  return edit(state, before.slice(0, cursor) + character + before.slice(cursor), cursor + 1);
}

/** A recovery code, which cannot be anything else, opens the field for it. */
export function paste(state: Conversation, text: string): Conversation {
  const { isOpen } = state.recovery;
  const recoveryCode = isOpen || isRecoveryOffered(state) ? findRecoveryCode(text) : undefined;
  if (recoveryCode !== undefined) return edit(turnInput(state, true), recoveryCode, recoveryCode.length);
  const code = isOpen ? undefined : findCode(text, state.length);
  if (code !== undefined) return edit(state, code, code.length);
  const expected = isOpen ? 'recovery' : `${state.length}-digit`;
  return { ...state, topic: invalid(`No ${expected} code in what you pasted.`) };
}

/** Replaces the input by the code in a line: the line is the code, or has one in it. Without a code, by nothing. */
export function enterLine(state: Conversation, text: string): Conversation {
  const recoveryCode = findRecoveryCode(text);
  const code = recoveryCode ?? readCode(text, state.length) ?? findCode(text, state.length) ?? '';
  return { ...fill(turnInput(state, recoveryCode !== undefined), code, code.length), focus: 'input' };
}

/** Turns the input into a field for a recovery code, or back. What was typed into either stays there. */
export function turnInput(state: Conversation, isOpen: boolean): Conversation {
  const topic = state.topic?.about === 'entry' ? null : state.topic;
  return { ...state, focus: 'input', topic, recovery: { ...state.recovery, isOpen } };
}

/** Where no texted code can help, turns the input into a field for a recovery code, if there are any left. */
export function offerRecovery(state: Conversation): Conversation {
  return isRecoveryOffered(state) ? turnInput(state, true) : state;
}

/** Editing clears the notice, unless it is about the last outcome and bad. */
export function edit(state: Conversation, text: string, cursor: number): Conversation {
  const keepsNotice = text === fieldOf(state).text || (state.notice?.tone === 'bad' && state.topic === state.last);
  return { ...fill(state, text, cursor), focus: 'input', topic: keepsNotice ? state.topic : null };
}

/** Puts a text into the input. */
export function fill(state: Conversation, text: string, cursor: number): Conversation {
  const within = Math.max(0, Math.min(cursor, text.length));
  return state.recovery.isOpen
    ? { ...state, recovery: { ...state.recovery, symbols: text, cursor: within } }
    : { ...state, digits: text, cursor: within };
}

/** Sets the length of codes once it is known. If more digits than that were already typed, they cannot be the code. */
export function withLength(state: Conversation, length = state.length): Conversation {
  const fits = state.digits.length <= length;
  return fits ? { ...state, length } : { ...state, length, digits: '', cursor: 0 };
}

export function without(text: string, index: number): string {
  return index < 0 ? text : text.slice(0, index) + text.slice(index + 1);
}

export function invalid(detail: string): Topic {
  return { about: 'entry', detail };
}
