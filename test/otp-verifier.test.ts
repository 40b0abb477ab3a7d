import { inspect } from 'node:util';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { steadyClock } from '../src/clock.ts';
import { EMPTY_LEDGER, type Ledger, type Step } from '../src/core/ledger.ts';
import type { Progress } from '../src/core/outcome.ts';
import { parsePhoneNumber } from '../src/core/phone.ts';
import type { CodeService, Delivery, Sender, Text } from '../src/delivery/sender.ts';
import { OtpVerifier } from '../src/otp-verifier.ts';
import { memoryStore } from '../src/store/memory.ts';
import { type Store, StoreError } from '../src/store/store.ts';
import type { VerifierEvent } from '../src/verifier-event.ts';
import type { OtpVerifierOptions } from '../src/verifier-options.ts';

const PHONE = '+14155552671';
const SECRET = '0123456789abcdef';
const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);
const problem = { message: 'for the person', detail: 'for the operator' };

let now: number;
let texts: Text[];
let delivery: Delivery;
beforeEach(() => {
  now = START;
  texts = [];
  delivery = { kind: 'accepted' };
});

function verifier(options: Partial<OtpVerifierOptions> = {}): OtpVerifier {
  const sender = {
    async send(text: Text): Promise<Delivery> {
      texts.push(text);
      return delivery;
    },
  };
  return new OtpVerifier({ sender, secret: SECRET, clock: () => now, ...options });
}

/** The code in the newest text. */
function received(): string {
  return /^[0-9]+/.exec(texts.at(-1)?.body ?? '')?.[0] ?? 'no text';
}

function otherThan(code: string): string {
  return code.replace(/.$/, (digit) => String((Number(digit) + 1) % 10));
}

/** A store in memory, and each ledger that it was ever given. */
function watchedStore(): Store & { readonly ledgers: Ledger[]; readonly keys: Set<string> } {
  const inner = memoryStore();
  const ledgers: Ledger[] = [];
  const keys = new Set<string>();
  return {
    ledgers,
    keys,
    update: (key, change) => {
      keys.add(key);
      return inner.update(key, (ledger) => {
        const step = change(ledger);
        ledgers.push(step.ledger);
        return step;
      });
    },
    close: () => inner.close(),
  };
}

function brokenStore(): Store {
  return {
    async update() {
      throw new StoreError(problem);
    },
    async close() {},
  };
}

const codeService: CodeService = {
  name: 'another',
  codeLength: async () => 6,
  start: async () => ({ kind: 'accepted' }),
  judge: async () => ({ kind: 'right' }),
};

describe('sending and checking', () => {
  it('accepts the code that was sent, once', async () => {
    const gate = verifier();
    expect(await gate.send(PHONE)).toEqual({
      kind: 'sent',
      length: 5,
      expiresAt: START + 5 * MINUTE,
      resendAt: START + 30_000,
    });
    expect(texts).toMatchObject([
      {
        to: PHONE,
        channel: 'sms',
        code: received(),
        body: `${received()} is your verification code. It expires in 5 minutes.`,
        validFor: 300,
      },
    ]);
    expect(received()).toMatch(/^[0-9]{5}$/);
    expect(await gate.check(PHONE, otherThan(received()))).toEqual({
      kind: 'incorrect',
      triesLeft: 4,
      superseded: false,
    });
    expect(await gate.check(PHONE, ` ${received().slice(0, 2)} - ${received().slice(2)} `)).toEqual({
      kind: 'accepted',
      channel: 'sms',
      failures: 1,
    });
    expect(await gate.check(PHONE, received())).toEqual({ kind: 'used' });
  });

  it('words the text by the template, service and length that it is given', async () => {
    const policy = { length: 8, expiresIn: 90_500 };
    const gate = verifier({ policy, service: 'Acme', message: '{service} {code} {minutes}', random: () => 0 });
    await gate.send(PHONE);
    expect(texts).toMatchObject([{ to: PHONE, service: 'Acme', body: 'Acme 00000000 1', validFor: 91 }]);
    expect(gate.policy).toMatchObject({ ...policy, maxAttempts: 5 });
  });

  it('makes the old code worthless with a new one', async () => {
    let draws = 0;
    const gate = verifier({ policy: { resendAfter: 0 }, random: () => draws++ % 10 });
    await gate.send(PHONE);
    await gate.send(PHONE);
    expect(received()).toBe('56789');
    expect(await gate.check(PHONE, '01234')).toMatchObject({ kind: 'incorrect', superseded: true });
    expect(await gate.check(PHONE, '56789')).toMatchObject({ kind: 'accepted' });
  });

  it('sends another code at once after one was accepted, whatever became of its text', async () => {
    const gate = verifier({ policy: { resendAfter: 10 * MINUTE, maxSends: 1 } });
    for (const kind of ['accepted', 'unknown', 'accepted'] as const) {
      delivery = kind === 'accepted' ? { kind } : { kind, problem };
      await gate.send(PHONE);
      expect((await gate.send(PHONE)).kind).toMatch(/^too-/);
      expect(await gate.check(PHONE, received())).toMatchObject({ kind: 'accepted' });
    }
    expect(texts).toHaveLength(3);
  });

  it('sends no more unanswered codes in a day than four windows hold', async () => {
    const gate = verifier({ policy: { resendAfter: 0, maxSends: 1, sendWindow: MINUTE } });
    for (let sends = 0; sends < 4; sends++) {
      expect(await gate.send(PHONE)).toMatchObject({ kind: 'sent' });
      now += MINUTE;
    }
    const resendAt = START + 24 * 60 * MINUTE;
    const newest = { sentAt: START + 3 * MINUTE, expiresAt: START + 8 * MINUTE };
    expect(await gate.send(PHONE)).toEqual({ kind: 'too-many', length: 5, resendAt, ...newest });
    expect(await gate.unlock(PHONE)).toMatchObject({ sends: 4 });
    expect(await gate.send(PHONE)).toMatchObject({ kind: 'sent' });
  });

  it('sends no text if the rules do not allow it', async () => {
    const gate = verifier();
    await gate.send(PHONE);
    expect(await gate.send(PHONE)).toEqual({
      kind: 'too-soon',
      length: 5,
      resendAt: START + 30_000,
      expiresAt: START + 5 * MINUTE,
      sentAt: START,
    });
    expect(texts).toHaveLength(1);
  });

  it('takes no try for an entry that is not a code', async () => {
    const store = watchedStore();
    const gate = verifier({ store });
    await gate.send(PHONE);
    for (const entry of ['', '1234', '123456', 'abcde', '1234a', '🙂', '9'.repeat(100_000)]) {
      expect(await gate.check(PHONE, entry)).toEqual({ kind: 'invalid', length: 5 });
    }
    expect(store.ledgers).toHaveLength(1);
  });

  it('says that no code was sent', async () => {
    expect(await verifier().check(PHONE, '12345')).toEqual({ kind: 'unsent' });
  });

  it('keeps recipients apart', async () => {
    const gate = verifier();
    await gate.send(PHONE);
    expect(await gate.check('+14155552672', received())).toEqual({ kind: 'unsent' });
    expect(await gate.send('+14155552672')).toMatchObject({ kind: 'sent' });
  });

  it('keeps services apart that share a store', async () => {
    const store = memoryStore();
    const [one, other] = ['one', 'other'].map((service) => verifier({ store, service, random: () => 7 }));
    await one?.send(PHONE);
    expect(await other?.check(PHONE, '77777')).toEqual({ kind: 'unsent' });
    expect(await other?.send(PHONE)).toEqual({
      kind: 'too-soon',
      length: 5,
      resendAt: START + 30_000,
      expiresAt: null,
    });
    now += 30_000;
    await other?.send(PHONE);
    expect(await one?.check(PHONE, '77777')).toMatchObject({ kind: 'accepted' });
    expect(await other?.check(PHONE, '77777')).toMatchObject({ kind: 'accepted' });
  });

  it('adds up the wrong tries at all services of one phone, and unlocks them all', async () => {
    const store = memoryStore();
    const policy = { resendAfter: 0 };
    const kinds = [];
    for (const service of ['one', 'two', 'three']) {
      const gate = verifier({ store, policy, service });
      await gate.send(PHONE);
      for (let tries = 0; tries < 4; tries++) kinds.push((await gate.check(PHONE, otherThan(received()))).kind);
    }
    expect(kinds).toEqual([...Array(9).fill('incorrect'), ...Array(3).fill('locked')]);
    expect(await verifier({ store }).unlock(PHONE)).toEqual({
      kind: 'unlocked',
      failures: 10,
      wasLocked: true,
      sends: 3,
    });
    expect(await verifier({ store, service: 'three' }).check(PHONE, received())).toMatchObject({ kind: 'accepted' });
  });

  it('adds up wrong tries over verifiers that share a store', async () => {
    const store = memoryStore();
    const gates = [verifier({ store }), verifier({ store })];
    await gates[0]?.send(PHONE);
    const kinds = [];
    for (let n = 0; n < 6; n++) kinds.push((await gates[n % 2]?.check(PHONE, otherThan(received())))?.kind);
    expect(kinds).toEqual(['incorrect', 'incorrect', 'incorrect', 'incorrect', 'exhausted', 'exhausted']);
  });

  it('accepts exactly one of many right answers at the same moment', async () => {
    const store = memoryStore();
    await verifier({ store }).send(PHONE);
    const answers = await Promise.all(Array.from({ length: 20 }, () => verifier({ store }).check(PHONE, received())));
    expect(answers.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'used')).toHaveLength(19);
  });

  it('judges by the time at which it has the ledger, not at which it asked for it', async () => {
    const inner = memoryStore();
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const slow: Store = {
      update: async (key, change) => {
        await gate;
        return inner.update(key, change);
      },
      close: async () => {},
    };
    await verifier({ store: inner }).send(PHONE);
    const answer = verifier({ store: slow }).check(PHONE, received());
    now += 5 * MINUTE;
    open();
    expect(await answer).toEqual({ kind: 'expired' });
  });
});

describe('the status of a recipient', () => {
  it('tells how the newest code of the service stands, and changes nothing', async () => {
    const gate = verifier({ service: 'Acme' });
    expect(await gate.status(PHONE)).toMatchObject({ kind: 'standing', newestCode: 'none', sendsLeft: 5 });
    await gate.send(PHONE);
    await gate.check(PHONE, otherThan(received()));
    const standing = await gate.status(PHONE);
    expect(standing).toMatchObject({ newestCode: 'valid', triesLeft: 4, sendsLeft: 4, failures: 1, locked: false });
    expect(await gate.status(PHONE)).toEqual(standing);
    expect((await gate.check(PHONE, received())).kind).toBe('accepted');
    expect(await gate.status(PHONE)).toMatchObject({ newestCode: 'used', sendsLeft: 5, failures: 0 });
  });
});

describe('a text that did not go as it should', () => {
  it('does not count if it was refused', async () => {
    const gate = verifier({ policy: { maxSends: 1 } });
    delivery = { kind: 'refused', problem };
    expect(await gate.send(PHONE)).toEqual({ kind: 'refused', problem, length: 5 });
    expect(await gate.check(PHONE, received())).toEqual({ kind: 'unsent' });
    delivery = { kind: 'accepted' };
    expect(await gate.send(PHONE)).toMatchObject({ kind: 'sent' });
    expect(await gate.send(PHONE)).toMatchObject({ kind: 'too-many' });
  });

  it('leaves the previous code valid if it was refused', async () => {
    const gate = verifier({ policy: { resendAfter: 0 } });
    await gate.send(PHONE);
    const code = received();
    delivery = { kind: 'refused', problem };
    await gate.send(PHONE);
    expect(await gate.check(PHONE, code)).toMatchObject({ kind: 'accepted' });
  });

  it('counts, and its code is valid, if its fate is unknown', async () => {
    const gate = verifier();
    delivery = { kind: 'unknown', problem };
    expect(await gate.send(PHONE)).toEqual({
      kind: 'unknown',
      length: 5,
      problem,
      expiresAt: START + 5 * MINUTE,
      resendAt: START + 30_000,
    });
    expect(await gate.send(PHONE)).toMatchObject({ kind: 'too-soon' });
    expect(await gate.check(PHONE, received())).toMatchObject({ kind: 'accepted' });
  });

  it('is a defect if the sender throws, and counts', async () => {
    const gate = verifier({
      sender: {
        async send() {
          throw new TypeError('a defect');
        },
      },
    });
    await expect(gate.send(PHONE)).rejects.toThrow(new TypeError('a defect'));
    expect(await gate.send(PHONE)).toMatchObject({ kind: 'too-soon' });
  });
});

describe('the code', () => {
  it('is in the text and in nothing else', async () => {
    const store = watchedStore();
    const policy = { length: 10, resendAfter: 0, maxSends: 100 };
    const gate = verifier({ store, policy, service: 'Acme' });
    const seen: unknown[] = [];
    for (const kind of ['accepted', 'unknown', 'refused', 'accepted'] as const) {
      delivery = kind === 'accepted' ? { kind } : { kind, problem };
      seen.push(await gate.send(PHONE));
      seen.push(await gate.check(PHONE, otherThan(received())));
    }
    seen.push(await gate.check(PHONE, received()), await gate.check(PHONE, received()), gate, store.ledgers);
    seen.push([...store.keys]);
    const codes = texts.map(({ body }) => body.slice(0, 10));
    expect(new Set(codes).size).toBe(4);
    for (const everything of [JSON.stringify(seen), inspect(seen, { depth: null, showHidden: true })]) {
      for (const secret of [...codes, SECRET, PHONE, PHONE.slice(1), 'Acme']) expect(everything).not.toContain(secret);
    }
    // And what was searched is what there was to search.
    expect(store.ledgers.length).toBeGreaterThanOrEqual(10);
    expect(seen).toContainEqual({ kind: 'accepted', channel: 'sms', failures: 4 });
  });
});

describe('a broken store', () => {
  it('is reported when a code is to be sent, and no text is sent', async () => {
    expect(await verifier({ store: brokenStore() }).send(PHONE)).toEqual({ kind: 'store-failed', problem, length: 5 });
    expect(texts).toEqual([]);
  });

  it('verifies nobody', async () => {
    const store = memoryStore();
    await verifier({ store }).send(PHONE);
    expect(await verifier({ store: brokenStore() }).check(PHONE, received())).toEqual({
      kind: 'store-failed',
      problem,
    });
    expect(await verifier({ store }).check(PHONE, received())).toMatchObject({ kind: 'accepted' });
  });

  it('verifies nobody if it breaks after the right code was judged', async () => {
    const inner = memoryStore();
    await verifier({ store: inner }).send(PHONE);
    const kinds: string[] = [];
    const store: Store = {
      async update<Outcome>(_: string, change: (ledger: Ledger) => Step<Outcome>): Promise<Outcome> {
        return inner.update(_, (ledger) => {
          kinds.push((change(ledger).outcome as { kind: string }).kind);
          throw new StoreError(problem);
        });
      },
      async close() {},
    };
    expect(await verifier({ store }).check(PHONE, received())).toEqual({ kind: 'store-failed', problem });
    expect(kinds).toEqual(['accepted']);
  });

  it('is reported if a refused text could not be taken back', async () => {
    let updates = 0;
    const store: Store = {
      async update(_, change) {
        if (++updates > 1) throw new StoreError(problem);
        return change(EMPTY_LEDGER).outcome;
      },
      async close() {},
    };
    delivery = { kind: 'refused', problem: { message: 'another', detail: 'another' } };
    expect(await verifier({ store }).send(PHONE)).toEqual({ kind: 'store-failed', problem, length: 5 });
  });

  it('is a defect if it throws anything else', async () => {
    const store: Store = {
      async update() {
        throw new TypeError('a defect');
      },
      async close() {},
    };
    await expect(verifier({ store }).send(PHONE)).rejects.toThrow(TypeError);
    await expect(verifier({ store }).check(PHONE, '12345')).rejects.toThrow(TypeError);
  });
});

describe('a listener', () => {
  const about = { at: START, recipient: '+1 ••• ••• ••71', service: 'Acme' };
  const listened = (options: Partial<OtpVerifierOptions> = {}) => {
    const events: VerifierEvent[] = [];
    const gate = verifier({ service: 'Acme', ...options, onEvent: (event) => events.push(event) });
    return { gate, events };
  };

  it('gets each send, check and unlock once, with the returned outcome', async () => {
    const { gate, events } = listened();
    const sent = await gate.send(PHONE, { channel: 'call' });
    const wrong = await gate.check(PHONE, otherThan(received()));
    const invalid = await gate.check(PHONE, '1');
    const unlocked = await gate.unlock(PHONE);
    expect(events).toEqual([
      { kind: 'send', channel: 'call', outcome: sent, ...about },
      { kind: 'check', outcome: wrong, ...about },
      { kind: 'check', outcome: invalid, ...about },
      { kind: 'unlock', outcome: unlocked, ...about },
    ]);
    expect([sent, wrong, invalid, unlocked].map(({ kind }) => kind)).toEqual([
      'sent',
      'incorrect',
      'invalid',
      'unlocked',
    ]);
  });

  it('gets progress that was determined, and nothing otherwise', async () => {
    const found: (Progress | undefined)[] = [undefined, { kind: 'undelivered', problem }];
    const sender: Sender = { send: async () => ({ kind: 'accepted', id: 'SM1' }), track: async () => found.shift() };
    const { gate, events } = listened({ sender });
    await gate.track('SM1');
    expect(events).toEqual([]);
    const outcome = await gate.track('SM1');
    expect(events).toEqual([{ kind: 'progress', deliveryId: 'SM1', outcome, at: START, service: 'Acme' }]);
  });

  it("gets a problem with Twilio's code", async () => {
    const { gate, events } = listened();
    delivery = { kind: 'refused', problem: { ...problem, code: 21610, help: 'a page' } };
    await gate.send(PHONE);
    expect(events).toMatchObject([{ kind: 'send', outcome: { problem: { code: 21610, help: 'a page' } } }]);
  });

  it('gets a broken store too', async () => {
    const { gate, events } = listened({ store: brokenStore() });
    await gate.send(PHONE);
    await gate.check(PHONE, '12345');
    await gate.unlock(PHONE);
    expect(events.map(({ kind, outcome }) => [kind, outcome.kind])).toEqual([
      ['send', 'store-failed'],
      ['check', 'store-failed'],
      ['unlock', 'store-failed'],
    ]);
  });

  it('is never told a code, an entry or a whole phone number', async () => {
    const { gate, events } = listened({ policy: { length: 10, resendAfter: 0 } });
    const secrets: string[] = [SECRET, PHONE, PHONE.slice(1), PHONE.slice(2)];
    for (const kind of ['accepted', 'unknown', 'refused'] as const) {
      delivery = kind === 'accepted' ? { kind } : { kind, problem };
      await gate.send(PHONE);
      const wrong = otherThan(received());
      for (const entry of [wrong, `${wrong}1`, received()]) await gate.check(PHONE, entry);
      secrets.push(received(), wrong);
    }
    await gate.unlock(PHONE);
    expect(events).toHaveLength(13);
    const told = JSON.stringify(events) + inspect(events, { depth: null, showHidden: true });
    for (const secret of secrets) expect(told).not.toContain(secret);
  });

  it.each([
    ['throws', () => expect.fail('a full disk')],
    ['fails later', () => new Promise((_, fail) => setImmediate(fail, new TypeError('a full disk')))],
  ])('that %s verifies nobody, and shows no recovery codes', async (_, onEvent) => {
    const store = memoryStore();
    await verifier({ store }).send(PHONE);
    await expect(verifier({ store, onEvent }).check(PHONE, received())).rejects.toThrow('a full disk');
    expect(await verifier({ store }).check(PHONE, received())).toEqual({ kind: 'used' });
    await expect(verifier({ store, onEvent }).makeRecoveryCodes(PHONE)).rejects.toThrow('a full disk');
  });
});

describe('misuse', () => {
  it.each([
    ['a secret that is too short', { secret: 'fifteen letters' }],
    ['a text without the code', { message: 'Hello {service}' }],
    ['a service beside one that makes the codes', { sender: codeService, service: 'Acme' }],
    ['a text beside a service that words its own', { sender: codeService, message: '{code}' }],
    ['a number out of bounds', { policy: { length: 3 } }],
    ['a number that is none', { policy: { maxAttempts: Number.NaN } }],
  ])('with %s throws a RangeError', (_, options) => {
    expect(() => verifier(options)).toThrow(RangeError);
  });
});

describe('a recipient that is no phone number in E.164', () => {
  it.each(['', '4155552671', '+1', '+14155552671 ', '+1 (415) 555-2671', 'whatsapp:+14155552671', '\u001b[2J', '🙂'])(
    'is an outcome, and nobody is asked: %j',
    async (recipient) => {
      const store = watchedStore();
      const events: VerifierEvent[] = [];
      const gate = verifier({ store, onEvent: (event) => events.push(event) });
      const outcomes = [
        await gate.send(recipient),
        await gate.check(recipient, '12345'),
        await gate.check(recipient, 'ZZZZ-ZZZZ-ZZZZ-ZZZZ'),
        await gate.status(recipient),
        await gate.unlock(recipient),
        await gate.makeRecoveryCodes(recipient),
        await gate.recoveryLeft(recipient),
      ];
      expect(outcomes).toEqual(outcomes.map(() => ({ kind: 'invalid-phone' })));
      expect([texts, store.ledgers, events]).toEqual([[], [], []]);
    },
  );

  it('is never an exception, whatever a person typed', async () => {
    const gate = verifier();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^\+?[0-9 ().-]{0,20}$/)),
        async (typed) => {
          const { kind } = await gate.send(typed);
          if (parsePhoneNumber(typed) !== typed) expect(kind).toBe('invalid-phone');
          else expect(kind).toMatch(/^(sent|too-soon)$/);
        },
      ),
    );
  });

  it('or that cannot exist is sent no code, and has none to check', async () => {
    const gate = verifier();
    expect(await gate.send('+1415555267')).toEqual({ kind: 'invalid-phone' });
    expect(await gate.check('+1415555267', '12345')).toEqual({ kind: 'unsent' });
  });
});

describe('what is given for one code alone', () => {
  it('words and sends it, and leaves the next one as it was', async () => {
    const events: VerifierEvent[] = [];
    const policy = { resendAfter: 0 };
    const gate = verifier({ policy, service: 'Acme', message: 'EN {code}', onEvent: (event) => events.push(event) });
    await gate.send(PHONE, { channel: 'call', service: 'payments', message: 'FR {code} {service}' });
    expect(texts.at(-1)).toMatchObject({ channel: 'call', service: 'payments' });
    expect(texts.at(-1)?.body).toMatch(/^FR [0-9]{5} payments$/);
    await gate.send(PHONE);
    expect(texts.at(-1)).toMatchObject({ channel: 'sms', service: 'Acme' });
    expect(texts.at(-1)?.body).toMatch(/^EN [0-9]{5}$/);
    expect(events).toMatchObject([
      { channel: 'call', service: 'payments' },
      { channel: 'sms', service: 'Acme' },
    ]);
  });

  it('makes a code that is right for its service and for no other', async () => {
    const gate = verifier({ service: 'Acme' });
    await gate.send(PHONE, { service: 'payments' });
    expect(await gate.check(PHONE, received())).toEqual({ kind: 'unsent' });
    expect(await gate.status(PHONE)).toMatchObject({ newestCode: 'none' });
    expect(await gate.status(PHONE, { service: 'payments' })).toMatchObject({ newestCode: 'valid' });
    expect(await gate.check(PHONE, received(), { service: 'payments' })).toMatchObject({ kind: 'accepted' });
  });

  it('is refused if the code would not be in the text, or another makes it', async () => {
    await expect(verifier().send(PHONE, { message: 'no code' })).rejects.toThrow(RangeError);
    const gate = verifier({ sender: codeService });
    await expect(gate.send(PHONE, { message: '{code}' })).rejects.toThrow(RangeError);
    await expect(gate.send(PHONE, { service: 'Acme' })).rejects.toThrow(RangeError);
    await expect(gate.check(PHONE, '123456', { service: 'Acme' })).rejects.toThrow(RangeError);
    await expect(gate.status(PHONE, { service: 'Acme' })).rejects.toThrow(RangeError);
  });
});

test('after it was closed, its store is asked for nothing', async () => {
  const closing: string[] = [];
  const store = { ...brokenStore(), close: async () => void closing.push('closed') };
  await verifier({ store }).close();
  expect(closing).toEqual(['closed']);
});

describe('the wall clock turned back', () => {
  it.each([1_000, 4 * MINUTE, 24 * 60 * MINUTE])(
    'by %i ms does not lengthen the life of a code, nor shorten it',
    async (back) => {
      const hands = { wall: START, monotonic: 0 };
      const pass = (ms: number) => {
        hands.wall += ms;
        hands.monotonic += ms;
      };
      const clock = steadyClock(
        () => hands.wall,
        () => hands.monotonic,
      );
      const store = memoryStore();
      const gate = verifier({ clock, store });
      await gate.send(PHONE);
      pass(2 * MINUTE);
      hands.wall -= back;
      pass(3 * MINUTE - 1);
      expect(await gate.check(PHONE, otherThan(received()))).toMatchObject({ kind: 'incorrect' });
      pass(1);
      expect(await gate.check(PHONE, received())).toEqual({ kind: 'expired' });
    },
  );

  it('between two processes ends the life of the code', async () => {
    const store = memoryStore();
    await verifier({ store }).send(PHONE);
    now += 4 * MINUTE;
    await verifier({ store }).check(PHONE, otherThan(received()));
    now -= 3 * MINUTE;
    expect(await verifier({ store }).check(PHONE, received())).toEqual({ kind: 'expired' });
  });
});
