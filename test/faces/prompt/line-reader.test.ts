import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineReader } from '../../../src/faces/prompt/line-reader.ts';

/** What is read of a text that arrives in pieces. */
function read(...pieces: readonly (string | Uint8Array)[]): string[] {
  const reader = lineReader();
  return [...pieces.flatMap((piece) => reader.read(Buffer.from(piece as string))), ...reader.end()];
}

describe('lines', () => {
  it.each<[string, string[], string[]]>([
    ['end in LF', ['a\n', 'b\n'], ['a', 'b']],
    ['end in CR', ['a\r', 'b\r'], ['a', 'b']],
    ['end in CR LF', ['a\r\nb\r\n'], ['a', 'b']],
    ['end in a CR LF that comes in two reads', ['a\r', '\nb\r', '\n'], ['a', 'b']],
    ['end in a CR LF with nothing read in between', ['a\r', '', '\nb\n'], ['a', 'b']],
    ['may be empty', ['\n\n', '\r\r'], ['', '', '', '']],
    ['may come in pieces', ['4', '82', '13\n'], ['48213']],
    ['may come together', ['a\nb\nc\n'], ['a', 'b', 'c']],
    ['may be cut off by the end', ['a\nb'], ['a', 'b']],
    ['may have anything in them', ['\0\x1b[A\t\x7f\n'], ['\0\x1b[A\t\x7f']],
  ])('%s', (_, pieces, lines) => {
    expect(read(...pieces)).toEqual(lines);
  });

  it('may have a character in two reads, or half of one', () => {
    const bytes = Buffer.from('４\n');
    expect(read(bytes.subarray(0, 1), bytes.subarray(1))).toEqual(['４']);
    expect(read(Buffer.from([0xef, 0xbc, 0x0a]))).toEqual(['\ufffd']);
    expect(read(Buffer.from([0xef, 0xbc]))).toEqual(['\ufffd']);
  });

  it('that are too long are not cut into something shorter', () => {
    const [line, next] = read(`${'x '.repeat(2_046)}4821`, `3999\nnext\n`);
    expect(line).not.toMatch(/[0-9]/);
    expect(next).toBe('next');
    expect(read(`${'x'.repeat(4_091)}48213\n`)).toEqual([`${'x'.repeat(4_091)}48213`]);
  });

  it('without an end take no memory', () => {
    const reader = lineReader();
    for (let times = 0; times < 1_000; times++) expect(reader.read(Buffer.alloc(65_536, 'x'))).toEqual([]);
    expect(reader.read(Buffer.from('\n48213\n'))).toEqual(['(too long)', '48213']);
  });

  it('are the same however the bytes are cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '1', '\r', '\n', '４', '\0', '🙂') });
    fc.assert(
      fc.property(text, fc.array(fc.nat(40)), (whole, cuts) => {
        const bytes = Buffer.from(whole);
        const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const pieces = places.slice(1).map((to, index) => bytes.subarray(places[index], to));
        expect(read(...pieces)).toEqual(read(bytes));
      }),
    );
  });
});
