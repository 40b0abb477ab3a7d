// What a face is given to show itself on.

import type { ReadStream, WriteStream } from 'node:tty';

export interface Terminal {
  readonly input: ReadStream;
  readonly output: WriteStream;
  /** The streams of everyone else, held back while a face has the screen. */
  readonly others: readonly NodeJS.WriteStream[];
  readonly console: Console;
}

/** What the terminal can show. */
export interface Console {
  readonly colours: 256 | 16 | 0;
  readonly unicode: boolean;
  /** The Linux console, which has no second screen to go back from. */
  readonly linux: boolean;
}
