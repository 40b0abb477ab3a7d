// The spinner before the words while a send or a check is in progress. Has a timer only then.

import type { Console } from '../terminal.ts';

const FRAMES = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];
/** How long a frame is shown, in ms. */
const FRAME = 80;

/** Calls a function again and again, until the returned function is called. */
export type Every = (ms: number, run: () => void) => () => void;

export const everyMs: Every = (ms, run) => {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
};

export interface Spinner {
  /** Turns from now on, or stops. */
  turn(on: boolean): void;
  /** The current frame, or empty if it does not turn. */
  frame(): string;
}

/** A spinner that asks for a repaint with each frame; one that never turns if nothing may move. */
export function spinner({ colours, unicode, linux }: Console, repaint: () => void, every: Every): Spinner {
  const moves = colours !== 0 && unicode && !linux;
  let index = 0;
  let stop: (() => void) | undefined;
  return {
    turn(on) {
      if (on && moves && !stop) {
        index = 0;
        stop = every(FRAME, () => {
          index = (index + 1) % FRAMES.length;
          repaint();
        });
      }
      if (!on) {
        stop?.();
        stop = undefined;
      }
    },
    frame: () => (stop ? (FRAMES[index] ?? '') : ''),
  };
}
