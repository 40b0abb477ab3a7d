// Loads packages that are needed only for some uses, so that an installation can do without the others.

import type { Problem } from './outcome.ts';

/** A package that was needed is not installed. */
export class MissingPackageError extends Error {
  override readonly name = 'MissingPackageError';
  readonly problem: Problem;

  constructor(name: string) {
    super(`the package ${name} is missing`);
    this.problem = {
      message: `the package ${name} is missing.`,
      remedy: 'administrator',
      detail: `the package ${name} is missing: run npm install ${name} (npm install -g ${name} if otp-tui was installed with -g)`,
    };
  }
}

/**
 * The module that is being loaded.
 *
 * @throws MissingPackageError if its package, or a part of that, is not installed
 * @example const { tunnelTo } = await loading('https-proxy-agent', import('./tunnel.ts'));
 */
export async function loading<Module>(name: string, module: Promise<Module>): Promise<Module> {
  try {
    return await module;
  } catch (error) {
    throw missingOr(error, name);
  }
}

/** What to throw if the import of a package failed: that it is missing, or else the error itself. */
export function missingOr(error: unknown, name: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const isMissing = typeof code === 'string' && /^(ERR_MODULE|MODULE|ADDON)_NOT_FOUND$/.test(code);
  return isMissing ? new MissingPackageError(name) : error;
}
