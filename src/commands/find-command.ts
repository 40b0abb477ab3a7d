// Whether the command after -- can be run: looked up before anything is sent, so that nobody enters a code for nothing.

import { accessSync, constants, statSync } from 'node:fs';
import { EXIT } from '../conversation/exit.ts';
import { plainText } from '../core/plain-text.ts';
import { interpreterOf } from './script-interpreter.ts';

/** How a command ended. `problem` is set if it could not be run. */
export interface CommandEnding {
  readonly status: number;
  readonly problem?: string;
}

/** Why a file cannot be run. */
interface Failure {
  /** The system's error code. */
  readonly code?: string | undefined;
  /** The interpreter of a script, if that is what cannot be run. */
  readonly interpreter?: string | undefined;
}

/** Where execvp searches if PATH is not set: https://man7.org/linux/man-pages/man3/exec.3.html */
const DEFAULT_PATH = '/usr/local/bin:/bin:/usr/bin';
const NOT_FOUND: Failure = { code: 'ENOENT' };

/** Looks a command up as execvp does. @returns why it cannot be run, if so */
export function findCommand([program]: readonly string[], { PATH }: NodeJS.ProcessEnv): CommandEnding | undefined {
  if (program === undefined) return undefined;
  const failure = program.includes('/') ? failureOf(program) : failureIn(PATH ?? DEFAULT_PATH, program);
  return failure && cannotRun(program, failure);
}

/** The ending of a command that could not be run. */
export function cannotRun(program: string, { code = 'unknown error', interpreter }: Failure): CommandEnding {
  const shown = plainText(program) || "''";
  // Quoted with its control characters: a carriage return is what is wrong with a script from Windows.
  const quoted = interpreter && `its interpreter ${plainText(JSON.stringify(interpreter))}`;
  if (code === 'ENOENT') {
    return { status: EXIT.notFound, problem: `${shown}: ${quoted ? `${quoted} was` : 'command'} not found` };
  }
  const must = code === 'EACCES' ? ': it must be an executable file' : '';
  return { status: EXIT.cannotRun, problem: `${shown}: ${quoted ? `${quoted} ` : ''}cannot be run (${code})${must}` };
}

function failureIn(path: string, name: string): Failure | undefined {
  if (name === '') return NOT_FOUND;
  // An empty entry is the current directory.
  const failures = path.split(':').map((folder) => failureOf(`${folder || '.'}/${name}`));
  if (failures.includes(undefined)) return undefined;
  const denied = failures.find((failure) => failure?.code === 'EACCES');
  return denied ?? failures.find((failure) => failure?.interpreter) ?? NOT_FOUND;
}

function failureOf(file: string): Failure | undefined {
  const failure = failureOfFile(file);
  if (failure) return failure;
  const interpreter = interpreterOf(file);
  const its = interpreter === undefined ? undefined : failureOfFile(interpreter);
  // Below a file there is nothing.
  return its && { code: its.code === 'ENOTDIR' ? 'ENOENT' : its.code, interpreter };
}

function failureOfFile(file: string): { readonly code: string | undefined } | undefined {
  try {
    if (!statSync(file).isFile()) return { code: 'EACCES' };
    accessSync(file, constants.X_OK);
    return undefined;
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code };
  }
}
