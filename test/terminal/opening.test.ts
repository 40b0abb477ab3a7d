// A form that is opened again, in the built program: it takes the code that is still valid, waits and sends by itself,
// or closes at once.

import { expect } from 'vitest';
import { says, test } from '../support/login.ts';
import { otherThan } from '../support/program.ts';
import { RESTORED } from '../support/shell.ts';

const [ENTER, ESCAPE] = ['\r', '\x1b'];

test.concurrent('without a valid code it counts down, sends by itself, and takes that code', async ({
  startLogin,
  stateFile,
}) => {
  const login = await startLogin(stateFile, { OTP_RESEND_AFTER: '3s', OTP_MAX_ATTEMPTS: '1' });
  const first = await login.openReady();
  first.write(otherThan(login.newestCode()) + ENTER);
  await first.until('Too many attempts!');
  first.write(ESCAPE);
  expect((await first.restored()).status).toBe(1);

  const again = await login.open();
  await says(again, /Sending in [123]s…/);
  await again.until(() => login.codes.length === 2);
  await again.ready();
  again.write(login.newestCode() + ENTER);
  await again.until('✓ Login Success!');
  expect(await again.restored()).toEqual({ ...RESTORED, status: 0 });
  expect(login.codes).toHaveLength(2);
});

test.concurrent('it closes at once if too many were sent and none is valid, with one line', async ({
  startLogin,
  stateFile,
}) => {
  const login = await startLogin(stateFile, { OTP_RESEND_AFTER: '0s', OTP_MAX_SENDS: '1', OTP_EXPIRES_IN: '1s' });
  const first = await login.openReady();
  await says(first, /▸ RESEND OTP[^✗]*✗ OTP expired! Press RESEND OTP in 10m for a new one\./);
  first.write(ESCAPE);
  expect((await first.restored()).status).toBe(1);

  const again = await login.open();
  expect(await again.restored()).toEqual({ ...RESTORED, status: 75 });
  expect(again.raw().match(/otp-tui: [^\r\n]*/g)).toEqual(['otp-tui: Please wait 10m: too many codes were sent.']);
  expect(login.codes).toHaveLength(1);
});

test.concurrent('where codes go out by call, it says so', async ({ startLogin, stateFile }) => {
  const login = await startLogin(stateFile, { OTP_CHANNEL: 'call' });
  const first = await login.open();
  await first.until('Call to +1 ••• ••• ••71');
  await first.until(/(queued at Twilio|ringing|answered) · expires in/);
  first.write(ESCAPE);
  await first.restored();
  const again = await login.open();
  await says(again, /A call was made (a moment|[0-9]+ seconds?) ago and its code still works\. Enter it\./);
  expect(again.text()).not.toMatch(/sent|text/);
});

test.concurrent('success stands for a whole second, and keys do not shorten it', async ({ openReady }) => {
  const gate = await openReady();
  gate.write(gate.newestCode() + ENTER);
  await gate.until('✓ Login Success!');
  const shownAt = performance.now();
  gate.write('1\t \r');
  expect((await gate.restored()).status).toBe(0);
  // The test sees the frame a little after it was painted.
  expect(performance.now() - shownAt).toBeGreaterThan(900);
});
