// Cuts what a terminal sends into one key at a time, whole pastes, and nothing else. It stands
// between the terminal and blessed, which loses keys that arrive together with a mouse report,
// takes half an escape sequence for keys, and knows no bracketed paste.

import { EventEmitter } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import type { ReadStream } from 'node:tty';
import { CTRL_C, ESC, keyBytes, nextToken, PASTE_END, PASTE_START } from './key-sequences.ts';

/** What is kept of a paste; no text with a code in it is longer. */
const LONGEST_PASTE = 4_096;

/**
 * How long the rest of an escape sequence may take, in ms. An Escape key is known by the silence after it, and here
 * it throws digits away or leaves the form: over a slow line 80 ms pass within a sequence, and a person feels a
 * delay from about 200 ms on. (vim waits for 100 ms, readline for 500, ncurses for 1000.)
 */
const SEQUENCE_PATIENCE = 150;
const PASTE_PATIENCE = 1_000;

/** What a key stream reads from: the part of a terminal's read stream that it uses. */
export type KeySource = Pick<ReadStream, 'isTTY' | 'isRaw' | 'setRawMode' | 'resume' | 'pause' | 'on' | 'off'>;

/** Emits `data` (one key as bytes), `paste` (a text), and `end` (the terminal is gone). */
export class KeyStream extends EventEmitter {
  readonly #source: KeySource;
  readonly #decoder = new StringDecoder('utf8');
  #buffer = '';
  #paste: string | null = null;
  /** When the sequence began of which the buffer holds the first half. */
  #begunAt: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #look: NodeJS.Immediate | undefined;

  constructor(source: KeySource) {
    super();
    this.#source = source;
    // blessed adds listeners of its own.
    this.setMaxListeners(0);
    source.on('data', this.#onData);
    source.on('end', this.#onEnd);
    source.on('error', this.#onEnd);
  }

  get isTTY(): boolean {
    return this.#source.isTTY;
  }

  get isRaw(): boolean {
    return this.#source.isRaw;
  }

  setRawMode(raw: boolean): this {
    this.#source.setRawMode(raw);
    return this;
  }

  resume(): this {
    this.#source.resume();
    return this;
  }

  pause(): this {
    this.#source.pause();
    return this;
  }

  /** Stops reading. Errors of a terminal that is gone stay caught. */
  detach(): void {
    this.#stopWaiting();
    this.#source.off('data', this.#onData);
    this.#source.off('end', this.#onEnd);
  }

  readonly #onEnd = (): void => {
    this.emit('end');
  };

  readonly #onData = (bytes: Buffer): void => {
    this.#stopWaiting();
    const text = this.#decoder.write(bytes);
    // Alt and its key come in one read, so what comes in the next is a key of its own.
    const isAlone = this.#paste === null && this.#buffer === ESC && /^[^[\]OP_^]/.test(text);
    if (isAlone) this.#drain(true);
    this.#buffer += text;
    this.#drain(false);
    if (this.#paste !== null) this.#wait(PASTE_PATIENCE);
    else if (this.#buffer !== '') {
      // Counted from its beginning, so that half a sequence cannot swallow one digit after the other.
      const now = performance.now();
      this.#begunAt ??= now;
      this.#wait(this.#begunAt + SEQUENCE_PATIENCE - now);
    }
  };

  #wait(ms: number): void {
    this.#timer = setTimeout(() => {
      // Where the program was busy meanwhile, the rest may be there by now: it is read before this.
      this.#look = setImmediate(() => this.#drain(true));
    }, ms);
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#look);
  }

  /** @param over nothing more is coming: what is there is taken for what it is */
  #drain(over: boolean): void {
    while (this.#buffer !== '' || (over && this.#paste !== null)) {
      if (this.#paste !== null) {
        if (!this.#readPaste(over)) return;
        continue;
      }
      const token = nextToken(this.#buffer, over);
      if (token === undefined) return;
      this.#buffer = this.#buffer.slice(token.length);
      this.#begunAt = undefined;
      if (token === PASTE_START) this.#paste = '';
      else this.#emitKey(keyBytes(token));
    }
  }

  /** Whether the paste has ended. */
  #readPaste(over: boolean): boolean {
    const end = this.#buffer.indexOf(PASTE_END);
    const interrupt = this.#buffer.indexOf(CTRL_C);
    // No text holds one, so it is the key: the end of the paste may be lost.
    if (interrupt >= 0 && (end < 0 || interrupt < end)) {
      this.#paste = null;
      this.#buffer = this.#buffer.slice(interrupt);
      return true;
    }
    // Without an end marker, the last bytes may be the first half of one.
    const until = end >= 0 ? end : over ? this.#buffer.length : Math.max(0, this.#buffer.length - PASTE_END.length + 1);
    const paste = ((this.#paste ?? '') + this.#buffer.slice(0, until)).slice(0, LONGEST_PASTE);
    this.#buffer = this.#buffer.slice(end >= 0 ? end + PASTE_END.length : until);
    this.#paste = end >= 0 || over ? null : paste;
    if (this.#paste !== null) return false;
    this.emit('paste', paste);
    return true;
  }

  #emitKey(bytes: string | undefined): void {
    if (bytes !== undefined) this.emit('data', Buffer.from(bytes));
  }
}
