// The terminal that a face runs on.

import type { ReadStream, WriteStream } from 'node:tty';

export interface Terminal {
  readonly input: ReadStream;
  readonly output: WriteStream;
  /** Streams whose output is held back while a face has the screen. */
  readonly others: readonly NodeJS.WriteStream[];
  readonly console: Console;
}

/** What the terminal can show. */
export interface Console {
  readonly colours: 256 | 16 | 0;
  readonly unicode: boolean;
  /** The Linux console, which has no alternate screen. */
  readonly linux: boolean;
  /** Whether nothing may move, because someone listens to it. */
  readonly still?: boolean;
}
