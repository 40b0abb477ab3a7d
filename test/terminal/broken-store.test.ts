// A store that is broken, or breaks while the form is up: the reason in plain words, and nobody let in.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Gate } from '../support/gate.ts';
import { test as base, says } from '../support/login.ts';
import { otherThan } from '../support/program.ts';
import { untilTyped } from '../support/reading.ts';
import { describeWithRedis, freePort, type RedisServer, startRedis } from '../support/redis-server.ts';
import { RESTORED } from '../support/shell.ts';

const [ENTER, ESCAPE] = ['\r', '\x1b'];
const VERBOSE = { args: ['--verbose'] };
const SENDING = '✗ Could not send the code:';
const CHECKING = '✗ Not checked:';
const SET_RIGHT = 'Administrator: run otp-tui doctor.';
const OUT_OF_REACH = 'the store is unavailable.';

const test = base.extend<{ redis: RedisServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads what a fixture needs from this pattern
  redis: async ({}, use) => {
    const server = await startRedis();
    await use(server);
    await server.remove();
  },
});

/** Leaves the form by Esc, and expects status 73, one of the reasons in whole below it, and no trace of a program. */
async function expectRefused(gate: Gate, ...reasons: string[]): Promise<void> {
  gate.write(ESCAPE);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 73 });
  const [said] = /otp-tui: [^\r]* Not verified: the form was closed\.\r\n/.exec(gate.raw()) ?? [];
  expect(reasons.map((reason) => `otp-tui: ${reason} Not verified: the form was closed.\r\n`)).toContain(said);
  expect(gate.raw()).not.toMatch(/Login Success|\bat .*:[0-9]+:[0-9]+|Error\b|node:|\.[jt]s:|undefined|\[object/);
}

test.concurrent('a directory in place of the file', async ({ startLogin, stateFile }) => {
  mkdirSync(stateFile);
  const login = await startLogin(stateFile);
  const gate = await login.open(VERBOSE);
  await says(gate, `${SENDING} the store is unavailable.`);
  gate.write(`12345${ENTER}`);
  await says(gate, CHECKING);
  gate.write(ESCAPE);
  await untilTyped(gate, '');
  const message = `the store is unavailable. ${SET_RIGHT}`;
  await expectRefused(gate, `Not checked: ${message} That did not use up a try.`);
  const detail = `${stateFile}: it is a directory or a device; choose another path`;
  expect(gate.raw()).toContain(`otp-tui: ${detail}\r\n`);
  expect(login.codes).toEqual([]);
});

test.concurrent('a file that is no state file', async ({ startLogin, stateFile }) => {
  writeFileSync(stateFile, 'This was never a database.\n'.repeat(1_000), { mode: 0o600 });
  const login = await startLogin(stateFile);
  const gate = await login.open(VERBOSE);
  await says(gate, `${SENDING} the store is damaged.`);
  const message = `the store is damaged. ${SET_RIGHT}`;
  await expectRefused(gate, `Could not send the code: ${message}`);
  expect(gate.raw()).toContain(`otp-tui: ${stateFile}: not a state file, or a damaged one;`);
  expect(login.codes).toEqual([]);
});

test.concurrent('a file that vanishes while the form is up', async ({ startLogin, stateFile }) => {
  const login = await startLogin(stateFile, { OTP_RESEND_AFTER: '0s' });
  const gate = await login.openReady();
  for (const suffix of ['', '-wal', '-shm']) rmSync(stateFile + suffix, { force: true });
  gate.write(login.newestCode() + ENTER);
  await says(gate, `${CHECKING} the store was removed`);
  gate.write(ESCAPE);
  await untilTyped(gate, '');
  const message = 'the store was removed. Get a new code.';
  await expectRefused(gate, `Not checked: ${message} That did not use up a try.`);

  const next = await login.openReady();
  next.write(login.newestCode() + ENTER);
  await says(next, '✓ Login Success!');
});

test.concurrent('a Redis that is not there', async ({ startLogin }) => {
  const login = await startLogin(`redis://gate:hunter2@127.0.0.1:${await freePort()}`);
  const gate = await login.open(VERBOSE);
  await says(gate, `${SENDING} ${OUT_OF_REACH}`);
  await expectRefused(gate, `Could not send the code: ${OUT_OF_REACH} Try again soon.`);
  expect(gate.raw()).toContain('nothing is listening there; start Redis, or correct the address (ECONNREFUSED)');
  expect(gate.raw()).not.toContain('hunter2');
  expect(login.codes).toEqual([]);
});

describeWithRedis('a Redis that dies between send and check', () => {
  test.concurrent('verifies nobody', async ({ startLogin, redis }) => {
    const login = await startLogin(redis.url);
    const gate = await login.openReady();
    await redis.kill();
    gate.write(login.newestCode() + ENTER);
    await says(gate, `${CHECKING} ${OUT_OF_REACH}`);
    gate.write(ESCAPE);
    await untilTyped(gate, '');
    const message = `Not checked: ${OUT_OF_REACH} Try again soon.`;
    // Whether the question had left before the end of the connection was seen is up to the system.
    await expectRefused(gate, `${message} That did not use up a try.`, `${message} A try may be used up.`);
  });

  test.concurrent('charges nothing, and the code stands when it is back', async ({ startLogin, redis }) => {
    const login = await startLogin(redis.url);
    const gate = await login.openReady();
    await redis.kill();
    gate.write(otherThan(login.newestCode()) + ENTER);
    await says(gate, CHECKING);
    await redis.start();
    gate.write(ENTER);
    await says(gate, '✗ Incorrect OTP! 4 tries left.');
    gate.write(login.newestCode() + ENTER);
    await says(gate, '✓ Login Success!');
    expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
  });
});
