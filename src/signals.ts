// The signals that end the program, and what they mean at each moment.

import { constants } from 'node:os';

export interface Signal {
  readonly name: NodeJS.Signals;
  readonly number: number;
}

/** Takes over the signals until the returned function is called. */
export type TakeSignals = (listener: (signal: Signal) => void) => () => void;

/**
 * Every signal that ends a process by default and that JavaScript may listen to. It would leave the terminal
 * in raw mode and on the alternate screen; and for SIGUSR1 Node would open the port of its debugger, through
 * which every program of the computer could say yes. `bin/` already takes that one before anything is loaded.
 *
 * Left out: those that the kernel raises for a fault in the program (SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV,
 * SIGSYS), after which no code of ours may run; SIGPROF, which belongs to V8's profiler; SIGPIPE and SIGXFSZ,
 * which Node ignores, so that the write fails instead; and the real-time signals, which Node has no names for.
 */
const ENDING: readonly NodeJS.Signals[] = [
  ...(['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGABRT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM', 'SIGTERM'] as const),
  ...(['SIGSTKFLT', 'SIGXCPU', 'SIGVTALRM', 'SIGIO', 'SIGPWR'] as const),
];

/**
 * Catches the signals that end a program.
 *
 * @param fallback what they mean while nobody has taken them
 */
export function catchSignals(process: NodeJS.Process, fallback: (signal: Signal) => void): TakeSignals {
  let listener = fallback;
  for (const name of ENDING) process.on(name, () => listener({ name, number: constants.signals[name] }));
  return (taker) => {
    const before = listener;
    listener = taker;
    return () => {
      listener = before;
    };
  };
}
