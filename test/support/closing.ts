// What a test opens is closed when the test is over, however it ends.

import { onTestFinished } from 'vitest';

/** Gives back what it was given. */
export function closing<Closable extends { close(): Promise<unknown> }>(one: Closable): Closable {
  onTestFinished(async () => {
    await one.close();
  });
  return one;
}
