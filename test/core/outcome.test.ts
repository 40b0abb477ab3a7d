import { describe, expect, it } from 'vitest';
import {
  type CheckOutcome,
  type OutcomeTimes,
  type SendOutcome,
  shiftTimes,
  type UnlockOutcome,
} from '../../src/core/outcome.ts';

type FieldsWithNumbers<Outcome> = Outcome extends unknown
  ? { [Field in keyof Outcome]-?: Extract<Outcome[Field], number> extends never ? never : Field }[keyof Outcome]
  : never;

/** Every number in an outcome, and what it is. The compiler asks for new ones. */
const NUMBERS: Record<FieldsWithNumbers<SendOutcome | CheckOutcome | UnlockOutcome>, 'moment' | 'count'> = {
  resendAt: 'moment',
  expiresAt: 'moment',
  until: 'moment',
  sentAt: 'moment',
  length: 'count',
  triesLeft: 'count',
  failures: 'count',
  sends: 'count',
  recoveryTries: 'count',
  recoveryLeft: 'count',
};

describe('an outcome told by another clock', () => {
  it.each<[OutcomeTimes, OutcomeTimes]>([
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

  it.each(Object.entries(NUMBERS))('has its %s moved if that is a moment: %s', (field, what) => {
    const shifted = shiftTimes({ kind: 'any', [field]: 1_000 }, 50);
    expect(shifted).toEqual({ kind: 'any', [field]: what === 'moment' ? 1_050 : 1_000 });
  });

  it('moves a moment at 1970 too, and adds none', () => {
    expect(shiftTimes<SendOutcome>({ kind: 'locked', until: 0 }, 50)).toEqual({ kind: 'locked', until: 50 });
    expect(Object.keys(shiftTimes<CheckOutcome>({ kind: 'accepted' }, 50))).toEqual(['kind']);
  });
});
