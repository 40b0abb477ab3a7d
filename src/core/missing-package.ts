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
 * @example const { Redis } = await loading('ioredis', import('ioredis'));
 */
export async function loading<Module>(name: string, module: Promise<Module>): Promise<Module> {
  try {
    return await module;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw typeof code === 'string' && /^(ERR_MODULE|MODULE|ADDON)_NOT_FOUND$/.test(code)
      ? new MissingPackageError(name)
      : error;
  }
}
