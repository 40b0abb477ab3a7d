// Tries that an outside service judges: charged first, then settled or refunded.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codesOf } from '../../src/core/challenge.ts';
import { begin, type Charged, charge, refund, reserve, settleTry, type Verdict } from '../../src/core/charge.ts';
import type { DigestFor } from '../../src/core/code.ts';
import { EMPTY_LEDGER, issue, type JudgeOutcome } from '../../src/core/ledger.ts';
import { DEFAULT_POLICY, lockAfter, type Policy } from '../../src/core/policy.ts';
import { unlock } from '../../src/core/unlock.ts';
import { readLedger, writeLedger } from '../../src/store/ledger-text.ts';
import { LedgerDesk, MINUTE, SECOND, SERVICE, START } from './desk.ts';

/** A ledger with its clock. */
class Desk extends LedgerDesk {
  constructor(policy: Partial<Policy> = {}) {
    super({ resendAfter: 0, maxSends: 100, ...policy });
  }
  reserve(id: string, service = SERVICE): void {
    const { ledger, outcome } = reserve(this.ledger, service, () => ({ id, digest: '' }), this.now, this.policy);
    assert.equal(outcome.kind, 'issued');
    this.ledger = ledger;
  }
  begin(id: string, digestFor?: DigestFor): number {
    return this.take(begin(this.ledger, id, digestFor, this.now, this.policy)).expiresAt;
  }
  send(id: string, service = SERVICE): void {
    this.reserve(id, service);
    this.begin(id);
  }
  try(service = SERVICE): Charged | JudgeOutcome {
    return this.take(charge(this.ledger, service, this.now, this.policy));
  }
  charge(service = SERVICE): Charged {
    const charged = this.try(service);
    assert(charged.kind === 'charged', charged.kind);
    return charged;
  }
  settle(charged: Charged, verdict: Verdict): JudgeOutcome {
    return this.take(settleTry(this.ledger, charged, verdict, this.now, this.policy));
  }
  refund(charged: Charged): void {
    this.ledger = refund(this.ledger, charged);
  }
  wrong(): JudgeOutcome {
    return this.settle(this.charge(), 'wrong');
  }
  /** Wrong tries until so many in a row are on record; every lock on the way is waited for. */
  failUntil(failures: number): void {
    while (this.ledger.failures < failures) {
      if (this.ledger.lockedUntil > this.now) this.now = this.ledger.lockedUntil;
      const charged = this.try();
      if (charged.kind === 'charged') this.settle(charged, 'wrong');
      else this.send(`until ${failures}, at ${this.ledger.failures}`);
    }
  }
  /** What a try costs. */
  get cost() {
    const { failures, lockedUntil } = this.ledger;
    return { tries: this.codes[0]?.tries, failures, lockedUntil };
  }
  get codes() {
    return codesOf(this.ledger, SERVICE);
  }
}

function withCode(policy: Partial<Policy> = {}): Desk {
  const desk = new Desk(policy);
  desk.send('A');
  return desk;
}

describe('a charged try', () => {
  it('counts at once, before anybody has judged it', () => {
    const desk = withCode();
    expect(desk.charge()).toEqual({
      kind: 'charged',
      service: SERVICE,
      codeId: 'A',
      stored: { seal: { id: 'A', digest: '' }, expiresAt: START + 5 * MINUTE },
      cleared: 0,
      ifWrong: { kind: 'incorrect', triesLeft: 4, superseded: false },
    });
    expect(desk.cost).toEqual({ tries: 1, failures: 1, lockedUntil: 0 });
  });

  it('locks at once, too', () => {
    const desk = new Desk();
    desk.failUntil(9);
    const until = desk.now + 15 * MINUTE;
    expect(desk.charge().ifWrong).toEqual({ kind: 'locked', until, isNew: true });
    expect(desk.cost).toMatchObject({ failures: 10, lockedUntil: until });
    expect(desk.try()).toEqual({ kind: 'locked', until });
  });

  it('that nobody settles stays paid for', () => {
    const desk = withCode({ maxAttempts: 2 });
    desk.charge();
    desk.charge();
    expect(desk.try()).toEqual({ kind: 'exhausted' });
  });

  it.each<[string, (desk: Desk) => void, JudgeOutcome]>([
    ['no code was sent', () => {}, { kind: 'unsent' }],
    [
      'the code is too old',
      (desk) => {
        desk.send('A');
        desk.now += 5 * MINUTE;
      },
      { kind: 'expired' },
    ],
    [
      'the code was used',
      (desk) => {
        desk.send('A');
        desk.settle(desk.charge(), 'right');
      },
      { kind: 'used' },
    ],
    [
      'its tries are used up',
      (desk) => {
        desk.send('A');
        for (let i = 0; i < 5; i += 1) desk.wrong();
      },
      { kind: 'exhausted' },
    ],
    [
      'the recipient is locked',
      (desk) => desk.failUntil(10),
      { kind: 'locked', until: expect.any(Number) as unknown as number },
    ],
    ['the recipient is locked for good', (desk) => desk.failUntil(100), { kind: 'locked', until: null }],
  ])('is not made, and nothing is charged, if %s', (_, prepare, outcome) => {
    const desk = new Desk();
    prepare(desk);
    const before = desk.cost;
    expect(desk.try()).toEqual(outcome);
    expect(desk.cost).toEqual(before);
  });

  it('may be made until the very moment at which the code is too old', () => {
    const desk = withCode();
    desk.now += 5 * MINUTE - 1;
    expect(desk.try().kind).toBe('charged');
  });
});

describe('a try that was judged right', () => {
  it('is accepted once, and clears wrong tries and lock', () => {
    const desk = new Desk();
    desk.failUntil(9);
    const [first, second] = [desk.charge(), desk.ledger];
    expect(desk.settle(first, 'right')).toMatchObject({ kind: 'accepted' });
    expect(desk.cost).toMatchObject({ failures: 0, lockedUntil: 0 });
    expect(second.lockedUntil).toBeGreaterThan(0);
    expect(desk.settle(first, 'right')).toEqual({ kind: 'used' });
    expect(desk.try()).toEqual({ kind: 'used' });
  });

  it('tells how many wrong ones came before it, and not itself', () => {
    const desk = new Desk();
    desk.send('A');
    expect(desk.settle(desk.charge(), 'right')).toEqual({ kind: 'accepted' });
    desk.send('B');
    desk.wrong();
    desk.wrong();
    expect(desk.settle(desk.charge(), 'right')).toEqual({ kind: 'accepted', failures: 2 });
  });

  it('tells only those since an unlock, which has cleared itself too', () => {
    const desk = new Desk();
    desk.send('A');
    desk.wrong();
    const charged = desk.charge();
    desk.ledger = unlock(desk.ledger, desk.now).ledger;
    expect(desk.settle(charged, 'right')).toEqual({ kind: 'accepted' });
  });

  it('is accepted for one of two who had it judged at the same time', () => {
    const desk = withCode();
    const [one, other] = [desk.charge(), desk.charge()];
    expect([desk.settle(other, 'right').kind, desk.settle(one, 'right').kind]).toEqual(['accepted', 'used']);
  });

  it('is not accepted if the code is no longer known', () => {
    const charged = withCode().charge();
    expect(settleTry(EMPTY_LEDGER, charged, 'right', START, DEFAULT_POLICY).outcome).toEqual({ kind: 'used' });
  });

  it('is not accepted if a newer code was sent meanwhile, and stays charged like any old code', () => {
    const desk = withCode({ maxAttempts: 2 });
    const [first, last] = [desk.charge(), desk.charge()];
    desk.send('B');
    expect(desk.settle(first, 'right')).toEqual({ kind: 'incorrect', triesLeft: 1, superseded: true });
    expect(desk.settle(last, 'right')).toEqual({ kind: 'exhausted' });
    expect(desk.ledger.failures).toBe(2);
    expect(desk.settle(desk.charge(), 'right')).toMatchObject({ kind: 'accepted' });
  });

  it('is not accepted again if a newer code was sent since', () => {
    const desk = withCode();
    const [one, other] = [desk.charge(), desk.charge()];
    expect(desk.settle(one, 'right')).toMatchObject({ kind: 'accepted' });
    desk.send('B');
    expect(desk.settle(other, 'right')).toEqual({ kind: 'used' });
    expect(desk.settle(desk.charge(), 'right')).toMatchObject({ kind: 'accepted' });
  });
});

describe('a try that was judged wrong', () => {
  it('comes to what was said when it was paid for, and costs no more', () => {
    const desk = withCode({ maxAttempts: 3 });
    const charges = [desk.charge(), desk.charge(), desk.charge()];
    const before = desk.ledger;
    expect(charges.reverse().map((charged) => desk.settle(charged, 'wrong'))).toEqual([
      { kind: 'exhausted' },
      { kind: 'incorrect', triesLeft: 1, superseded: false },
      { kind: 'incorrect', triesLeft: 2, superseded: false },
    ]);
    expect(desk.ledger).toEqual(before);
    expect(desk.try()).toEqual({ kind: 'exhausted' });
  });

  it('adds up over codes, and locks as any other', () => {
    const desk = new Desk();
    for (const code of ['A', 'B']) {
      desk.send(code);
      for (let i = 0; i < 5; i += 1) desk.wrong();
    }
    expect(desk.try()).toEqual({ kind: 'locked', until: START + 15 * MINUTE });
  });
});

describe('a try that nobody judged', () => {
  it.each([0, 8, 9, 14, 99])('is given back exactly, after %i wrong ones', (failures) => {
    const desk = new Desk();
    desk.failUntil(failures);
    if (desk.ledger.lockedUntil > desk.now) desk.now = desk.ledger.lockedUntil;
    desk.send('newest');
    // That a lock is over is noticed at the next event.
    const before = { ...desk.cost, lockedUntil: 0 };
    desk.refund(desk.charge());
    expect(desk.cost).toEqual(before);
    expect(desk.try().kind).toBe('charged');
  });

  it('takes off the lock that it set, and the lock for good', () => {
    for (const failures of [10, 100]) {
      const desk = new Desk();
      desk.failUntil(failures - 1);
      if (desk.ledger.lockedUntil > desk.now) desk.now = desk.ledger.lockedUntil;
      desk.send('newest');
      const charged = desk.charge();
      expect(desk.try().kind).toBe('locked');
      desk.refund(charged);
      expect(desk.try().kind).toBe('charged');
    }
  });

  it('is given back among others, which stay paid for', () => {
    const desk = withCode();
    const [one, other, third] = [desk.charge(), desk.charge(), desk.charge()];
    desk.settle(one, 'wrong');
    desk.refund(other);
    expect(desk.cost).toEqual({ tries: 2, failures: 2, lockedUntil: 0 });
    expect(desk.settle(third, 'wrong')).toMatchObject({ kind: 'incorrect', triesLeft: 2 });
    expect(desk.wrong()).toMatchObject({ kind: 'incorrect', triesLeft: 2 });
  });

  it('lifts the lock if the tenth try loses the one before it', () => {
    const desk = new Desk();
    desk.failUntil(8);
    const [ninth, tenth] = [desk.charge(), desk.charge()];
    expect(desk.ledger.lockedUntil).toBeGreaterThan(0);
    desk.refund(ninth);
    desk.settle(tenth, 'wrong');
    expect(desk.cost).toMatchObject({ failures: 9, lockedUntil: 0 });
    expect(desk.wrong().kind).toBe('locked');
  });

  it('is given back to the code that it was for', () => {
    const desk = withCode();
    const charged = desk.charge();
    desk.send('B');
    desk.wrong();
    desk.refund(charged);
    expect(desk.codes).toMatchObject([{ tries: 1 }, { tries: 0 }]);
    expect(desk.ledger.failures).toBe(1);
    desk.send('C');
    desk.refund(charged);
    expect(desk.codes).toMatchObject([{ tries: 0 }, { tries: 1 }]);
    expect(desk.ledger.failures).toBe(0);
  });

  it('never gives back more than there is', () => {
    const desk = withCode();
    const charged = desk.charge();
    desk.ledger = unlock(desk.ledger, desk.now).ledger;
    desk.refund(charged);
    desk.refund(charged);
    expect(desk.cost).toEqual({ tries: 0, failures: 0, lockedUntil: 0 });
    expect(refund(EMPTY_LEDGER, { codeId: 'A', cleared: 0 })).toEqual(EMPTY_LEDGER);
  });

  it('gives back no wrong try made since a correct one cleared them', () => {
    const desk = withCode();
    const [unjudged, right] = [desk.charge(), desk.charge()];
    desk.settle(right, 'right');
    desk.send('B');
    desk.wrong();
    desk.refund(unjudged);
    expect(desk.cost).toEqual({ tries: 1, failures: 1, lockedUntil: 0 });
  });

  it.each<[string, (desk: Desk) => void]>([
    [
      'a correct one at another service',
      (desk) => expect(desk.settle(desk.charge('other'), 'right').kind).toBe('accepted'),
    ],
    ['an operator', (desk) => (desk.ledger = unlock(desk.ledger, desk.now).ledger)],
  ])('gives back no wrong try made since %s cleared them, but its own to the code', (_, clear) => {
    const desk = withCode({ maxAttempts: 10 });
    desk.send('O', 'other');
    const unjudged = Array.from({ length: 8 }, () => desk.charge());
    clear(desk);
    desk.send('B', 'third');
    for (let tries = 0; tries < 9; tries++) desk.settle(desk.charge('third'), 'wrong');
    for (const charged of unjudged) desk.refund(charged);
    expect(desk.cost).toEqual({ tries: 0, failures: 9, lockedUntil: 0 });
    expect(desk.settle(desk.charge('third'), 'wrong').kind).toBe('locked');
  });
});

describe('a code that the service has yet to make', () => {
  it('cannot be entered before that, and makes the one before it worthless at once', () => {
    const desk = withCode();
    desk.reserve('B');
    expect(desk.try()).toEqual({ kind: 'expired' });
    expect(desk.ledger.failures).toBe(0);
    desk.now += SECOND;
    expect(desk.begin('B')).toBe(START + SECOND + 5 * MINUTE);
    expect(desk.settle(desk.charge(), 'right')).toMatchObject({ kind: 'accepted' });
  });

  it('is valid from when it was made, not from when it was requested', () => {
    const desk = new Desk();
    desk.reserve('A');
    desk.now += MINUTE;
    desk.begin('A');
    desk.now += 5 * MINUTE - 1;
    const charged = desk.charge();
    desk.now += 1;
    expect(desk.try()).toEqual({ kind: 'expired' });
    expect(desk.settle(charged, 'right')).toMatchObject({ kind: 'accepted' });
  });

  it("is charged together with the digest of the service's own id for the code", () => {
    const desk = new Desk();
    desk.reserve('A');
    desk.now += MINUTE;
    desk.begin('A', (expiresAt) => ({ id: 'A', digest: `until ${expiresAt}` }));
    const expiresAt = START + 6 * MINUTE;
    expect(desk.charge().stored).toEqual({ seal: { id: 'A', digest: `until ${expiresAt}` }, expiresAt });
  });

  it('can be entered if the clock was turned back while it was made', () => {
    const desk = new Desk();
    desk.reserve('A');
    desk.now -= 60 * MINUTE;
    expect(desk.begin('A')).toBe(desk.now + 5 * MINUTE);
    expect(desk.try().kind).toBe('charged');
  });

  it('counts as a send', () => {
    const desk = withCode({ resendAfter: MINUTE });
    const { outcome } = reserve(desk.ledger, SERVICE, () => ({ id: 'B', digest: '' }), desk.now, desk.policy);
    expect(outcome).toEqual({
      kind: 'too-soon',
      resendAt: START + MINUTE,
      expiresAt: START + 5 * MINUTE,
      sentAt: START,
    });
  });

  it('does not begin if it is not remembered', () => {
    const desk = withCode();
    const { challenges } = desk.ledger;
    desk.begin('B');
    expect(desk.ledger.challenges).toEqual(challenges);
  });
});

describe('services', () => {
  it('have their own code each, and share the wrong tries', () => {
    const desk = withCode();
    desk.send('B', 'other');
    desk.settle(desk.charge(), 'wrong');
    const [one, other] = [desk.charge(), desk.charge('other')];
    expect(desk.ledger.failures).toBe(3);
    expect(desk.settle(one, 'right')).toMatchObject({ kind: 'accepted' });
    expect(desk.settle(other, 'right')).toMatchObject({ kind: 'accepted' });
    expect([desk.try(), desk.try('other')]).toEqual([{ kind: 'used' }, { kind: 'used' }]);
  });
});

describe('a code that is over at the service', () => {
  it('is too old from then on, and the try costs nothing', () => {
    const desk = withCode();
    desk.wrong();
    expect(desk.settle(desk.charge(), 'gone')).toEqual({ kind: 'expired' });
    expect(desk.cost).toEqual({ tries: 1, failures: 1, lockedUntil: 0 });
    expect(desk.try()).toEqual({ kind: 'expired' });
    desk.send('B');
    expect(desk.try().kind).toBe('charged');
  });

  it('is not extended by it if it was already too old', () => {
    const desk = withCode();
    const charged = desk.charge();
    desk.now += 6 * MINUTE;
    desk.settle(charged, 'gone');
    expect(desk.codes[0]?.expiresAt).toBe(START + 5 * MINUTE);
  });

  it('has no tries left if the service says so, and the try costs nothing', () => {
    const desk = withCode();
    expect(desk.settle(desk.charge(), 'exhausted')).toEqual({ kind: 'exhausted' });
    expect(desk.cost).toMatchObject({ failures: 0, lockedUntil: 0 });
    expect(desk.try()).toEqual({ kind: 'exhausted' });
  });

  it('stays without tries, whatever others are given back', () => {
    const desk = withCode();
    const charges = [desk.charge(), desk.charge(), desk.charge()] as const;
    desk.settle(charges[0], 'exhausted');
    desk.refund(charges[1]);
    desk.refund(charges[2]);
    expect(desk.try()).toEqual({ kind: 'exhausted' });
    expect(readLedger(writeLedger(desk.ledger), 'a store')).toEqual(desk.ledger);
  });

  it.each<Verdict>(['gone', 'exhausted'])('(%s) says nothing of the one that was sent since', (verdict) => {
    const desk = withCode();
    const late = desk.charge();
    desk.now += 5 * MINUTE;
    desk.send('B');
    desk.settle(late, verdict);
    expect(desk.codes[0]).toMatchObject({ tries: 0, expiresAt: desk.now + 5 * MINUTE });
    expect(desk.ledger.failures).toBe(0);
    expect(desk.try().kind).toBe('charged');
  });
});

it('leaves a locked recipient alone in every settlement but a correct one', () => {
  for (const verdict of ['wrong', 'gone', 'exhausted'] as const) {
    const desk = new Desk();
    desk.failUntil(8);
    const early = desk.charge();
    desk.settle(desk.charge(), 'wrong');
    const { failures, lockedUntil } = desk.cost;
    desk.settle(early, verdict);
    // One that was not judged was none, so that the other was the ninth and not the tenth.
    const left = verdict === 'wrong' ? { failures, lockedUntil } : { failures: 9, lockedUntil: 0 };
    expect(desk.cost).toMatchObject(left);
  }
});

type Event =
  | { readonly kind: 'send' | 'charge' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'settle'; readonly which: number; readonly verdict: Verdict | 'unjudged' };

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Event>({ kind: 'send' }) },
  { weight: 6, arbitrary: fc.constant<Event>({ kind: 'charge' }) },
  { weight: 1, arbitrary: fc.constantFrom(1, SECOND, MINUTE, 15 * MINUTE).map((ms): Event => ({ kind: 'wait', ms })) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      which: fc.nat(9),
      verdict: fc.constantFrom(
        ...Array.from({ length: 12 }, () => 'wrong' as const),
        'unjudged',
        'gone',
        'right',
        'exhausted',
      ),
    }),
  },
);

it('keeps the account of any history: what is paid for is open or was wrong, since the last right one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.array(anyEvent, { maxLength: 200, size: 'max' }),
      (most, events) => {
        const desk = new Desk({ maxAttempts: most, expiresIn: 10 * MINUTE });
        let open: Charged[] = [];
        let accepted = false;
        /** Wrong tries since the last right one; of the code. */
        let wrong = 0;
        let wrongOfCode = 0;
        for (const [at, event] of events.entries()) {
          const before = desk.ledger;
          if (event.kind === 'wait') desk.now += event.ms;
          if (event.kind === 'send' && open.length === 0) {
            const { ledger, outcome } = issue(
              before,
              SERVICE,
              () => ({ id: `${at}`, digest: '' }),
              desk.now,
              desk.policy,
            );
            desk.ledger = ledger;
            if (outcome.kind === 'issued') {
              accepted = false;
              wrongOfCode = 0;
            }
          }
          if (event.kind === 'charge') {
            const outcome = desk.try();
            const isLocked = before.failures >= 100 || before.lockedUntil > desk.now;
            assert.equal(outcome.kind === 'locked', isLocked);
            if (outcome.kind === 'charged') {
              assert.equal(outcome.ifWrong.kind === 'locked', lockAfter(before.failures + 1) > 0);
              open.push(outcome);
            }
          }
          const charged = event.kind === 'settle' ? open[event.which] : undefined;
          if (event.kind === 'settle' && charged) {
            open = open.filter((one) => one !== charged);
            const { verdict } = event;
            if (verdict === 'unjudged') desk.refund(charged);
            else {
              const outcome = desk.settle(charged, verdict);
              if (verdict === 'gone') assert.deepEqual(outcome, { kind: 'expired' });
              if (verdict === 'exhausted') assert.deepEqual(outcome, { kind: 'exhausted' });
              if (verdict === 'wrong') {
                assert.equal(outcome, charged.ifWrong);
                wrongOfCode += 1;
                if (!accepted) wrong += 1;
              }
              if (verdict === 'right') {
                assert.equal(outcome.kind, accepted ? 'used' : 'accepted');
                accepted = true;
                wrong = 0;
              }
            }
          }
          const { failures } = desk.ledger;
          const [challenge] = desk.codes;
          assert(wrongOfCode <= most);
          assert.equal(failures, accepted ? 0 : wrong + open.length);
          assert.equal(challenge?.used ?? false, accepted);
          assert(!challenge || challenge.tries >= wrongOfCode);
          assert.deepEqual(readLedger(writeLedger(desk.ledger), 'a store'), desk.ledger);
        }
      },
    ),
    { numRuns: 150 },
  );
});
