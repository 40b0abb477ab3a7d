// The terminal that a face runs on.

import type { ReadStream, WriteStream } from 'node:tty';

export interface Terminal {
  readonly input: ReadStream;
  readonly output: WriteStream;
  /** Streams whose output is held back while a face has the screen. */
  readonly others: readonly NodeJS.WriteStream[];
  readonly console: Console;
  /** Whether what is told on standard error is seen here too. */
  readonly showsErrors: boolean;
  /** Lets go of it, so that a command that runs next has it to itself. */
  readonly close: () => void;
}

/** What the terminal can show. */
export interface Console {
  readonly colours: 256 | 16 | 0;
  readonly unicode: boolean;
  /** The Linux console, which has no alternate screen. */
  readonly linux: boolean;
}

/** Whether to use plain lines without being told to: the terminal can do no more, or a person's tools want no more. */
export function wantsLines({ TERM, ACCESSIBLE }: NodeJS.ProcessEnv): boolean {
  return !TERM || TERM === 'dumb' || !!ACCESSIBLE;
}
