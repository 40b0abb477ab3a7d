// Finds a script's interpreter: if that cannot be run, the system says so of the script itself.

import { closeSync, openSync, readSync } from 'node:fs';

/** What the kernel reads of a script: https://man7.org/linux/man-pages/man2/execve.2.html */
const FIRST_BYTES = 256;

/** The interpreter that a file names in its first line, if it does. One that is cut off is none to the kernel. */
export function interpreterOf(file: string): string | undefined {
  return /^#![ \t]*([^ \t\n\0]+)[ \t\n\0]/.exec(startOf(file))?.[1];
}

function startOf(file: string): string {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(FIRST_BYTES);
      readSync(descriptor, bytes);
      return bytes.toString();
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // It may be executable without being readable.
    return '';
  }
}
