// The rules for recovery codes, on a ledger that also has texted ones.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forgetAt } from '../../src/core/forget.ts';
import { CLOCK_SKEW, issue, judge } from '../../src/core/ledger.ts';
import { DEFAULT_POLICY } from '../../src/core/policy.ts';
import { judgeRecoveryCode, type RecoveryJudgement, replaceRecoveryCodes } from '../../src/core/recover.ts';
import { recoveryLeft } from '../../src/core/recovery.ts';
import { unlock } from '../../src/core/unlock.ts';
import { DAY, HOUR, LedgerDesk, MINUTE, SERVICE, START } from './desk.ts';

const WRONG = 'a wrong code';
const SET = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** A ledger with its clock. Here the digest of a code is the code itself. */
class Desk extends LedgerDesk {
  make(codes: readonly string[] = SET) {
    return this.take(replaceRecoveryCodes(this.ledger, codes, this.now));
  }
  /** Whether the last recovery code was compared with any. */
  wasJudged = false;
  recover(code: string): RecoveryJudgement {
    this.wasJudged = false;
    const matches = (digest: string) => {
      this.wasJudged = true;
      return digest === code;
    };
    return this.take(judgeRecoveryCode(this.ledger, matches, this.now));
  }
  send(code: string) {
    const digestFor = () => ({ id: code, digest: code });
    return this.take(issue(this.ledger, SERVICE, digestFor, this.now, DEFAULT_POLICY));
  }
  enter(code: string) {
    return this.take(judge(this.ledger, SERVICE, ({ seal }) => seal.id === code, this.now, DEFAULT_POLICY));
  }
  unlock() {
    return this.take(unlock(this.ledger, this.now));
  }
  /** Wrong texted codes until there are so many in a row. */
  failUntil(failures: number) {
    for (let sends = 0; this.ledger.failures < failures; ) {
      const { kind } = this.enter(WRONG);
      if (kind === 'incorrect') continue;
      this.now = Math.max(this.now + 10 * MINUTE, this.ledger.lockedUntil);
      if (this.ledger.failures < failures) this.send(`code ${++sends}`);
    }
  }
}

function deskWithCodes(): Desk {
  const desk = new Desk();
  desk.make();
  return desk;
}

const accepted = (left: number) => ({ kind: 'accepted', by: 'recovery', recoveryLeft: left });
const incorrect = (left: number) => ({ kind: 'incorrect', triesLeft: left, superseded: false });

describe('a correct recovery code', () => {
  it('is accepted once, with no code sent, and is used from then on', () => {
    const desk = deskWithCodes();
    expect(desk.recover('c')).toEqual(accepted(7));
    expect(desk.recover('c')).toEqual({ kind: 'used' });
    expect(desk.recover('h')).toEqual(accepted(6));
    expect(desk.recover('c')).toEqual({ kind: 'used' });
    expect(desk.ledger.recovery.wrongTries).toEqual([]);
  });

  it('is each of eight', () => {
    const desk = deskWithCodes();
    for (const [index, code] of SET.entries()) expect(desk.recover(code)).toEqual(accepted(7 - index));
    expect(recoveryLeft(desk.ledger)).toBe(0);
  });

  it('is compared with all, whichever it is', () => {
    const desk = deskWithCodes();
    for (const code of ['a', 'h', WRONG]) {
      const compared: string[] = [];
      judgeRecoveryCode(desk.ledger, (digest) => compared.push(digest) > 0 && digest === code, desk.now);
      expect(compared).toEqual(SET);
    }
  });

  it('is accepted once even if the same one was drawn twice', () => {
    const desk = new Desk();
    desk.make(['a', 'a', 'b']);
    expect(desk.recover('a')).toEqual(accepted(1));
    expect(desk.recover('a')).toEqual({ kind: 'used' });
  });

  it.each([
    ['locked for a while', 10],
    ['locked until an operator unlocks it', 100],
  ])('is accepted while the recipient is %s, and lifts the lock', (_, failures) => {
    const desk = deskWithCodes();
    desk.failUntil(failures);
    if (failures === 10) desk.now = desk.ledger.lockedUntil - 1;
    const { cleared } = desk.ledger;
    expect(desk.send('A').kind).toBe('locked');
    expect(desk.recover('a')).toEqual({ ...accepted(7), failures });
    expect(desk.ledger).toMatchObject({ failures: 0, lockedUntil: 0, cleared: cleared + 1 });
    desk.now += 10 * MINUTE;
    expect(desk.send('A').kind).toBe('issued');
    expect(desk.enter('A')).toMatchObject({ kind: 'accepted' });
  });

  it('is accepted once the tries of the texted code are used up, and leaves that code dead', () => {
    const desk = deskWithCodes();
    desk.send('A');
    for (let tries = 0; tries < 5; tries++) desk.enter(WRONG);
    expect(desk.recover('a')).toEqual({ ...accepted(7), failures: 5 });
    expect(desk.ledger.challenges).toMatchObject([{ tries: 5, used: false }]);
    expect(desk.enter('A')).toEqual({ kind: 'exhausted' });
  });

  it('leaves a texted code valid, and its send counted', () => {
    const desk = deskWithCodes();
    desk.send('A');
    desk.recover('a');
    expect(desk.send('B').kind).toBe('too-soon');
    expect(desk.enter('A')).toMatchObject({ kind: 'accepted' });
  });

  it('does not wear off', () => {
    const desk = deskWithCodes();
    desk.now += 3_650 * DAY;
    expect(desk.recover('a')).toEqual(accepted(7));
  });
});

describe('a wrong recovery code', () => {
  it('costs one of ten tries an hour, and the tenth has the rest wait until the first is an hour old', () => {
    const desk = deskWithCodes();
    const until = START + HOUR;
    for (let left = 9; left > 0; left--) {
      expect(desk.recover(WRONG)).toEqual(incorrect(left));
      desk.now += MINUTE;
    }
    for (const code of [WRONG, WRONG, 'a']) expect(desk.recover(code)).toEqual({ kind: 'throttled', until });
    desk.now = until - 1;
    expect(desk.recover('a')).toEqual({ kind: 'throttled', until });
    desk.now = until;
    expect(desk.recover(WRONG)).toEqual({ kind: 'throttled', until: until + MINUTE });
    desk.now = until + MINUTE;
    expect(desk.recover('a')).toEqual(accepted(7));
  });

  it('is forgiven after an hour, and not by a correct one', () => {
    const desk = deskWithCodes();
    for (let left = 9; left > 3; left--) expect(desk.recover(WRONG)).toEqual(incorrect(left));
    expect(desk.recover('a')).toEqual(accepted(7));
    expect(desk.recover(WRONG)).toEqual(incorrect(3));
    desk.now += HOUR;
    expect(desk.recover(WRONG)).toEqual(incorrect(9));
    expect(desk.ledger.recovery.wrongTries).toEqual([desk.now]);
  });

  it('locks nothing, and leaves texted codes and their tries alone', () => {
    const desk = deskWithCodes();
    desk.send('A');
    desk.enter(WRONG);
    const { challenges, failures, lockedUntil, cleared } = desk.ledger;
    for (let tries = 0; tries < 200; tries++) desk.recover(WRONG);
    expect(desk.ledger).toMatchObject({ challenges, failures, lockedUntil, cleared });
    expect(desk.enter(WRONG)).toMatchObject({ kind: 'incorrect', triesLeft: 3 });
    expect(desk.enter('A')).toMatchObject({ kind: 'accepted' });
  });

  it('is told in the same way where there are no recovery codes', () => {
    const [without, using, having] = [new Desk(), deskWithCodes(), deskWithCodes()];
    for (const code of SET) using.recover(code);
    for (let tries = 0; tries < 12; tries++) {
      const outcome = having.recover(WRONG);
      expect(without.recover(WRONG)).toEqual(outcome);
      expect(using.recover(WRONG)).toEqual(outcome);
    }
  });

  it('is counted apart from wrong texted codes, which do not use up its tries', () => {
    const desk = deskWithCodes();
    desk.failUntil(10);
    expect(desk.recover(WRONG)).toEqual(incorrect(9));
  });
});

describe('new recovery codes', () => {
  it('replace all the old ones, used or not', () => {
    const desk = deskWithCodes();
    desk.recover('a');
    expect(desk.make(['i', 'j'])).toEqual({ kind: 'made' });
    expect(recoveryLeft(desk.ledger)).toBe(2);
    for (const [index, code] of SET.entries()) expect(desk.recover(code)).toEqual(incorrect(9 - index));
    expect(desk.recover('i')).toEqual(accepted(1));
  });

  it('clear nothing: not the wrong tries, not a lock, not the texted code', () => {
    const desk = new Desk();
    desk.recover(WRONG);
    desk.failUntil(10);
    const { failures, challenges, sends } = desk.ledger;
    desk.make();
    expect(desk.ledger).toMatchObject({ failures, challenges, sends, recovery: { wrongTries: [START] } });
  });
});

describe('an unlock', () => {
  it('leaves the codes, and clears the wrong tries at them', () => {
    const desk = deskWithCodes();
    desk.recover('a');
    for (let tries = 0; tries < 10; tries++) desk.recover(WRONG);
    expect(desk.unlock()).toEqual({ kind: 'unlocked', failures: 0, wasLocked: false, sends: 0, recoveryTries: 10 });
    expect(desk.recover('a')).toEqual({ kind: 'used' });
    expect(desk.recover('b')).toEqual(accepted(6));
  });

  it('counts only the wrong tries of the last hour', () => {
    const desk = deskWithCodes();
    desk.recover(WRONG);
    desk.now += HOUR;
    expect(desk.unlock()).not.toHaveProperty('recoveryTries');
    expect(desk.ledger.recovery.wrongTries).toEqual([]);
  });
});

describe('a ledger', () => {
  it('is never forgotten while recovery codes are left', () => {
    const desk = deskWithCodes();
    for (const code of SET) {
      expect(forgetAt(desk.ledger)).toBe(Number.POSITIVE_INFINITY);
      desk.recover(code);
    }
    expect(forgetAt(desk.ledger)).toBe(desk.now + DAY);
  });

  it('is not forgotten while wrong recovery codes count', () => {
    const desk = new Desk();
    desk.recover(WRONG);
    desk.now += MINUTE;
    desk.recover(WRONG);
    expect(forgetAt(desk.ledger)).toBe(desk.now + DAY);
  });
});

describe('a clock that is behind', () => {
  const exhausted = () => {
    const desk = deskWithCodes();
    for (let tries = 0; tries < 10; tries++) desk.recover(WRONG);
    return desk;
  };

  it.each([CLOCK_SKEW, CLOCK_SKEW + 1, HOUR, 12 * HOUR, 23 * HOUR])(
    'by %i ms neither refills the tries nor, taking turns, wears the wait away',
    (behind) => {
      const desk = exhausted();
      for (let turns = 0; turns < 5; turns++) {
        desk.now = START - behind;
        expect(desk.recover('a')).toEqual({ kind: 'throttled', until: START + HOUR });
        desk.now = START;
        expect(desk.recover('a')).toEqual({ kind: 'throttled', until: START + HOUR });
      }
    },
  );

  it('by years makes no one wait for longer than a day', () => {
    const desk = exhausted();
    desk.now = START - 365 * DAY;
    expect(desk.recover('a')).toEqual({ kind: 'throttled', until: desk.now + DAY });
    desk.now += DAY;
    expect(desk.recover('a')).toEqual(accepted(7));
  });

  it('leaves the codes as they are', () => {
    const desk = deskWithCodes();
    desk.recover('a');
    desk.now -= 365 * DAY;
    expect(desk.recover('a')).toEqual({ kind: 'used' });
    expect(desk.recover('b')).toEqual(accepted(6));
  });

  it('gives no free tries to a host that takes turns with one ahead', () => {
    const desk = deskWithCodes();
    let judged = 0;
    for (const ahead of [0, 0, 0, 0, 0, 0, 0, 0, 0, ...Array(10).fill([1, 0, 0, 0, 0, 0, 0, 0, 0]).flat()]) {
      desk.now = START + ahead * HOUR;
      desk.recover(WRONG);
      if (desk.wasJudged) judged++;
    }
    // Nine by the clock that is behind, which are an hour old by the other, and then ten by that.
    expect(judged).toBe(19);
  });
});

describe('whatever happens', () => {
  type Event =
    | { readonly kind: 'pass'; readonly ms: number }
    | { readonly kind: 'recover'; readonly code: string }
    | { readonly kind: 'make' | 'send' }
    | { readonly kind: 'enter'; readonly code: string };
  const event: fc.Arbitrary<Event> = fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 90 * MINUTE }) }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('recover' as const),
        code: fc.constantFrom(...SET, WRONG, WRONG, WRONG, WRONG, WRONG, WRONG),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('make' as const, 'send' as const) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('enter' as const), code: fc.constant(WRONG) }) },
  );

  it('each code of a set is accepted at most once, and no hour has more than ten judged wrong', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), (events) => {
        const desk = deskWithCodes();
        const unused = new Set(SET);
        let wrong: number[] = [];
        for (const event of events) {
          switch (event.kind) {
            case 'pass':
              desk.now += event.ms;
              break;
            case 'make':
              desk.make();
              for (const code of SET) unused.add(code);
              break;
            case 'send':
              desk.send(`sent at ${desk.now}`);
              break;
            case 'enter':
              desk.enter(event.code);
              break;
            case 'recover': {
              wrong = wrong.filter((at) => at > desk.now - HOUR);
              const { failures, lockedUntil } = desk.ledger;
              const outcome = desk.recover(event.code);
              if (wrong.length === 10) {
                expect(outcome).toEqual({ kind: 'throttled', until: (wrong[0] ?? 0) + HOUR });
              } else if (event.code === WRONG) {
                wrong.push(desk.now);
                const left = 10 - wrong.length;
                expect(outcome).toEqual(
                  left > 0 ? incorrect(left) : { kind: 'throttled', until: (wrong[0] ?? 0) + HOUR },
                );
              } else {
                const right = () => ({ ...accepted(unused.size), ...(failures > 0 && { failures }) });
                expect(outcome).toEqual(unused.delete(event.code) ? right() : { kind: 'used' });
              }
              if (outcome.kind === 'accepted') expect(desk.ledger).toMatchObject({ failures: 0, lockedUntil: 0 });
              else if (lockedUntil > desk.now) expect(desk.ledger).toMatchObject({ failures, lockedUntil });
              else expect(desk.ledger.failures).toBe(failures);
              break;
            }
            default:
              break;
          }
          expect(recoveryLeft(desk.ledger)).toBe(unused.size);
          expect(desk.ledger.recovery.wrongTries.length).toBeLessThanOrEqual(10);
        }
      }),
    );
  });

  it('two clocks that differ by less than 23 hours allow no more than ten an hour by the one ahead', () => {
    const turn = fc.record({ ms: fc.integer({ min: 0, max: 40 * MINUTE }), ahead: fc.boolean(), wrong: fc.boolean() });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 * HOUR }), fc.array(turn, { maxLength: 120 }), (skew, turns) => {
        const desk = deskWithCodes();
        let time = START;
        let judged = 0;
        for (const { ms, ahead, wrong } of turns) {
          time += ms;
          desk.now = time + (ahead ? skew : 0);
          if (!wrong) {
            desk.enter(WRONG);
            continue;
          }
          desk.recover(WRONG);
          if (desk.wasJudged) judged++;
          expect(desk.ledger.recovery.wrongTries).toEqual([...desk.ledger.recovery.wrongTries].sort((a, b) => a - b));
        }
        const hours = (time + skew - START) / HOUR;
        expect(judged).toBeLessThanOrEqual(10 * (Math.floor(hours) + 1));
      }),
    );
  });
});
