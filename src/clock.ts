// What time it is, for rules that must not be fooled by a wall clock turned back.

/** Gives the time in ms since 1970. */
export type Clock = () => number;

/**
 * A clock that follows the wall clock forward and never goes back: where the wall clock is turned
 * back, it goes on at the pace of the computer's monotonic clock.
 *
 * @param wall ms since 1970
 * @param monotonic ms since any moment
 */
export function steadyClock(wall: Clock = Date.now, monotonic: Clock = () => performance.now()): Clock {
  let time = wall();
  let mark = monotonic();
  return () => {
    const now = monotonic();
    time = Math.max(wall(), time + (now - mark));
    mark = now;
    return Math.floor(time);
  };
}

/** The clock of somebody else, as they told it last. */
export interface ToldClock {
  now: Clock;
  tell(time: number): void;
}

/** Goes on at the pace of the monotonic clock from what it was told last. Knows no time before it was told one. */
export function toldClock(monotonic: Clock): ToldClock {
  let time = Number.NaN;
  let mark = 0;
  return {
    now: () => Math.floor(time + monotonic() - mark),
    tell(told) {
      if (!Number.isFinite(told)) throw new RangeError('not a time');
      time = told;
      mark = monotonic();
    },
  };
}
