// Reads the one line that holds a code.

import type { Readable } from 'node:stream';

/** In bytes. */
const MAX_LINE = 4_096;
const LINE_FEED = 0x0a;
/** PAM's pam_exec ends what was typed with one. */
const NUL = 0x00;

/**
 * The first line of a stream, up to a line feed, a NUL or the end. What cannot be read, or is too long to be a code, is
 * an empty line: its beginning may look like a code.
 */
export function readLine(stream: Readable): Promise<string> {
  return new Promise((resolve) => {
    let read = Buffer.alloc(0);
    const finish = (line: Uint8Array) => {
      stream.removeListener('data', take).pause();
      resolve(line.length > MAX_LINE ? '' : Buffer.from(line).toString());
    };
    const take = (chunk: Uint8Array | string) => {
      read = Buffer.concat([read, Buffer.from(chunk as string)]);
      const end = read.findIndex((byte) => byte === LINE_FEED || byte === NUL);
      if (end >= 0) finish(read.subarray(0, end));
      else if (read.length > MAX_LINE) finish(read);
    };
    stream.on('error', () => finish(Buffer.alloc(0)));
    stream.on('end', () => finish(read));
    stream.on('close', () => finish(Buffer.alloc(0)));
    stream.on('data', take);
  });
}
