// The line that holds a code, as it comes from pipes, files and worse.

import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLine } from '../../src/commands/read-line.ts';

const CODE = '48213';

/** A stream of pieces that stays open unless it is said to end. */
function streamOf(pieces: readonly (string | Uint8Array)[], { ends = true } = {}): Readable {
  const stream = new Readable({ read() {} });
  for (const piece of pieces) stream.push(Buffer.from(piece as string));
  if (ends) stream.push(null);
  return stream;
}

describe('the line with a code', () => {
  it.each<[string, readonly string[]]>([
    ['a line feed', [`${CODE}\n`]],
    ['a NUL, as after pam_exec', [`${CODE}\0`]],
    ['whichever comes first', [`${CODE}\0\n`]],
    ['a line feed in a piece of its own', [CODE, '\n']],
    ['the first of two line feeds', [`${CODE}\n98765\n`]],
  ])('ends in %s, and nobody waits for more', async (_, pieces) => {
    expect(await readLine(streamOf(pieces, { ends: false }))).toBe(CODE);
  });

  it('ends with the input', async () => {
    expect(await readLine(streamOf([CODE]))).toBe(CODE);
    expect(await readLine(streamOf([]))).toBe('');
    expect(await readLine(streamOf(['\n', CODE]))).toBe('');
  });

  it('is the same in any pieces, also cut within a character', () => {
    const text = ` ４8-213 \n${CODE}`;
    const bytes = Buffer.from(text);
    return fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(bytes.length)), async (cuts) => {
        const ends = [...cuts.sort((one, other) => one - other), bytes.length];
        const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
        expect(await readLine(streamOf(pieces))).toBe(' ４8-213 ');
      }),
    );
  });

  it('is empty if it is longer than 4 KiB, however it begins', async () => {
    expect(await readLine(streamOf([' '.repeat(4_091), CODE, '\n']))).toHaveLength(4_096);
    expect(await readLine(streamOf([' '.repeat(4_092), CODE, '\n']))).toBe('');
    expect(await readLine(streamOf([CODE, ' '.repeat(4_092), '\n']))).toBe('');
    expect(await readLine(streamOf([CODE, ' '.repeat(100_000)], { ends: false }))).toBe('');
  });

  it.each<[string, (stream: Readable) => void]>([
    ['fails', (stream) => stream.destroy(new Error('EISDIR'))],
    ['closes', (stream) => stream.destroy()],
  ])('is empty if the input %s, whatever came before', async (_, end) => {
    const stream = streamOf([CODE], { ends: false });
    const line = readLine(stream);
    stream.once('data', () => end(stream));
    expect(await line).toBe('');
  });
});
