// Recovery codes through the verifier, for codes of our own and for those of a service.

import { beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_LEDGER } from '../src/core/ledger.ts';
import type { Sender } from '../src/delivery/sender.ts';
import { OtpVerifier } from '../src/otp-verifier.ts';
import { memoryStore } from '../src/store/memory.ts';
import { type Store, StoreError } from '../src/store/store.ts';
import type { VerifierEvent } from '../src/verifier-event.ts';
import type { OtpVerifierOptions } from '../src/verifier-options.ts';

const PHONE = '+14155552671';
const OTHER = '+14155552672';
const WRONG = 'ZZZZ-ZZZZ-ZZZZ-ZZZZ';
const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
const problem = { message: 'for the person', detail: 'for the operator' };

let now: number;
let texts: string[];
let events: VerifierEvent[];
beforeEach(() => {
  now = START;
  texts = [];
  events = [];
});

const sender: Sender = {
  async send({ code }) {
    texts.push(code);
    return { kind: 'accepted' };
  },
};

/** A service that makes and judges codes, and cannot be reached. */
const unreachable: OtpVerifierOptions['sender'] = {
  name: 'a service',
  codeLength: async () => ({ kind: 'unknown', problem }),
  start: async () => {
    throw new Error('was asked to start');
  },
  judge: async () => {
    throw new Error('was asked to judge');
  },
};

function verifier(options: Partial<OtpVerifierOptions> = {}): OtpVerifier {
  const onEvent = (event: VerifierEvent) => events.push(event);
  return new OtpVerifier({ sender, secret: '0123456789abcdef', clock: () => now, onEvent, ...options });
}

async function make(gate: OtpVerifier, recipient = PHONE): Promise<readonly string[]> {
  const outcome = await gate.makeRecoveryCodes(recipient);
  if (outcome.kind !== 'made') throw new Error(outcome.kind);
  return outcome.codes;
}

const accepted = (left: number) => ({ kind: 'accepted', by: 'recovery', recoveryLeft: left });

describe.each([
  ['of our own', sender],
  ['of a service that cannot be reached', unreachable],
])('beside codes %s', (_, sender) => {
  it('eight are made, and each is accepted once, as it is written or as it is typed', async () => {
    const gate = verifier({ sender });
    const codes = await make(gate);
    expect(codes).toHaveLength(8);
    for (const [index, code] of codes.entries()) {
      expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(await gate.recoveryLeft(PHONE)).toEqual({ kind: 'left', count: 8 - index });
      const entry = index % 2 ? code : ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')}`;
      expect(await gate.check(PHONE, entry)).toEqual(accepted(7 - index));
      expect(await gate.check(PHONE, code)).toEqual({ kind: 'used' });
    }
    expect(await gate.recoveryLeft(PHONE)).toEqual({ kind: 'left', count: 0 });
    expect(texts).toEqual([]);
  });

  it('wrong ones are judged ten an hour', async () => {
    const gate = verifier({ sender });
    const [code = ''] = await make(gate);
    for (let left = 9; left > 0; left--) {
      expect(await gate.check(PHONE, WRONG)).toEqual({ kind: 'incorrect', triesLeft: left, superseded: false });
    }
    const wait = { kind: 'throttled', until: START + HOUR };
    expect(await gate.check(PHONE, WRONG)).toEqual(wait);
    expect(await gate.check(PHONE, code)).toEqual(wait);
    now += HOUR;
    expect(await gate.check(PHONE, code)).toEqual(accepted(7));
  });

  it('a correct one lifts a lock, which wrong ones never set', async () => {
    const store = memoryStore();
    const gate = verifier({ sender, store });
    const [code = ''] = await make(gate);
    // Codes of our own lead to the lock in both cases: the ledger is the same.
    const locking = verifier({ store, policy: { resendAfter: 0, maxAttempts: 10 } });
    await locking.send(PHONE);
    for (let tries = 0; tries < 10; tries++) await locking.check(PHONE, texts.at(-1) === '00000' ? '11111' : '00000');
    expect((await locking.check(PHONE, texts.at(-1) ?? '')).kind).toBe('locked');
    expect((await locking.send(PHONE)).kind).toBe('locked');
    expect(await gate.check(PHONE, code)).toEqual({ ...accepted(7), failures: 10 });
    expect((await locking.send(PHONE)).kind).toBe('sent');
    expect(await locking.check(PHONE, texts.at(-1) ?? '')).toMatchObject({ kind: 'accepted' });
  });
});

describe('recovery codes', () => {
  it('are drawn by whatever draws the digits', async () => {
    const codes = await make(verifier({ random: (limit) => limit - 1 }));
    expect(codes).toEqual(Array(8).fill('ZZZZ-ZZZZ-ZZZZ-ZZZZ'));
  });

  it('belong to one recipient, whatever the service', async () => {
    const store = memoryStore();
    const [code = ''] = await make(verifier({ store, service: 'one' }));
    expect((await verifier({ store }).check(OTHER, code)).kind).toBe('incorrect');
    expect(await verifier({ store, service: 'two' }).check(PHONE, code)).toEqual(accepted(7));
    expect(await verifier({ store, service: 'one' }).check(PHONE, code)).toEqual({ kind: 'used' });
  });

  it('belong to one secret', async () => {
    const store = memoryStore();
    const [code = ''] = await make(verifier({ store }));
    expect((await verifier({ store, secret: 'another secret of 16' }).check(PHONE, code)).kind).toBe('incorrect');
  });

  it('replace all the earlier ones', async () => {
    const gate = verifier();
    const old = await make(gate);
    const [code = ''] = await make(gate);
    for (const each of old) expect((await gate.check(PHONE, each)).kind).toBe('incorrect');
    expect(await gate.check(PHONE, code)).toEqual(accepted(7));
  });

  it('survive an unlock, which lets wrong ones be entered again', async () => {
    const gate = verifier();
    const [code = ''] = await make(gate);
    for (let tries = 0; tries < 10; tries++) await gate.check(PHONE, WRONG);
    expect(await gate.unlock(PHONE)).toMatchObject({ kind: 'unlocked', recoveryTries: 10 });
    expect(await gate.check(PHONE, code)).toEqual(accepted(7));
  });

  it('do not get in the way of a texted code of any length, and are no wrong try of one', async () => {
    const gate = verifier({ policy: { length: 10 } });
    await gate.send(PHONE);
    expect(await gate.check(PHONE, WRONG)).toEqual({ kind: 'incorrect', triesLeft: 9, superseded: false });
    expect(await gate.check(PHONE, WRONG.slice(1))).toEqual({ kind: 'invalid', length: 10 });
    expect(await gate.check(PHONE, texts[0] ?? '')).toMatchObject({ kind: 'accepted' });
  });

  it('are in no ledger, and in no event', async () => {
    const inner = memoryStore();
    const stored: string[] = [];
    const store: Store = {
      ...inner,
      update: (key, change) =>
        inner.update(key, (ledger) => {
          const step = change(ledger);
          stored.push(key, JSON.stringify(step.ledger));
          return step;
        }),
    };
    const gate = verifier({ store });
    const codes = await make(gate);
    await gate.check(PHONE, codes[0] ?? '');
    await gate.check(PHONE, WRONG);
    expect(events).toEqual([
      { kind: 'recovery', outcome: { kind: 'made' }, at: START, recipient: '+1 ••• ••• ••71', service: '' },
      expect.objectContaining({ kind: 'check', outcome: accepted(7) }),
      expect.objectContaining({ kind: 'check', outcome: { kind: 'incorrect', triesLeft: 9, superseded: false } }),
    ]);
    const seen = `${stored.join()} ${JSON.stringify(events)}`.toUpperCase();
    for (const code of [...codes, WRONG]) {
      expect(seen).not.toContain(code);
      expect(seen).not.toContain(code.replaceAll('-', ''));
    }
  });

  it('are counted without a trace', async () => {
    const inner = memoryStore();
    const gate = verifier({ store: inner });
    await make(gate);
    await gate.send(PHONE);
    const store: Store = {
      ...inner,
      update: (key, change) =>
        inner.update(key, (ledger) => {
          const step = change(ledger);
          expect(step.ledger).toBe(ledger);
          return step;
        }),
    };
    const before = events.length;
    const counting = verifier({ store });
    expect(await counting.recoveryLeft(PHONE)).toEqual({ kind: 'left', count: 8 });
    expect(await counting.recoveryLeft(OTHER)).toEqual({ kind: 'left', count: 0 });
    expect(events).toHaveLength(before);
  });

  it.each([
    ['nothing changed', false],
    ['the answer was lost', true],
  ])('are not shown if the store fails and %s', async (_, mayBeDone) => {
    const store: Store = {
      async update(_key, change) {
        if (mayBeDone) change(EMPTY_LEDGER);
        throw new StoreError(problem, { mayBeDone });
      },
      async close() {},
    };
    const gate = verifier({ store });
    const failed = { kind: 'store-failed', problem, ...(mayBeDone && { charged: 'perhaps' }) };
    expect(await gate.makeRecoveryCodes(PHONE)).toEqual(failed);
    expect(await gate.check(PHONE, WRONG)).toEqual(failed);
    expect(await gate.recoveryLeft(PHONE)).toEqual(failed);
    expect(events).toMatchObject([{ kind: 'recovery', outcome: failed }, { kind: 'check' }]);
  });
});
