// A verifier with an audit log: nothing happens while the log cannot be opened, and nobody is let in by an outcome
// that is not in it.

import { beforeEach, describe, expect, it } from 'vitest';
import { Audit } from '../../src/audit/audit.ts';
import { AuditError, type AuditLog } from '../../src/audit/log.ts';
import type { SendOutcome, StoreFailed } from '../../src/core/outcome.ts';
import type { Delivery } from '../../src/delivery/sender.ts';
import { OtpVerifier } from '../../src/otp-verifier.ts';
import { memoryStore } from '../../src/store/memory.ts';
import type { VerifierEvent } from '../../src/verifier-event.ts';
import { ABOUT, EVENTS, ORIGIN } from './events.ts';

const PHONE = '+14155552671';
const broken = new AuditError('/log: why');
const failed = { kind: 'store-failed', problem: broken.problem };
const storeFailed = { kind: 'store-failed', problem: { message: '', detail: '' } } as const;

let lines: string[];
let codes: string[];
let delivery: Delivery;
/** Which calls of the log fail. */
let fails: { probe?: unknown; write?: unknown };
let asked: number;
let told: StoreFailed[];
beforeEach(() => {
  lines = [];
  codes = [];
  delivery = { kind: 'accepted', id: 'SM1' };
  fails = {};
  asked = 0;
  told = [];
});

const log: AuditLog = {
  async probe() {
    if (fails.probe) throw fails.probe;
  },
  async write(line) {
    // Whoever does not wait for it is found out.
    await new Promise((resolve) => setImmediate(resolve));
    if (fails.write) throw fails.write;
    const { event, outcome } = JSON.parse(line);
    lines.push(`${event} ${outcome}`);
  },
};

function audited() {
  const audit = new Audit(log, ORIGIN);
  const memory = memoryStore();
  const verifier = new OtpVerifier({
    sender: {
      async send({ code }) {
        codes.push(code);
        return delivery;
      },
    },
    store: {
      update(...args) {
        asked += 1;
        return memory.update(...args);
      },
      close: async () => {},
    },
    secret: 'sixteen letters!',
    policy: { resendAfter: 0, maxSends: 100 },
    onEvent: (event) => audit.record(event),
  });
  const tell = (outcome: StoreFailed) => told.push(outcome);
  return {
    send: (): Promise<SendOutcome> => audit.guard(() => verifier.send(PHONE), { onFailure: tell }),
    check: (entry: string) => audit.guard(() => verifier.check(PHONE, entry), { onFailure: tell }),
  };
}

const wrong = () => (codes.at(-1) === '00000' ? '11111' : '00000');

it('records each outcome before it is returned, and a lock at its moment', async () => {
  const { send, check } = audited();
  expect(await send()).toMatchObject({ kind: 'sent' });
  expect(lines).toEqual(['send sent']);
  expect(await check('1')).toMatchObject({ kind: 'invalid' });
  for (let tries = 0; tries < 5; tries++) await check(wrong());
  delivery = { kind: 'refused', problem: { message: '', detail: '' } };
  await send();
  delivery = { kind: 'accepted' };
  await send();
  for (let tries = 0; tries < 7; tries++) await check(wrong());
  await send();
  expect(lines).toEqual([
    ...['send sent', 'check invalid', ...Array(4).fill('check incorrect'), 'check exhausted', 'refusal refused'],
    ...['send sent', ...Array(4).fill('check incorrect'), 'check locked', 'lock locked'],
    ...['check locked', 'check locked', 'refusal locked'],
  ]);
  expect(told).toEqual([]);
});

it('sends, judges and charges nothing while the log cannot be opened', async () => {
  const { send, check } = audited();
  await send();
  const before = asked;
  fails = { probe: broken };
  expect(await send()).toEqual(failed);
  for (let tries = 0; tries < 9; tries++) expect(await check(wrong())).toEqual(failed);
  expect([asked, codes.length, lines]).toEqual([before, 1, ['send sent']]);
  expect(told).toEqual(Array(10).fill(failed));
  fails = {};
  expect(await check(codes[0] ?? '')).toMatchObject({ kind: 'accepted' });
});

describe('an outcome that cannot be recorded', () => {
  it('of a correct code lets nobody in, and the code is used', async () => {
    const { send, check } = audited();
    await send();
    fails = { write: broken };
    expect(await check(codes[0] ?? '')).toEqual({ ...failed, charged: 'spent' });
    fails = {};
    expect(await check(codes[0] ?? '')).toEqual({ kind: 'used' });
    expect(lines).toEqual(['send sent', 'check used']);
  });

  it('of a wrong code says only that a try was used up', async () => {
    const { send, check } = audited();
    await send();
    fails = { write: broken };
    for (let tries = 0; tries < 4; tries++) expect(await check(wrong())).toEqual({ ...failed, charged: 'yes' });
    expect(await check(wrong())).toEqual({ ...failed, charged: 'perhaps' });
    expect(await check('1')).toEqual(failed);
    expect(lines).toEqual(['send sent']);
  });

  it('of a send does not claim that none was sent', async () => {
    const { send, check } = audited();
    fails = { write: broken };
    const message = 'the audit log failed. If a code arrives, it is valid.';
    expect(await send()).toEqual({ ...failed, problem: { message, detail: broken.problem.detail } });
    delivery = { kind: 'refused', problem: { message: '', detail: '' } };
    expect(await send()).toEqual(failed);
    fails = {};
    expect(await check(codes[0] ?? '')).toMatchObject({ kind: 'accepted' });
  });

  it('is never one that lets anyone in, whatever it was', async () => {
    fails = { write: broken };
    const audit = new Audit(log, ORIGIN);
    for (const event of EVENTS) {
      const outcome = await audit.guard(async () => {
        await audit.record(event);
        return event.outcome;
      });
      expect(outcome).toMatchObject({ kind: 'store-failed' });
    }
  });

  it.each<[string, VerifierEvent, object]>([
    [
      'an unlock says that it is done',
      { kind: 'unlock', outcome: { kind: 'unlocked', failures: 0, wasLocked: false, sends: 0 }, ...ABOUT },
      { charged: 'yes' },
    ],
    ['an unlock that failed does not', { kind: 'unlock', outcome: storeFailed, ...ABOUT }, {}],
    [
      'an unlock that may be done says that',
      { kind: 'unlock', outcome: { ...storeFailed, charged: 'perhaps' }, ...ABOUT },
      { charged: 'perhaps' },
    ],
    [
      'new recovery codes says that the earlier ones are gone',
      { kind: 'recovery', outcome: { kind: 'made' }, ...ABOUT },
      { charged: 'yes' },
    ],
    ['recovery codes that were not made does not', { kind: 'recovery', outcome: storeFailed, ...ABOUT }, {}],
    [
      'recovery codes that may be made says that',
      { kind: 'recovery', outcome: { ...storeFailed, charged: 'perhaps' }, ...ABOUT },
      { charged: 'perhaps' },
    ],
  ])('of %s', async (_, event, charged) => {
    fails = { write: broken };
    const audit = new Audit(log, ORIGIN);
    expect(await audit.guard(() => audit.record(event))).toEqual({ ...failed, ...charged });
  });
});

it.each(['probe', 'write'])('a defect in %s stays one', async (call) => {
  const { check } = audited();
  fails = { [call]: new TypeError('a defect') };
  await expect(check('12345')).rejects.toThrow('a defect');
  expect(told).toEqual([]);
});

describe('what is left before it has an outcome', () => {
  const left = {
    kind: 'send',
    channel: 'sms',
    ...ABOUT,
    outcome: { kind: 'refused', problem: broken.problem },
  } as const;
  const sent = { ...left, outcome: { kind: 'store-failed', problem: broken.problem } } as const;
  const never = Symbol('never');
  const orNever = (promise: Promise<unknown>) =>
    Promise.race([promise, new Promise((resolve) => setTimeout(resolve, 20, never))]);

  it('is recorded once, even if the outcome comes while it is, and nobody is told that outcome', async () => {
    const audit = new Audit(log, ORIGIN);
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const work = () => answered.then(() => audit.record(sent)).then(() => 'told');
    const sending = audit.guard(work, { ifLeft: () => left });
    await new Promise((resolve) => setImmediate(resolve));
    const leaving = audit.leave();
    answer();
    await leaving;
    expect(await orNever(sending)).toBe(never);
    expect(lines).toEqual(['refusal refused']);
  });

  it('is written before a second signal could end the process', async () => {
    const written: string[] = [];
    const audit = new Audit({ probe: async () => {}, write: async (line) => void written.push(line) }, ORIGIN);
    void audit.guard(() => new Promise(() => {}), { ifLeft: () => left });
    await new Promise((resolve) => setImmediate(resolve));
    void audit.leave();
    expect(written).toHaveLength(1);
  });

  it('is its outcome if that is being written already, which is waited for', async () => {
    let finish = () => {};
    const write = (line: string) =>
      new Promise<void>((resolve) => {
        finish = () => resolve(void lines.push(line));
      });
    const audit = new Audit({ probe: async () => {}, write }, ORIGIN);
    void audit.guard(() => audit.record(sent), { ifLeft: () => left });
    await new Promise((resolve) => setImmediate(resolve));
    const leaving = audit.leave();
    expect(await orNever(leaving)).toBe(never);
    finish();
    await leaving;
    expect(lines).toEqual([expect.stringContaining('"outcome":"store-failed"')]);
  });

  it('is not even begun while the log is being opened, nor later', async () => {
    const audit = new Audit(log, ORIGIN);
    let begun = 0;
    const begin = () => audit.guard(async () => (begun += 1), { ifLeft: () => left });
    const first = begin();
    await audit.leave();
    expect([await orNever(first), await orNever(begin())]).toEqual([never, never]);
    expect([begun, lines]).toEqual([0, []]);
  });

  it('holds nobody up if the log cannot be written', async () => {
    fails = { write: broken };
    const audit = new Audit(log, ORIGIN);
    void audit.guard(() => new Promise(() => {}), { ifLeft: () => left });
    await new Promise((resolve) => setImmediate(resolve));
    await audit.leave();
    expect(lines).toEqual([]);
  });
});
