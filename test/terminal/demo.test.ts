// The demo: the form with a phone next to it that shows the text.

import { expect } from 'vitest';
import { type Gate, test } from '../support/gate.ts';
import { AUTH_TOKEN, runWithoutTerminal } from '../support/program.ts';
import { RESTORED } from '../support/shell.ts';

const demo = { args: ['demo'] };

function shownCode(gate: Gate): string {
  return /([0-9]{4,10}) is your/.exec(gate.text())?.[1] ?? '';
}

async function enterCode(gate: Gate): Promise<void> {
  gate.write(`${shownCode(gate)}\r`);
  await gate.until('✓ Login Success!');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
}

test.concurrent('if there is room the phone is beside the form, and its code lets in', async ({ open, startApi }) => {
  const { origin, requests } = await startApi();
  const gate = await open({ ...demo, origin, cols: 92, rows: 24 });
  await gate.until(/ [0-9]{5} is your$/m);
  await gate.until('Code sent to');
  expect(gate.text()).toMatch(/▄ {2}▄{30}$/m);
  expect(gate.text()).toMatch(/OTP Verification +DEMO · no text is sent$/m);
  expect(gate.text()).toMatch(/Code sent to \+1 ••• ••• ••10 +\+1 500 555 0010$/m);
  expect(gate.cell('DEMO')).toEqual({ fg: 250, bg: 236, bold: false, inverse: false });
  expect(gate.cell('+1 500')).toMatchObject({ fg: 255, bg: 236, bold: true });
  expect(gate.cell('is your')).toMatchObject({ fg: 255, bg: 25 });
  expect(gate.find('▄').x).toBe(2);
  await enterCode(gate);
  // The real settings in the environment are not for a demo.
  expect(requests).toEqual([]);
  expect(gate.everything()).not.toContain(AUTH_TOKEN);
});

test.concurrent('in a high window the phone is below the form', async ({ open }) => {
  const gate = await open({ ...demo, cols: 61, rows: 40 });
  await gate.until(/^ {6}[0-9]{5} is your verification\n {6}code\. It expires in 5 minutes\.$/m);
  expect(gate.text()).toMatch(/^ {3}▀{55}\n {3}▄{55}\n {5}DEMO · no text is sent +\+1 500 555 0010$/m);
  await enterCode(gate);
});

test.concurrent('in a small window the text is in the notice', async ({ open }) => {
  const gate = await open({ ...demo, cols: 60, rows: 22 });
  await gate.until(/DEMO: [0-9]{5} is your verification$/m);
  expect(gate.text()).toMatch(/^ +code\. It expires in 5 minutes\.$/m);
  gate.resize(34, 9);
  await gate.until(/│ DEMO: [0-9]{5} is your +│\n│ verification code/);
  await enterCode(gate);
});

test.concurrent('the demo follows the window from beside to below to notice and back', async ({ open }) => {
  const gate = await open({ ...demo, cols: 92, rows: 24 });
  await gate.ready();
  const code = shownCode(gate);
  gate.resize(60, 40);
  await gate.until(new RegExp(` ${code} is your verification$`, 'm'));
  gate.resize(60, 22);
  await gate.until(`DEMO: ${code}`);
  gate.resize(33, 8);
  await gate.until('make it 34x9');
  gate.resize(92, 24);
  await gate.until(new RegExp(` ${code} is your$`, 'm'));
  gate.write('\x1b');
  expect(await gate.restored()).toMatchObject({ status: 1 });
});

test.concurrent('the demo takes rules from the environment, and neither a settings file nor what is for the real thing', async ({
  open,
}) => {
  const real = { OTP_CA_FILE: '/nowhere/ca.pem', OTP_PROXY: 'nonsense', OTP_SECRET: 'short', OTP_LENGHT: '6' };
  const gate = await open({ ...demo, cols: 92, envFile: 'OTP_LENGTH=9\nOTP_CHANNEL=call\n', env: real });
  await gate.ready();
  expect(shownCode(gate)).toHaveLength(5);
  await enterCode(gate);
  expect(gate.raw().match(/otp-tui: [^\r\n]*/g)).toEqual([
    'otp-tui: warning: OTP_LENGHT in the environment is not a setting: did you mean OTP_LENGTH?',
    'otp-tui: Login Success!',
  ]);
});

test.concurrent('another text takes the place of the first', async ({ open }) => {
  const gate = await open({ ...demo, cols: 92, rows: 24, env: { OTP_RESEND_AFTER: '0s', OTP_LENGTH: '8' } });
  await gate.ready();
  const first = shownCode(gate);
  expect(first).toHaveLength(8);
  gate.write('\x1b[Z\r');
  await gate.until(() => / [0-9]{8} is your/.test(gate.text()) && !gate.text().includes(first));
  await gate.ready();
  await enterCode(gate);
});

test.concurrent('the demo guards nothing: it takes no command', async () => {
  const { status, stdout, stderr } = await runWithoutTerminal(['demo', '--', 'echo', 'in'], {});
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toBe('otp-tui: demo verifies nobody, so it runs no command after --\n');
});
