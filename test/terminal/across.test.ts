// What one terminal does counts in every other, and outlives them all: the rules through the real
// program, at several terminals that share a store.

import { expect } from 'vitest';
import type { Gate } from '../support/gate.ts';
import { describeWithStores, says, withRedis } from '../support/login.ts';
import { otherThan } from '../support/program.ts';
import { untilTyped } from '../support/reading.ts';
import { describeWithRedis } from '../support/redis-server.ts';
import { RESTORED } from '../support/shell.ts';

const [ENTER, ESCAPE] = ['\r', '\x1b'];
const AT_ONCE = { OTP_RESEND_AFTER: '0s' };
/** Longer than any of these tests takes. */
const LATER = { OTP_RESEND_AFTER: '10m' };
/** What is left of a code's 5 minutes, of which some may be gone. */
const AT_MOST_5_MINUTES = /expires in (5:00|[0-4]:[0-9]{2})/;
const LESS_THAN_5_MINUTES = /expires in [0-4]:[0-9]{2}/;
/** With the day, close to midnight. */
const LOCKED = /✗ Locked! Too many wrong codes\. Try again after (?:\w+ [0-9]+ \w+, )?[0-9]{2}:[0-9]{2} \(in 15 /;
const STILL_WORKS = /A code was sent (a moment|[0-9]+ seconds?) ago and still works\. Enter it\./;

describeWithRedis('terminals that share a Redis', () => {
  const test = withRedis();
  const HOUR = 3_600_000;
  const NEITHER = 0;
  test.concurrent.for<[number, number]>([
    [HOUR, NEITHER],
    [NEITHER, HOUR],
    [-HOUR, HOUR],
  ])(
    'on hosts whose clocks are off by %i and %i ms: a code is good, and its life is told, on both',
    async ([one, other], { startLogin, store }) => {
      const login = await startLogin(store, LATER);
      const first = await login.open({ env: clockOff(one) });
      await first.ready();
      await says(first, AT_MOST_5_MINUTES);
      const second = await login.open({ env: clockOff(other) });
      await says(second, STILL_WORKS);
      await says(second, AT_MOST_5_MINUTES);
      await submit(second, otherThan(login.newestCode()), '✗ Incorrect OTP! 4 tries left.');
      await submit(second, login.newestCode(), '✓ Login Success!');
      expect((await second.restored()).status).toBe(0);
      await submit(first, login.newestCode(), '✗ OTP already used!');
      await leave(first);
    },
  );
});

/** The environment of a program whose wall clock is so many ms ahead. */
function clockOff(ms: number): { readonly NODE_OPTIONS: string } {
  const preload = `const now=Date.now;Date.now=()=>now()+(${ms})`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(preload)}` };
}

/** Submits a wrong code, and waits for the answer. */
async function submit(gate: Gate, code: string, words: string | RegExp): Promise<void> {
  gate.write(code + ENTER);
  await says(gate, words);
}

/** Leaves the form, and checks that the terminal is restored. @returns the exit status */
async function leave(gate: Gate): Promise<number> {
  gate.write(ESCAPE);
  const { status, ...rest } = await gate.restored();
  expect(rest).toEqual(RESTORED);
  return status;
}

describeWithStores('terminals that share', (test) => {
  test.concurrent('services share the wait of the phone', async ({ startLogin, store }) => {
    const login = await startLogin(store, LATER);
    const one = await login.open({ args: ['--service', 'one'] });
    await one.ready();
    const other = await login.open({ args: ['--service', 'other'] });
    await says(other, /Sending in ([0-9]|10)m…/);
    await submit(other, login.newestCode(), '✗ No code has been sent yet.');
    expect(await leave(other)).toBe(1);
    await submit(one, login.newestCode(), '✓ Login Success!');
    expect(login.codes).toHaveLength(1);
  });

  test.concurrent('services share the wrong tries of the phone, and no code', async ({ startLogin, store }) => {
    const login = await startLogin(store, { ...AT_ONCE, OTP_MAX_ATTEMPTS: '10' });
    const one = await login.open({ args: ['--service', 'one'] });
    await one.ready();
    const code = login.newestCode();
    const other = await login.open({ args: ['--service', 'other'] });
    await other.ready();
    await submit(other, code, '✗ Incorrect OTP! 9 tries left.');
    for (let left = 9; left >= 5; left--) await submit(one, otherThan(code), `✗ Incorrect OTP! ${left} tries left.`);
    for (let left = 8; left >= 6; left--) await submit(other, code, `✗ Incorrect OTP! ${left} tries left.`);
    await submit(other, code, LOCKED);
    await submit(one, code, LOCKED);
    expect(await Promise.all([leave(one), leave(other)])).toEqual([75, 75]);
  });

  test.concurrent('wrong tries in one count in the other, up to the lock', async ({ startLogin, store }) => {
    const login = await startLogin(store, AT_ONCE);
    const one = await login.openReady();
    const other = await login.openReady();
    expect(login.codes).toHaveLength(2);
    const wrong = () => otherThan(login.newestCode());
    await submit(one, wrong(), '✗ Incorrect OTP! 4 tries left.');
    await submit(other, wrong(), '✗ Incorrect OTP! 3 tries left.');
    await submit(one, wrong(), '✗ Incorrect OTP! 2 tries left.');
    await submit(other, wrong(), '✗ Incorrect OTP! 1 try left.');
    await submit(one, wrong(), '✗ Too many attempts!');
    await submit(other, login.newestCode(), '✗ Too many attempts!');

    // RESEND OTP has the focus.
    other.write(ENTER);
    await other.until(() => login.codes.length === 3);
    await other.ready();
    await submit(one, wrong(), '✗ Incorrect OTP! 4 tries left.');
    await submit(other, wrong(), '✗ Incorrect OTP! 3 tries left.');
    await submit(one, wrong(), '✗ Incorrect OTP! 2 tries left.');
    await submit(other, wrong(), '✗ Incorrect OTP! 1 try left.');
    await submit(one, wrong(), LOCKED);
    await submit(other, login.newestCode(), LOCKED);
    expect(await Promise.all([leave(one), leave(other)])).toEqual([75, 75]);

    const next = await login.open();
    expect(await next.restored()).toEqual({ ...RESTORED, status: 75 });
    expect(next.rows()[0]).toContain('otp-tui: Locked! Too many wrong codes. Try again after');
    expect(login.codes).toHaveLength(3);
  });

  test.concurrent('closing and opening again gives no tries back', async ({ startLogin, store }) => {
    const login = await startLogin(store, LATER);
    const first = await login.openReady();
    const wrong = otherThan(login.newestCode());
    await submit(first, wrong, '4 tries left.');
    await submit(first, wrong, '3 tries left.');
    expect(await leave(first)).toBe(1);

    const second = await login.open();
    await says(second, STILL_WORKS);
    await submit(second, wrong, '✗ Incorrect OTP! 2 tries left.');
    await submit(second, wrong, '1 try left.');
    second.signal('SIGKILL');
    expect((await second.restored()).status).toBe(137);

    const third = await login.open();
    await says(third, STILL_WORKS);
    await submit(third, wrong, '✗ Too many attempts!');
    expect(await leave(third)).toBe(1);

    const fourth = await login.open();
    await says(fourth, /Sending in [0-9]+[sm]…/);
    await submit(fourth, login.newestCode(), '✗ Too many attempts!');
    expect(await leave(fourth)).toBe(1);
    expect(login.codes).toHaveLength(1);
  });

  test.concurrent('closing and opening again gives no sends back', async ({ startLogin, store }) => {
    const login = await startLogin(store, { ...AT_ONCE, OTP_MAX_SENDS: '2' });
    for (const sends of [1, 2]) {
      const gate = await login.openReady();
      expect(login.codes).toHaveLength(sends);
      expect(await leave(gate)).toBe(1);
    }
    const over = await login.open();
    await says(over, /✗ Please wait ([0-9]|10)m: too many codes were sent\. The last one still works\./);
    expect(await leave(over)).toBe(75);

    const again = await login.open();
    await says(again, 'too many codes were sent.');
    await submit(again, login.newestCode(), '✓ Login Success!');
    expect(await again.restored()).toEqual({ ...RESTORED, status: 0 });
    expect(login.codes).toHaveLength(2);
  });

  test.concurrent('a code sent a moment ago is shown with its remaining life, not sent again, and accepted', async ({
    startLogin,
    store,
  }) => {
    const login = await startLogin(store, LATER);
    const first = await login.openReady();
    await says(first, LESS_THAN_5_MINUTES);
    expect(await leave(first)).toBe(1);

    const gate = await login.open();
    await says(gate, STILL_WORKS);
    expect(gate.text()).toMatch(/RESEND OTP \([0-9]+m\)/);
    expect(gate.text()).toMatch(LESS_THAN_5_MINUTES);
    await submit(gate, login.newestCode(), '✓ Login Success!');
    expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
    expect(login.codes).toHaveLength(1);
  });

  test.concurrent('a code used in one is used in the other', async ({ startLogin, store }) => {
    const login = await startLogin(store, LATER);
    const one = await login.openReady();
    const other = await login.open();
    await says(other, STILL_WORKS);
    await submit(one, login.newestCode(), '✓ Login Success!');
    await submit(other, login.newestCode(), '✗ OTP already used!');
    expect(await leave(other)).toBe(1);
    expect(await one.restored()).toEqual({ ...RESTORED, status: 0 });

    // One that was accepted makes no other wait.
    const used = login.newestCode();
    const late = await login.openReady();
    expect(login.codes).toHaveLength(2);
    await submit(late, used, '✗ OTP already used!');
    await submit(late, login.newestCode(), '✓ Login Success!');
  });

  test.concurrent('a code that the other replaced is recognized, and the new one is valid in both', async ({
    startLogin,
    store,
  }) => {
    const login = await startLogin(store, AT_ONCE);
    const one = await login.openReady();
    const old = login.newestCode();
    const other = await login.openReady();
    await submit(one, old, '✗ Incorrect OTP! A newer code was sent. 4 tries left.');
    await submit(one, login.newestCode(), '✓ Login Success!');
    await submit(other, login.newestCode(), '✗ OTP already used!');
    expect(await leave(other)).toBe(1);
    expect(await one.restored()).toEqual({ ...RESTORED, status: 0 });
  });

  test.concurrent('of two right answers at once exactly one lets in', async ({ startLogin, store }) => {
    const login = await startLogin(store, LATER);
    const one = await login.openReady();
    const other = await login.open();
    await says(other, STILL_WORKS);
    const gates = [one, other];
    for (const gate of gates) gate.write(login.newestCode());
    for (const gate of gates) await untilTyped(gate, login.newestCode());
    for (const gate of gates) gate.write(ENTER);
    const statuses = await Promise.all(
      gates.map(async (gate) => {
        await says(gate, /✓ Login Success!|✗ OTP already used!|otp-tui: Login Success!/);
        if (gate.text().includes('OTP already used!')) gate.write(ESCAPE);
        return (await gate.restored()).status;
      }),
    );
    expect(statuses.sort()).toEqual([0, 1]);
  });
});
