// Bytes as a terminal sends them in, keys and pastes out.

import { EventEmitter } from 'node:events';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type KeySource, KeyStream } from '../../../src/faces/screen/key-stream.ts';

/** A key as blessed is given it, or a paste. */
type Token = string | { readonly paste: string };

class FakeTerminal extends EventEmitter {
  readonly isTTY = true;
  isRaw = false;
  flowing = true;
  setRawMode(raw: boolean) {
    this.isRaw = raw;
    return this;
  }
  resume() {
    this.flowing = true;
    return this;
  }
  pause() {
    this.flowing = false;
    return this;
  }
}

function open() {
  const terminal = new FakeTerminal();
  const stream = new KeyStream(terminal as unknown as KeySource);
  const tokens: Token[] = [];
  stream.on('data', (bytes: Buffer) => tokens.push(bytes.toString()));
  stream.on('paste', (paste: string) => tokens.push({ paste }));
  const read = (bytes: string | Uint8Array) => terminal.emit('data', Buffer.from(bytes as string));
  return { terminal, stream, tokens, read };
}

/** The tokens of reads that follow each other at once, and of the silence after them. */
function tokensOf(...reads: readonly (string | Uint8Array)[]): Token[] {
  const { tokens, read } = open();
  for (const bytes of reads) read(bytes);
  vi.runAllTimers();
  return tokens;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const UP = '\x1b[A';
const CLICK = '\x1b[<0;12;7M';
const START = '\x1b[200~';
const END = '\x1b[201~';

describe('keys', () => {
  it.each<[string, string, Token[]]>([
    ['digits in one read', '123', ['1', '2', '3']],
    ['Enter, Tab, Backspace, Ctrl-C', '\r\t\x7f\x03', ['\r', '\t', '\x7f', '\x03']],
    ['a line feed', '\n', ['\n']],
    ['NUL', '1\x002', ['1', '\0', '2']],
    ['three Tabs in one read', '\t\t\t', ['\t', '\t', '\t']],
    ['arrows and digits', `1${UP}2\x1b[Z`, ['1', UP, '2', '\x1b[Z']],
    ['function keys', '\x1bOP\x1b[11~\x1b[15;5~', ['\x1bOP', '\x1b[11~', '\x1b[15;5~']],
    ['function keys of the Linux console', '1\x1b[[A2\x1b[[E', ['1', '\x1b[[A', '2', '\x1b[[E']],
    ['Escape', '\x1b', ['\x1b']],
    ['Escape twice', '\x1b\x1b', ['\x1b', '\x1b']],
    ['Escape before an arrow', `\x1b${UP}`, ['\x1b', UP]],
    ['Alt and a digit, which come in one read', '\x1b12', ['\x1b1', '2']],
    ['Alt and an emoji', '\x1b🙂1', ['\x1b🙂', '1']],
    ['accents, full-width digits and emoji', 'é１🙂', ['é', '１', '🙂']],
  ])('%s', (_, bytes, tokens) => {
    expect(tokensOf(bytes)).toEqual(tokens);
  });

  it.each<[string, string, string]>([
    ...[...'0123456789'].map(
      (digit, at) => [`keypad ${digit}`, `\x1bO${'pqrstuvwxy'[at]}`, digit] as [string, string, string],
    ),
    ['keypad minus', '\x1bOm', '-'],
    ['keypad Enter', '\x1bOM', '\r'],
    ['Enter of kitty', '\x1b[13u', '\r'],
    ['a digit of kitty', '\x1b[49u', '1'],
    ['a digit of kitty with NumLock', '\x1b[49;129u', '1'],
    ['a digit of kitty with its other layouts', '\x1b[49:33:49;1:1;49u', '1'],
    ['keypad 0 of kitty', '\x1b[57399u', '0'],
    ['keypad 9 of kitty', '\x1b[57408u', '9'],
    ['keypad Enter of kitty', '\x1b[57414u', '\r'],
    ['Escape of kitty', '\x1b[27u', '\x1b'],
    ['Backspace of kitty', '\x1b[127u', '\x7f'],
    ['Tab of kitty', '\x1b[9u', '\t'],
    ['Shift-Tab of kitty', '\x1b[9;2u', '\x1b[Z'],
    ['Shift-Tab of the Linux console', '\x1b\t', '\x1b[Z'],
    ['Ctrl-C of kitty', '\x1b[99;5u', '\x03'],
    ['Ctrl-C of modifyOtherKeys', '\x1b[27;5;99~', '\x03'],
    ['Shift-Tab of modifyOtherKeys', '\x1b[27;2;9~', '\x1b[Z'],
    ['Shift-Enter of modifyOtherKeys', '\x1b[27;2;13~', '\r'],
  ])('%s', (_, bytes, key) => {
    expect(tokensOf(`4${bytes}2`)).toEqual(['4', key, '2']);
  });
});

describe('what is no key', () => {
  it.each([
    ['focus in', '\x1b[I'],
    ['focus out', '\x1b[O'],
    ['primary device attributes', '\x1b[?62;22c'],
    ['secondary device attributes', '\x1b[>41;380;0c'],
    ['cursor position', '\x1b[24;80R'],
    ['device status', '\x1b[0n'],
    ['a mode report', '\x1b[?2026;2$y'],
    ['window size', '\x1b[8;24;80t'],
    ['kitty keyboard flags', '\x1b[?1u'],
    ['a colour that ends with BEL', '\x1b]11;rgb:1e1e/1e1e/1e1e\x07'],
    ['a colour that ends with ST', '\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\'],
    ['the terminal version', '\x1bP>|kitty(0.35)\x1b\\'],
    ['an APC', '\x1b_Gi=31;OK\x1b\\'],
    ['Ctrl-Enter of modifyOtherKeys', '\x1b[27;5;13~'],
    ['a media key of kitty', '\x1b[57428u'],
    ['a character that does not exist', '\x1b[99999999999u'],
    ['the end of a paste that never began', END],
  ])('%s is swallowed, and no digit beside it', (_, bytes) => {
    expect(tokensOf(`4${bytes}2`)).toEqual(['4', '2']);
  });

  it.each([
    '\x1b',
    '\x1b[',
    '\x1b[1;',
    '\x1b[M',
    '\x1b[M !',
    '\x1b[[',
    '\x1bO',
    '\x1b]11;rgb',
    '\x1bP',
    START,
    `${START}1`,
  ])('hears Ctrl-C after %j, whatever comes behind it', (half) => {
    for (const rest of ['', END, 'AAAA']) {
      expect(tokensOf(`4${half}\x03${rest}`)).toContain('\x03');
      expect(tokensOf(`4${half}`, `\x03${rest}`)).toContain('\x03');
    }
  });

  it('passes mouse reports on, apart from the digits beside them', () => {
    expect(tokensOf(`1${CLICK}2\x1b[<0;12;7m3`)).toEqual(['1', CLICK, '2', '\x1b[<0;12;7m', '3']);
    expect(tokensOf('1\x1b[M !!2')).toEqual(['1', '\x1b[M !!', '2']);
  });
});

describe('sequences that are not whole', () => {
  it('waits for the rest of one that is split over reads, as on a slow line', () => {
    const { tokens, read } = open();
    read('\x1b');
    vi.advanceTimersByTime(80);
    read('[');
    vi.advanceTimersByTime(69);
    expect(tokens).toEqual([]);
    read('A1');
    expect(tokens).toEqual([UP, '1']);
  });

  it('takes a lone Escape for the key after 150 ms', () => {
    const { tokens, read } = open();
    read('1\x1b');
    vi.advanceTimersByTime(149);
    expect(tokens).toEqual(['1']);
    // The fake clock takes another for an immediate.
    vi.advanceTimersByTime(2);
    expect(tokens).toEqual(['1', '\x1b']);
    read('[');
    expect(tokens).toEqual(['1', '\x1b', '[']);
  });

  it('takes Escape and a digit typed right after it for two keys', () => {
    const { tokens, read } = open();
    read('12\x1b');
    vi.advanceTimersByTime(100);
    read('3');
    expect(tokens).toEqual(['1', '2', '\x1b', '3']);
  });

  it('waits no longer for one of which more and more comes', () => {
    const { tokens, read } = open();
    read('\x1b[');
    for (const digit of '12345') {
      vi.advanceTimersByTime(100);
      read(digit);
    }
    vi.runAllTimers();
    expect(tokens).toEqual(['2', '3', '4', '5']);
  });

  it('reads first what came while the program was busy', () => {
    const { tokens, read } = open();
    // Due before the patience ends, and by the time that the program can look, both are over.
    setTimeout(() => setImmediate(() => read('[A')), 150);
    read('\x1b');
    vi.advanceTimersByTime(150);
    vi.runAllTimers();
    expect(tokens).toEqual([UP]);
  });

  it.each<[string, string, Token[]]>([
    ['cut short by Enter', '\x1b[\r', ['\r']],
    ['cut short by another', `\x1b[1;${UP}2`, [UP, '2']],
    ['cut short by an accent', '\x1b[3é4', ['é', '4']],
    ['half a keypad key, then a digit', '\x1bO5', ['\x1bO', '5']],
    ['half a keypad key, then an arrow', `\x1bO${UP}`, ['\x1bO', UP]],
  ])('loses nothing after one %s', (_, bytes, tokens) => {
    expect(tokensOf(bytes)).toEqual(tokens);
  });

  it.each([
    '\x1b[',
    '\x1b[1;',
    '\x1b[[',
    '\x1b]11;rgb:',
    '\x1bP',
    `\x1b[${'1;'.repeat(500)}`,
    `\x1b]${'x'.repeat(10_000)}`,
  ])('forgets %j when nothing follows, and takes the next digit', (half) => {
    const { tokens, read } = open();
    read(half);
    vi.advanceTimersByTime(151);
    const before = tokens.length;
    read('7');
    vi.runAllTimers();
    expect(tokens.slice(before)).toEqual(['7']);
    expect(tokens.slice(0, before).filter((token) => /^\P{C}/u.test(String(token)))).toEqual([]);
  });
});

describe('text that is not whole', () => {
  it('joins a character split over reads', () => {
    const [first, ...rest] = Buffer.from('🙂１');
    expect(tokensOf(Buffer.of(first as number), Buffer.from(rest))).toEqual(['🙂', '１']);
  });

  it('marks broken UTF-8 and keeps the digits around it', () => {
    expect(tokensOf(Buffer.of(0x31, 0xff, 0x32, 0xc3, 0x33))).toEqual(['1', '\ufffd', '2', '\ufffd', '3']);
  });
});

describe('pastes', () => {
  it.each<[string, string[], Token[]]>([
    ['whole', [`${START}12345${END}`], [{ paste: '12345' }]],
    ['between keys', [`1${START}12345${END}2`], ['1', { paste: '12345' }, '2']],
    ['empty', [`${START}${END}`], [{ paste: '' }]],
    ['twice', [`${START}1${END}${START}2${END}`], [{ paste: '1' }, { paste: '2' }]],
    ['with Enter and Tab inside', [`${START}12\t3\r4${END}`], [{ paste: '12\t3\r4' }]],
    ['with escape sequences inside', [`${START}1${UP}${CLICK}2${END}`], [{ paste: `1${UP}${CLICK}2` }]],
    ['split anywhere', ['\x1b[20', '0~12', '345\x1b', '[201', '~6'], [{ paste: '12345' }, '6']],
  ])('%s', (_, reads, tokens) => {
    expect(tokensOf(...reads)).toEqual(tokens);
  });

  it('cuts a paste of 100 KB and loses no key after it', () => {
    const reads = Array.from({ length: 100 }, () => '7'.repeat(1_024));
    expect(tokensOf(START, ...reads, `${END}1`)).toEqual([{ paste: '7'.repeat(4_096) }, '1']);
    expect(tokensOf(`${START}${reads.join('')}${END}1`)).toEqual([{ paste: '7'.repeat(4_096) }, '1']);
  });

  it('hears Ctrl-C in one that never ends, at once', () => {
    const { tokens, read } = open();
    read(`${START}12345`);
    vi.advanceTimersByTime(999);
    read('\x03');
    expect(tokens).toEqual(['\x03']);
    read('6');
    expect(tokens).toEqual(['\x03', '6']);
  });

  it('lets a paste go that is never closed after a second, and takes keys again', () => {
    const { tokens, read } = open();
    read(`${START}12345`);
    vi.advanceTimersByTime(999);
    expect(tokens).toEqual([]);
    vi.advanceTimersByTime(2);
    expect(tokens).toEqual([{ paste: '12345' }]);
    read('6');
    expect(tokens).toEqual([{ paste: '12345' }, '6']);
  });
});

describe('the terminal behind it', () => {
  it('is reached through it', () => {
    const { terminal, stream } = open();
    expect(stream.setRawMode(true)).toBe(stream);
    expect([stream.isTTY, stream.isRaw]).toEqual([true, true]);
    stream.pause();
    expect(terminal.flowing).toBe(false);
    stream.resume();
    expect(terminal.flowing).toBe(true);
  });

  it.each(['end', 'error'])('is gone on its %s', (event) => {
    const { terminal, stream } = open();
    let ends = 0;
    stream.on('end', () => {
      ends += 1;
    });
    terminal.emit(event, new Error('EIO'));
    expect(ends).toBe(1);
  });

  it('is left alone after detaching, but for its errors', () => {
    const { terminal, stream, tokens, read } = open();
    read('\x1b');
    stream.detach();
    read('1');
    vi.runAllTimers();
    expect(tokens).toEqual([]);
    expect(() => terminal.emit('error', new Error('EIO'))).not.toThrow();
  });
});

it('hears Ctrl-C whatever stands before it, in whatever reads, and whatever comes behind it', () => {
  const junk = fc.string({
    unit: fc.constantFrom('\x1b', ...'[]OPM_^<?;\\ 01~ué', '\x07', '\r', '\x00', '🙂', START, END),
    maxLength: 12,
  });
  fc.assert(
    fc.property(fc.array(junk, { maxLength: 4 }), junk, junk, (reads, last, behind) => {
      expect(tokensOf(...reads, `${last}\x03${behind}`)).toContain('\x03');
    }),
    { numRuns: 2_000 },
  );
});

it('gives the same tokens however the bytes are cut into reads', () => {
  const token = fc.oneof(
    fc.constantFrom(...'0123456789\r\t\x7f\x03').map((key) => [key, key] as const),
    fc
      .constantFrom('é', '１', '🙂', UP, '\x1b[Z', '\x1bOP', '\x1b[[A', CLICK, '\x1b[M !!')
      .map((key) => [key, key] as const),
    fc.constantFrom(['\x1bOq', '1'], ['\x1b[49u', '1'], ['\x1b[27;5;99~', '\x03']),
    fc
      .constantFrom('\x1b[I', '\x1b[24;80R', '\x1b]11;rgb:0/0/0\x07', '\x1bP1$r0m\x1b\\')
      .map((reply) => [reply] as const),
    fc
      .string({ unit: fc.constantFrom(...'0123456789 \r\n-', 'é', '🙂', UP, '\x1b', '[', '2') })
      .filter((text) => !text.includes('\x1b[2'))
      .map((paste) => [START + paste + END, { paste }] as const),
  );
  fc.assert(
    fc.property(fc.array(token), fc.array(fc.nat()), (parts, cuts) => {
      const bytes = Buffer.from(parts.map(([part]) => part).join(''));
      const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
      const reads = places.slice(1).map((to, index) => bytes.subarray(places[index], to));
      expect(tokensOf(...reads)).toEqual(parts.flatMap(([, expected]) => (expected === undefined ? [] : [expected])));
    }),
    { numRuns: 500 },
  );
});
