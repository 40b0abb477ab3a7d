// What is said of each entry and each send, and the status that it ends with.

import { expect } from 'vitest';
import { test } from '../support/gate.ts';
import { says } from '../support/login.ts';
import { otherThan } from '../support/program.ts';
import { typedIn, untilTyped } from '../support/reading.ts';
import { RESTORED } from '../support/shell.ts';

const [ENTER, ESCAPE] = ['\r', '\x1b'];
const RESEND = '\x1b[Z\r';

test.concurrent('a correct code lets in, and scrollback says so', async ({ openReady }) => {
  const gate = await openReady();
  gate.write(gate.newestCode());
  await untilTyped(gate, gate.newestCode());
  gate.write(ENTER);
  await gate.until('✓ Login Success!');
  expect(gate.cell('✓ Login')).toEqual({ fg: 114, bg: 238, bold: true, inverse: false });
  expect(gate.modes().alternate).toBe(true);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
  expect(gate.rows()[0]).toBe('otp-tui: Login Success!');
});

test.concurrent('a wrong code costs a try, an entry that is no code costs none', async ({ openReady }) => {
  const gate = await openReady();
  gate.write(otherThan(gate.newestCode()) + ENTER);
  await gate.until('✗ Incorrect OTP! 4 tries left.');
  expect(typedIn(gate)).toBe('');
  expect(gate.cell('✗')).toMatchObject({ fg: 217, bg: 238, bold: true });
  gate.write(`123${ENTER}`);
  await gate.until('✗ Invalid OTP! Enter all 5 digits.');
  expect(typedIn(gate)).toBe('123');
  gate.write(ESCAPE);
  await untilTyped(gate, '');
  gate.write(otherThan(gate.newestCode()) + ENTER);
  await gate.until('Incorrect OTP! 3 tries left.');
  gate.write(gate.newestCode() + ENTER);
  expect(await gate.restored()).toMatchObject({ status: 0 });
});

test.concurrent('the code that a newer one replaced is distinguished from a wrong one', async ({ openReady }) => {
  const gate = await openReady({ env: { OTP_RESEND_AFTER: '0s' } });
  expect(gate.text()).toMatch(/SUBMIT +RESEND OTP$/m);
  gate.write(RESEND);
  await gate.until(() => gate.codes.length === 2);
  gate.write(gate.codes[0] + ENTER);
  await says(gate, '✗ Incorrect OTP! A newer code was sent. 4 ');
  gate.write(gate.newestCode() + ENTER);
  expect(await gate.restored()).toMatchObject({ status: 0 });
});

test.concurrent('a code that is too old is refused', async ({ openReady }) => {
  const gate = await openReady({ env: { OTP_EXPIRES_IN: '1s' } });
  await gate.until(/\bexpired$/m);
  gate.write(gate.newestCode() + ENTER);
  await gate.until('✗ OTP expired!');
  gate.write(ESCAPE);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 1 });
});

test.concurrent('after the last try even the right code is refused', async ({ openReady }) => {
  const gate = await openReady({ env: { OTP_MAX_ATTEMPTS: '1' } });
  gate.write(otherThan(gate.newestCode()) + ENTER);
  await gate.until('✗ Too many attempts!');
  gate.write(gate.newestCode());
  await untilTyped(gate, gate.newestCode());
  gate.write(ENTER);
  await untilTyped(gate, '');
  expect(gate.text()).toContain('Too many attempts!');
  gate.write(ESCAPE);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 1 });
  expect(gate.raw()).toMatch(/otp-tui: Too many attempts! Not verified: the form was closed\.\r\n/);
});

test.concurrent('ten wrong tries lock, over codes, and then even the right one is refused', async ({ openReady }) => {
  const gate = await openReady({ env: { OTP_RESEND_AFTER: '0s' } });
  gate.write((otherThan(gate.newestCode()) + ENTER).repeat(5));
  await gate.until(/▸ RESEND OTP[^✗]*✗ Too many attempts!/);
  gate.write(ENTER);
  await gate.until(() => gate.codes.length === 2);
  gate.write((otherThan(gate.newestCode()) + ENTER).repeat(5));
  await says(gate, '✗ Locked! Too many wrong codes.');
  gate.write(gate.newestCode());
  await untilTyped(gate, gate.newestCode());
  gate.write(ENTER);
  await untilTyped(gate, '');
  gate.write(RESEND);
  await gate.until(/▸ RESEND OTP[^✗]*✗ Locked!/);
  gate.write(ESCAPE);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 75 });
  expect(gate.text()).toContain('otp-tui: Locked! ');
  expect(gate.codes).toHaveLength(2);
});

test.concurrent('a resend that is too soon shows how long to wait', async ({ openReady }) => {
  const gate = await openReady({ env: { OTP_RESEND_AFTER: '10m' } });
  gate.write(`\t\t${ENTER}`);
  await says(gate, 'Please wait 10m for another code');
  gate.write(ESCAPE);
  expect(await gate.restored()).toMatchObject({ status: 1 });
  expect(gate.rows()[0]).toBe('otp-tui: Not verified: the form was closed.');
  expect(gate.codes).toHaveLength(1);
});

test.concurrent('one send too many shows how long to wait', async ({ openReady }) => {
  const gate = await openReady({ env: { OTP_RESEND_AFTER: '0s', OTP_MAX_SENDS: '1' } });
  gate.write(`\t\t${ENTER}`);
  await says(gate, '✗ Please wait 10m: too many codes were sent.');
  await says(gate, 'The last one still works.');
  gate.write(ESCAPE);
  expect(await gate.restored()).toMatchObject({ status: 75 });
  expect(gate.codes).toHaveLength(1);
});

test.concurrent('with --stay the form stays, a code counts once, and the success stands', async ({ openReady }) => {
  const gate = await openReady({ args: ['--stay'] });
  gate.write(gate.newestCode() + ENTER);
  await gate.until('✓ Login Success!');
  gate.write(ENTER);
  await gate.until('✗ OTP already used!');
  gate.write(ESCAPE);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
  expect(gate.rows()[0]).toBe('otp-tui: Login Success!');
});
