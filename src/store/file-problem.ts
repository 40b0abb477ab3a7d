// What went wrong with a state file, in words. Reads the codes of SQLite and of the system, and lets
// none of their own texts through.

import type { Problem } from '../core/outcome.ts';

/** Whether an error of the engine only means that another process is at it. */
export function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY');
}

/** Puts an error of the engine or of the file system into words. */
export function fileProblem(error: unknown, path: string): Problem {
  const code = codeOf(error);
  const [message, detail] = WORDS.find(([pattern]) => pattern.test(code))?.[1] ?? UNKNOWN;
  return { message, detail: `${path}: ${detail} (${code})` };
}

/** What to say of a file that was removed or replaced while it was open. */
export function vanished(path: string): Problem {
  return {
    message: 'the record was removed. Ask for a new code.',
    detail: `${path}: removed or replaced while in use; the next try opens it anew`,
  };
}

type Words = readonly [message: string, detail: string];

const ASK = 'Ask the administrator.';
const UNKNOWN: Words = [`the record is unusable. ${ASK}`, 'cannot be used; check the file and its disk'];
const WORDS: readonly (readonly [RegExp, Words])[] = [
  [
    /^SQLITE_BUSY|^SQLITE_LOCKED/,
    ['the record is in use. Try again soon.', 'another process holds its lock; end that process (`fuser` names it)'],
  ],
  [/^SQLITE_FULL|^ENOSPC|^EDQUOT/, [`the disk is full. ${ASK}`, 'no space left on its disk; free some']],
  [
    /^SQLITE_READONLY|^EROFS/,
    [
      `the record is read-only. ${ASK}`,
      'the file or its file system is read-only; make it writable for its owner, or choose another path',
    ],
  ],
  [
    /^SQLITE_CORRUPT|^SQLITE_NOTADB/,
    [
      `the record is damaged. ${ASK}`,
      'not a state file, or a damaged one; restore a backup, or move it away: its tries and locks are lost then',
    ],
  ],
  [
    // mkdir(2) on a read-only file system, as Node tells it.
    /^ENOENT/,
    [
      `the record will not open. ${ASK}`,
      'its directory cannot be made; make it, or see whether its file system is read-only',
    ],
  ],
  [
    /^EISDIR|^ENOTDIR|^EEXIST|^ELOOP|^ENAMETOOLONG/,
    [`the record will not open. ${ASK}`, 'no file can be made at this path; choose another'],
  ],
  [
    /^SQLITE_CANTOPEN|^SQLITE_PERM|^SQLITE_AUTH|^EACCES|^EPERM/,
    [
      `the record will not open. ${ASK}`,
      'may not be opened; see that its owner may write it and its directory, and that their file system is not read-only',
    ],
  ],
  [
    /^SQLITE_IOERR|^EIO|^EFBIG/,
    [`the disk failed. ${ASK}`, 'the disk failed, or a limit on file sizes was reached; check both'],
  ],
  [
    /NOT_FOUND$|^ERR_DLOPEN/,
    [
      `otp-tui is incomplete. ${ASK}`,
      'libsql cannot be loaded here; reinstall otp-tui without --omit=optional, or keep the state in Redis',
    ],
  ],
];

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'UNKNOWN';
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && /^[A-Z0-9_]+$/.test(code)) return code;
  // libsql gives the failure to open no code of its own, only SQLite's number at the end.
  return typeof message === 'string' && message.startsWith('ConnectionFailed') ? 'SQLITE_CANTOPEN' : 'UNKNOWN';
}
