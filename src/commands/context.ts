// What a command is given of the world around it.

import type { Clock } from '../clock.ts';
import type { Terminal } from '../faces/terminal.ts';
import type { TakeSignals } from '../signals.ts';

export interface Context {
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly takeSignals: TakeSignals;
  /** The terminal to ask at, or why there is none. */
  readonly terminal: Terminal | { readonly problem: string };
  /** Writes an answer for programs on standard output. */
  readonly answer: (line: string) => void;
  /** Tells people something on standard error. */
  readonly tell: (line: string) => void;
}
