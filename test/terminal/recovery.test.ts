// Recovery codes in the built program: what the form and the prompt look like that take one.

import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { test as base, type Gate, type GateOptions } from '../support/gate.ts';
import { says } from '../support/login.ts';
import { type Before, locked, prepareRecovery } from '../support/recovery.ts';
import { RESTORED } from '../support/shell.ts';

const [TAB, SHIFT_TAB, ESC, CTRL_U] = ['\t', '\x1b[Z', '\x1b', '\x15'];
const paste = (text: string) => `\x1b[200~${text}\x1b[201~`;

const test = base.extend<{ openWith: (options?: GateOptions, before?: Before) => Promise<Opened> }>({
  openWith: ({ open, onTestFinished }, use) =>
    use(async (options = {}, before) => {
      const { codes, env } = await prepareRecovery(onTestFinished, before);
      const gate = await open({ ...options, env: { ...env, ...options.env } });
      return { gate, codes };
    }),
});

interface Opened {
  readonly gate: Gate;
  readonly codes: readonly string[];
}

test.concurrent('a recovery code is entered with the keyboard alone', async ({ openWith }) => {
  const { gate, codes } = await openWith();
  await gate.until('Use a recovery code');
  await gate.ready();
  expect(gate.cell('Use a recovery code')).toEqual({ fg: 250, bg: 238, bold: false, inverse: false });
  gate.write(SHIFT_TAB);
  await gate.until('▸ Use a recovery code ◂');
  expect(gate.cell('▸ Use')).toEqual({ fg: 255, bg: 25, bold: true, inverse: false });
  gate.write(' ');
  await gate.until(/Recovery code for \+1 ••• ••• ••71.* ____-____-____-____\n.*Use the texted code/s);
  expect(gate.cell('____-')).toMatchObject({ fg: 255, bg: 235, bold: true });
  expect(gate.cursor()).toEqual({ ...gate.find('____-'), hidden: false });
  const typed = codes[0]?.toLowerCase().replaceAll('-', '') ?? '';
  gate.write(typed.slice(0, 6));
  await gate.until(`${codes[0]?.slice(0, 7)}__-____-____`);
  gate.write(`${typed.slice(6)}\r`);
  await gate.until('✓ Login Success! 7 recovery codes left.');
  expect(gate.cell('✓ Login')).toMatchObject({ fg: 114, bold: true });
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
  expect(gate.rows()[0]).toBe('otp-tui: Login Success! 7 recovery codes left.');
});

test.concurrent('a paste fills the field and never submits, and Esc clears it, then leaves', async ({ openWith }) => {
  const { gate, codes } = await openWith();
  await gate.until('Use a recovery code');
  await gate.ready();
  gate.write(paste(`1. ${codes[3]}\r`));
  await gate.until(`${codes[3]}`);
  gate.write(`${CTRL_U}u`);
  await gate.until('Invalid OTP! Letters and digits only, and no U.');
  gate.write(paste('48213'));
  await gate.until('No recovery code in what you pasted.');
  gate.write(`7\r`);
  await says(gate, 'Invalid OTP! A recovery code has 16 letters and digits.');
  gate.click('Use the texted code');
  await gate.until('Use a recovery code');
  gate.write('4x');
  await gate.until('Invalid OTP! Digits only.');
  gate.write(ESC);
  await gate.until('Esc leave');
  gate.write(ESC);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 1 });
});

test.concurrent('the compact form has the line as its last stop', async ({ openWith }) => {
  const { gate, codes } = await openWith({ cols: 34, rows: 9 });
  await gate.until('RESEND OTP');
  await gate.ready();
  await gate.until(/RESEND OTP \(\d+s\) ›/);
  gate.write(TAB + TAB + TAB);
  await gate.until('‹▸ Use a recovery code ◂');
  gate.write('\r');
  await gate.until('____-____-____-____');
  expect(gate.text()).toContain('recovery for +1');
  gate.write(`${codes[0]}\r`);
  await says(gate, 'Login Success! 7 recovery codes left.');
  expect(await gate.restored()).toMatchObject({ status: 0 });
});

test.concurrent('a locked phone is asked for a recovery code at once, and for nothing else', async ({ openWith }) => {
  const { gate } = await openWith({}, locked);
  await gate.until(/Recovery code for.*____-____.*✗ Locked! Too many wrong codes\./s);
  expect(gate.text()).toContain('Tab next   Esc leave   ? help');
  gate.write(ESC);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 75 });
  expect(gate.codes).toEqual([]);
});

test.concurrent('the prompt says once that a recovery code works too', async ({ openWith }) => {
  const { gate, codes } = await openWith({ args: ['--plain'] });
  const question = 'Enter the 5 digits, r for another code, q to give up:';
  await gate.until('A recovery code works too.');
  await gate.until(question);
  gate.write('?\r');
  await gate.until(/A recovery code works once, even when locked\.\s+Enter the 5 digits/);
  gate.write('ZZZZ-ZZZZ-ZZZZ-ZZZZ\r');
  await gate.until('Incorrect OTP! 9 tries left.');
  gate.write(`${codes[0]}\r`);
  expect(await gate.restored()).toMatchObject({ status: 0 });
  const said = gate.raw().replaceAll('\r\n', '\n');
  expect(said.match(/A recovery code works too\./g)).toHaveLength(1);
  expect(said).toMatch(/5 minutes\.\nA recovery code works too\.\nEnter the 5 digits/);
  expect(said).toMatch(/\nLogin Success! 7 recovery codes left\.\n/);
});

test.concurrent('the prompt asks a locked phone for a recovery code alone', async ({ openWith }) => {
  const { gate, codes } = await openWith({ args: ['--plain'] }, locked);
  await gate.until(/Locked! Too many wrong codes\..*\nEnter a recovery code, q to give up:/);
  gate.write(`${codes[0]?.toLowerCase().replaceAll('-', ' ')}\r`);
  expect(await gate.restored()).toMatchObject({ status: 0 });
  expect(gate.raw()).not.toMatch(/digits|works too/);
});

test.concurrent('where there are none, neither says anything of them', async ({ open }) => {
  const form = await open({ env: { OTP_SECRET: 'a secret of 16 characters' } });
  await form.ready();
  form.write(SHIFT_TAB);
  await form.until('▸ RESEND OTP');
  expect(form.text()).not.toMatch(/recovery/i);
});

test.concurrent('a recovery code is in no file, and in the audit log only as an event', async ({ openWith }) => {
  const { gate, codes } = await openWith({ env: { OTP_AUDIT: 'audit.log' } });
  await gate.until('Use a recovery code');
  await gate.ready();
  gate.write(`${paste(codes[0] ?? '')}\r`);
  expect(await gate.restored()).toMatchObject({ status: 0 });
  const log = readFileSync(`${gate.folder}/audit.log`, 'utf8');
  expect(log).toMatch(/"event":"check","outcome":"accepted".*"by":"recovery"/);
  for (const code of codes) expect(log).not.toContain(code.slice(0, 9));
});
