// Two hosts that share a store, one of them with a clock that is an hour ahead.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CheckOutcome, SendOutcome } from '../src/core/outcome.ts';
import { DEFAULT_POLICY, LONGEST_LOCK, type Policy } from '../src/core/policy.ts';
import { OtpVerifier } from '../src/otp-verifier.ts';
import { memoryStore } from '../src/store/memory.ts';
import { codeIn, otherThan } from './support/program.ts';

const PHONE = '+14155552671';
const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];
const DAY = 24 * HOUR;
const AT_ONCE: Partial<Policy> = { resendAfter: 0 };

type Host = 'ahead' | 'behind';
const HOSTS: readonly Host[] = ['ahead', 'behind'];

/** The two hosts, and the time by the one that is behind. Every outcome is held to the bounds of a wait. */
function startHosts(policy: Partial<Policy> = {}) {
  const { resendAfter, sendWindow } = { ...DEFAULT_POLICY, ...policy };
  const store = memoryStore();
  const codes: { readonly code: string; readonly sentAt: number }[] = [];
  let time = Date.UTC(2026, 0, 1);
  const clockOf = (host: Host) => time + (host === 'ahead' ? HOUR : 0);
  const start = (host: Host) =>
    new OtpVerifier({
      sender: {
        async send({ body }) {
          codes.push({ code: codeIn(body), sentAt: time });
          return { kind: 'accepted' };
        },
      },
      secret: '0123456789abcdef',
      store,
      policy,
      clock: () => clockOf(host),
    });
  const hosts = { ahead: start('ahead'), behind: start('behind') };

  /** @param most the longest wait that a rule knows */
  const expectWait = (until: number, host: Host, most: number) => {
    expect(until).toBeGreaterThan(clockOf(host));
    expect(until).toBeLessThanOrEqual(clockOf(host) + most);
  };
  const held = <Outcome extends SendOutcome | CheckOutcome>(outcome: Outcome, host: Host): Outcome => {
    if (outcome.kind === 'too-soon') expectWait(outcome.resendAt, host, resendAfter);
    if (outcome.kind === 'too-many') expectWait(outcome.resendAt, host, sendWindow);
    if (outcome.kind === 'locked') expectWait(outcome.until ?? Number.NaN, host, LONGEST_LOCK);
    return outcome;
  };
  return {
    pass: (ms: number) => {
      time += ms;
    },
    send: async (host: Host) => held(await hosts[host].send(PHONE), host),
    check: async (host: Host, entry: string) => held(await hosts[host].check(PHONE, entry), host),
    wrong: () => otherThan(codes.at(-1)?.code ?? '12345'),
    newestCode: () => codes.at(-1)?.code ?? '12345',
    /** How long ago the newest code was sent. */
    age: () => time - (codes.at(-1)?.sentAt ?? 0),
  };
}

it('accepts no code that the host ahead sent where the clock is behind, nor ever again', async () => {
  const { send, check, newestCode, pass } = startHosts();
  expect(await send('ahead')).toMatchObject({ kind: 'sent' });
  expect(await check('behind', newestCode())).toEqual({ kind: 'expired' });
  expect(await check('ahead', newestCode())).toEqual({ kind: 'expired' });
  pass(HOUR);
  expect(await check('behind', newestCode())).toEqual({ kind: 'expired' });
});

it('accepts no code that the host behind sent where the clock is ahead, nor ever again', async () => {
  const { send, check, newestCode } = startHosts();
  expect(await send('behind')).toMatchObject({ kind: 'sent' });
  expect(await check('ahead', newestCode())).toEqual({ kind: 'expired' });
  expect(await check('behind', newestCode())).toEqual({ kind: 'expired' });
});

it('accepts a code where it was sent, for its life and no longer', async () => {
  for (const host of HOSTS) {
    const { send, check, newestCode, pass } = startHosts({ ...AT_ONCE, expiresIn: MINUTE });
    await send(host);
    pass(MINUTE);
    expect(await check(host, newestCode())).toEqual({ kind: 'expired' });
    await send(host);
    pass(MINUTE - 1);
    expect(await check(host, newestCode())).toEqual({ kind: 'accepted' });
  }
});

it('waits no longer than the rules say for another code', async () => {
  const { send, pass } = startHosts();
  await send('ahead');
  expect(await send('behind')).toMatchObject({ kind: 'too-soon', expiresAt: null });
  pass(30 * SECOND);
  expect(await send('behind')).toMatchObject({ kind: 'sent' });
});

it('waits no longer than the window after too many codes', async () => {
  const { send, pass } = startHosts({ ...AT_ONCE, maxSends: 2 });
  await send('ahead');
  await send('ahead');
  expect(await send('behind')).toMatchObject({ kind: 'too-many' });
  pass(10 * MINUTE);
  expect(await send('behind')).toMatchObject({ kind: 'sent' });
});

it('holds a lock of the host ahead, but not beyond a day', async () => {
  const { send, check, wrong, newestCode, pass } = startHosts({ ...AT_ONCE, maxAttempts: 10 });
  await send('ahead');
  for (let tries = 0; tries < 10; tries++) await check('ahead', wrong());
  expect(await check('behind', newestCode())).toMatchObject({ kind: 'locked' });
  expect(await send('behind')).toMatchObject({ kind: 'locked' });
  pass(15 * MINUTE);
  expect(await send('behind')).toMatchObject({ kind: 'locked' });
  pass(HOUR);
  expect(await send('behind')).toMatchObject({ kind: 'sent' });
  expect(await check('behind', newestCode())).toEqual({ kind: 'accepted' });
});

it('cuts the longest lock of the host ahead to a day', async () => {
  const { send, check, wrong, pass } = startHosts({ ...AT_ONCE, maxSends: 100 });
  // The 45th wrong try in a row is the first that locks for a whole day.
  for (let tries = 0; tries < 45; tries++) {
    if ((await send('ahead')).kind === 'locked') {
      pass(DAY);
      await send('ahead');
    }
    await check('ahead', wrong());
  }
  expect(await send('behind')).toMatchObject({ kind: 'locked' });
  pass(DAY);
  expect(await send('behind')).toMatchObject({ kind: 'sent' });
});

it('holds wrong tries of both hosts together', async () => {
  const { send, check, wrong } = startHosts({ ...AT_ONCE, maxSends: 100 });
  let kind = '';
  let tries = 0;
  for (; kind !== 'locked' && tries < 20; tries++) {
    const host = tries % 2 === 0 ? 'ahead' : 'behind';
    await send(host);
    kind = (await check(host, wrong())).kind;
  }
  expect({ kind, tries }).toEqual({ kind: 'locked', tries: 10 });
});

// Less than the hour that lies between the clocks passes: a host that comes back later than that
// cannot know that its clock is behind.
const step = fc.record({
  host: fc.constantFrom(...HOSTS),
  event: fc.constantFrom('send', 'right', 'wrong', 'wrong', 'wrong'),
  wait: fc.constantFrom(0, SECOND, 31 * SECOND, 2 * MINUTE),
});

it('whatever happens on both: no old code is accepted, no wait is out of bounds, a day heals all', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 28 }),
      fc.constantFrom<Partial<Policy>>({}, AT_ONCE),
      fc.constantFrom(...HOSTS),
      async (steps, policy, last) => {
        const { send, check, wrong, newestCode, pass, age } = startHosts({ ...policy, maxSends: 30 });
        for (const { host, event, wait } of steps) {
          pass(wait);
          const { kind } = await (event === 'send'
            ? send(host)
            : check(host, event === 'right' ? newestCode() : wrong()));
          if (kind === 'accepted') expect(age()).toBeLessThan(DEFAULT_POLICY.expiresIn);
        }
        pass(DAY);
        await check(last, newestCode());
        expect((await send(last)).kind).toBe('sent');
        expect(await check(last, newestCode())).toEqual({ kind: 'accepted' });
      },
    ),
    { numRuns: 300 },
  );
});
