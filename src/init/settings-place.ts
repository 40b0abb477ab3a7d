// Where the settings file goes, and how it gets there: all of it or nothing, readable by its owner alone, and never
// through a symbolic link or over a file that nobody agreed to lose.

import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { danglingFolder } from '../config/trusted-file.ts';
import { plainText } from '../core/plain-text.ts';

/** Whether a file is there already; or why there can be none. The problem follows the file's name and a colon. */
export type Place = { readonly isTaken: boolean } | { readonly problem: string };

const NAME_ANOTHER = 'name another file with --config';

export function lookAt(path: string): Place {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.isSymbolicLink()) return { problem: 'it is a symbolic link: name the file itself with --config' };
    if (found && !found.isFile()) return { problem: 'it is not a file: name another with --config' };
    const dangling = danglingFolder(dirname(path));
    if (dangling !== undefined)
      return { problem: `${plainText(dangling)} is a symbolic link to a missing folder: ${NAME_ANOTHER}` };
    accessSync(nearestFolder(dirname(path)), constants.W_OK | constants.X_OK);
    return { isTaken: found !== undefined };
  } catch (error) {
    return { problem: `its folder cannot be written to (${codeOf(error)}): ${NAME_ANOTHER}` };
  }
}

/**
 * Writes the file, and its folder if that is missing.
 *
 * @param mayReplace whether a file that is there may be lost
 * @returns why it was not written, if so
 */
export function writeSettings(path: string, text: string, mayReplace: boolean): string | undefined {
  const place = lookAt(path);
  if ('problem' in place) return place.problem;
  const folder = dirname(path);
  const draft = join(folder, `.otp-tui-${randomBytes(6).toString('hex')}`);
  try {
    makeFolders(folder);
    writeWhole(draft, text);
    if (mayReplace) renameSync(draft, path);
    else publish(draft, path);
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    return code === 'EEXIST' ? 'it is there by now' : `it cannot be written (${code})`;
  } finally {
    rmSync(draft, { force: true });
  }
}

function writeWhole(path: string, text: string): void {
  const descriptor = openSync(
    path,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    0o600,
  );
  try {
    // Whatever the umask.
    fchmodSync(descriptor, 0o600);
    // All of it: writeSync may end early, as on a disk that is nearly full.
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Unlike a rename, a link fails if the name is taken by now. */
function publish(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    // The file system has no hard links.
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes(codeOf(error)) || existsSync(path)) throw error;
    renameSync(draft, path);
  }
}

/** Not with `recursive`, which loops forever below /proc. */
function makeFolders(folder: string): void {
  if (existsSync(folder)) return;
  makeFolders(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
    // Whatever the umask.
    chmodSync(folder, 0o700);
  } catch (error) {
    // Another process was faster.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

function nearestFolder(folder: string): string {
  const above = dirname(folder);
  return existsSync(folder) || above === folder ? folder : nearestFolder(above);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
