// Cuts what a terminal sends into one key at a time, whole pastes, and nothing else. It stands
// between the terminal and blessed, which loses keys that arrive together with a mouse report,
// takes half an escape sequence for keys, and knows no bracketed paste.

import { EventEmitter } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import type { ReadStream } from 'node:tty';

const ESC = '\x1b';
const PASTE_START = `${ESC}[200~`;
const PASTE_END = `${ESC}[201~`;

/** What is kept of a paste; no text with a code in it is longer. */
const LONGEST_PASTE = 4_096;
const LONGEST_SEQUENCE = 64;
const LONGEST_REPLY = 4_096;

/** How long the rest of an escape sequence may take, in ms: an Escape key shows itself by silence. */
const SEQUENCE_PATIENCE = 50;
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
  #timer: NodeJS.Timeout | undefined;

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
    clearTimeout(this.#timer);
    this.#source.off('data', this.#onData);
    this.#source.off('end', this.#onEnd);
  }

  readonly #onEnd = (): void => {
    this.emit('end');
  };

  readonly #onData = (bytes: Buffer): void => {
    clearTimeout(this.#timer);
    this.#buffer += this.#decoder.write(bytes);
    this.#drain(false);
    if (this.#buffer === '' && this.#paste === null) return;
    const patience = this.#paste === null ? SEQUENCE_PATIENCE : PASTE_PATIENCE;
    this.#timer = setTimeout(() => this.#drain(true), patience);
  };

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
      if (token === PASTE_START) this.#paste = '';
      else this.#emitKey(keyBytes(token));
    }
  }

  /** Whether the paste has ended. */
  #readPaste(over: boolean): boolean {
    const end = this.#buffer.indexOf(PASTE_END);
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
    case '\x03':
      return ESC;
    case '[': {
      // The old mouse report: three bytes of any value.
      if (text[2] === 'M') return text.length >= 6 ? text.slice(0, 6) : rest;
      // The function keys of the Linux console.
      if (text[2] === '[') return text.length >= 4 ? text.slice(0, 4) : rest;
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
      const [reply] = /^\x1b[\]P_^][^\x07\x1b]*(?:\x07|\x1b\\)/.exec(text) ?? [];
      // A key in between, Ctrl-C above all, ends it.
      const [cut] = /^\x1b[\]P_^][^\x00-\x1f]*(?=[\x00-\x06\x08-\x1a\x1c-\x1f])/.exec(text) ?? [];
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
