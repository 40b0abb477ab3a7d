// How often to poll for the progress of a text: frequently at first, then less and less.

import type { Progress } from '../core/outcome.ts';

/** In seconds. The last one repeats. */
const WAITS = [1, 1, 2, 3, 5, 8, 13, 20] as const;

export interface Follow {
  readonly track: () => Promise<Progress | undefined>;
  readonly onProgress: (progress: Progress) => void;
  /** Whether the progress is no longer of interest. */
  readonly isOver: () => boolean;
  readonly wait: (ms: number) => Promise<unknown>;
}

/** Polls until the text has arrived or failed, or is no longer of interest. */
export async function follow({ track, onProgress, isOver, wait }: Follow): Promise<void> {
  for (let poll = 0; ; poll++) {
    await wait(1_000 * (WAITS[poll] ?? WAITS[WAITS.length - 1] ?? 20));
    if (isOver()) return;
    const progress = await track();
    if (isOver()) return;
    if (!progress) continue;
    onProgress(progress);
    if (progress.kind === 'delivered' || progress.kind === 'undelivered') return;
  }
}
