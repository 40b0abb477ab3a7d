// What a person sees first, and where the keyboard and the mouse take them.

import { expect } from 'vitest';
import { type Gate, test } from '../support/gate.ts';
import { untilTyped } from '../support/reading.ts';

const FORM = `
▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄

OTP Verification

Code sent to +1 ••• ••• ••71
expires in M:SS

▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄

▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀

▄▄▄▄▄▄▄▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄
SUBMIT         RESEND OTP (10m)
▀▀▀▀▀▀▀▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀




Tab next   Esc leave   ? help
▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
`;

/** So that a minute passes before the button changes. */
const env = { OTP_RESEND_AFTER: '10m' };

/** The form's lines, with a placeholder for the life of the code. */
function lines(gate: Gate): string {
  const text = gate.rows().map((row) => row.trim());
  return text.join('\n').replace(/[0-9]:[0-9]{2}/, 'M:SS');
}

async function untilFocus(gate: Gate, label: 'SUBMIT' | 'RESEND OTP' | 'input'): Promise<void> {
  await gate.until(label === 'input' ? () => !gate.cursor().hidden : `▸ ${label}`);
}

test.concurrent('the form stands in the middle, in grey, with the cursor in its input', async ({ openReady }) => {
  const gate = await openReady({ env });
  expect(lines(gate).trim()).toBe(FORM.trim());
  expect(gate.find('▄')).toEqual({ x: 12, y: 2 });

  // Half blocks, in the colour of what they are the edge of.
  expect(gate.cell('▄')).toEqual({ fg: 238, bg: null, bold: false, inverse: false });
  expect(gate.cell(' ▄▄▄▄▄▄▄ ▄')).toMatchObject({ bg: 238 });
  expect(gate.cell('OTP Verification')).toEqual({ fg: 255, bg: 238, bold: true, inverse: false });
  expect(gate.cell('Code sent to')).toMatchObject({ fg: 255, bg: 238 });
  expect(gate.cell('expires in')).toMatchObject({ fg: 250, bg: 238 });
  expect(gate.cell('▄▄▄▄▄▄▄ ▄')).toMatchObject({ fg: 235, bg: 238 });
  expect(gate.cell('▀▀▀▀▀▀▀ ▀')).toMatchObject({ fg: 75, bg: 238 });
  expect(gate.cell('SUBMIT')).toMatchObject({ fg: 255, bg: 241, bold: true });
  expect(gate.cell('RESEND OTP')).toMatchObject({ fg: 252, bg: 240, bold: false });
  expect(gate.cell('Tab next')).toMatchObject({ fg: 250, bg: 238 });
  expect(gate.cell('    ')).toMatchObject({ bg: null });

  const slot = gate.find('▄▄▄▄▄▄▄ ▄');
  expect(gate.cursor()).toEqual({ x: slot.x + 3, y: slot.y + 1, hidden: false });
  expect(gate.modes()).toEqual({
    alternate: true,
    mouse: 'vt200',
    bracketedPaste: true,
    applicationKeypad: false,
    cursorHidden: false,
  });
});

test.concurrent('Tab, Shift-Tab and the arrows go round the input and the buttons', async ({ openReady }) => {
  const gate = await openReady();
  const [tab, shiftTab, up, down] = ['\t', '\x1b[Z', '\x1b[A', '\x1b[B'];
  for (const [key, label] of [
    [tab, 'SUBMIT'],
    [tab, 'RESEND OTP'],
    [tab, 'input'],
    [shiftTab, 'RESEND OTP'],
    [shiftTab, 'SUBMIT'],
    [down, 'RESEND OTP'],
    [up, 'SUBMIT'],
    [up, 'input'],
    // In one piece, faster than they can be painted.
    ['\t\t\t\t', 'SUBMIT'],
    ['\t'.repeat(32), 'input'],
  ] as const) {
    gate.write(key);
    await untilFocus(gate, label);
  }
  expect(gate.text()).not.toContain('▸');
});

test.concurrent('the button with the focus is marked, bold and blue, and nothing moves', async ({ openReady }) => {
  const gate = await openReady({ env });
  const before = gate.find('RESEND OTP');
  gate.write('\t');
  await gate.until('▸ SUBMIT ◂');
  expect(gate.cell('▸ SUBMIT')).toEqual({ fg: 255, bg: 25, bold: true, inverse: false });
  expect(gate.cursor().hidden).toBe(true);
  gate.write('\t');
  await gate.until('▸ RESEND OTP (10m) ◂');
  expect(gate.find('RESEND OTP')).toEqual(before);
  expect(gate.cell('RESEND OTP')).toMatchObject({ fg: 255, bg: 25 });
  expect(gate.cell('SUBMIT')).toMatchObject({ fg: 255, bg: 241, bold: true });
});

test.concurrent('each control can be clicked, and so can nothing else', async ({ openReady }) => {
  const gate = await openReady({ env });
  gate.click('RESEND OTP');
  await gate.until('Please wait');
  gate.click('OTP Verification');
  gate.click('SUBMIT');
  await gate.until('Invalid OTP! Enter all 5 digits.');
  gate.write('\t');
  await untilFocus(gate, 'SUBMIT');
  gate.click('▄▄▄▄▄▄▄ ▄');
  await untilFocus(gate, 'input');
  gate.write(`${gate.newestCode()}`);
  gate.click('SUBMIT');
  expect(await gate.restored()).toMatchObject({ status: 0 });
});

test.concurrent('help tells the keys and the rules, and any key closes it', async ({ openReady }) => {
  const gate = await openReady({ env: { ...env, OTP_MAX_ATTEMPTS: '3', OTP_EXPIRES_IN: '2m' } });
  // As far as the text gets while the sandbox's time stands still.
  await gate.until('queued at Twilio');
  gate.write('12');
  await untilTyped(gate, '12');
  const before = lines(gate);
  for (const [opener, closer] of [
    ['?', '7'],
    ['\x1bOP', '\x1b'],
    ['?', '?'],
  ] as const) {
    gate.write(opener);
    await gate.until('Any key closes this help.');
    expect(gate.text()).toMatch(/Ctrl-C +leave/);
    expect(gate.text()).toContain('A code works for 2 minutes and 3 tries.');
    expect(gate.text()).toContain('You can ask for another after 10 minutes.');
    expect(gate.text()).not.toContain('SUBMIT');
    gate.write(closer);
    await gate.until('SUBMIT');
    expect(lines(gate)).toBe(before);
  }
});
