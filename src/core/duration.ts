// Parses and formats durations. Internally, durations are whole numbers of ms.

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** Parses a duration such as `500ms`, `30s`, `5m` or `1h` into ms; undefined if it is not one. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^([0-9]{1,9})(ms|s|m|h)$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * UNITS[unit as keyof typeof UNITS];
}

/** Writes a duration in the largest unit that is exact: `300000` as `5m`. */
export function writeDuration(ms: number): string {
  for (const unit of ['h', 'm', 's'] as const) {
    if (ms % UNITS[unit] === 0 && (ms > 0 || unit === 's')) return `${ms / UNITS[unit]}${unit}`;
  }
  return `${ms}ms`;
}

/** Time left, in short form and rounded up: `27s`, `10m`, `23h`. */
export function shortWait(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / UNITS.s));
  if (seconds < 100) return `${seconds}s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? `${minutes}m` : `${Math.ceil(minutes / 60)}h`;
}

/** Time left as a countdown: `4:32`. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / UNITS.s));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** How long ago something was, rounded down: `a moment ago`, `12 seconds ago`, `2 minutes ago`. */
export function agoInWords(ms: number): string {
  return ms < UNITS.s ? 'a moment ago' : `${ageInWords(ms)} ago`;
}

/** How long something has lasted, rounded down: `12 seconds`, `2 minutes`. */
export function ageInWords(ms: number): string {
  const unit = ms < 100 * UNITS.s ? UNITS.s : ms < 100 * UNITS.m ? UNITS.m : UNITS.h;
  return waitInWords(ms - (ms % unit));
}

/** A duration for a sentence, rounded up: `27 seconds`, `1 minute`, `2 hours`. */
export function waitInWords(ms: number): string {
  const short = shortWait(ms);
  const count = Number.parseInt(short, 10);
  const unit = { s: 'second', m: 'minute', h: 'hour' }[short.slice(-1)];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
