import { expect, it } from 'vitest';
import { remoteClock, steadyClock } from '../src/clock.ts';

function clocks(wall = 1_000_000, monotonic = 5) {
  const hands = { wall, monotonic };
  return {
    hands,
    clock: steadyClock(
      () => hands.wall,
      () => hands.monotonic,
    ),
  };
}

it('shows the wall clock', () => {
  const { hands, clock } = clocks();
  expect(clock()).toBe(1_000_000);
  hands.wall += 10;
  hands.monotonic += 10;
  expect(clock()).toBe(1_000_010);
});

it('follows the wall clock if it is set forward', () => {
  const { hands, clock } = clocks();
  hands.wall += 3_600_000;
  expect(clock()).toBe(4_600_000);
});

it('continues at its pace if the wall clock is turned back', () => {
  const { hands, clock } = clocks();
  hands.wall -= 3_600_000;
  hands.monotonic += 250;
  expect(clock()).toBe(1_000_250);
  hands.monotonic += 250;
  hands.wall += 250;
  expect(clock()).toBe(1_000_500);
});

it('follows the wall clock again once that has caught up', () => {
  const { hands, clock } = clocks();
  hands.wall -= 100;
  expect(clock()).toBe(1_000_000);
  hands.wall += 200;
  hands.monotonic += 50;
  expect(clock()).toBe(1_000_100);
});

it('adds up parts of a millisecond and shows whole ones', () => {
  const { hands, clock } = clocks();
  hands.wall -= 1_000;
  for (let n = 0; n < 10; n++) {
    hands.monotonic += 0.25;
    clock();
  }
  expect(clock()).toBe(1_000_002);
});

it('runs on the computer’s clocks by itself', () => {
  const before = Date.now();
  const time = steadyClock()();
  expect(time).toBeGreaterThanOrEqual(before);
  expect(time).toBeLessThanOrEqual(Date.now() + 1);
});

it('goes on from what it was told last', () => {
  let monotonic = 5;
  const clock = remoteClock(() => monotonic);
  expect(clock.now()).toBeNaN();
  clock.set(1_000);
  monotonic += 10.7;
  expect(clock.now()).toBe(1_010);
  clock.set(500);
  monotonic += 1;
  expect(clock.now()).toBe(501);
});

it('refuses a time that is not one', () => {
  const clock = remoteClock(() => 0);
  clock.set(1_000);
  expect(() => clock.set(Number.NaN)).toThrow(RangeError);
  expect(clock.now()).toBe(1_000);
});
