// What holds of a conversation whatever is typed, whatever comes of it and whenever.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Conversation,
  type ConversationEvent,
  isCodeValid,
  type Key,
  stopsOf,
} from '../../src/conversation/state.ts';
import { openConversation, update } from '../../src/conversation/update.ts';
import { ageInWords, shortWait, waitInWords } from '../../src/core/duration.ts';
import {
  type CheckOutcome,
  type OutcomeTimes,
  type Progress,
  type SendOutcome,
  shiftTimes,
} from '../../src/core/outcome.ts';
import { checked, MINUTE, NOW, sent } from './conversations.ts';

const PROBLEM = { message: 'the text service is busy.', detail: 'not for the form' };

describe('whatever happens', () => {
  const times = fc.record({ resendAt: fc.integer(), expiresAt: fc.integer() });
  const problem = fc.constant(PROBLEM);
  const digits = fc.integer({ min: 4, max: 10 });
  const locked = fc.record({ kind: fc.constant('locked'), until: fc.option(fc.constant(NOW + MINUTE)) });
  const storeFailed = fc.record({ kind: fc.constant('store-failed'), problem });
  const sendOutcome = fc.oneof(
    fc.record({ kind: fc.constant('sent'), length: digits, resendAt: fc.nat(), expiresAt: fc.nat() }),
    fc
      .tuple(problem, digits, times)
      .map(([of, length, at]) => ({ kind: 'unknown' as const, length, problem: of, ...at })),
    ...[
      fc.record({ kind: fc.constant('refused'), problem }),
      fc.record({
        kind: fc.constantFrom('too-soon', 'too-many'),
        resendAt: fc.nat(),
        expiresAt: fc.option(fc.nat()),
      }),
      locked,
      storeFailed,
      // The length too, if it was known before the send failed.
    ].map((outcome) =>
      fc
        .tuple(outcome, fc.record({ length: digits }, { requiredKeys: [] }))
        .map(([one, length]) => ({ ...one, ...length })),
    ),
  ) as fc.Arbitrary<SendOutcome>;
  const checkOutcome = fc.oneof(
    fc.record({ kind: fc.constantFrom('accepted', 'used', 'expired', 'exhausted', 'unsent') }),
    fc.record({ kind: fc.constant('accepted'), by: fc.constant('recovery'), recoveryLeft: fc.nat(7) }),
    fc.record({ kind: fc.constant('throttled'), until: fc.nat() }),
    fc.record({ kind: fc.constant('incorrect'), triesLeft: fc.nat(9), superseded: fc.boolean() }),
    fc.record({ kind: fc.constant('invalid'), length: fc.constant(5) }),
    locked,
    storeFailed,
  ) as fc.Arbitrary<CheckOutcome>;
  const text = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...'0123456789q') }, fc.string({ unit: 'binary' }));
  const recoveryCode = fc.string({ unit: fc.constantFrom('7', 'q', 'M', 'x'), minLength: 16, maxLength: 16 });
  const press = (control: unknown) => ({ kind: 'press', control });
  const key = fc.oneof(
    { weight: 4, arbitrary: text.map((typedText) => ({ kind: 'type', text: typedText })) },
    fc.oneof(text, fc.stringMatching(/^[0-9]{4,10}$/), recoveryCode).map((pasted) => ({ kind: 'paste', text: pasted })),
    fc.oneof(text, recoveryCode).map((line) => ({ kind: 'line', text: line })),
    { weight: 2, arbitrary: fc.constantFrom('input', 'submit', 'resend', 'call', 'recovery').map(press) },
    {
      weight: 6,
      arbitrary: fc
        .constantFrom(
          'next',
          'previous',
          'enter',
          'space',
          'left',
          'right',
          'home',
          'end',
          'backspace',
          'delete',
          'help',
        )
        .map((kind) => ({ kind })),
    },
    fc.constantFrom('clear', 'escape').map((kind) => ({ kind })),
  ) as fc.Arbitrary<Key>;
  const ending = fc.constantFrom<ConversationEvent>(
    { kind: 'interrupt' },
    { kind: 'idle', after: 600_000 },
    { kind: 'end-of-input' },
    { kind: 'signal', name: 'SIGTERM', number: 15 },
  );
  const opening = fc.record({
    length: digits,
    recipient: fc.constant('+1 ••71'),
    stay: fc.boolean(),
    now: fc.constant(NOW),
  });

  const recoveryLeft = fc.constantFrom(0, 1, 8);
  const counted = recoveryLeft.map((left): ConversationEvent => ({ kind: 'counted', recoveryLeft: left }));

  function expectSound(form: Conversation) {
    expect(form.recovery.symbols).toMatch(/^[0-9A-HJKMNP-TV-Z]{0,16}$/);
    expect(form.recovery.cursor).toBeGreaterThanOrEqual(0);
    expect(form.recovery.cursor).toBeLessThanOrEqual(form.recovery.symbols.length);
    expect(['input', ...stopsOf(form)]).toContain(form.focus);
    expect(form.digits).toMatch(new RegExp(`^[0-9]{0,${form.length}}$`));
    expect(form.cursor).toBeGreaterThanOrEqual(0);
    expect(form.cursor).toBeLessThanOrEqual(form.digits.length);
  }

  it('keeps its digits sound, never says yes without a correct code, and does nothing after closing', () => {
    const event = fc.oneof(
      { weight: 8, arbitrary: key },
      { weight: 3, arbitrary: sendOutcome.map(sent) },
      { weight: 3, arbitrary: checkOutcome.map(checked) },
      counted,
      fc.constantFrom<ConversationEvent>({ kind: 'tick' }, { kind: 'seen' }),
      ending,
    );
    let yeses = 0;
    fc.assert(
      fc.property(
        opening,
        fc.array(fc.tuple(event, fc.integer()), { maxLength: 40, size: 'max' }),
        (options, events) => {
          let [form] = openConversation(options);
          let accepted = false;
          for (const [given, now] of events) {
            const [next, effects] = update(form, given, now);
            form = next;
            expectSound(form);
            accepted ||= given.kind === 'checked' && given.outcome.kind === 'accepted';
            const closing = effects.findIndex(({ kind }) => kind === 'close');
            if (closing >= 0) expect(effects.slice(closing + 1)).toEqual([]);
            const saysYes = effects.some((effect) => effect.kind === 'close' && effect.status === 0);
            if (saysYes) yeses += 1;
            expect(saysYes && !accepted).toBe(false);
          }
        },
      ),
      {
        numRuns: 500,
        // So that there is at least one yes, whatever comes up.
        examples: [
          [
            { length: 5, recipient: '+1 ••71', stay: false, now: NOW },
            [
              [checked({ kind: 'accepted' }), NOW],
              [{ kind: 'seen' }, NOW],
            ],
          ],
        ],
      },
    );
    expect(yeses).toBeGreaterThan(0);
  });

  it('has at most one send or check under way, and answers come to an end', () => {
    type Step = { readonly key: Key } | { readonly send: SendOutcome; readonly check: CheckOutcome };
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 3, arbitrary: fc.record({ key }) },
      { weight: 1, arbitrary: fc.record({ send: sendOutcome, check: checkOutcome }) },
    );
    fc.assert(
      fc.property(opening, recoveryLeft, fc.array(step, { maxLength: 60 }), (options, left, steps) => {
        let [form, effects] = openConversation(options);
        form = update(form, { kind: 'counted', recoveryLeft: left }, NOW)[0];
        let underWay: 'sending' | 'checking' | null = null;
        let closed = false;
        const follow = () => {
          for (const effect of effects) {
            const { kind } = effect;
            if (kind === 'close') closed = true;
            // What has the shape of neither kind of code is never judged, but for digits that are too few.
            if (kind === 'check') expect(effect.entry).toMatch(/^(?:[0-9]{0,10}|[0-9A-HJKMNP-TV-Z]{16})$/);
            if (kind !== 'send' && kind !== 'check') continue;
            expect(underWay).toBeNull();
            underWay = kind === 'send' ? 'sending' : 'checking';
          }
          if (!closed) expect(form.busy).toBe(underWay);
          expectSound(form);
        };
        follow();
        for (const taken of steps) {
          if (closed) break;
          let event: ConversationEvent;
          if ('key' in taken) event = taken.key;
          else if (underWay === null) continue;
          else {
            event = underWay === 'sending' ? sent(taken.send) : checked(taken.check);
            underWay = null;
          }
          [form, effects] = update(form, event, NOW);
          follow();
        }
      }),
      { numRuns: 500 },
    );
  });

  it('says what is true: something while a person waits, countdowns by the clock, and at the end the last refusal', () => {
    const soon = fc.integer({ min: 1, max: 300_000 });
    const code = fc.record({ kind: fc.constant('sent'), length: digits, resendAt: soon, expiresAt: soon });
    const wait = fc.record({
      kind: fc.constantFrom('too-soon', 'too-many'),
      resendAt: soon,
      expiresAt: fc.option(soon),
      sentAt: fc.integer({ min: -300_000, max: 0 }),
    });
    const lock = fc.record({ kind: fc.constant('locked'), until: fc.option(soon) });
    /** Times are counted from when it comes. */
    const answers = fc.record({
      send: fc.oneof(
        { weight: 3, arbitrary: code.map((fields) => ({ ...fields, deliveryId: 'SM1' })) },
        code.map((fields) => ({ ...fields, kind: 'unknown', problem: PROBLEM })),
        { weight: 2, arbitrary: wait },
        lock,
        fc.constantFrom({ kind: 'refused', problem: PROBLEM }, { kind: 'store-failed', problem: PROBLEM }),
      ) as fc.Arbitrary<SendOutcome>,
      check: fc.oneof(
        {
          weight: 4,
          arbitrary: fc.record({ kind: fc.constant('incorrect'), triesLeft: fc.nat(9), superseded: fc.boolean() }),
        },
        fc.constantFrom(
          ...(['accepted', 'used', 'expired', 'exhausted', 'unsent'] as const).map((kind) => ({ kind })),
          { kind: 'invalid', length: 5 },
          { kind: 'store-failed', problem: PROBLEM },
          { kind: 'unchecked', problem: PROBLEM },
        ),
        lock,
        soon.map((until) => ({ kind: 'throttled', until })),
      ) as fc.Arbitrary<CheckOutcome>,
    });
    const progress = fc.constantFrom<Progress>(
      { kind: 'delivered' },
      { kind: 'passed-on' },
      { kind: 'undelivered', problem: PROBLEM },
    );
    const step = fc.record({
      passed: fc.oneof(fc.constant(0), fc.nat(40_000)),
      what: fc.oneof(
        {
          weight: 6,
          arbitrary: fc.record({ key: fc.oneof(key, fc.constant<Key>({ kind: 'press', control: 'call' })) }),
        },
        { weight: 6, arbitrary: fc.record({ answers }) },
        { weight: 1, arbitrary: fc.record({ progress }) },
        { weight: 3, arbitrary: fc.constant({ tick: true }) },
      ),
    });
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        opening,
        fc.boolean(),
        recoveryLeft,
        fc.array(step, { maxLength: 60, size: 'max' }),
        (options, offersCall, left, steps) => {
          let [form, effects] = openConversation({ ...options, offersCall });
          form = update(form, { kind: 'counted', recoveryLeft: left }, NOW)[0];
          let now = NOW;
          let status = 1;
          for (const { passed, what } of steps) {
            now += passed;
            const event = eventFor(what, form, now);
            if (event === undefined) continue;
            status = statusAfter(status, form, event);
            [form, effects] = update(form, event, now);
            const close = effects.find((effect) => effect.kind === 'close');
            if (close) {
              expect(close.status).toBe(status);
              expect(close.line).not.toBe('');
              break;
            }
            expectSound(form);
            if (form.busy) expect(form.notice?.text).toMatch(/^(Sending the code|Calling|Checking)…$/);
            if (!isCodeValid(form)) expect(form.notice?.text).toMatch(/./);
            for (const name of expectTrue(form)) seen.add(name);
          }
        },
      ),
      { numRuns: 2_000 },
    );
    expect([...seen].sort()).toEqual(['ago', 'locked', 'sending', 'wait']);
  });
});

type What =
  | { readonly key: Key }
  | { readonly answers: { readonly send: SendOutcome; readonly check: CheckOutcome } }
  | { readonly progress: Progress }
  | { readonly tick: boolean };

/** What happens, if it can: answers only come to what was asked. */
function eventFor(what: What, { busy }: Conversation, now: number): ConversationEvent | undefined {
  if ('key' in what) return what.key;
  if ('progress' in what) return { kind: 'progress', id: 'SM1', outcome: what.progress };
  if ('tick' in what) return { kind: 'tick' };
  if (busy === null) return undefined;
  const { send, check } = what.answers;
  return busy === 'sending' ? sent(shiftTimes(send, now)) : checked(shiftTimes(check, now));
}

const STATUS: Partial<Record<string, number>> = {
  ...{ refused: 69, unknown: 69, unchecked: 69, undelivered: 69 },
  ...{ 'store-failed': 73, 'too-many': 75, throttled: 75, locked: 75, accepted: 0 },
};

/** With which status a form closes after an event, going by the contract. */
function statusAfter(before: number, form: Conversation, event: ConversationEvent): number {
  if (form.verified) return 0;
  if (event.kind === 'progress') {
    const isNews = event.outcome.kind === 'undelivered' && form.delivery?.id === event.id && !form.busy;
    return isNews ? 69 : before;
  }
  if (event.kind !== 'sent' && event.kind !== 'checked') return before;
  const { kind } = event.outcome;
  // An entry that is no code is no outcome of a try; a code that could not be sent cannot be tried.
  if (kind === 'invalid' || (kind === 'unsent' && before === 69)) return before;
  // A recovery code that is not accepted leaves in place what stands in the way of a texted one.
  if (form.recovery.isOpen && (kind === 'incorrect' || kind === 'used') && before !== 1) return before;
  // Nor does asking too soon for another text help one that has failed.
  if (kind === 'too-soon' && form.delivery?.progress === 'undelivered' && before === 69) return before;
  return STATUS[kind] ?? 1;
}

/** Expects every time in the notice to be what the clock says. @returns which there were */
function expectTrue({ notice, now, resendAt, topic, last }: Conversation): string[] {
  const said = notice?.text ?? '';
  const about = topic ?? last;
  const outcome = about && about.about !== 'entry' ? (about.outcome as OutcomeTimes) : {};
  const times: [string, RegExp, () => string][] = [
    ['wait', /Please wait (\w+)/, () => shortWait((outcome.until ?? resendAt) - now)],
    ['sending', /Sending in (\w+)…/, () => shortWait(resendAt - now)],
    ['locked', /^Locked! .* \(in ([^)]+)\)/, () => waitInWords((outcome.until ?? 0) - now)],
    ['ago', /was sent (\d+ \w+) ago/, () => ageInWords(now - (outcome.sentAt ?? 0))],
  ];
  return times.flatMap(([name, pattern, expected]) => {
    const [, told] = pattern.exec(said) ?? [];
    if (told === undefined) return [];
    expect(told).toBe(expected());
    return [name];
  });
}
