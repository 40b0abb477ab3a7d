// Explains what went wrong with a state file. Uses only the error codes of SQLite and the system, never their
// messages.

import { MissingPackageError } from '../core/missing-package.ts';
import type { Problem } from '../core/outcome.ts';

/** Whether an error only means that another process is using the file. */
export function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY');
}

/** Explains an error of the engine or of the file system. */
export function fileProblem(error: unknown, path: string): Problem {
  if (error instanceof MissingPackageError) return error.problem;
  const code = codeOf(error);
  const [message, detail] = WORDS.find(([pattern]) => pattern.test(code))?.[1] ?? UNKNOWN;
  return { message, ...(message !== BUSY && { remedy: 'administrator' }), detail: `${path}: ${detail} (${code})` };
}

/** The problem if a file was removed or replaced while it was open. */
export function vanished(path: string): Problem {
  return {
    message: 'the store was removed. Get a new code.',
    detail: `${path}: removed or replaced while in use; the next try opens it again`,
  };
}

type Words = readonly [message: string, detail: string];

const BUSY = 'the store is busy. Try again soon.';
const UNKNOWN: Words = ['the store cannot be used.', 'cannot be used; check the file and its disk'];
const WORDS: readonly (readonly [RegExp, Words])[] = [
  [/^SQLITE_BUSY|^SQLITE_LOCKED/, [BUSY, 'another process holds its lock; end that process (`fuser` shows which)']],
  [/^SQLITE_FULL|^ENOSPC|^EDQUOT/, ['the disk is full.', 'no space left on its disk; free some']],
  [
    /^SQLITE_READONLY|^EROFS/,
    [
      'the store is read-only.',
      'the file or its file system is read-only; make it writable for its owner, or choose another path',
    ],
  ],
  [
    /^SQLITE_CORRUPT|^SQLITE_NOTADB/,
    [
      'the store is damaged.',
      'not a state file, or a damaged one; restore a backup, or move it away, which loses its tries and locks',
    ],
  ],
  [
    // Node's error for mkdir(2) on a read-only file system.
    /^ENOENT/,
    [
      'the store is unavailable.',
      'its directory cannot be created; create it, or check whether its file system is read-only',
    ],
  ],
  [
    /^EISDIR|^ENOTDIR|^EEXIST|^ELOOP|^ENAMETOOLONG/,
    ['the store is unavailable.', 'no file can be created at this path; choose another'],
  ],
  [
    /^SQLITE_CANTOPEN|^SQLITE_PERM|^SQLITE_AUTH|^EACCES|^EPERM/,
    [
      'the store is unavailable.',
      'cannot be opened; make sure that its owner can write to it and its directory, and that their file system is not read-only',
    ],
  ],
  [/^SQLITE_IOERR|^EIO|^EFBIG/, ['the disk failed.', 'the disk failed, or a file size limit was reached; check both']],
  [/^ERR_DLOPEN/, ['the store is unavailable.', 'libsql does not run on this computer; keep the state in Redis']],
];

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'UNKNOWN';
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && /^[A-Z0-9_]+$/.test(code)) return code;
  // libsql has no error code for a failure to open, only SQLite's number at the end of the message.
  return typeof message === 'string' && message.startsWith('ConnectionFailed') ? 'SQLITE_CANTOPEN' : 'UNKNOWN';
}
