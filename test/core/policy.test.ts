import { describe, expect, it } from 'vitest';
import {
  completePolicy,
  DEFAULT_POLICY,
  isLockedForGood,
  lockAfter,
  MAX_LOCK,
  POLICY_BOUNDS,
  type Policy,
} from '../../src/core/policy.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

it('has the defaults of the contract', () => {
  expect(completePolicy()).toEqual({
    length: 5,
    expiresIn: 300_000,
    maxAttempts: 5,
    resendAfter: 30_000,
    maxSends: 5,
    sendWindow: 600_000,
  });
});

it('has the bounds of the contract', () => {
  expect(POLICY_BOUNDS).toEqual({
    length: [4, 10],
    expiresIn: [1_000, 600_000],
    maxAttempts: [1, 10],
    resendAfter: [0, 600_000],
    maxSends: [1, 100],
    sendWindow: [60_000, 86_400_000],
  });
});

describe('completing a policy', () => {
  it('keeps what was chosen', () => {
    expect(completePolicy({ length: 6, resendAfter: 0 })).toEqual({ ...DEFAULT_POLICY, length: 6, resendAfter: 0 });
  });

  const names = Object.keys(POLICY_BOUNDS) as (keyof Policy)[];
  it.each(names)('takes the least and the most of %s, and nothing beyond', (name) => {
    const [least, most] = POLICY_BOUNDS[name];
    expect(completePolicy({ [name]: least })[name]).toBe(least);
    expect(completePolicy({ [name]: most })[name]).toBe(most);
    for (const value of [least - 1, most + 1]) {
      expect(() => completePolicy({ [name]: value })).toThrow(
        new RangeError(`policy.${name} must be a whole number from ${least} to ${most}`),
      );
    }
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 5.5, '5', null, undefined])(
    'does not take %s for a number',
    (value) => {
      expect(() => completePolicy({ length: value as number })).toThrow(RangeError);
    },
  );
});

describe('the lock after so many wrong tries in a row', () => {
  it('is 15 minutes at 10, twice as long at every 5 more, and a day at most', () => {
    const hours = Array.from({ length: 100 }, (_, failures): [number, number] => [
      failures,
      lockAfter(failures) / HOUR,
    ]);
    expect(hours.filter(([, length]) => length !== 0)).toEqual([
      [10, 0.25],
      [15, 0.5],
      [20, 1],
      [25, 2],
      [30, 4],
      [35, 8],
      [40, 16],
      ...[45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95].map((failures) => [failures, 24]),
    ]);
    expect(MAX_LOCK).toBe(24 * HOUR);
  });

  it('is for good from 100 on, and not before', () => {
    expect([0, 99, 100, 101].map(isLockedForGood)).toEqual([false, false, true, true]);
  });
});
