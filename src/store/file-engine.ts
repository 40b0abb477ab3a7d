// Loads libsql, the engine of the file store, when it is first needed.

import { loading } from '../core/missing-package.ts';

export type Engine = typeof import('libsql');

/** @throws MissingPackageError, or the system's own error if its native code cannot be loaded */
export async function loadEngine(): Promise<Engine> {
  return (await loading('libsql', import('libsql'))).default;
}
