// Why a file cannot be the audit log, in words that name no path.

import type { Stats } from 'node:fs';

const EVERYONE_WRITES = 0o002;
const NO_FILE = 'it is not a regular file';

/** Why a file is no place for a log: it is none, or others could rewrite it. */
export function distrust(stats: Stats): string | undefined {
  if (!stats.isFile()) return NO_FILE;
  const self = process.geteuid?.();
  if (self !== undefined && stats.uid !== self && stats.uid !== 0)
    return `it belongs to another user, uid ${stats.uid}`;
  return stats.mode & EVERYONE_WRITES ? 'everyone can write to it' : undefined;
}

/** An error of the file system. */
export function inWords(error: unknown): string {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? `it cannot be opened or written: ${code}`;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission to write to it',
  EPERM: 'no permission to write to it',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder does not exist',
  EISDIR: 'it is a directory',
  ENXIO: NO_FILE,
  ELOOP: 'it is a symbolic link',
  EROFS: 'its file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it has reached a size limit',
};
