// A program run by a shell that outlives it, for tests of what the program leaves behind: its exit
// status, the modes of the terminal and the settings of the line.

import { join } from 'node:path';
import { childrenOf } from './processes.ts';
import type { Modes } from './screen.ts';
import { type Launch, openTerminal, type Terminal } from './terminal.ts';

interface Leftovers {
  readonly modes: Modes;
  readonly tty: { readonly icanon: boolean; readonly echo: boolean; readonly isig: boolean };
  /** The shell's $?: 128 plus the number if a signal ended or stopped the program. */
  readonly status: number;
}

export interface ShellTerminal extends Terminal {
  /**
   * Waits until the program has ended: how it left the terminal. Says nothing of the line (tty) after
   * `resume`, because bash then resets the line itself.
   */
  restored(): Promise<Leftovers>;
  /** Waits until the program has been stopped, as by Ctrl-Z: how it left the terminal. */
  suspended(): Promise<Leftovers>;
  /** Brings the stopped program back to the foreground. */
  resume(): void;
}

/** The state of a terminal in which a shell can go on. */
export const RESTORED: Omit<Leftovers, 'status'> = {
  modes: { alternate: false, mouse: 'none', bracketedPaste: false, applicationKeypad: false, cursorHidden: false },
  tty: { icanon: true, echo: true, isig: true },
};

const SCRIPT = join(import.meta.dirname, 'shell.sh');

/** Runs a program in a shell. Signals go to the program, not to the shell. */
export function runInShell({ command, args = [], ...launch }: Launch): ShellTerminal {
  const terminal = openTerminal({
    ...launch,
    command: '/bin/bash',
    args: ['--norc', SCRIPT, command, ...args],
  });
  let reportsSeen = 0;

  // Read from the raw output, which is not wrapped by a narrow screen.
  async function report(event: 'ended' | 'stopped'): Promise<Leftovers> {
    const reports = () => [...terminal.raw().matchAll(/\[\[(ended|stopped) RC=(\d+) ([^\]]*)\]\]/g)];
    await terminal.untilWritten(() => reports().length > reportsSeen);
    const [, actual, status, flags] = reports()[reportsSeen++] ?? [];
    if (actual !== event) throw new Error(`the program has ${actual}, not ${event}:\n${terminal.text()}`);
    const set = new Set(flags?.split(' '));
    const modes = terminal.modes();
    // The shell waits until its report was read.
    if (event === 'ended') terminal.write('\n');
    return {
      modes,
      tty: { icanon: set.has('icanon'), echo: set.has('echo'), isig: set.has('isig') },
      status: Number(status),
    };
  }

  return {
    ...terminal,
    restored: () => report('ended'),
    suspended: () => report('stopped'),
    resume: () => terminal.write('\n'),
    signal(name) {
      const [program, ...others] = childrenOf(terminal.pid);
      if (program === undefined || others.length > 0) throw new Error(`no program is there for ${name}`);
      process.kill(program, name);
    },
  };
}
