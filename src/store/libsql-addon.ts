// Loads libsql's native code by its absolute path, from our own `node_modules` or the one that contains otp-tui.
// Node's own search would continue in folders that other users may be able to write to.

import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The variants of a platform's package, one per libc. The first that loads is the right one. */
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
 * @throws Error with the code `ADDON_NOT_FOUND`, or the loader's own
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

/** The `node_modules` folders where installers put libsql's dependencies. */
function places(folder: string): readonly string[] {
  const parent = dirname(folder);
  const roots = [join(folder, 'node_modules'), ...(basename(parent) === 'node_modules' ? [parent] : [])];
  return roots.flatMap((root) => {
    const libsql = join(root, 'libsql');
    // A symbolic link leads into the store of an installer such as pnpm, where the dependencies are siblings.
    const siblings = existsSync(libsql) ? [dirname(realpathSync(libsql))] : [];
    return [root, join(libsql, 'node_modules'), ...siblings];
  });
}
