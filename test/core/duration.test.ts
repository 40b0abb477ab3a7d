import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countdown, parseDuration, shortWait, waitInWords, writeDuration } from '../../src/core/duration.ts';

describe('reading a duration', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['0s', 0],
    ['007s', 7_000],
  ])('%s is %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '5', 's', '5 m', ' 5m', '5m ', '5m\n', '5M', '5min', '-5m', '+5m', '1.5h', '1h30m', '1e3s', '5d', '٥m'])(
    '%j is none',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it('takes no number that is too long to count with', () => {
    expect(parseDuration('1000000000h')).toBeUndefined();
    expect(Number.isSafeInteger(parseDuration('999999999h'))).toBe(true);
  });
});

describe('writing a duration', () => {
  it.each([
    [0, '0s'],
    [1, '1ms'],
    [500, '500ms'],
    [1_000, '1s'],
    [90_000, '90s'],
    [300_000, '5m'],
    [3_600_000, '1h'],
    [86_400_000, '24h'],
  ])('%i ms is %s', (ms, text) => {
    expect(writeDuration(ms)).toBe(text);
  });

  it('is read as the same again', () => {
    fc.assert(fc.property(fc.nat(900_000_000), (ms) => parseDuration(writeDuration(ms)) === ms));
  });
});

describe('a wait', () => {
  it.each([
    [-1, '0s', '0 seconds'],
    [0, '0s', '0 seconds'],
    [1, '1s', '1 second'],
    [1_000, '1s', '1 second'],
    [26_001, '27s', '27 seconds'],
    [99_000, '99s', '99 seconds'],
    [99_001, '2m', '2 minutes'],
    [120_001, '3m', '3 minutes'],
    [600_000, '10m', '10 minutes'],
    [99 * 60_000, '99m', '99 minutes'],
    [99 * 60_000 + 1, '2h', '2 hours'],
    [86_400_000, '24h', '24 hours'],
  ])('of %i ms is %s, in words %s', (ms, short, words) => {
    expect(shortWait(ms)).toBe(short);
    expect(waitInWords(ms)).toBe(words);
  });

  it('is never said shorter than it is', () => {
    fc.assert(fc.property(fc.nat(200_000_000), (ms) => (parseDuration(shortWait(ms)) ?? -1) >= ms));
  });
});

describe('a countdown', () => {
  it.each([
    [-1, '0:00'],
    [0, '0:00'],
    [1, '0:01'],
    [59_001, '1:00'],
    [272_000, '4:32'],
    [305_000, '5:05'],
    [600_000, '10:00'],
  ])('at %i ms shows %s', (ms, shown) => {
    expect(countdown(ms)).toBe(shown);
  });
});
