// What the form says of a text's way to the phone, and how it offers a call, of the real program.

import { expect } from 'vitest';
import { DEFAULT_PACE } from '../../src/sandbox/messages.ts';
import { test } from '../support/gate.ts';

const CALLS = { OTP_FALLBACK: 'call', OTP_RESEND_AFTER: '0s' };
/** How long a text takes in the sandbox, in ms. */
const { sent: ON_ITS_WAY, settled: SETTLED } = DEFAULT_PACE;

test.concurrent('a text is followed until it has arrived, and is not called delivered before', async ({
  openReady,
}) => {
  const gate = await openReady();
  gate.sandbox.pass(ON_ITS_WAY);
  await gate.until('on its way · expires in');
  expect(gate.text()).not.toContain('delivered');
  gate.sandbox.pass(SETTLED);
  await gate.until(/ delivered · expires in \d:\d\d/);
});

test.concurrent('a text that fails is reported with what to do, and a call delivers the code', async ({
  openReady,
}) => {
  // Error 30003: the phone cannot be reached.
  const gate = await openReady({ env: { ...CALLS, RECIPIENT_NUMBER: '+15005530003' } });
  expect(gate.text()).not.toContain('CALL ME');
  gate.sandbox.pass(SETTLED);
  await gate.until('Not delivered: ');
  await gate.until('CALL ME');
  expect(gate.text()).toContain('not delivered · expires in');
  gate.write('\x1b[Z');
  await gate.until(/▸ CALL ME ◂/);
  gate.write('\r');
  await gate.until('Call to +1 ••• ••• ••03');
  await gate.until(() => gate.codes.length === 2);
  gate.write(`${gate.newestCode()}\r`);
  await gate.until('Login Success!');
});

test.concurrent('without the setting there is no third button', async ({ openReady }) => {
  const gate = await openReady({ env: { RECIPIENT_NUMBER: '+15005530003' } });
  gate.sandbox.pass(SETTLED);
  await gate.until('Not delivered: ');
  expect(gate.text()).not.toContain('CALL ME');
});

test.concurrent('Verify makes the code, with as many digits as its service has', async ({ openReady }) => {
  const env = { TWILIO_VERIFY_SERVICE_SID: `VA${'0'.repeat(32)}`, SENDER_NUMBER: '' };
  const gate = await openReady({ env });
  gate.write('\r');
  await gate.until('Invalid OTP! Enter all 6 digits.');
  gate.write(`${gate.newestCode()}\r`);
  await gate.until('Login Success!');
});
