// Two hosts that share a store, one of them with a clock that is an hour ahead: with a store that has a
// clock of its own, and with one that has none.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckOutcome, SendOutcome } from '../src/core/outcome.ts';
import { DEFAULT_POLICY, MAX_LOCK, type Policy } from '../src/core/policy.ts';
import type { CodeService, Sender } from '../src/delivery/sender.ts';
import { OtpVerifier } from '../src/otp-verifier.ts';
import { memoryStore } from '../src/store/memory.ts';
import type { Store } from '../src/store/store.ts';
import { otherThan } from './support/program.ts';

const PHONE = '+14155552671';
const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];
const DAY = 24 * HOUR;
const AT_ONCE: Partial<Policy> = { resendAfter: 0 };

type Host = 'ahead' | 'behind';
const HOSTS: readonly Host[] = ['ahead', 'behind'];

/** A store that has a clock of its own. */
function withClock(clock: () => number): Store {
  const { update, close } = memoryStore();
  return { update: (key, change) => update(key, (ledger) => change(ledger, clock())), close };
}

/**
 * The two hosts, and the time by the one that is behind. Every outcome is held to the bounds of a wait.
 *
 * @param clockOfStore how far the clock of the store is ahead of that, if it has one
 * @param byService whether a service makes and judges the codes
 */
function startHosts(policy: Partial<Policy> = {}, clockOfStore?: number, byService = false) {
  const { resendAfter, sendWindow } = { ...DEFAULT_POLICY, ...policy };
  const store = clockOfStore === undefined ? memoryStore() : withClock(() => time + clockOfStore);
  const codes: { readonly code: string; readonly sentAt: number }[] = [];
  let time = Date.UTC(2026, 0, 1);
  const sender: Sender = {
    async send({ code }) {
      codes.push({ code, sentAt: time });
      return { kind: 'accepted' };
    },
  };
  const service: CodeService = {
    name: 'a service',
    codeLength: async () => 5,
    start: async () => {
      codes.push({ code: String(10_000 + codes.length), sentAt: time });
      return { kind: 'accepted' };
    },
    judge: async (_, code) => ({ kind: code === codes.at(-1)?.code ? 'right' : 'wrong' }),
  };
  const clockOf = (host: Host) => time + (host === 'ahead' ? HOUR : 0);
  const start = (host: Host) =>
    new OtpVerifier({
      sender: byService ? service : sender,
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
    if (outcome.kind === 'locked') expectWait(outcome.until ?? Number.NaN, host, MAX_LOCK);
    return outcome;
  };
  return {
    pass: (ms: number) => {
      time += ms;
    },
    send: async (host: Host) => held(await hosts[host].send(PHONE), host),
    check: async (host: Host, entry: string) => held(await hosts[host].check(PHONE, entry), host),
    unlock: (host: Host) => hosts[host].unlock(PHONE),
    wrong: () => otherThan(codes.at(-1)?.code ?? '12345'),
    newestCode: () => codes.at(-1)?.code ?? '12345',
    time: () => time,
    /** How long ago the newest code was sent. */
    age: () => time - (codes.at(-1)?.sentAt ?? 0),
  };
}

const steps = (...waits: number[]) =>
  fc.array(
    fc.record({
      host: fc.constantFrom(...HOSTS),
      event: fc.constantFrom('send', 'right', 'wrong', 'wrong', 'wrong'),
      wait: fc.constantFrom(0, SECOND, 31 * SECOND, 2 * MINUTE, ...waits),
    }),
    { maxLength: 28 },
  );

describe('a store without a clock', () => {
  it('accepts no code that the host ahead sent if the clock is behind, nor ever again', async () => {
    const { send, check, newestCode, pass } = startHosts();
    expect(await send('ahead')).toMatchObject({ kind: 'sent' });
    expect(await check('behind', newestCode())).toEqual({ kind: 'expired' });
    expect(await check('ahead', newestCode())).toEqual({ kind: 'expired' });
    pass(HOUR);
    expect(await check('behind', newestCode())).toEqual({ kind: 'expired' });
  });

  it('accepts no code that the host behind sent if the clock is ahead, nor ever again', async () => {
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
      expect(await check(host, newestCode())).toMatchObject({ kind: 'accepted' });
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
    expect(await check('behind', newestCode())).toMatchObject({ kind: 'accepted' });
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
  it('whatever happens on both: no old code is accepted, no wait is out of bounds, a day heals all', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(
        steps(),
        fc.constantFrom<Partial<Policy>>({}, AT_ONCE),
        fc.constantFrom(...HOSTS),
        async (steps, policy, last) => {
          const { send, check, wrong, newestCode, pass, age } = startHosts({ ...policy, maxSends: 30 });
          for (const { host, event, wait } of steps) {
            pass(wait);
            const { kind } = await (event === 'send'
              ? send(host)
              : check(host, event === 'right' ? newestCode() : wrong()));
            if (kind !== 'accepted') continue;
            accepted += 1;
            expect(age()).toBeLessThan(DEFAULT_POLICY.expiresIn);
          }
          pass(DAY);
          await check(last, newestCode());
          expect((await send(last)).kind).toBe('sent');
          expect(await check(last, newestCode())).toMatchObject({ kind: 'accepted' });
        },
      ),
      { numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(0);
  });
});

describe.each([
  ['with the host behind', 0, false],
  ['with the host ahead', HOUR, false],
  ['with neither', -7 * HOUR, false],
  ['with neither, and a service that makes the codes', -7 * HOUR, true],
])('a store with a clock that agrees %s', (_, clockOfStore, byService) => {
  it('unlocks by its own clock, so that the code lives on', async () => {
    for (const host of HOSTS) {
      const { send, check, unlock, wrong, newestCode } = startHosts(AT_ONCE, clockOfStore, byService);
      await send('ahead');
      await check('ahead', wrong());
      expect(await unlock(host)).toMatchObject({ failures: 1 });
      expect(await check('behind', newestCode())).toMatchObject({ kind: 'accepted' });
    }
  });

  it('accepts a code on either host for its life, and no longer on any', async () => {
    for (const [sent, entered] of [HOSTS, HOSTS.toReversed()] as [Host, Host][]) {
      const { send, check, newestCode, pass } = startHosts({ ...AT_ONCE, expiresIn: MINUTE }, clockOfStore, byService);
      await send(sent);
      pass(MINUTE - 1);
      expect(await check(entered, newestCode())).toMatchObject({ kind: 'accepted' });
      await send(sent);
      pass(MINUTE);
      expect(await check(entered, newestCode())).toEqual({ kind: 'expired' });
    }
  });

  it('accepts no code late, if nothing happened until the host behind passed the time of sending', async () => {
    const { send, check, newestCode, pass } = startHosts({}, clockOfStore, byService);
    await send('ahead');
    pass(HOUR + SECOND);
    expect(await check('behind', newestCode())).toEqual({ kind: 'expired' });
  });

  it("reports times in the caller's clock", async () => {
    const { send, check, wrong, time } = startHosts(
      { ...AT_ONCE, maxSends: 3, maxAttempts: 10 },
      clockOfStore,
      byService,
    );
    const { resendAfter, expiresIn, sendWindow } = { ...DEFAULT_POLICY, resendAfter: 0 };
    for (const ahead of [HOUR, 0]) {
      const times = { resendAt: time() + ahead + resendAfter, expiresAt: time() + ahead + expiresIn };
      expect(await send(ahead ? 'ahead' : 'behind')).toEqual({
        kind: 'sent',
        length: 5,
        ...times,
        deliveryId: undefined,
      });
    }
    await send('behind');
    expect(await send('ahead')).toMatchObject({ kind: 'too-many', resendAt: time() + HOUR + sendWindow });
    for (let tries = 0; tries < 10; tries++) await check('ahead', wrong());
    expect(await check('behind', wrong())).toEqual({ kind: 'locked', until: time() + 15 * MINUTE });
    expect(await check('ahead', wrong())).toEqual({ kind: 'locked', until: time() + HOUR + 15 * MINUTE });
  });

  it('whatever happens on both: a code is good for its life on either, no wait is out of bounds', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(steps(HOUR - SECOND, HOUR + SECOND), fc.constantFrom(...HOSTS), async (events, last) => {
        const { send, check, wrong, newestCode, pass, age } = startHosts(
          { ...AT_ONCE, maxSends: 30 },
          clockOfStore,
          byService,
        );
        let isFirst = false;
        for (const { host, event, wait } of events) {
          pass(wait);
          if (event === 'send') isFirst = (await send(host)).kind === 'sent';
          else {
            const { kind } = await check(host, event === 'right' ? newestCode() : wrong());
            seen.add(kind);
            const isAlive = age() < DEFAULT_POLICY.expiresIn;
            if (kind === 'accepted') expect(isAlive).toBe(true);
            if (event === 'right' && isFirst && kind === 'expired') expect(isAlive).toBe(false);
          }
        }
        pass(DAY);
        expect((await send(last)).kind).toBe('sent');
        expect(await check(last, newestCode())).toMatchObject({ kind: 'accepted' });
      }),
      { numRuns: 200 },
    );
    expect([...seen]).toEqual(expect.arrayContaining(['accepted', 'expired']));
  });
});
