// The terminal that controls the process, whatever its standard streams are: `/dev/tty`, as for ssh and sudo.

import { openSync } from 'node:fs';
import { ReadStream, WriteStream } from 'node:tty';
import type { Terminal } from './terminal.ts';

/** Opens it for reading and writing; undefined if there is none, as for a daemon. */
export function openControllingTerminal(): Pick<Terminal, 'input' | 'output' | 'close'> | undefined {
  let input: ReadStream;
  let output: WriteStream;
  try {
    input = new ReadStream(openSync('/dev/tty', 'r+'));
    output = new WriteStream(openSync('/dev/tty', 'r+'));
  } catch {
    return undefined;
  }
  // Node does this for the standard streams alone.
  const refreshSize = () => (output as unknown as { _refreshSize?(): void })._refreshSize?.();
  process.on('SIGWINCH', refreshSize);
  return {
    input,
    output,
    close() {
      process.off('SIGWINCH', refreshSize);
      // A paused terminal would still take what is typed next.
      input.destroy();
      output.destroy();
    },
  };
}
