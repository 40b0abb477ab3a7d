// Clocks for rules that must not be fooled by turning back the wall clock.

/** Returns the time in ms since 1970. */
export type Clock = () => number;

/**
 * A clock that follows the wall clock forward and never goes back: if the wall clock is turned back, it continues at
 * the pace of the monotonic clock.
 *
 * @param wall ms since 1970
 * @param monotonic ms since an arbitrary moment
 * @example const clock = steadyClock(); clock() // 1795382100000
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

/** Another computer's clock, as last reported. */
export interface RemoteClock {
  now: Clock;
  set(time: number): void;
}

/** Continues from the last reported time at the pace of the monotonic clock. NaN until the first report. */
export function remoteClock(monotonic: Clock): RemoteClock {
  let time = Number.NaN;
  let mark = 0;
  return {
    now: () => Math.floor(time + monotonic() - mark),
    set(reported) {
      if (!Number.isFinite(reported)) throw new RangeError('not a time');
      time = reported;
      mark = monotonic();
    },
  };
}
