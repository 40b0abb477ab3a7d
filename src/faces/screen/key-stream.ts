// Splits a terminal's input into single keys and whole pastes. It sits between the terminal and blessed, which
// loses keys that arrive together with a mouse report, mistakes half an escape sequence for keys, and does not
// support bracketed paste.

import { EventEmitter } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import type { ReadStream } from 'node:tty';
import { CTRL_C, ESC, keyBytes, nextToken, PASTE_END, PASTE_START } from './key-sequences.ts';

/** How much of a paste is kept. No text with a code in it is longer. */
const MAX_PASTE = 4_096;

/**
 * How long to wait for the rest of an escape sequence, in ms. The Escape key is recognized by the silence after it,
 * and a wrong guess discards digits or closes the form: on a slow line a sequence may pause for 80 ms, and people
 * notice a delay from about 200 ms. (vim waits 100 ms, readline 500, ncurses 1000.)
 */
const SEQUENCE_TIMEOUT = 150;
const PASTE_TIMEOUT = 1_000;

/** The part of a terminal's read stream that a key stream uses. */
export type KeySource = Pick<ReadStream, 'isTTY' | 'isRaw' | 'setRawMode' | 'resume' | 'pause' | 'on' | 'off'>;

/** Emits `data` (the bytes of one key), `paste` (a text), and `end` (the terminal is gone). */
export class KeyStream extends EventEmitter {
  readonly #source: KeySource;
  readonly #decoder = new StringDecoder('utf8');
  #buffer = '';
  #paste: string | null = null;
  /** When the incomplete sequence in the buffer began. */
  #begunAt: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #pendingDrain: NodeJS.Immediate | undefined;

  constructor(source: KeySource) {
    super();
    this.#source = source;
    // blessed adds its own listeners.
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

  /** Stops reading. Errors from a closed terminal are still caught. */
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
    // Alt and its key arrive in one read, so what arrives in the next is a separate key.
    const isAlone = this.#paste === null && this.#buffer === ESC && /^[^[\]OP_^]/.test(text);
    if (isAlone) this.#drain(true);
    this.#buffer += text;
    this.#drain(false);
    if (this.#paste !== null) this.#wait(PASTE_TIMEOUT);
    else if (this.#buffer !== '') {
      // Counted from its beginning, so that an incomplete sequence cannot swallow one digit after another.
      const now = performance.now();
      this.#begunAt ??= now;
      this.#wait(this.#begunAt + SEQUENCE_TIMEOUT - now);
    }
  };

  #wait(ms: number): void {
    this.#timer = setTimeout(() => {
      // If the program was busy, the rest may have arrived by now. It is read before this callback runs.
      this.#pendingDrain = setImmediate(() => this.#drain(true));
    }, ms);
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#pendingDrain);
  }

  /** @param over nothing more is coming, so the buffer is taken as it is */
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

  /** Reads on in a paste. @returns whether it has ended */
  #readPaste(over: boolean): boolean {
    const end = this.#buffer.indexOf(PASTE_END);
    const interrupt = this.#buffer.indexOf(CTRL_C);
    // Text never contains this character, so it is the Ctrl-C key, and the end of the paste may have been lost.
    if (interrupt >= 0 && (end < 0 || interrupt < end)) {
      this.#paste = null;
      this.#buffer = this.#buffer.slice(interrupt);
      return true;
    }
    // Without an end marker, the last characters may be part of one.
    const until = end >= 0 ? end : over ? this.#buffer.length : Math.max(0, this.#buffer.length - PASTE_END.length + 1);
    const paste = ((this.#paste ?? '') + this.#buffer.slice(0, until)).slice(0, MAX_PASTE);
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
