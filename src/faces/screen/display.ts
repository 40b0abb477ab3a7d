// The terminal's output while the form is up: the form's own output passes, everything else (warnings, console, a
// library's banner) is held back until the form has closed.

import { EventEmitter } from 'node:events';
import type { WriteStream } from 'node:tty';

type Write = WriteStream['write'];

/** The largest area painted. A terminal may report 65535 by 65535, and blessed keeps every cell in memory twice. */
const MAX_COLUMNS = 400;
const MAX_ROWS = 200;
/** The size of a terminal that does not know its own and reports 0, such as a serial line. */
const UNKNOWN = { columns: 80, rows: 24 };
/** How much output is held back, in characters. The rest is dropped. */
const MAX_HELD = 65_536;

/** The output stream for blessed: the part of a write stream that it uses. */
export class Display extends EventEmitter {
  readonly isTTY = true;
  readonly writable = true;
  readonly #stream: WriteStream;
  readonly #write: Write;

  constructor(stream: WriteStream) {
    super();
    this.#stream = stream;
    this.#write = stream.write.bind(stream);
    stream.on('resize', this.#onResize);
    // A closed terminal is detected on the input side.
    stream.on('error', ignore);
  }

  get columns(): number {
    return Math.min(this.#stream.columns || UNKNOWN.columns, MAX_COLUMNS);
  }

  get rows(): number {
    return Math.min(this.#stream.rows || UNKNOWN.rows, MAX_ROWS);
  }

  readonly write = (text: string): boolean => this.#write(text);

  detach(): void {
    this.#stream.off('resize', this.#onResize);
  }

  readonly #onResize = (): void => {
    this.emit('resize');
  };
}

/** Holds back what is written to the streams from now on. The returned function releases it. */
export function holdBack(streams: readonly NodeJS.WriteStream[]): () => void {
  const held: { readonly write: Write; readonly text: string }[] = [];
  let size = 0;
  const restores = streams.map((stream) => {
    const write = stream.write.bind(stream) as Write;
    const own = Object.hasOwn(stream, 'write') ? stream.write : undefined;
    stream.write = ((chunk: string | Uint8Array, encoding?: unknown, done?: unknown) => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      if (size < MAX_HELD) held.push({ write, text });
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
