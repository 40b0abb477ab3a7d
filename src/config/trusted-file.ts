// Reads a small file that decides where codes go or who is believed: only a regular file, only from an owner
// who is to be trusted, and never so that the program has to wait.

import { closeSync, constants, existsSync, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { plainText } from '../core/plain-text.ts';

export type TrustedFile =
  | {
      readonly kind: 'read';
      readonly text: string;
      /** One line each, on who else may change it. */
      readonly warnings: readonly string[];
      /** Whether others than its owner may read it. */
      readonly isOpen: boolean;
    }
  | { readonly kind: 'absent' }
  /** `problem` completes a sentence that begins with the file: `it is a directory`. */
  | { readonly kind: 'refused' | 'no-file'; readonly problem: string };

const GROUP_WRITES = 0o020;
const EVERYONE_WRITES = 0o002;
const OTHERS_READ = 0o044;

/**
 * Reads a file of UTF-8 text.
 *
 * @param most how many bytes it may have
 */
export function readTrustedFile(path: string, most: number): TrustedFile {
  let descriptor: number;
  try {
    // Opening a FIFO would wait for a writer, and opening a terminal could make it ours.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch (error) {
    return notOpened(path, codeOf(error));
  }
  try {
    // Asked of what is open: another file may be at the path by now.
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return noFile(stats);
    const problem = distrust(path, stats);
    if (problem !== undefined) return { kind: 'refused', problem };
    const shown = plainText(path);
    const bytes = readUpTo(descriptor, most + 1);
    if (bytes.length > most) return { kind: 'refused', problem: `it is larger than ${most / 1024} KiB` };
    return {
      kind: 'read',
      text: bytes.toString(),
      warnings: stats.mode & GROUP_WRITES ? [`warning: its group can write to ${shown}: chmod g-w ${shown}`] : [],
      isOpen: (stats.mode & OTHERS_READ) !== 0,
    };
  } catch (error) {
    return { kind: 'refused', problem: `it cannot be read (${codeOf(error)})` };
  } finally {
    closeSync(descriptor);
  }
}

function notOpened(path: string, code: string): TrustedFile {
  if (code === 'ENXIO') return { kind: 'no-file', problem: 'it is a socket or a device, not a file' };
  if (code === 'ENOTDIR') return { kind: 'absent' };
  if (code !== 'ENOENT') return { kind: 'refused', problem: `it cannot be read (${code})` };
  // What a link leads to was meant to be read: to go on without it could be to go on with somebody else's file.
  if (lstatSync(path, { throwIfNoEntry: false })) {
    return { kind: 'refused', problem: 'it is a link to a file that is not there' };
  }
  const lost = linkLeadingNowhere(dirname(path));
  return lost === undefined
    ? { kind: 'absent' }
    : { kind: 'refused', problem: `${plainText(lost)} is a link to a folder that is not there` };
}

/** The first that there is of the folders above a path, where it is a link that leads nowhere. */
function linkLeadingNowhere(folder: string): string | undefined {
  if (lstatSync(folder, { throwIfNoEntry: false })) return existsSync(folder) ? undefined : folder;
  const above = dirname(folder);
  return above === folder ? undefined : linkLeadingNowhere(above);
}

function noFile(stats: Stats): TrustedFile {
  const what = stats.isDirectory() ? 'a directory' : stats.isFIFO() ? 'a FIFO' : 'a device';
  return { kind: 'no-file', problem: `it is ${what}, not a file` };
}

/** Why a file is not to be trusted: somebody else may have written it. */
function distrust(path: string, { uid, mode, dev, ino }: Stats): string | undefined {
  const self = process.geteuid?.();
  if (self === undefined) return undefined;
  if (uid !== self && uid !== 0) return `it belongs to another user (uid ${uid}), who could change it`;
  if (mode & EVERYONE_WRITES) return 'everyone can write to it: see what is in it, then chmod 600 it';
  // A file of the user's own may hold what others have said, such as a log: it is not for them to point at it.
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (entry?.isSymbolicLink()) {
    return entry.uid === self || entry.uid === 0 ? undefined : `it is a link that another user made (uid ${entry.uid})`;
  }
  return entry?.dev === dev && entry.ino === ino ? undefined : 'it was replaced while it was read';
}

// Not by the size that is claimed: a file may grow, and those in /proc claim none.
function readUpTo(descriptor: number, most: number): Buffer {
  const buffer = Buffer.alloc(most);
  let length = 0;
  for (let count = -1; count !== 0 && length < most; length += count) {
    count = readSync(descriptor, buffer, length, most - length, null);
  }
  return buffer.subarray(0, length);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
