// Loads libsql, the engine of the file store, when it is first needed.

import { missingOr } from '../core/missing-package.ts';

export type Engine = typeof import('libsql');

/** @throws MissingPackageError, or the system's own error if its native code cannot be loaded */
export async function loadEngine(): Promise<Engine> {
  try {
    // Inside the `try`, which tells bundlers that the package may be missing.
    return (await import('libsql')).default;
  } catch (error) {
    throw missingOr(error, 'libsql');
  }
}
