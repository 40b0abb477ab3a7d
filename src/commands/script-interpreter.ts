// Finds out whether a script's interpreter is missing: the system then says that the script itself is.

import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** What the kernel reads of a script: https://man7.org/linux/man-pages/man2/execve.2.html */
const FIRST_BYTES = 256;

/** The interpreter that a file names in its first line, if it does not exist. */
export function missingInterpreter(file: string): string | undefined {
  const [, interpreter] = /^#![ \t]*([^ \t\n\0]+)/.exec(startOf(file)) ?? [];
  return interpreter !== undefined && isMissing(interpreter) ? interpreter : undefined;
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

function isMissing(file: string): boolean {
  try {
    statSync(file);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}
