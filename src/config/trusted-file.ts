// Reads a small file that decides where codes go or whom to trust. Accepts only a regular file with a trusted
// owner, and never blocks.

import { closeSync, constants, existsSync, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { plainText } from '../core/plain-text.ts';
import { rootsAloneProblem } from './roots-alone.ts';
import { shellWord } from './shell-word.ts';

export type TrustedFile =
  | {
      readonly kind: 'read';
      readonly text: string;
      /** One line each, about who else can change it. */
      readonly warnings: readonly string[];
      /** Whether users other than its owner can read it. */
      readonly isOpen: boolean;
    }
  | { readonly kind: 'absent' }
  /** `problem` follows the file's name and a colon: `it is a directory`. */
  | { readonly kind: 'refused' | 'not-a-file'; readonly problem: string };

/** What is asked of a file that must be root's alone, as must every folder above it. */
export interface RootsAlone {
  /** Whether root alone may read it, too. */
  readonly isPrivate: boolean;
}

const GROUP_WRITES = 0o020;
const EVERYONE_WRITES = 0o002;
const OTHERS_READ = 0o044;

/**
 * Reads a file of UTF-8 text.
 *
 * @param maxBytes the size limit
 * @param rootsAlone if it must be root's alone
 */
export function readTrustedFile(path: string, maxBytes: number, rootsAlone?: RootsAlone): TrustedFile {
  let descriptor: number;
  try {
    // Opening a FIFO would wait for a writer, and opening a terminal could make it ours.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch (error) {
    return notOpened(path, codeOf(error));
  }
  try {
    // Ask about the open file: by now the path may lead to another one.
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return notAFile(stats);
    const problem = rootsAlone ? rootsAloneProblem(path, stats, rootsAlone) : distrust(path, stats);
    if (problem !== undefined) return { kind: 'refused', problem };
    const shown = shellWord(path);
    const bytes = readUpTo(descriptor, maxBytes + 1);
    if (bytes.length > maxBytes) return { kind: 'refused', problem: `it is larger than ${maxBytes / 1024} KiB` };
    return {
      kind: 'read',
      text: bytes.toString(),
      warnings: stats.mode & GROUP_WRITES ? [`warning: the group can write to ${shown}: chmod g-w ${shown}`] : [],
      isOpen: (stats.mode & OTHERS_READ) !== 0,
    };
  } catch (error) {
    return { kind: 'refused', problem: `it cannot be read (${codeOf(error)})` };
  } finally {
    closeSync(descriptor);
  }
}

function notOpened(path: string, code: string): TrustedFile {
  if (code === 'ENXIO') return { kind: 'not-a-file', problem: 'it is a socket or a device' };
  if (code === 'ENOTDIR') return { kind: 'absent' };
  if (code !== 'ENOENT') return { kind: 'refused', problem: `it cannot be read (${code})` };
  // The link's target was meant to be read. Ignoring it could mean falling back to someone else's file.
  if (lstatSync(path, { throwIfNoEntry: false })) {
    return { kind: 'refused', problem: 'it is a symbolic link to a missing file' };
  }
  const dangling = danglingFolder(dirname(path));
  return dangling === undefined
    ? { kind: 'absent' }
    : { kind: 'refused', problem: `${plainText(dangling)} is a symbolic link to a missing folder` };
}

/** The nearest existing ancestor of a folder, or the folder itself, if that is a dangling symbolic link. */
export function danglingFolder(folder: string): string | undefined {
  if (lstatSync(folder, { throwIfNoEntry: false })) return existsSync(folder) ? undefined : folder;
  const above = dirname(folder);
  return above === folder ? undefined : danglingFolder(above);
}

function notAFile(stats: Stats): TrustedFile {
  const what = stats.isDirectory() ? 'a directory' : stats.isFIFO() ? 'a FIFO' : 'a device';
  return { kind: 'not-a-file', problem: `it is ${what}` };
}

/** Why a file cannot be trusted: someone else may have written it. */
function distrust(path: string, { uid, mode, dev, ino }: Stats): string | undefined {
  const self = process.geteuid?.();
  if (self === undefined) return undefined;
  if (uid !== self && uid !== 0) return `it belongs to another user (uid ${uid}), who could change it`;
  if (mode & EVERYONE_WRITES) return 'everyone can write to it: review what it says, then chmod 600 it';
  // The user's own file may contain text from others, as a log does: they must not be able to point us to it.
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (entry?.isSymbolicLink()) {
    return entry.uid === self || entry.uid === 0
      ? undefined
      : `it is a symbolic link made by another user (uid ${entry.uid})`;
  }
  return entry?.dev === dev && entry.ino === ino ? undefined : 'it was replaced while being read';
}

// Does not rely on the reported size: a file may grow, and files in /proc report 0.
function readUpTo(descriptor: number, maxBytes: number): Buffer {
  const buffer = Buffer.alloc(maxBytes);
  let length = 0;
  for (let count = -1; count !== 0 && length < maxBytes; length += count) {
    count = readSync(descriptor, buffer, length, maxBytes - length, null);
  }
  return buffer.subarray(0, length);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
