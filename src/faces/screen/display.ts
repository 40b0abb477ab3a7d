// The terminal's output while the form is on it: the form's own writes pass, everybody else's
// (warnings, console, a library's banner) wait until the form has gone.

import { EventEmitter } from 'node:events';
import type { WriteStream } from 'node:tty';

type Write = WriteStream['write'];

/** As many cells as are painted. A terminal may claim 65535 by 65535, and blessed keeps two of each in memory. */
const MOST_COLUMNS = 400;
const MOST_ROWS = 200;
/** Stray output kept for later is cut here, in characters. */
const MOST_HELD = 65_536;

/** The output side that blessed is given: the part of a write stream that it uses. */
export class Display extends EventEmitter {
  readonly isTTY = true;
  readonly writable = true;
  readonly #stream: WriteStream;
  readonly #write: Write;

  constructor(stream: WriteStream) {
    super();
    this.#stream = stream;
    this.#write = stream.write.bind(stream);
    // One listener each of blessed and of the screen.
    stream.on('resize', this.#onResize);
    // A terminal that has gone is noticed on the input side.
    stream.on('error', ignore);
  }

  get columns(): number {
    return Math.min(Math.max(1, this.#stream.columns ?? 80), MOST_COLUMNS);
  }

  get rows(): number {
    return Math.min(Math.max(1, this.#stream.rows ?? 24), MOST_ROWS);
  }

  readonly write = (text: string): boolean => this.#write(text);

  detach(): void {
    this.#stream.off('resize', this.#onResize);
  }

  readonly #onResize = (): void => {
    this.emit('resize');
  };
}

/** Keeps what is written to the streams from now on, and gives the way to let it out again. */
export function holdBack(streams: readonly NodeJS.WriteStream[]): () => void {
  const held: { readonly write: Write; readonly text: string }[] = [];
  let size = 0;
  const restores = streams.map((stream) => {
    const write = stream.write.bind(stream) as Write;
    const own = Object.hasOwn(stream, 'write') ? stream.write : undefined;
    stream.write = ((chunk: string | Uint8Array, encoding?: unknown, done?: unknown) => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      if (size < MOST_HELD) held.push({ write, text });
      size += text.length;
      const callback = typeof encoding === 'function' ? encoding : done;
      if (typeof callback === 'function') process.nextTick(callback as () => void);
      return true;
    }) as Write;
    return () => {
      if (own) stream.write = own;
      else Reflect.deleteProperty(stream, 'write');
    };
  });
  return () => {
    for (const restore of restores) restore();
    for (const { write, text } of held) write(text);
  };
}

function ignore(): void {}
