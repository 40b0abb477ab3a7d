// Codes that Twilio Verify makes, sends and judges, over real HTTP: our ledger beside its own limits.

import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../src/core/channel.ts';
import { EMPTY_LEDGER, type Ledger } from '../../src/core/ledger.ts';
import type { CheckOutcome, SendOutcome } from '../../src/core/outcome.ts';
import { twilioVerify, type VerifyOptions } from '../../src/delivery/verify.ts';
import { OtpVerifier } from '../../src/otp-verifier.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { memoryStore } from '../../src/store/memory.ts';
import { type Store, StoreError } from '../../src/store/store.ts';
import type { OtpVerifierOptions } from '../../src/verifier-options.ts';
import { closing } from '../support/closing.ts';
import { answeringServer, httpServer, rawServer, response } from '../support/hostile.ts';
import { instantTimer } from '../support/timer.ts';
import { ACCOUNT, BASIC, PHONE, sandboxes, TOKEN } from './twilio-account.ts';

const SERVICE = `VA${'ab'.repeat(16)}`;
const VERIFICATION = `VE${'ef'.repeat(16)}`;
const MINUTE = 60_000;
const WRONG_ONCE = { kind: 'incorrect', triesLeft: 4, superseded: false };

const sandbox = sandboxes();

function service(apiUrl: string, options: Partial<VerifyOptions> = {}) {
  const account = { accountSid: ACCOUNT, authToken: TOKEN, verifyServiceSid: SERVICE, apiUrl, timeLimit: 5_000 };
  return twilioVerify({ ...account, timer: instantTimer(), ...options });
}

/** A place at which work stops until it is released. */
function hold() {
  let reach = () => {};
  let release = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const until = () => {
    reach();
    return released;
  };
  return { reached, release, until };
}

function verifier(apiUrl: string, options: Partial<OtpVerifierOptions> = {}): OtpVerifier {
  const policy = { resendAfter: 0, expiresIn: 10 * MINUTE, ...options.policy };
  const rest = { secret: '0123456789abcdef', clock: () => sandbox.now, sender: service(apiUrl) };
  return new OtpVerifier({ ...rest, ...options, policy });
}

/** The code in the newest text. */
function received(): string {
  return /: ([0-9]+)$/.exec(sandbox.texts.at(-1)?.body ?? '')?.[1] ?? 'no text';
}

function otherThan(code: string): string {
  return code.replace(/.$/, (digit) => String((Number(digit) + 1) % 10));
}

/** The outcome, after searching it for secrets. */
function clean<Outcome extends CheckOutcome | SendOutcome>(outcome: Outcome): Outcome {
  for (const whole of [JSON.stringify(outcome), inspect(outcome, { depth: null, showHidden: true })]) {
    for (const secret of [received(), TOKEN, BASIC]) expect(whole).not.toContain(secret);
  }
  return outcome;
}

/** A store in memory that breaks at its updates of these numbers, and shows its one ledger. */
function breakableStore(): Store & { ledger: Ledger; breakAt: number | undefined; updates: number } {
  const inner = memoryStore();
  return {
    ledger: EMPTY_LEDGER,
    breakAt: undefined,
    updates: 0,
    async update(key, change) {
      this.updates += 1;
      if (this.updates === this.breakAt) throw new StoreError({ message: 'broken', detail: 'broken' });
      return inner.update(key, (before) => {
        const step = change(before);
        this.ledger = step.ledger;
        return step;
      });
    },
    close: () => inner.close(),
  };
}

/** A way to Twilio that can be cut: what a check meets there is chosen request by request. */
async function road(to: Sandbox) {
  const requests: string[] = [];
  const chosen: { check: 'pass' | 'cut before' | 'cut after' | 'silence' } = { check: 'pass' };
  const server = closing(
    await httpServer((request, answer) => {
      requests.push(`${request.method} ${request.url}`);
      const way = request.url?.endsWith('/VerificationCheck') ? chosen.check : 'pass';
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', async () => {
        if (way === 'cut before') answer.destroy();
        if (way === 'cut before' || way === 'silence') return;
        const { method = '', headers } = request;
        const passed = await fetch(to.origin + request.url, {
          method,
          headers: { authorization: headers.authorization ?? '', 'content-type': headers['content-type'] ?? '' },
          ...(method === 'POST' ? { body: Buffer.concat(chunks).toString() } : {}),
        });
        const body = await passed.text();
        if (way === 'cut after') answer.destroy();
        else answer.writeHead(passed.status, { 'content-type': 'application/json' }).end(body);
      });
    }),
  );
  return { origin: server.origin, requests, chosen };
}

const SERVED = JSON.stringify({ sid: SERVICE, account_sid: ACCOUNT, code_length: 6 });
const ASKED = { sid: VERIFICATION, service_sid: SERVICE, account_sid: ACCOUNT, to: PHONE, channel: 'sms' };
const PENDING = JSON.stringify({ ...ASKED, status: 'pending', valid: false });
const APPROVED = JSON.stringify({ ...ASKED, status: 'approved', valid: true });

interface Answers {
  readonly service?: () => string;
  readonly start?: () => string;
  readonly check?: (request: string) => string;
}

/** A server that answers as the service would, except for the given fields. */
async function answers({
  service: served = () => response('200 OK', SERVED),
  start = () => response('201 Created', PENDING),
  check = () => response('200 OK', APPROVED),
}: Answers) {
  return closing(
    await answeringServer((request) => {
      if (request.startsWith('GET ')) return served();
      return request.includes('/VerificationCheck ') ? check(request) : start();
    }),
  );
}

describe('a code by Verify', () => {
  it('goes out once, and is accepted once', async () => {
    const gate = verifier((await sandbox.open()).origin);
    expect(clean(await gate.send(PHONE))).toEqual({
      kind: 'sent',
      length: 6,
      resendAt: sandbox.now,
      expiresAt: sandbox.now + 10 * MINUTE,
    });
    expect(sandbox.texts).toMatchObject([{ to: PHONE, from: 'VERIFY' }]);
    expect(clean(await gate.check(PHONE, ` ${received().slice(0, 3)}-${received().slice(3)} `))).toEqual({
      kind: 'accepted',
      channel: 'sms',
    });
    expect(await gate.check(PHONE, received())).toEqual({ kind: 'used' });
    expect(await gate.check(PHONE, otherThan(received()))).toEqual({ kind: 'used' });
  });

  it.each([4, 6, 10])('has the %i digits that the service says', async (length) => {
    const gate = verifier((await sandbox.open({ codeLengths: { [SERVICE]: length } })).origin);
    expect(await gate.send(PHONE)).toMatchObject({ kind: 'sent', length });
    expect(gate.policy.length).toBe(5);
    expect(received()).toHaveLength(length);
    expect(await gate.check(PHONE, `${received()}1`)).toEqual({ kind: 'invalid', length });
    expect(await gate.check(PHONE, received())).toMatchObject({ kind: 'accepted' });
  });

  it('can be entered in another process than the one that sent it', async () => {
    const { origin } = await sandbox.open({ codeLengths: { [SERVICE]: 8 } });
    const store = memoryStore();
    await verifier(origin, { store }).send(PHONE);
    expect(await verifier(origin, { store }).check(PHONE, received())).toMatchObject({ kind: 'accepted' });
  });

  it.each(CHANNELS)('goes by %s from the sandbox to the phone', async (channel) => {
    const { origin } = await sandbox.open();
    expect((await verifier(origin, { channel }).send(PHONE)).kind).toBe('sent');
    expect(received()).toMatch(/^[0-9]{6}$/);
  });

  it.each(CHANNELS)('goes by %s', async (channel) => {
    const heard: string[] = [];
    const server = closing(
      await answeringServer((request) => {
        heard.push(request);
        const isStart = request.startsWith('POST ');
        return isStart ? response('201 Created', PENDING) : response('200 OK', SERVED);
      }),
    );
    expect((await verifier(server.origin, { channel }).send(PHONE)).kind).toBe('sent');
    const form = new URLSearchParams(heard.at(-1)?.split('\r\n\r\n')[1]);
    expect(Object.fromEntries(form)).toEqual({ To: PHONE, Channel: channel });
  });

  it('cannot be followed, and nobody is asked', async () => {
    const { origin } = await sandbox.open();
    expect(await verifier(origin).track('VE0')).toBeUndefined();
  });

  it('that is wrong costs a try of ours, until there are none', async () => {
    const gate = verifier((await sandbox.open()).origin);
    await gate.send(PHONE);
    const wrong = otherThan(received());
    const outcomes = [];
    for (let i = 0; i < 6; i += 1) outcomes.push(clean(await gate.check(PHONE, wrong)));
    expect(outcomes).toEqual([
      ...[4, 3, 2, 1].map((triesLeft) => ({ kind: 'incorrect', triesLeft, superseded: false })),
      { kind: 'exhausted' },
      { kind: 'exhausted' },
    ]);
    expect(await gate.check(PHONE, received())).toEqual({ kind: 'exhausted' });
  });

  it('is not requested if the rules do not allow it', async () => {
    const way = await road(await sandbox.open());
    const gate = verifier(way.origin);
    expect(await gate.check(PHONE, '123456')).toEqual({ kind: 'unsent' });
    await gate.send(PHONE);
    expect(await gate.check(PHONE, '1234')).toEqual({ kind: 'invalid', length: 6 });
    sandbox.now += 10 * MINUTE;
    expect(await gate.check(PHONE, received())).toEqual({ kind: 'expired' });
    expect(way.requests.filter((request) => request.includes('VerificationCheck'))).toEqual([]);
    expect(way.requests.filter((request) => request.startsWith('GET'))).toHaveLength(1);
  });

  it('lets in exactly one of many right answers at the same moment, in two processes', async () => {
    const { origin } = await sandbox.open();
    const store = memoryStore();
    const gates = [verifier(origin, { store }), verifier(origin, { store })] as const;
    await gates[0].send(PHONE);
    await gates[1].send(PHONE);
    const outcomes = await Promise.all(gates.map((gate) => gate.check(PHONE, received())));
    expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'expired' || kind === 'used')).toHaveLength(1);
    expect((await gates[0].check(PHONE, received())).kind).toBe('used');
  });
});

describe("Verify's own limits", () => {
  it('60202: five checks were made, of which we know none', async () => {
    const { origin } = await sandbox.open();
    const store = breakableStore();
    const gate = verifier(origin, { store });
    await gate.send(PHONE);
    // Another gate with a ledger of its own.
    const stranger = verifier(origin);
    await stranger.send(PHONE);
    for (let i = 0; i < 5; i += 1) await stranger.check(PHONE, otherThan(received()));
    expect(clean(await gate.check(PHONE, received()))).toEqual({ kind: 'exhausted' });
    expect(store.ledger.failures).toBe(0);
    expect(await gate.check(PHONE, received())).toEqual({ kind: 'exhausted' });
  });

  it('60203: too many sends for Verify are reported as such and do not count', async () => {
    const { origin } = await sandbox.open();
    const store = breakableStore();
    const outcome = clean(await verifier(origin, { store }).send('+15005560203'));
    expect(outcome).toEqual({ kind: 'too-many', length: 6, resendAt: sandbox.now + 10 * MINUTE, expiresAt: null });
    expect(store.ledger.sends).toHaveLength(0);
  });

  it('a code that was accepted makes no other wait', async () => {
    const { origin } = await sandbox.open();
    const gate = verifier(origin, { policy: { resendAfter: MINUTE, maxSends: 1 } });
    for (let sends = 0; sends < 3; sends++) {
      expect(await gate.send(PHONE)).toMatchObject({ kind: 'sent' });
      expect(await gate.check(PHONE, received())).toMatchObject({ kind: 'accepted' });
    }
  });

  it('a resend makes a new code, and the old one is worth nothing, nor are tries at it given back', async () => {
    const { origin } = await sandbox.open();
    const gate = verifier(origin, { policy: { resendAfter: 0, maxAttempts: 1 } });
    await gate.send(PHONE);
    const old = received();
    const wrong = old === '000000' ? '000001' : '000000';
    expect(await gate.check(PHONE, wrong)).toEqual({ kind: 'exhausted' });
    await gate.send(PHONE);
    expect(received()).not.toBe(old);
    expect(await gate.check(PHONE, received())).toMatchObject({ kind: 'accepted' });
  });

  it('404 after the code was approved elsewhere: expired, at no cost', async () => {
    const { origin } = await sandbox.open();
    const store = breakableStore();
    const gate = verifier(origin, { store });
    await gate.send(PHONE);
    const stranger = verifier(origin);
    await stranger.send(PHONE);
    expect((await stranger.check(PHONE, received())).kind).toBe('accepted');
    expect(clean(await gate.check(PHONE, received()))).toEqual({ kind: 'expired' });
    expect(store.ledger).toMatchObject({ failures: 0, challenges: [{ tries: 0 }] });
    await gate.send(PHONE);
    expect(await gate.check(PHONE, received())).toMatchObject({ kind: 'accepted' });
  });

  it.each([
    ['approved', true, 'accepted'],
    ['pending', false, 'incorrect'],
    ['max_attempts_reached', false, 'exhausted'],
    ['expired', false, 'expired'],
    ['canceled', false, 'expired'],
    ['deleted', false, 'expired'],
    ['failed', false, 'expired'],
    ['approved', false, 'unchecked'],
    ['approved', 'true', 'unchecked'],
    ['pending', true, 'incorrect'],
    ['something new', true, 'unchecked'],
    [undefined, undefined, 'unchecked'],
  ])('a check of the status %s, valid %s, is %s', async (status, valid, kind) => {
    const check = () => response('200 OK', JSON.stringify({ ...ASKED, status, valid }));
    const server = await answers({ check });
    const store = breakableStore();
    const gate = verifier(server.origin, { store });
    await gate.send(PHONE);
    expect((await gate.check(PHONE, '123456')).kind).toBe(kind);
    expect(store.ledger.failures).toBe(kind === 'incorrect' ? 1 : 0);
  });
});

/** What a field may hold in an answer that is not Verify's; undefined: it is not there. */
const STRANGE = [undefined, null, 5, '', {}];
const OTHERS = {
  sid: [`VE${'00'.repeat(16)}`, 'VE0', [VERIFICATION]],
  service_sid: [`VA${'00'.repeat(16)}`, VERIFICATION, [SERVICE]],
  account_sid: [`AC${'00'.repeat(16)}`, SERVICE, [ACCOUNT]],
  to: ['+14155552672', PHONE.slice(1), Number(PHONE), [PHONE], `${PHONE} `],
};
const FORGED = Object.entries(OTHERS).flatMap(([field, values]) =>
  [...STRANGE, ...values].map((value) => [field, value] as const),
);
/** Answers that are no objects, or hold nothing. */
const SHAPELESS = ['[]', 'null', '"approved"', '5', 'true', '{}', `[${APPROVED}]`, ''];

describe('an answer that is not for this code', () => {
  const UNREADABLE = { detail: expect.stringContaining('an unreadable answer') };

  it.each(FORGED)('(%s: %j) verifies nobody if it approves, and charges nothing', async (field, value) => {
    const check = () =>
      response('200 OK', JSON.stringify({ ...ASKED, status: 'approved', valid: true, [field]: value }));
    const store = breakableStore();
    const gate = verifier((await answers({ check })).origin, { store });
    await gate.send(PHONE);
    const before = store.ledger;
    expect(await gate.check(PHONE, '123456')).toMatchObject({ kind: 'unchecked', problem: UNREADABLE });
    expect(store.ledger).toEqual(before);
  });

  it.each(FORGED.filter(([field]) => field !== 'sid'))(
    '(%s: %j) charges nothing where it refuses',
    async (field, value) => {
      const check = () =>
        response('200 OK', JSON.stringify({ ...ASKED, status: 'pending', valid: false, [field]: value }));
      const store = breakableStore();
      const gate = verifier((await answers({ check })).origin, { store });
      await gate.send(PHONE);
      expect(await gate.check(PHONE, '123456')).toMatchObject({ kind: 'unchecked', problem: UNREADABLE });
      expect(store.ledger.failures).toBe(0);
    },
  );

  it.each(FORGED.filter(([, value]) => !/^VE0+$/.test(`${value}`)))(
    '(%s: %j) leaves it open whether a code was sent',
    async (field, value) => {
      const start = () => response('201 Created', JSON.stringify({ ...JSON.parse(PENDING), [field]: value }));
      const store = breakableStore();
      const gate = verifier((await answers({ start })).origin, { store });
      expect(await gate.send(PHONE)).toMatchObject({ kind: 'unknown', problem: UNREADABLE });
      expect(store.ledger.sends).toHaveLength(1);
      expect(await gate.check(PHONE, '123456')).toMatchObject({ kind: 'accepted' });
    },
  );

  it.each(['approved', 'canceled', undefined, null, 5, ['pending']])(
    '(of the status %j) is no start',
    async (status) => {
      const start = () => response('201 Created', JSON.stringify({ ...ASKED, status, valid: false }));
      expect((await verifier((await answers({ start })).origin).send(PHONE)).kind).toBe('unknown');
    },
  );

  it.each(FORGED.filter(([field]) => field === 'account_sid' || field === 'service_sid'))(
    '(%s: %j) tells no length of codes',
    async (field, value) => {
      const name = field === 'service_sid' ? 'sid' : field;
      const served = () => response('200 OK', JSON.stringify({ ...JSON.parse(SERVED), [name]: value }));
      const outcome = await verifier((await answers({ service: served })).origin).send(PHONE);
      expect(outcome).toMatchObject({ kind: 'refused', problem: UNREADABLE });
    },
  );

  it.each(SHAPELESS)('(%s) is not an answer, whatever the request was', async (body) => {
    const lie = () => response('200 OK', body);
    expect((await verifier((await answers({ service: lie })).origin).send(PHONE)).kind).toBe('refused');
    expect((await verifier((await answers({ start: lie })).origin).send(PHONE)).kind).toBe('unknown');
    const gate = verifier((await answers({ check: lie })).origin);
    await gate.send(PHONE);
    expect((await gate.check(PHONE, '123456')).kind).toBe('unchecked');
  });

  it('is one for another verification, also if another process began this one', async () => {
    const store = memoryStore();
    const other = () => response('200 OK', APPROVED.replace(VERIFICATION, `VE${'00'.repeat(16)}`));
    await verifier((await answers({})).origin, { store }).send(PHONE);
    expect(await verifier((await answers({ check: other })).origin, { store }).check(PHONE, '123456')).toMatchObject({
      kind: 'unchecked',
      problem: UNREADABLE,
    });
    expect(await verifier((await answers({})).origin, { store }).check(PHONE, '123456')).toMatchObject({
      kind: 'accepted',
    });
  });

  it('does not end the code before it if Verify was asked to', async () => {
    const gate = verifier((await answers({ start: () => response('200 OK', PENDING) })).origin);
    await gate.send(PHONE);
    expect(await gate.send(PHONE)).toMatchObject({ kind: 'refused', problem: UNREADABLE });
  });
});

describe('gates that share a ledger', () => {
  it('take the code of whichever sent last, also at the one that sent before', async () => {
    const { origin } = await sandbox.open();
    const store = memoryStore();
    const [first, second] = [verifier(origin, { store }), verifier(origin, { store })];
    await first.send(PHONE);
    await second.send(PHONE);
    expect(await first.check(PHONE, received())).toMatchObject({ kind: 'accepted' });
  });

  const DEAD_SOON = { maxAttempts: 2, expiresIn: MINUTE };

  it('at two Verify services have a code each, and none lives again by a send at the other', async () => {
    const { origin } = await sandbox.open();
    const store = memoryStore();
    const [one, two] = [SERVICE, `VA${'cd'.repeat(16)}`].map((verifyServiceSid) =>
      verifier(origin, { store, policy: DEAD_SOON, sender: service(origin, { verifyServiceSid }) }),
    ) as [OtpVerifier, OtpVerifier];
    await one.send(PHONE);
    const code = received();
    for (const kind of ['incorrect', 'exhausted']) expect((await one.check(PHONE, otherThan(code))).kind).toBe(kind);
    sandbox.now += 3 * MINUTE;
    await two.send(PHONE);
    expect(await one.check(PHONE, code)).toEqual({ kind: 'exhausted' });
    expect(await two.check(PHONE, received())).toMatchObject({ kind: 'accepted' });
  });

  it('do not accept the old code while Verify is asked for a new one', async () => {
    const { origin } = await sandbox.open();
    const store = memoryStore();
    const held = hold();
    const inner = service(origin);
    const start: typeof inner.start = async (...args) => {
      await held.until();
      return inner.start(...args);
    };
    const one = verifier(origin, { store, policy: DEAD_SOON });
    const two = verifier(origin, { store, policy: DEAD_SOON, sender: { ...inner, start } });
    await one.send(PHONE);
    const old = received();
    sandbox.now += 3 * MINUTE;
    const sending = two.send(PHONE);
    await held.reached;
    expect(await one.check(PHONE, old)).toEqual({ kind: 'expired' });
    sandbox.now += 1_000;
    held.release();
    expect(await sending).toEqual({
      kind: 'sent',
      length: 6,
      expiresAt: sandbox.now + MINUTE,
      resendAt: sandbox.now - 1_000,
    });
    expect(await one.check(PHONE, received())).toMatchObject({ kind: 'accepted' });
  });

  it('take no old code that Verify found right while a new one was sent', async () => {
    const { origin } = await sandbox.open();
    const store = memoryStore();
    const held = hold();
    const inner = service(origin);
    const judge: typeof inner.judge = async (...args) => {
      const judgement = await inner.judge(...args);
      await held.until();
      return judgement;
    };
    const one = verifier(origin, { store, sender: { ...inner, judge } });
    const two = verifier(origin, { store });
    await one.send(PHONE);
    const checking = one.check(PHONE, received());
    await held.reached;
    await two.send(PHONE);
    held.release();
    expect(await checking).toEqual({ kind: 'incorrect', triesLeft: 4, superseded: true });
    expect(await two.check(PHONE, received())).toMatchObject({ kind: 'accepted' });
  });
});

describe('a network that is cut', () => {
  it('before anything was sent: refused, and no send counts', async () => {
    const dead = await rawServer(() => {});
    await dead.close();
    const store = breakableStore();
    const outcome = clean(await verifier(dead.origin, { store }).send(PHONE));
    expect(outcome).toMatchObject({ kind: 'refused', problem: { detail: expect.stringContaining('ECONNREFUSED') } });
    expect(store.ledger).toEqual(EMPTY_LEDGER);
  });

  it.each(['{}', '{"code_length":null}', '{"code_length":0}', '{"code_length":1e9}', '<html>'])(
    'by something that answers for the service with %s: refused',
    async (body) => {
      const server = closing(await answeringServer(response('200 OK', body)));
      const outcome = clean(await verifier(server.origin).send(PHONE));
      expect(outcome).toMatchObject({ kind: 'refused', problem: { message: 'the text service did not answer.' } });
    },
  );

  it('while the code is sent: unknown, the send counts, and the code can be entered', async () => {
    const to = await sandbox.open();
    const server = closing(
      await httpServer(async (request, answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const { method = '', headers } = request;
        const passed = await fetch(to.origin + request.url, {
          method,
          headers: { authorization: headers.authorization ?? '', 'content-type': headers['content-type'] ?? '' },
          ...(method === 'POST' ? { body: Buffer.concat(chunks).toString() } : {}),
        });
        if (request.url?.endsWith('/Verifications')) answer.destroy();
        else answer.writeHead(passed.status, { 'content-type': 'application/json' }).end(await passed.text());
      }),
    );
    const store = breakableStore();
    const gate = verifier(server.origin, { store });
    expect(clean(await gate.send(PHONE)).kind).toBe('unknown');
    expect(store.ledger.sends).toHaveLength(1);
    expect(await gate.check(PHONE, received())).toMatchObject({ kind: 'accepted' });
  });

  it.each(['cut before', 'cut after', 'silence'] as const)(
    '(%s) during a check: asked once, nobody is let in, nothing is charged',
    async (way) => {
      const to = await road(await sandbox.open());
      const store = breakableStore();
      const gate = verifier(to.origin, { store, sender: service(to.origin, { timeLimit: 1_000 }) });
      await gate.send(PHONE);
      await gate.check(PHONE, otherThan(received()));
      const before = store.ledger;
      const asked = to.requests.length;
      to.chosen.check = way;
      const outcome = clean(await gate.check(PHONE, received()));
      expect(outcome).toMatchObject({ kind: 'unchecked', problem: { message: 'the text service did not answer.' } });
      expect(to.requests.length).toBe(asked + 1);
      expect(store.ledger).toEqual(before);
      to.chosen.check = 'pass';
      // Where Twilio had heard the right code, it was used up by it.
      expect((await gate.check(PHONE, received())).kind).toBe(way === 'cut after' ? 'expired' : 'accepted');
    },
  );

  it('before a check: unchecked, nothing is charged, and the lock that the try set is off again', async () => {
    const good = await sandbox.open();
    const gatewayed = service(good.origin);
    const dead = await rawServer(() => {});
    await dead.close();
    const store = breakableStore();
    const gate = verifier(good.origin, { store, sender: gatewayed });
    for (let failures = 0; failures < 9; failures += 1) {
      if (failures % 5 === 0) {
        sandbox.now += 10 * MINUTE;
        await gate.send(PHONE);
      }
      await gate.check(PHONE, otherThan(received()));
    }
    const before = store.ledger;
    expect(before.failures).toBe(9);
    const { judge } = service(dead.origin);
    const cut = verifier(good.origin, { store, sender: { ...gatewayed, judge } });
    const outcome = clean(await cut.check(PHONE, received()));
    expect(outcome).toMatchObject({
      kind: 'unchecked',
      problem: { detail: expect.stringContaining('ECONNREFUSED') },
    });
    expect(store.ledger).toEqual(before);
    expect(await gate.check(PHONE, received())).toMatchObject({ kind: 'accepted' });
  });

  it('before a new process knows the length of the codes: unchecked, and nothing is charged', async () => {
    const { origin } = await sandbox.open();
    const store = breakableStore();
    await verifier(origin, { store }).send(PHONE);
    const before = store.ledger;
    const dead = await rawServer(() => {});
    await dead.close();
    expect(clean(await verifier(dead.origin, { store }).check(PHONE, received())).kind).toBe('unchecked');
    expect(store.ledger).toEqual(before);
  });

  it.each([
    ['500 Oops', 1],
    ['502 Bad', 1],
    ['504 Late', 1],
    ['401 No', 1],
  ])('by %s to a check: unchecked, asked %i time', async (status, times) => {
    let checks = 0;
    const server = await answers({
      check(request) {
        checks += 1;
        const code = new URLSearchParams(request.split('\r\n\r\n')[1]).get('Code');
        const message = `no: ${code} ${TOKEN}`;
        return response(status, JSON.stringify({ status: Number.parseInt(status, 10), message }));
      },
    });
    const store = breakableStore();
    const gate = verifier(server.origin, { store });
    await gate.send(PHONE);
    const outcome = await gate.check(PHONE, '482913');
    expect(outcome.kind).toBe('unchecked');
    expect(inspect(outcome, { depth: null })).not.toMatch(new RegExp(`482913|${TOKEN}|${BASIC}`));
    expect(checks).toBe(times);
    expect(store.ledger).toMatchObject({ failures: 0, challenges: [{ tries: 0 }] });
  });

  it('for a moment, with 429 and then 503: the check is made again', async () => {
    let checks = 0;
    const server = await answers({
      check() {
        checks += 1;
        if (checks === 1) return response('429 Busy', '{"code":20429,"status":429,"message":"busy"}');
        if (checks === 2) return response('503 Down', '<html>', 'content-type: text/html');
        return response('200 OK', APPROVED);
      },
    });
    const gate = verifier(server.origin);
    await gate.send(PHONE);
    expect(await gate.check(PHONE, '123456')).toMatchObject({ kind: 'accepted' });
    expect(checks).toBe(3);
  });
});

describe('a store that breaks', () => {
  it('before a try is paid for: nobody is asked', async () => {
    const way = await road(await sandbox.open());
    const store = breakableStore();
    const gate = verifier(way.origin, { store });
    await gate.send(PHONE);
    const asked = way.requests.length;
    store.breakAt = store.updates + 1;
    expect(clean(await gate.check(PHONE, received()))).toMatchObject({ kind: 'store-failed' });
    expect(way.requests).toHaveLength(asked);
  });

  it('after Twilio found the code right: nobody is let in, then or later, and the try stays paid for', async () => {
    const store = breakableStore();
    const gate = verifier((await sandbox.open()).origin, { store });
    await gate.send(PHONE);
    store.breakAt = store.updates + 2;
    expect(clean(await gate.check(PHONE, received()))).toMatchObject({ kind: 'store-failed' });
    expect(store.ledger).toMatchObject({ failures: 1, challenges: [{ tries: 1, used: false }] });
    expect(await gate.check(PHONE, received())).toEqual({ kind: 'expired' });
  });

  it('after Twilio found it wrong, or could not be asked: the try stays paid for', async () => {
    const to = await road(await sandbox.open());
    for (const way of ['pass', 'cut before'] as const) {
      const store = breakableStore();
      const gate = verifier(to.origin, { store });
      await gate.send(PHONE);
      to.chosen.check = way;
      store.breakAt = store.updates + 2;
      expect(clean(await gate.check(PHONE, otherThan(received())))).toMatchObject({ kind: 'store-failed' });
      expect(store.ledger.failures).toBe(1);
      to.chosen.check = 'pass';
      expect(await gate.check(PHONE, received())).toMatchObject({ kind: 'accepted' });
    }
  });
});

it('keeps code and token out of ledgers and of the outcome of a wrong try', async () => {
  const store = breakableStore();
  const gate = verifier((await sandbox.open()).origin, { store });
  await gate.send(PHONE);
  expect(clean(await gate.check(PHONE, otherThan(received())))).toEqual(WRONG_ONCE);
  const whole = inspect([gate, store.ledger], { depth: null, showHidden: true });
  for (const secret of [received(), otherThan(received()), TOKEN, BASIC]) expect(whole).not.toContain(secret);
});
