// A verifier with an audit log: nothing happens while the log cannot be opened, and nobody is let in by an outcome
// that is not in it.

import { beforeEach, describe, expect, it } from 'vitest';
import { Audit } from '../../src/audit/audit.ts';
import { AuditError, type AuditLog } from '../../src/audit/log.ts';
import type { SendOutcome, StoreFailed } from '../../src/core/outcome.ts';
import type { Delivery } from '../../src/delivery/sender.ts';
import { OtpVerifier } from '../../src/otp-verifier.ts';
import { memoryStore } from '../../src/store/memory.ts';
import { ABOUT, EVENTS, ORIGIN } from './events.ts';

const PHONE = '+14155552671';
const broken = new AuditError('/log: why');
const failed = { kind: 'store-failed', problem: broken.problem };

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
    send: (): Promise<SendOutcome> => audit.guard(() => verifier.send(PHONE), tell),
    check: (entry: string) => audit.guard(() => verifier.check(PHONE, entry), tell),
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

  it('of an unlock says that it is unlocked', async () => {
    fails = { write: broken };
    const audit = new Audit(log, ORIGIN);
    const outcome = { kind: 'unlocked', failures: 0, wasLocked: false, sends: 0 } as const;
    expect(await audit.guard(() => audit.record({ kind: 'unlock', outcome, ...ABOUT }))).toMatchObject({
      problem: { detail: 'OTP_AUDIT /log: why. It is unlocked all the same' },
    });
  });
});

it.each(['probe', 'write'])('a defect in %s stays one', async (call) => {
  const { check } = audited();
  fails = { [call]: new TypeError('a defect') };
  await expect(check('12345')).rejects.toThrow('a defect');
  expect(told).toEqual([]);
});
