// The environment that a command runs in.

import type { Readable } from 'node:stream';
import type { Clock } from '../clock.ts';
import type { Terminal } from '../faces/terminal.ts';
import type { TakeSignals } from '../signals.ts';

export interface Context {
  readonly env: NodeJS.ProcessEnv;
  /** What Node runs: an absolute path. */
  readonly program: string;
  readonly clock: Clock;
  readonly takeSignals: TakeSignals;
  /** Opens the terminal to ask at; undefined if there is none. */
  readonly openTerminal: () => Terminal | undefined;
  /** Opens standard input. */
  readonly openInput: () => { readonly stream: Readable; readonly isTerminal: boolean };
  /**
   * Writes lines for programs to standard output. If that is not possible, the program ends.
   *
   * @param ifLost what to tell people then
   * @returns once they are written
   */
  readonly answer: (lines: string, ifLost?: string) => Promise<void>;
  /** Writes a line for people to standard error. */
  readonly tell: (line: string) => void;
  /** Writes a question for people to standard error. The answer is on the same line. */
  readonly ask: (question: string) => void;
}
