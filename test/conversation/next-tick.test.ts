// When a form has to be looked at again: as seldom as can be, and never too late.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextTickAt } from '../../src/conversation/next-tick.ts';
import type { Conversation, Topic } from '../../src/conversation/state.ts';
import { update } from '../../src/conversation/update.ts';
import { UNICODE } from '../../src/faces/screen/glyphs.ts';
import type { Size } from '../../src/faces/screen/scene.ts';
import { FULL, view } from '../../src/faces/screen/view.ts';
import { area, HELP, NOW, WRONG } from '../faces/screen/painter.ts';

const LOCKED: Topic = { about: 'check', outcome: { kind: 'locked', until: NOW + 900_400 } };
const OPENED: Topic = {
  about: 'send',
  outcome: { kind: 'too-soon', resendAt: NOW, expiresAt: NOW, sentAt: NOW - 12_300 },
  opening: true,
};

const QUIET: Conversation = { ...WRONG, notice: null, expiresAt: null, resendAt: 0 };

const afterNow = fc.integer({ min: -100_000, max: 400_000 }).map((ms) => NOW + ms);
const waits = fc.record({
  kind: fc.constantFrom('too-soon' as const, 'too-many' as const),
  resendAt: afterNow,
  expiresAt: fc.option(afterNow),
  sentAt: afterNow,
});
const locks = fc.record({ kind: fc.constant('locked' as const), until: fc.option(afterNow) });
const topics: fc.Arbitrary<Topic> = fc.oneof(
  fc.record({ about: fc.constant('send' as const), outcome: fc.oneof(waits, locks), opening: fc.boolean() }),
  fc.record({ about: fc.constant('check' as const), outcome: locks }),
);
const forms: fc.Arbitrary<Conversation> = fc
  .record({
    expiresAt: fc.option(afterNow),
    resendAt: afterNow,
    topic: fc.option(topics),
    last: fc.option(topics),
    opening: fc.boolean(),
    startedAt: fc.option(afterNow),
    progress: fc.constantFrom(null, 'sending' as const, 'delivered' as const),
    verified: fc.boolean(),
    offersCall: fc.boolean(),
    focus: fc.constantFrom('input' as const, 'call' as const),
  })
  .map(({ startedAt, progress, ...fields }) => ({
    ...WRONG,
    ...fields,
    delivery: startedAt === null ? null : { id: 'SM1', progress, byCall: false, startedAt },
  }));

/** What a person sees of a form at a time, and what keys would find. */
function lookAt(form: Conversation, now: number) {
  const { now: _, ...ticked } = update(form, { kind: 'tick' }, now)[0];
  const scenes = [FULL, { columns: 34, rows: 9 }].map(({ columns, rows }: Size) =>
    view({ ...ticked, now }, area(columns, rows), UNICODE, HELP),
  );
  return { ticked, scenes };
}

describe('the next tick', () => {
  it('comes before anything changes by time alone', () => {
    fc.assert(
      fc.property(forms, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (form, share) => {
        const [shown] = update(form, { kind: 'tick' }, NOW);
        const next = nextTickAt(shown) ?? NOW + 1_000_000;
        expect(next).toBeGreaterThan(NOW);
        const before = NOW + Math.floor(share * (next - NOW));
        expect(lookAt(shown, before)).toEqual(lookAt(shown, NOW));
      }),
      { numRuns: 2_000 },
    );
  });

  it('comes with each second of a countdown', () => {
    const ticks: number[] = [];
    let form: Conversation = { ...QUIET, expiresAt: NOW + 2_300 };
    for (let at = nextTickAt(form); at !== undefined; at = nextTickAt(form)) {
      ticks.push(at - NOW);
      form = { ...form, now: at };
    }
    expect(ticks).toEqual([300, 1_300, 2_300]);
  });

  it.each<[string, Partial<Conversation>, number]>([
    ['RESEND OTP counts down', { resendAt: NOW + 10_100 }, 100],
    ['the wait for a lock counts down', { topic: LOCKED }, 400],
    ['the age of a code counts up', { topic: OPENED }, 700],
    [
      'a call is offered',
      { offersCall: true, delivery: { id: 'SM1', progress: null, byCall: false, startedAt: NOW } },
      30_000,
    ],
  ])('comes when %s', (_, fields, ms) => {
    expect(nextTickAt({ ...QUIET, ...fields })).toBe(NOW + ms);
  });

  it('does not come if nothing is due', () => {
    expect(nextTickAt(QUIET)).toBeUndefined();
    expect(nextTickAt({ ...QUIET, verified: true, expiresAt: NOW + 60_000 })).toBeUndefined();
  });
});
