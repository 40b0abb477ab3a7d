// The port to a user interface, which shows a conversation and reads keys. Implementations: `faces/`.

import type { Conversation, Key } from './state.ts';

export interface Face {
  /** Shows the state. May be called often: a face redraws only what has changed. */
  show(state: Conversation): void;
  /** Restores the terminal. May be called more than once. */
  close(): void;
}

/** What a face reports. */
export interface Listener {
  readonly onKey: (key: Key) => void;
  /** Something was typed that is no key yet, such as a line that waits for its turn. */
  readonly onInput: () => void;
  /** The terminal is gone, or its input has ended. */
  readonly onEnd: () => void;
}

/** Takes over the terminal. */
export type OpenFace = (listener: Listener) => Face;
