// Ends the wait for something when a signal comes, so that what was begun can be recorded and closed. A second signal
// ends the program at once.

import { EXIT } from '../conversation/exit.ts';
import type { TakeSignals } from '../signals.ts';

/** @returns what the work results in, or the exit status if a signal came first */
export async function orSignal<Result>(work: Promise<Result>, takeSignals: TakeSignals): Promise<Result | number> {
  let release = () => {};
  const signalled = new Promise<number>((resolve) => {
    release = takeSignals(({ number }) => resolve(EXIT.signalled + number));
  });
  try {
    return await Promise.race([work, signalled]);
  } finally {
    release();
  }
}
