// Whether the command after -- can be run: looked up before anything is sent, so that nobody enters a code for nothing.

import { accessSync, constants, statSync } from 'node:fs';
import { EXIT } from '../conversation/exit.ts';
import { plainText } from '../core/plain-text.ts';

/** How a command ended. `problem` is set if it could not be run. */
export interface CommandEnding {
  readonly status: number;
  readonly problem?: string;
}

/** Where execvp searches if PATH is not set: https://man7.org/linux/man-pages/man3/exec.3.html */
const DEFAULT_PATH = '/usr/local/bin:/bin:/usr/bin';

/** Looks a command up as execvp does. @returns why it cannot be run, if so */
export function findCommand([program]: readonly string[], { PATH }: NodeJS.ProcessEnv): CommandEnding | undefined {
  if (program === undefined) return undefined;
  const code = program.includes('/') ? failureOf(program) : failureIn(PATH ?? DEFAULT_PATH, program);
  return code === undefined ? undefined : cannotRun(program, code);
}

/** The ending of a command that could not be run. @param code the system's error code */
export function cannotRun(program: string, code = 'unknown error'): CommandEnding {
  const shown = plainText(program) || "''";
  if (code === 'ENOENT') return { status: EXIT.notFound, problem: `${shown}: command not found` };
  return { status: EXIT.cannotRun, problem: `${shown}: cannot be run (${code})` };
}

function failureIn(path: string, name: string): string | undefined {
  // An empty entry is the current directory.
  const failures = name === '' ? ['ENOENT'] : path.split(':').map((folder) => failureOf(`${folder || '.'}/${name}`));
  if (failures.includes(undefined)) return undefined;
  return failures.includes('EACCES') ? 'EACCES' : 'ENOENT';
}

function failureOf(file: string): string | undefined {
  try {
    if (!statSync(file).isFile()) return 'EACCES';
    accessSync(file, constants.X_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}
