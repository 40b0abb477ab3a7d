// The port to whatever shows a conversation to a person and reads their keys. Implementations: `faces/`.

import type { Conversation, Key } from './state.ts';

export interface Face {
  /** Shows the state. May be called often: a face shows no more than has changed. */
  show(state: Conversation): void;
  /** Gives the terminal back as it was. May be called more than once. */
  close(): void;
}

/** What a face reports. */
export interface Listener {
  readonly onKey: (key: Key) => void;
  /** The terminal is gone, or its input has ended. */
  readonly onEnd: () => void;
}

/** Takes the terminal. */
export type OpenFace = (listener: Listener) => Face;
