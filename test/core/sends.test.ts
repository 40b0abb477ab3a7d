// How often a code may be sent, whoever makes the codes and whatever gates share the ledger.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { begin, charge, reserve, settleTry } from '../../src/core/charge.ts';
import type { DigestFor } from '../../src/core/code.ts';
import { forgetAt } from '../../src/core/forget.ts';
import { CLOCK_SKEW, type IssueOutcome, issue, type JudgeOutcome, judge, withdraw } from '../../src/core/ledger.ts';
import type { UnlockOutcome } from '../../src/core/outcome.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/core/policy.ts';
import { unlock } from '../../src/core/unlock.ts';
import { readLedger, writeLedger } from '../../src/store/ledger-text.ts';
import { DAY, HOUR, LedgerDesk, MINUTE, SECOND, START } from './desk.ts';

const digestOf =
  (code: string): DigestFor =>
  () => ({ id: code, digest: '' });

/** One ledger and its clock, and any number of gates that share it. */
class Phone extends LedgerDesk {
  gate(policy: Partial<Policy> = {}, service = 'a service'): Gate {
    return new Gate(this, { ...DEFAULT_POLICY, ...policy }, service);
  }
  refuse(code: string): void {
    this.ledger = withdraw(this.ledger, code);
  }
  unlock(): UnlockOutcome {
    return this.take(unlock(this.ledger, this.now));
  }
}

class Gate {
  readonly phone: Phone;
  readonly policy: Policy;
  readonly service: string;
  constructor(phone: Phone, policy: Policy, service: string) {
    this.phone = phone;
    this.policy = policy;
    this.service = service;
  }
  send(code: string): IssueOutcome {
    const { ledger, now } = this.phone;
    return this.phone.take(issue(ledger, this.service, digestOf(code), now, this.policy));
  }
  enter(code: string): JudgeOutcome {
    const { ledger, now } = this.phone;
    return this.phone.take(judge(ledger, this.service, ({ seal }) => seal.id === code, now, this.policy));
  }
}

/** A gate whose codes another service makes and judges. */
class ForeignGate extends Gate {
  override send(code: string): IssueOutcome {
    const { ledger, now } = this.phone;
    const reserved = reserve(ledger, this.service, digestOf(code), now, this.policy);
    this.phone.ledger = begin(reserved.ledger, code, undefined, now, this.policy).ledger;
    return reserved.outcome;
  }
  /** The service finds right whatever is the newest. */
  override enter(): JudgeOutcome {
    const { ledger, now } = this.phone;
    const charged = charge(ledger, this.service, now, this.policy);
    this.phone.ledger = charged.ledger;
    if (charged.outcome.kind !== 'charged') return charged.outcome;
    const settled = settleTry(charged.ledger, charged.outcome, 'right', now, this.policy);
    this.phone.ledger = settled.ledger;
    return settled.outcome;
  }
}

/** Sends so many codes, each as soon as it may be sent, and names them by their number. */
function sendMany(gate: Gate, count: number, name = 'code'): void {
  for (let sent = 0; sent < count; sent++) {
    const outcome = gate.send(`${name} ${sent}`);
    if ('resendAt' in outcome && outcome.kind !== 'issued') {
      gate.phone.now = outcome.resendAt;
      sent--;
    } else assert.equal(outcome.kind, 'issued');
  }
}

describe('a day', () => {
  it('allows four times as many unanswered codes as a window', () => {
    const phone = new Phone();
    const gate = phone.gate({ resendAfter: 0, maxSends: 2, sendWindow: MINUTE });
    sendMany(gate, 8);
    expect(phone.now).toBe(START + 3 * MINUTE);
    phone.now += MINUTE;
    const expiresAt = START + 3 * MINUTE + 5 * MINUTE;
    expect(gate.send('too many')).toEqual({
      kind: 'too-many',
      resendAt: START + DAY,
      expiresAt,
      sentAt: START + 3 * MINUTE,
    });
    phone.now = START + DAY - 1;
    expect(gate.send('too many')).toEqual({ kind: 'too-many', resendAt: START + DAY, expiresAt: null });
    phone.now += 1;
    expect(gate.send('next')).toMatchObject({ kind: 'issued', resendAt: START + DAY });
    expect(gate.send('the one after')).toMatchObject({ kind: 'issued', resendAt: START + MINUTE + DAY });
  });

  it('says with its last send how long that keeps the next one waiting', () => {
    const phone = new Phone();
    const gate = phone.gate({ resendAfter: 0, maxSends: 1, sendWindow: MINUTE });
    sendMany(gate, 3);
    phone.now += MINUTE;
    expect(gate.send('last')).toMatchObject({ kind: 'issued', resendAt: START + DAY });
  });

  it('reaches as far as the most generous policy', () => {
    const phone = new Phone();
    const gate = phone.gate({ resendAfter: 0, maxSends: 100, sendWindow: MINUTE });
    sendMany(gate, 400);
    phone.now += MINUTE;
    expect(gate.send('too many')).toMatchObject({ kind: 'too-many', resendAt: START + DAY });
    expect(phone.ledger.sends).toHaveLength(400);
    expect(readLedger(writeLedger(phone.ledger), 'a store')).toEqual(phone.ledger);
  });

  it('allows no more than the window if that is a day long', () => {
    const phone = new Phone();
    const gate = phone.gate({ resendAfter: 0, maxSends: 3, sendWindow: DAY });
    sendMany(gate, 3);
    expect(gate.send('too many')).toMatchObject({ kind: 'too-many', resendAt: START + DAY });
  });

  it('yields to the wait between two sends if that takes longer', () => {
    const phone = new Phone();
    const gate = phone.gate({ resendAfter: 10 * MINUTE, maxSends: 1, sendWindow: MINUTE });
    sendMany(gate, 3);
    phone.now = START + DAY - MINUTE;
    expect(gate.send('last')).toMatchObject({ kind: 'issued', resendAt: START + DAY + 9 * MINUTE });
    phone.now += MINUTE;
    expect(gate.send('too soon')).toMatchObject({ kind: 'too-soon', resendAt: START + DAY + 9 * MINUTE });
  });

  it('is counted by the policy of the gate that is asked, over the sends of all', () => {
    const phone = new Phone();
    const generous = phone.gate({ resendAfter: 0, maxSends: 100, sendWindow: MINUTE }, 'generous');
    const strict = phone.gate({ resendAfter: 0, maxSends: 1, sendWindow: MINUTE }, 'strict');
    sendMany(generous, 5);
    phone.now += HOUR;
    expect(strict.send('S')).toEqual({ kind: 'too-many', resendAt: START + DAY, expiresAt: null });
    expect(generous.send('G')).toMatchObject({ kind: 'issued' });
    sendMany(generous, 150, 'more');
    const fourthLast = phone.ledger.sends.at(-4);
    expect(strict.send('S')).toMatchObject({ kind: 'too-many', resendAt: (fourthLast?.at ?? 0) + DAY });
  });

  it('is as long as a send is remembered', () => {
    const phone = new Phone();
    sendMany(phone.gate(), 2);
    phone.now = START + DAY - 1;
    sendMany(phone.gate(), 1, 'next');
    expect(phone.ledger.sends.map(({ at }) => at)).toEqual([START, START + 30 * SECOND, START + DAY - 1]);
    phone.now = START + DAY + 30 * SECOND - 1;
    sendMany(phone.gate(), 1, 'one after');
    expect(phone.ledger.sends.map(({ at }) => at - START)).toEqual([30_000, DAY - 1, DAY + 29_999]);
  });

  it('is not made longer by a clock that is turned back, nor shorter by two that take turns', () => {
    const phone = new Phone();
    const gate = phone.gate({ resendAfter: 0, maxSends: 1, sendWindow: MINUTE });
    sendMany(gate, 4);
    const { now } = phone;
    for (let turn = 0; turn < 50; turn++) {
      phone.now = now - (turn % 2) * HOUR;
      expect(gate.send('too many')).toMatchObject({ kind: 'too-many' });
    }
    phone.now = now - 30 * DAY;
    expect(gate.send('too many')).toMatchObject({ kind: 'too-many', resendAt: phone.now + DAY });
    phone.now += DAY;
    expect(gate.send('next')).toMatchObject({ kind: 'issued' });
  });
});

describe.each([
  ['of ours', (phone: Phone, policy: Partial<Policy>, service?: string) => phone.gate(policy, service)],
  [
    'of a service that judges it',
    (phone: Phone, policy: Partial<Policy>, service = 'a service') =>
      new ForeignGate(phone, { ...DEFAULT_POLICY, ...policy }, service),
  ],
] as const)('a code %s that was accepted', (_, gateFor) => {
  it('counts for no limit', () => {
    const phone = new Phone();
    const gate = gateFor(phone, { resendAfter: 10 * MINUTE, maxSends: 1, sendWindow: DAY });
    for (let n = 0; n < 20; n++) {
      expect(gate.send(`code ${n}`).kind).toBe('issued');
      expect(gate.enter(`code ${n}`)).toMatchObject({ kind: 'accepted' });
    }
    expect(phone.ledger.sends).toEqual([]);
  });

  it('leaves every other send counted, at its own service too', () => {
    const phone = new Phone();
    const gate = gateFor(phone, { resendAfter: 0, maxSends: 3 });
    const other = gateFor(phone, { resendAfter: 0, maxSends: 3 }, 'another service');
    gate.send('A');
    other.send('B');
    gate.send('C');
    expect(gate.enter('C')).toMatchObject({ kind: 'accepted' });
    expect(phone.ledger.sends.map(({ sealId }) => sealId)).toEqual(['A', 'B']);
    expect(gate.send('D').kind).toBe('issued');
    expect(gate.send('E')).toMatchObject({ kind: 'too-many', resendAt: START + 10 * MINUTE });
  });

  it('ends no wait that a later send began', () => {
    const phone = new Phone();
    const gate = gateFor(phone, {});
    gate.send('A');
    phone.now += 30 * SECOND;
    gateFor(phone, {}, 'another service').send('B');
    expect(gate.enter('A')).toMatchObject({ kind: 'accepted' });
    expect(gate.send('C')).toMatchObject({ kind: 'too-soon', resendAt: START + 60 * SECOND });
  });

  it('is still known as used for a day, though no send is on record', () => {
    const phone = new Phone();
    const gate = gateFor(phone, {});
    gate.send('A');
    gate.enter('A');
    expect(phone.ledger.sends).toEqual([]);
    expect(forgetAt(phone.ledger)).toBe(START + 5 * MINUTE + DAY);
    phone.now += 5 * MINUTE + DAY - 1;
    expect(gate.enter('A')).toEqual({ kind: 'used' });
  });

  it('stays accepted, and revives no other, if its text is reported as refused after that', () => {
    const phone = new Phone();
    const gate = gateFor(phone, { resendAfter: 0 });
    gate.send('A');
    gate.send('B');
    gate.enter('B');
    const { ledger } = phone;
    phone.refuse('B');
    expect(phone.ledger).toEqual(ledger);
  });
});

describe('a code that was not accepted', () => {
  it.each<[string, (gate: Gate) => unknown]>([
    ['replaced before it was entered', (gate) => gate.send('B')],
    ['entered too late', ({ phone }) => (phone.now += 5 * MINUTE)],
    ['entered after its last wrong try', (gate) => Array.from({ length: 5 }, () => gate.enter('wrong'))],
  ])('counts if it was %s', (_, spoil) => {
    const phone = new Phone();
    const gate = phone.gate({ resendAfter: 0 });
    gate.send('A');
    spoil(gate);
    expect(gate.enter('A').kind).not.toBe('accepted');
    expect(phone.ledger.sends.map(({ sealId }) => sealId)).toContain('A');
  });

  it('counts if a service found it right too late, after a newer one was sent', () => {
    const phone = new Phone();
    const gate = new ForeignGate(phone, { ...DEFAULT_POLICY, resendAfter: 0 }, 'a service');
    gate.send('A');
    const { ledger, outcome } = charge(phone.ledger, gate.service, phone.now, gate.policy);
    assert(outcome.kind === 'charged');
    phone.ledger = ledger;
    gate.send('B');
    phone.ledger = settleTry(phone.ledger, outcome, 'right', phone.now, gate.policy).ledger;
    expect(phone.ledger.sends.map(({ sealId }) => sealId)).toEqual(['A', 'B']);
  });
});

describe('unlocking', () => {
  it('forgets the sends, and says how many', () => {
    const phone = new Phone();
    const gate = phone.gate({ maxSends: 2 });
    sendMany(gate, 2);
    expect(gate.send('too many').kind).toBe('too-many');
    expect(phone.unlock()).toEqual({ kind: 'unlocked', failures: 0, wasLocked: false, sends: 2 });
    expect(phone.ledger.sends).toEqual([]);
    expect(gate.enter('code 1')).toMatchObject({ kind: 'accepted' });
    expect(gate.send('next').kind).toBe('issued');
    expect(phone.unlock()).toEqual({ kind: 'unlocked', failures: 0, wasLocked: false, sends: 1 });
    expect(phone.unlock()).toEqual({ kind: 'unlocked', failures: 0, wasLocked: false, sends: 0 });
  });

  it('counts no send of more than a day ago, which no rule asks about', () => {
    const phone = new Phone();
    sendMany(phone.gate(), 1);
    phone.now += DAY - 1;
    expect(phone.unlock().sends).toBe(1);
    sendMany(phone.gate(), 1);
    phone.now += DAY;
    expect(phone.unlock().sends).toBe(0);
  });

  it('does so by a clock that was turned back too', () => {
    const phone = new Phone();
    sendMany(phone.gate(), 1);
    phone.now -= CLOCK_SKEW + 1;
    expect(phone.unlock().sends).toBe(1);
  });
});

// From here on: any history, held against a book that is kept in the words of the contract.

type Event =
  | { readonly kind: 'send' | 'enter'; readonly gate: number }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'unlock' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'wait as told' };

const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  length: fc.constant(5),
  expiresIn: fc.constantFrom(SECOND, 5 * MINUTE, 10 * MINUTE),
  maxAttempts: fc.integer({ min: 1, max: 10 }),
  resendAfter: fc.constantFrom(0, SECOND, 30 * SECOND, 10 * MINUTE),
  maxSends: fc.constantFrom(1, 1, 2, 3, 5, 100),
  sendWindow: fc.constantFrom(MINUTE, 10 * MINUTE, HOUR, DAY),
});

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  { weight: 8, arbitrary: fc.nat(3).map((gate): Event => ({ kind: 'send', gate })) },
  { weight: 3, arbitrary: fc.nat(3).map((gate): Event => ({ kind: 'enter', gate })) },
  { weight: 1, arbitrary: fc.constant<Event>({ kind: 'refuse' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Event>({ kind: 'unlock' }, { kind: 'wait', ms: 0 }, { kind: 'wait', ms: 1 }),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(1, SECOND, 30 * SECOND, MINUTE, 10 * MINUTE, HOUR)
      .map((ms): Event => ({ kind: 'wait', ms })),
  },
  { weight: 4, arbitrary: fc.constant<Event>({ kind: 'wait as told' }) },
);

/** The first moment from `now` on at which the contract allows another send, and the limit that decides. */
function allowed(unanswered: readonly number[], now: number, { resendAfter, maxSends, sendWindow }: Policy) {
  const moments = [now, ...unanswered.flatMap((at) => [resendAfter, sendWindow, DAY].map((ms) => at + ms))];
  const from = (isAllowed: (at: number) => boolean) =>
    Math.min(...moments.filter((moment) => moment >= now && isAllowed(moment)));
  const since = (moment: number, ms: number) => unanswered.filter((at) => at > moment - ms).length;
  const soon = from((moment) => since(moment, resendAfter) === 0);
  const many = from((moment) => since(moment, sendWindow) < maxSends && since(moment, DAY) < 4 * maxSends);
  return { at: Math.max(soon, many), limit: many > soon ? 'too-many' : 'too-soon' };
}

const anyPlay = fc.tuple(fc.tuple(anyPolicy, anyPolicy), fc.array(anyEvent, { maxLength: 150, size: 'max' }));

/** Plays a history at four gates on one phone. @returns how often each outcome came, and a wait of a day */
function play([policies, events]: readonly [readonly Policy[], readonly Event[]]): Map<string, number> {
  const kinds = new Map<string, number>();
  const phone = new Phone();
  const gates = policies.flatMap((policy, n) => [
    new Gate(phone, policy, `ours ${n}`),
    new ForeignGate(phone, policy, `foreign ${n}`),
  ]);
  /** When each code was sent that counts for the limits, and the codes of each gate. */
  const unanswered = new Map<string, number>();
  const sent = new Map<Gate, string[]>(gates.map((gate) => [gate, []]));
  let last: { readonly code: string; readonly gate: Gate } | undefined;
  let told = START;
  for (const [index, event] of events.entries()) {
    const gate = gates['gate' in event ? event.gate : 0];
    assert(gate);
    switch (event.kind) {
      case 'send': {
        const code = `code ${index}`;
        const { at, limit } = allowed([...unanswered.values()], phone.now, gate.policy);
        const outcome = gate.send(code);
        const expected = at === phone.now ? 'issued' : limit;
        assert.equal(outcome.kind, expected);
        kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1);
        assert('resendAt' in outcome);
        if (outcome.kind === 'issued') {
          unanswered.set(code, phone.now);
          sent.get(gate)?.push(code);
          last = { code, gate };
          assert.equal(outcome.resendAt, allowed([...unanswered.values()], phone.now, gate.policy).at);
        } else assert.equal(outcome.resendAt, at);
        if (outcome.resendAt - phone.now > Math.max(gate.policy.sendWindow, gate.policy.resendAfter)) {
          kinds.set('a day', (kinds.get('a day') ?? 0) + 1);
        }
        told = outcome.resendAt;
        break;
      }
      case 'enter': {
        const code = sent.get(gate)?.at(-1) ?? 'none';
        const { kind } = gate.enter(code);
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        if (kind === 'accepted') unanswered.delete(code);
        break;
      }
      case 'refuse':
        // What was accepted has arrived.
        if (!last || phone.ledger.challenges.some(({ seal, used }) => used && seal.id === last?.code)) break;
        phone.refuse(last.code);
        unanswered.delete(last.code);
        sent.get(last.gate)?.pop();
        last = undefined;
        break;
      case 'unlock': {
        const counted = [...unanswered.values()].filter((at) => at > phone.now - DAY).length;
        assert.equal(phone.unlock().sends, counted);
        unanswered.clear();
        break;
      }
      case 'wait':
        phone.now += event.ms;
        break;
      case 'wait as told':
        phone.now = Math.max(phone.now, told);
        break;
      default:
        event satisfies never;
    }
    assert.deepEqual(readLedger(writeLedger(phone.ledger), 'a store'), phone.ledger);
  }
  return kinds;
}

it('keeps to the limits of each gate in any history of four gates on one phone', () => {
  fc.assert(
    fc.property(anyPlay, (history) => {
      play(history);
    }),
    { numRuns: 200 },
  );
});

// Always the same hundred, so that what they reach is not left to chance.
it('meets every limit and a wait of a day, many times, in histories such as these', () => {
  const all = fc.sample(anyPlay, { seed: 1, numRuns: 100 }).map(play);
  const count = (kind: string) => all.reduce((sum, kinds) => sum + (kinds.get(kind) ?? 0), 0);
  for (const kind of ['issued', 'too-soon', 'too-many', 'accepted', 'a day']) {
    expect(count(kind), kind).toBeGreaterThan(50);
  }
});
