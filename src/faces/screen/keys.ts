// What each key does: one place for the form's key bindings and its help.

import type { Key } from '../../conversation/state.ts';

interface Binding {
  /** blessed's names for the keys. */
  readonly names: readonly string[];
  readonly key: Key;
}

/** A line of the help: the keys as people call them, and what they do. */
export interface KeyHelp {
  readonly keys: string;
  readonly does: string;
}

// A terminal sends Enter as a carriage return, which blessed reports twice, as `enter` and then as
// `return`; a line feed (Ctrl-J, or Enter through some pipes) once, as `linefeed`.
const BINDINGS: readonly Binding[] = [
  { names: ['tab', 'down'], key: { kind: 'next' } },
  { names: ['S-tab', 'up'], key: { kind: 'previous' } },
  { names: ['enter', 'linefeed', 'C-j'], key: { kind: 'enter' } },
  { names: ['space'], key: { kind: 'space' } },
  { names: ['left'], key: { kind: 'left' } },
  { names: ['right'], key: { kind: 'right' } },
  { names: ['home', 'C-a'], key: { kind: 'home' } },
  { names: ['end', 'C-e'], key: { kind: 'end' } },
  { names: ['backspace', 'C-h'], key: { kind: 'backspace' } },
  { names: ['delete', 'C-d'], key: { kind: 'delete' } },
  { names: ['C-u'], key: { kind: 'clear' } },
  { names: ['escape'], key: { kind: 'escape' } },
  { names: ['?', 'f1'], key: { kind: 'help' } },
  { names: ['C-c'], key: { kind: 'interrupt' } },
];

const BY_NAME = new Map(BINDINGS.flatMap(({ names, key }) => names.map((name) => [name, key] as const)));

/**
 * What a key does in the form.
 *
 * @param name blessed's full name of the key
 * @param text the text the key types, if any
 */
export function keyOf(name: string | undefined, text: string | undefined): Key | undefined {
  const bound = BY_NAME.get(name ?? '') ?? BY_NAME.get(text ?? '');
  if (bound) return bound;
  const printable = text !== undefined && /^[^\p{C}]+$/u.test(text) && !/^[CM]-/.test(name ?? '');
  return printable ? { kind: 'type', text } : undefined;
}

/** The keys of the help, in the order of its two columns. */
export const KEY_HELP: readonly KeyHelp[] = [
  { keys: 'Tab, Down', does: 'next' },
  { keys: 'Shift-Tab, Up', does: 'back' },
  { keys: 'Enter', does: 'submit, press' },
  { keys: 'Esc', does: 'clear, leave' },
  { keys: 'Left, Right', does: 'move' },
  { keys: 'Backspace', does: 'erase' },
  { keys: 'Ctrl-U', does: 'clear' },
  { keys: 'Ctrl-C', does: 'leave' },
];
