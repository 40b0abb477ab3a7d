// Access to the state file: creates the directory and the file for their owner alone, and refuses them if another
// user can write there. Anyone who can write to the file can clear a lock.

import { closeSync, lstatSync, mkdirSync, openSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StoreError } from './store.ts';

const OTHERS_WRITE = 0o022;
const WORLD_WRITES = 0o002;
const STICKY = 0o1000;

/** The files that make up a state file: SQLite keeps its latest writes next to it. */
function filesOf(path: string): readonly string[] {
  return [path, `${path}-wal`, `${path}-shm`];
}

/**
 * Makes sure that the file exists and that nobody else can write to it.
 *
 * @returns the path with symbolic links resolved
 * @throws StoreError if it is not safe, and the file system's own errors
 */
export function secureFile(path: string): string {
  makeDirectory(dirname(path));
  const directory = realpathSync(dirname(path));
  const safe = join(directory, basename(path));

  refuseOthers(directory, statSync(directory), 'directory');
  for (const above of ancestors(directory)) {
    // That would allow swapping the directory for another one, unless the sticky bit prevents it. Write access for the
    // group is tolerated: under umask 002 every home directory is group-writable, by a group with a single member.
    const { mode } = statSync(above);
    if (mode & WORLD_WRITES && !(mode & STICKY))
      refuse(above, 'every user can write to this directory', 'chmod o-w it, or choose another path');
  }

  createFile(safe);
  for (const file of filesOf(safe)) {
    // Symbolic links are not followed: they could lead to a place that was not checked.
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (!stats) continue;
    if (stats.isSymbolicLink()) refuse(file, 'it is a symbolic link', 'give the path of the file itself');
    if (!stats.isFile()) {
      throw new StoreError({
        message: 'the store is unavailable.',
        remedy: 'administrator',
        detail: `${file}: it is a directory or a device; choose another path`,
      });
    }
    refuseOthers(file, stats, 'file');
  }
  return safe;
}

/**
 * Remembers which files a path refers to.
 *
 * @returns whether it still refers to them: a removed file can still be written to, but nobody will read it
 */
export function watchFiles(path: string): () => boolean {
  const identify = () => filesOf(path).map(identity).join();
  const identities = identify();
  const directory = dirname(path);
  let settled: Stats | undefined;
  return () => {
    // Removing or replacing a file changes its directory's mtime: one system call instead of three.
    const now = statSync(directory, { throwIfNoEntry: false });
    if (now && settled && now.mtimeMs === settled.mtimeMs && now.ino === settled.ino && now.dev === settled.dev)
      return true;
    if (identify() !== identities) return false;
    // The mtime has a resolution of some ms, in which more could happen, so a recent one proves nothing.
    if (now && now.mtimeMs < Date.now() - 1_000) settled = now;
    return true;
  };
}

function identity(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.dev}:${stats.ino}` : 'none';
}

/** Creates a directory and its missing parents. Not with `recursive`, which loops forever below /proc. */
function makeDirectory(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })) return;
  const above = dirname(path);
  if (above !== path) makeDirectory(above);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

// Only creates the file: opening and closing an existing one would drop the locks that SQLite holds on it in this
// process (fcntl(2)). SQLite gives the files next to it the same mode.
function createFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function refuseOthers(path: string, { mode, uid }: Stats, what: 'directory' | 'file'): void {
  const self = process.geteuid?.();
  if (self === undefined) return;
  if (uid !== self && uid !== 0) {
    refuse(path, `this ${what} belongs to another user (uid ${uid})`, `choose your own ${what}, or chown it`);
  }
  // The sticky bit does not help here: another user could still create the file first.
  if (mode & OTHERS_WRITE) {
    const remedy = mode & STICKY ? 'choose your own directory' : 'chmod go-w it, or choose another path';
    refuse(path, `other users can write to this ${what}`, remedy);
  }
}

function ancestors(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...ancestors(above)];
}

function refuse(path: string, cause: string, remedy: string): never {
  throw new StoreError({
    message: 'the store is not safe.',
    remedy: 'administrator',
    detail: `${path}: ${cause}; ${remedy}`,
  });
}
