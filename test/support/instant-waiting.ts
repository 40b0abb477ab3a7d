// A store's waiting that takes no time, and is written down.

import type { Waiting } from '../../src/store/waiting.ts';

export function instantWaiting(): Waiting & { readonly pauses: readonly number[] } {
  const pauses: number[] = [];
  let now = 0;
  return {
    pauses,
    monotonic: () => now,
    async pause(longest) {
      pauses.push(longest);
      now += longest;
    },
  };
}
