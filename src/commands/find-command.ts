// Whether the command after -- can be run: looked up before anything is sent, so that nobody enters a code for nothing.

import { accessSync, constants, statSync } from 'node:fs';
import { EXIT } from '../conversation/exit.ts';
import { plainText } from '../core/plain-text.ts';
import { missingInterpreter } from './script-interpreter.ts';

/** How a command ended. `problem` is set if it could not be run. */
export interface CommandEnding {
  readonly status: number;
  readonly problem?: string;
}

/** Why a file cannot be run. */
interface Failure {
  /** The system's error code. */
  readonly code?: string | undefined;
  /** The interpreter of a script, if that is what is missing. */
  readonly interpreter?: string;
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
  if (code !== 'ENOENT') return { status: EXIT.cannotRun, problem: `${shown}: cannot be run (${code})` };
  // Quoted with its control characters: a carriage return is what is wrong with a script from Windows.
  const quoted = interpreter && plainText(JSON.stringify(interpreter));
  const what = quoted ? `its interpreter ${quoted} was not found` : 'command not found';
  return { status: EXIT.notFound, problem: `${shown}: ${what}` };
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
  try {
    if (!statSync(file).isFile()) return { code: 'EACCES' };
    accessSync(file, constants.X_OK);
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
  const interpreter = missingInterpreter(file);
  return interpreter === undefined ? undefined : { ...NOT_FOUND, interpreter };
}
