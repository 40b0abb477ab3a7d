// The signals that end the program, and who handles them at the moment.

import { constants } from 'node:os';

export interface Signal {
  readonly name: NodeJS.Signals;
  readonly number: number;
}

/** Handles the signals until the returned function is called. */
export type TakeSignals = (listener: (signal: Signal) => void) => () => void;

/**
 * Every signal that ends a process by default and that JavaScript can handle. Unhandled, it would leave the terminal
 * in raw mode and on the alternate screen. On SIGUSR1, Node would open its debugger port, through which any program
 * on the computer could bypass the code; `bin/` catches that one before anything is loaded.
 *
 * Left out: those that the kernel raises for a fault in the program (SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV,
 * SIGSYS), after which none of our code may run; SIGPROF, which V8's profiler uses; SIGPIPE and SIGXFSZ, which Node
 * ignores so that the write fails instead; and the real-time signals, which have no names in Node.
 */
const ENDING: readonly NodeJS.Signals[] = [
  ...(['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGABRT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM', 'SIGTERM'] as const),
  ...(['SIGSTKFLT', 'SIGXCPU', 'SIGVTALRM', 'SIGIO', 'SIGPWR'] as const),
];

/**
 * Catches the signals that end a program.
 *
 * @param fallback handles them while nobody else does
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
