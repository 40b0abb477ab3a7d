// Cuts what a terminal sends into one key at a time, whole pastes, and nothing else. It stands
// between the terminal and blessed, which loses keys that arrive together with a mouse report,
// takes half an escape sequence for keys, and knows no bracketed paste.

import { EventEmitter } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import type { ReadStream } from 'node:tty';

const ESC = '\x1b';
const PASTE_START = `${ESC}[200~`;
const PASTE_END = `${ESC}[201~`;
const CTRL_C = '\x03';

/** What is kept of a paste; no text with a code in it is longer. */
const LONGEST_PASTE = 4_096;
const LONGEST_SEQUENCE = 64;
const LONGEST_REPLY = 4_096;

/**
 * How long the rest of an escape sequence may take, in ms. An Escape key is known by the silence after it, and here
 * it throws digits away or leaves the form: over a slow line 80 ms pass within a sequence, and a person feels a
 * delay from about 200 ms on. (vim waits for 100 ms, readline for 500, ncurses for 1000.)
 */
const SEQUENCE_PATIENCE = 150;
const PASTE_PATIENCE = 1_000;

/** The numeric keypad in application mode (`ESC O p` … `ESC O y`, and Enter). */
const KEYPAD: Readonly<Record<string, string>> = {
  p: '0',
  q: '1',
  r: '2',
  s: '3',
  t: '4',
  u: '5',
  v: '6',
  w: '7',
  x: '8',
  y: '9',
  m: '-',
  M: '\r',
};

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

/** The first key or sequence of what was read, or undefined where its end has not come yet. */
function nextToken(text: string, over: boolean): string | undefined {
  if (!text.startsWith(ESC)) return String.fromCodePoint(text.codePointAt(0) ?? 0);
  const rest = over ? text : undefined;
  const second = text[1];
  switch (second) {
    case undefined:
      return rest;
    // Two keys: nothing may swallow Ctrl-C.
    case ESC:
    case CTRL_C:
      return ESC;
    case '[': {
      // The old mouse report, with three characters, and the function keys of the Linux console, with one.
      if (text[2] === 'M' || text[2] === '[') {
        const length = text[2] === 'M' ? 6 : 4;
        const control = text.slice(3, length).search(/[\x00-\x1f]/);
        if (control >= 0) return text.slice(0, 3 + control);
        return text.length >= length ? text.slice(0, length) : rest;
      }
      const [sequence] = /^\x1b\[[0-?]*[ -/]*[@-~]/.exec(text) ?? [];
      return sequence ?? brokenSequence(text) ?? (text.length > LONGEST_SEQUENCE ? text : rest);
    }
    case 'O':
      if (text.length < 3) return rest;
      return /^\x1bO[@-~]/.test(text) ? text.slice(0, 3) : text.slice(0, 2);
    case ']':
    case 'P':
    case '_':
    case '^': {
      const [reply] = /^\x1b[\]P_^][^\x00-\x1f]*(?:\x07|\x1b\\)/.exec(text) ?? [];
      // A key in between, Ctrl-C above all, or another sequence ends it.
      const [cut] = /^\x1b[\]P_^][^\x00-\x1f]*(?=[\x00-\x06\x08-\x1a\x1c-\x1f]|\x1b[^\\])/.exec(text) ?? [];
      return reply ?? cut ?? (text.length > LONGEST_REPLY ? text : rest);
    }
    default:
      return ESC + String.fromCodePoint(text.codePointAt(1) ?? 0);
  }
}

/** A sequence that something cut short: it ends before the first character that cannot be in one. */
function brokenSequence(text: string): string | undefined {
  const [valid = ''] = /^\x1b\[[0-?]*[ -/]*/.exec(text) ?? [];
  return valid.length < text.length ? valid : undefined;
}

/** The bytes by which blessed knows a key, or undefined for what is no key. */
function keyBytes(token: string): string | undefined {
  if (!token.startsWith(ESC) || token === ESC) return token;
  const keypad = /^\x1bO(.)$/.exec(token)?.[1];
  if (keypad !== undefined) return KEYPAD[keypad] ?? token;
  const [, unicode, modifiers] = /^\x1b\[(\d+)(?::\d*)*(?:;(\d+)(?::\d+)?)?(?:;[\d:]*)?u$/.exec(token) ?? [];
  if (unicode !== undefined) return modifiedKey(Number(unicode), Number(modifiers ?? 1));
  const [, otherModifiers, otherKey] = /^\x1b\[27;(\d+);(\d+)~$/.exec(token) ?? [];
  if (otherKey !== undefined) return modifiedKey(Number(otherKey), Number(otherModifiers));
  const cutShort = /^\x1b\[[0-?]*[ -/]*$/.test(token);
  return cutShort || isReport(token) ? undefined : token;
}

/** A key as kitty's keyboard protocol and xterm's modifyOtherKeys name it: a character and its modifiers. */
function modifiedKey(code: number, modifiers: number): string | undefined {
  const held = modifiers - 1;
  const [shift, control] = [(held & 1) !== 0, (held & 4) !== 0];
  if (code === 9 && shift) return `${ESC}[Z`;
  if (control) return code >= 0x61 && code <= 0x7a ? String.fromCharCode(code - 0x60) : undefined;
  if (code >= 57399 && code <= 57408) return String(code - 57399);
  if (code === 57414) return '\r';
  return code < 0xe000 ? String.fromCodePoint(code) : undefined;
}

/** Answers to questions that nobody here asked, and the window's focus. */
function isReport(token: string): boolean {
  return (
    /^\x1b[\]P_^]/.test(token) ||
    /^\x1b\[[?>=]?[\d;]*\$?[cnRyt]$/.test(token) ||
    /^\x1b\[\?[\d;]*u$/.test(token) ||
    /^\x1b\[[IO]$/.test(token) ||
    token === PASTE_END
  );
}
