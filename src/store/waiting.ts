// How a store waits for others who change the same ledger.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';

export interface Waiting {
  /** ms since an arbitrary moment. */
  readonly monotonic: Clock;
  /** Waits for a random time, so that those who collided once do not do so again. @param longest ms */
  readonly pause: (longest: number) => Promise<unknown>;
}

export const WAITING: Waiting = {
  monotonic: () => performance.now(),
  pause: (longest) => sleep(longest * Math.random()),
};
