// Time that passes at once, for tests of what waits between two tries.

import type { Timer } from '../../src/delivery/account-options.ts';

/** A timer on which a wait takes no time, and is written down. */
export function instantTimer(): Timer & { readonly waits: readonly number[] } {
  const waits: number[] = [];
  let now = 0;
  return {
    waits,
    now: () => now,
    async sleep(ms) {
      waits.push(ms);
      now += ms;
    },
  };
}
