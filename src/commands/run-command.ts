// Runs the guarded command after a correct code: without a shell, in this terminal, with the original environment.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { EXIT } from '../conversation/exit.ts';
import type { TakeSignals } from '../signals.ts';
import { type CommandEnding, cannotRun } from './find-command.ts';

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
    // The terminal itself sends Ctrl-C and Ctrl-\ to the command: forwarded, they would arrive twice.
    const release = takeSignals(({ name }) => {
      if (name !== 'SIGINT' && name !== 'SIGQUIT') child?.kill(name);
    });
    let child: ReturnType<typeof spawn> | undefined;
    try {
      child = spawn(program, args, { stdio: 'inherit', env });
    } catch (error) {
      // The arguments cannot be passed to any program, for example because they contain a NUL.
      return end(cannotRun(program, error as NodeJS.ErrnoException));
    }
    child.on('error', (error) => end(cannotRun(program, error as NodeJS.ErrnoException)));
    child.on('exit', (code, signal) =>
      end({ status: code ?? EXIT.signalled + (signal ? constants.signals[signal] : 0) }),
    );
  });
}
