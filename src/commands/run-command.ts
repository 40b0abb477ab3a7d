// Runs the command that a right code unlocks: without a shell, in this terminal, with the
// environment as it came.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { EXIT } from '../conversation/exit.ts';
import type { TakeSignals } from '../signals.ts';

/** How a command ended. `problem` is there where it could not be run. */
export interface CommandEnding {
  readonly status: number;
  readonly problem?: string;
}

/** Runs a command to its end. @param env its whole environment */
export function runCommand(
  [program = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  takeSignals: TakeSignals,
): Promise<CommandEnding> {
  return new Promise((resolve) => {
    const end = (ending: CommandEnding) => {
      release();
      resolve(ending);
    };
    // Ctrl-C and Ctrl-\ reach the command from the terminal itself: passed on, they would come twice.
    const release = takeSignals(({ name }) => {
      if (name !== 'SIGINT' && name !== 'SIGQUIT') child?.kill(name);
    });
    let child: ReturnType<typeof spawn> | undefined;
    try {
      child = spawn(program, args, { stdio: 'inherit', env });
    } catch (error) {
      // Arguments that no program can be given, such as ones with a NUL in them.
      return end(cannotRun(program, error));
    }
    child.on('error', (error) => end(cannotRun(program, error)));
    child.on('exit', (code, signal) =>
      end({ status: code ?? EXIT.signalled + (signal ? constants.signals[signal] : 0) }),
    );
  });
}

function cannotRun(program: string, error: unknown): CommandEnding {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return { status: EXIT.notFound, problem: `${program}: command not found` };
  return { status: EXIT.cannotRun, problem: `${program}: cannot be run (${code ?? 'unknown error'})` };
}
