// The signals that ask the program to end. Whoever is at work decides what they mean.

import { constants } from 'node:os';

export interface Signal {
  readonly name: NodeJS.Signals;
  readonly number: number;
}

/** Takes over the signals until the returned function is called. */
export type TakeSignals = (listener: (signal: Signal) => void) => () => void;

const ENDING: readonly NodeJS.Signals[] = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'];

/**
 * Catches the signals that end a program.
 *
 * @param fallback what they mean while nobody has taken them
 */
export function catchSignals(process: NodeJS.Process, fallback: (signal: Signal) => void): TakeSignals {
  let listener = fallback;
  // Node would open a port for its debugger, through which every process of the computer could say yes.
  process.on('SIGUSR1', () => {});
  for (const name of ENDING) process.on(name, () => listener({ name, number: constants.signals[name] }));
  return (taker) => {
    const before = listener;
    listener = taker;
    return () => {
      listener = before;
    };
  };
}
