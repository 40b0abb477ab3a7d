// How often to look after a text that is on its way: soon at first, then less and less.

import type { Progress } from '../core/outcome.ts';

/** In seconds; the last one goes on. */
const WAITS = [1, 1, 2, 3, 5, 8, 13, 20] as const;

export interface Follow {
  readonly track: () => Promise<Progress | undefined>;
  readonly onProgress: (progress: Progress) => void;
  /** Whether nobody wants to know any more. */
  readonly isOver: () => boolean;
  readonly wait: (ms: number) => Promise<unknown>;
}

/** Looks after a text until it has arrived, has failed, or nobody wants to know. */
export async function follow({ track, onProgress, isOver, wait }: Follow): Promise<void> {
  for (let look = 0; ; look++) {
    await wait(1_000 * (WAITS[look] ?? WAITS[WAITS.length - 1] ?? 20));
    if (isOver()) return;
    const progress = await track();
    if (isOver()) return;
    if (!progress) continue;
    onProgress(progress);
    if (progress.kind === 'delivered' || progress.kind === 'undelivered') return;
  }
}
