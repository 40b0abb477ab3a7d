import { describe, expect, it } from 'vitest';
import { type CheckOutcome, type Moments, type SendOutcome, shiftTimes } from '../../src/core/outcome.ts';

describe('an outcome told by another clock', () => {
  it.each<[Moments, Moments]>([
    [
      { kind: 'sent', resendAt: 1_000, expiresAt: 2_000 },
      { kind: 'sent', resendAt: 1_050, expiresAt: 2_050 },
    ],
    [
      { kind: 'too-many', resendAt: 1_000, expiresAt: null },
      { kind: 'too-many', resendAt: 1_050, expiresAt: null },
    ],
    [
      { kind: 'locked', until: 1_000 },
      { kind: 'locked', until: 1_050 },
    ],
    [
      { kind: 'locked', until: null },
      { kind: 'locked', until: null },
    ],
  ])('%j has each of its moments moved: %j', (outcome, shifted) => {
    expect(shiftTimes(outcome, 50)).toEqual(shifted);
    expect(shiftTimes(shifted, -50)).toEqual(outcome);
  });

  it('keeps the numbers that are no moments', () => {
    const outcome: CheckOutcome = { kind: 'incorrect', triesLeft: 4, superseded: false };
    expect(shiftTimes(outcome, 50)).toEqual(outcome);
  });

  it('moves a moment at 1970 too, and adds none', () => {
    expect(shiftTimes<SendOutcome>({ kind: 'locked', until: 0 }, 50)).toEqual({ kind: 'locked', until: 50 });
    expect(Object.keys(shiftTimes<CheckOutcome>({ kind: 'accepted' }, 50))).toEqual(['kind']);
  });
});
