// Why a file cannot be the audit log, and what to do about it.

import type { Stats } from 'node:fs';

const EVERYONE_WRITES = 0o002;
const NO_FILE = 'it is not a regular file; choose another path';

/** Why a file is no place for a log: it is none, or others could rewrite it. */
export function distrust(stats: Stats): string | undefined {
  if (!stats.isFile()) return NO_FILE;
  const self = process.geteuid?.();
  if (self !== undefined && stats.uid !== self && stats.uid !== 0)
    return `it belongs to another user (uid ${stats.uid}), who could rewrite it; choose another file`;
  return stats.mode & EVERYONE_WRITES ? 'everyone can write to it; chmod o-w it' : undefined;
}

/** An error of the file system. */
export function inWords(error: unknown): string {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? `it cannot be opened or written: ${code}`;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission to write to it; chown it, or choose another file',
  EPERM: 'no permission to write to it; chown it, or choose another file',
  ENOENT: 'its folder does not exist; create it',
  ENOTDIR: 'its folder is a file; choose another path',
  EISDIR: 'it is a directory; choose another path',
  ENXIO: NO_FILE,
  ELOOP: 'it is a symbolic link; name the file itself',
  EROFS: 'its file system is read-only; choose another path',
  ENOSPC: 'the disk is full; free some space',
  EDQUOT: 'the disk quota is used up; free some space',
  EFBIG: 'it has reached a size limit; move it away',
};
