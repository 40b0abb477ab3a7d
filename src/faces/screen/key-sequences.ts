// The escape sequences that terminals send: where each one ends, and which key it stands for.

export const ESC = '\x1b';
export const PASTE_START = `${ESC}[200~`;
export const PASTE_END = `${ESC}[201~`;
export const CTRL_C = '\x03';

const SHIFT_TAB = `${ESC}[Z`;
/** On the Linux console it is the same as Alt-Tab: `kcbt` of `linux` in ncurses' terminfo. */
const CONSOLE_SHIFT_TAB = `${ESC}\t`;

const MAX_SEQUENCE = 64;
const MAX_REPLY = 4_096;

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

/** The first key or sequence in the input, or undefined if it is incomplete. */
export function nextToken(text: string, over: boolean): string | undefined {
  if (!text.startsWith(ESC)) return String.fromCodePoint(text.codePointAt(0) ?? 0);
  const rest = over ? text : undefined;
  const second = text[1];
  switch (second) {
    case undefined:
      return rest;
    // Two keys. Nothing may swallow Ctrl-C.
    case ESC:
    case CTRL_C:
      return ESC;
    case '[': {
      // The old mouse report, followed by three characters, or a function key of the Linux console, followed by one.
      if (text[2] === 'M' || text[2] === '[') {
        const length = text[2] === 'M' ? 6 : 4;
        const control = text.slice(3, length).search(/[\x00-\x1f]/);
        if (control >= 0) return text.slice(0, 3 + control);
        return text.length >= length ? text.slice(0, length) : rest;
      }
      const [sequence] = /^\x1b\[[0-?]*[ -/]*[@-~]/.exec(text) ?? [];
      return sequence ?? brokenSequence(text) ?? (text.length > MAX_SEQUENCE ? text : rest);
    }
    case 'O':
      if (text.length < 3) return rest;
      return /^\x1bO[@-~]/.test(text) ? text.slice(0, 3) : text.slice(0, 2);
    case ']':
    case 'P':
    case '_':
    case '^': {
      const [reply] = /^\x1b[\]P_^][^\x00-\x1f]*(?:\x07|\x1b\\)/.exec(text) ?? [];
      // A key in between, such as Ctrl-C, or another sequence ends it.
      const [cut] = /^\x1b[\]P_^][^\x00-\x1f]*(?=[\x00-\x06\x08-\x1a\x1c-\x1f]|\x1b[^\\])/.exec(text) ?? [];
      return reply ?? cut ?? (text.length > MAX_REPLY ? text : rest);
    }
    default:
      return ESC + String.fromCodePoint(text.codePointAt(1) ?? 0);
  }
}

/** A sequence that was cut short. It ends before the first character that cannot be part of one. */
function brokenSequence(text: string): string | undefined {
  const [valid = ''] = /^\x1b\[[0-?]*[ -/]*/.exec(text) ?? [];
  return valid.length < text.length ? valid : undefined;
}

/** The bytes for a key as blessed expects them, or undefined if the token is not a key. */
export function keyBytes(token: string): string | undefined {
  if (!token.startsWith(ESC) || token === ESC) return token;
  if (token === CONSOLE_SHIFT_TAB) return SHIFT_TAB;
  const keypad = /^\x1bO(.)$/.exec(token)?.[1];
  if (keypad !== undefined) return KEYPAD[keypad] ?? token;
  const [, unicode, modifiers] = /^\x1b\[(\d+)(?::\d*)*(?:;(\d+)(?::\d+)?)?(?:;[\d:]*)?u$/.exec(token) ?? [];
  if (unicode !== undefined) return modifiedKey(Number(unicode), Number(modifiers ?? 1));
  const [, otherModifiers, otherKey] = /^\x1b\[27;(\d+);(\d+)~$/.exec(token) ?? [];
  if (otherKey !== undefined) return modifiedKey(Number(otherKey), Number(otherModifiers));
  const cutShort = /^\x1b\[[0-?]*[ -/]*$/.test(token);
  return cutShort || isReport(token) ? undefined : token;
}

/** A key in kitty's keyboard protocol or xterm's modifyOtherKeys: a character code and its modifiers. */
function modifiedKey(code: number, modifiers: number): string | undefined {
  const held = modifiers - 1;
  const [shift, control] = [(held & 1) !== 0, (held & 4) !== 0];
  if (code === 9 && shift) return SHIFT_TAB;
  if (control) return code >= 0x61 && code <= 0x7a ? String.fromCharCode(code - 0x60) : undefined;
  if (code >= 57399 && code <= 57408) return String(code - 57399);
  if (code === 57414) return '\r';
  return code < 0xe000 ? String.fromCodePoint(code) : undefined;
}

/** Replies to queries that we did not send, and focus events of the window. */
function isReport(token: string): boolean {
  return (
    /^\x1b[\]P_^]/.test(token) ||
    /^\x1b\[[?>=]?[\d;]*\$?[cnRyt]$/.test(token) ||
    /^\x1b\[\?[\d;]*u$/.test(token) ||
    /^\x1b\[[IO]$/.test(token) ||
    token === PASTE_END
  );
}
