// What a line at the prompt means: one letter is the key for what it stands for, anything else is an entry.

import { type Conversation, isCallOffered, type Key } from '../../conversation/state.ts';

/** What to enter instead of pressing a button. */
export const LETTERS = { resend: 'r', call: 'c', leave: 'q', help: '?' } as const;

/** The keys that do what a line says. */
export function keysOf(line: string, state: Conversation): readonly Key[] {
  const word = line.trim().toLowerCase();
  if (word === LETTERS.resend) return [{ kind: 'press', control: 'resend' }];
  if (word === LETTERS.call && isCallOffered(state)) return [{ kind: 'press', control: 'call' }];
  if (word === LETTERS.leave) return [{ kind: 'leave' }];
  // The help stays where it was written, so it is closed at once.
  if (word === LETTERS.help) return [{ kind: 'help' }, { kind: 'help' }];
  return [{ kind: 'line', text: line }];
}
