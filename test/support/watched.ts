// A clock that a test sets and the texts that it causes: what the tests of the sandbox, and of whatever talks to
// a sandbox, have in common.

import { beforeEach } from 'vitest';
import type { SandboxOptions, SentText } from '../../src/sandbox/sandbox.ts';

export interface Watched {
  /** The time in the sandboxes, in ms since 1970. */
  now: number;
  /** What the sandboxes have sent in this test, oldest first. */
  texts: SentText[];
  /** Start sandboxes with these. */
  readonly options: Pick<SandboxOptions, 'clock' | 'onText'>;
}

/** Call it once in a test file: before each test, the time is `start` again and there are no texts. */
export function watch(start: number): Watched {
  const watched: Watched = {
    now: start,
    texts: [],
    options: { clock: () => watched.now, onText: (text) => watched.texts.push(text) },
  };
  beforeEach(() => {
    watched.now = start;
    watched.texts = [];
  });
  return watched;
}
