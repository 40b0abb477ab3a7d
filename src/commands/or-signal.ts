// Ends the wait for something when a signal comes, so that what was begun can be recorded and closed. A second signal
// ends the program at once.

import type { Signal, TakeSignals } from '../signals.ts';

export async function orSignal<Result>(work: Promise<Result>, takeSignals: TakeSignals): Promise<Result | Signal> {
  let release = () => {};
  const signalled = new Promise<Signal>((resolve) => {
    release = takeSignals(resolve);
  });
  try {
    return await Promise.race([work, signalled]);
  } finally {
    release();
  }
}

export function isSignal(result: object | number): result is Signal {
  return typeof result === 'object' && 'number' in result && 'name' in result;
}
