// Who may touch the state file: makes its directory and the file for their owner alone, and refuses
// them where another user could write there. Whoever can write the file can clear a lock.

import { closeSync, lstatSync, mkdirSync, openSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StoreError } from './store.ts';

const OTHERS_WRITE = 0o022;
const WORLD_WRITES = 0o002;
const STICKY = 0o1000;

/** The files that make up a state file: SQLite keeps its newest writes beside it. */
function filesOf(path: string): readonly string[] {
  return [path, `${path}-wal`, `${path}-shm`];
}

/**
 * Sees to it that the file exists and is nobody else's to write.
 *
 * @returns the path without links in it
 * @throws StoreError where it is not safe, and the file system's own errors
 */
export function secureFile(path: string): string {
  makeDirectory(dirname(path));
  const directory = realpathSync(dirname(path));
  const safe = join(directory, basename(path));

  refuseOthers(directory, statSync(directory), 'directory');
  for (const above of ancestors(directory)) {
    // Enough to swap the directory for another one, unless the sticky bit forbids it. Their groups are
    // let be: under umask 002 every home is group-writable, for a group that has one member.
    const { mode } = statSync(above);
    if (mode & WORLD_WRITES && !(mode & STICKY))
      refuse(above, 'every user can write to this directory', 'chmod o-w it, or choose another path');
  }

  createFor(safe);
  for (const file of filesOf(safe)) {
    // Not followed: a link could lead to a place that nobody looked at.
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (!stats) continue;
    if (stats.isSymbolicLink()) refuse(file, 'it is a link', 'give the path of the file itself');
    if (!stats.isFile()) {
      throw new StoreError({
        message: 'the record will not open. Ask the administrator.',
        detail: `${file}: it is a directory or a device, not a file; choose another path`,
      });
    }
    refuseOthers(file, stats, 'file');
  }
  return safe;
}

/**
 * Remembers which files a path leads to.
 *
 * @returns whether it still leads to them: a file that was removed can be written to, for nobody to read
 */
export function watchFiles(path: string): () => boolean {
  const identify = () => filesOf(path).map(identity).join();
  const identities = identify();
  const directory = dirname(path);
  let calm: Stats | undefined;
  return () => {
    // To remove or replace a file changes the time of its directory: one question instead of three.
    const now = statSync(directory, { throwIfNoEntry: false });
    if (now && calm && now.mtimeMs === calm.mtimeMs && now.ino === calm.ino && now.dev === calm.dev) return true;
    if (identify() !== identities) return false;
    // That time moves in steps of some ms, in which more could happen, so a fresh one proves nothing.
    if (now && now.mtimeMs < Date.now() - 1_000) calm = now;
    return true;
  };
}

function identity(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.dev}:${stats.ino}` : 'none';
}

/** Makes a directory and whatever is missing above it. Not by `recursive`, which goes on for ever below /proc. */
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

// Only ever creates: opening and closing an existing file would drop the locks that SQLite holds on it
// in this process (fcntl(2)). SQLite gives the files beside it the mode of this one.
function createFor(path: string): void {
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
    refuse(path, `this ${what} belongs to another user (uid ${uid})`, `choose a ${what} of your own, or chown it`);
  }
  // The sticky bit does not help here: another user could still put a file in place before it is made.
  if (mode & OTHERS_WRITE) {
    const remedy = mode & STICKY ? 'choose a directory of your own' : 'chmod go-w it, or choose another path';
    refuse(path, `other users can write to this ${what}`, remedy);
  }
}

function ancestors(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...ancestors(above)];
}

function refuse(path: string, cause: string, remedy: string): never {
  throw new StoreError({
    message: 'the record is unsafe. Ask the administrator.',
    detail: `${path}: ${cause}; ${remedy}`,
  });
}
