// Where the program finds libsql's native code: in our own `node_modules`, or in the one that holds otp-tui, by its
// absolute path. Node's own search would go on to folders that somebody else may be able to write to.

import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** One platform's package for each libc: the first that loads is the right one. */
const LIBCS: Readonly<Record<string, readonly string[]>> = {
  'linux-x64': ['gnu', 'musl'],
  'linux-arm64': ['gnu', 'musl'],
  'linux-arm': ['gnueabihf', 'musleabihf'],
  'win32-x64': ['msvc'],
};

/**
 * Loads the native code for this computer.
 *
 * @param folder where otp-tui is installed
 * @param load loads native code from an absolute path
 * @throws Error with the code `ADDON_NOT_FOUND`, or with that of the loader
 */
export function loadAddon(
  folder: string,
  load: (file: string) => unknown,
  machine = `${process.platform}-${process.arch}`,
): unknown {
  const names = (LIBCS[machine] ?? ['']).map((libc) => ['@libsql', [machine, libc].filter(Boolean).join('-')]);
  const files = places(folder).flatMap((place) => names.map((name) => join(place, ...name, 'index.node')));
  let problem: unknown = Object.assign(new Error('no native code for this computer'), { code: 'ADDON_NOT_FOUND' });
  for (const file of files.filter((file) => existsSync(file))) {
    try {
      return load(file);
    } catch (error) {
      problem = error;
    }
  }
  throw problem;
}

/** The `node_modules` folders where installers put the packages that libsql depends on. */
function places(folder: string): readonly string[] {
  const holder = dirname(folder);
  const roots = [join(folder, 'node_modules'), ...(basename(holder) === 'node_modules' ? [holder] : [])];
  return roots.flatMap((root) => {
    const libsql = join(root, 'libsql');
    // A link leads into the store of an installer such as pnpm, where its dependencies are its neighbours.
    const neighbours = existsSync(libsql) ? [dirname(realpathSync(libsql))] : [];
    return [root, join(libsql, 'node_modules'), ...neighbours];
  });
}
