// The same grey wherever there are 256 colours, and the form with fewer, without them and without UTF-8.

import { expect } from 'vitest';
import { test } from '../support/gate.ts';
import { RESTORED } from '../support/shell.ts';

/** A sequence that sets a colour. */
const COLOUR = /\x1b\[(?:[0-9]+;)*(?:[349][0-8]|10[0-7])[;m]/;

test.concurrent.for(['xterm-256color', 'screen-256color', 'tmux-256color', 'xterm-kitty', 'alacritty', 'foot'])(
  'the form is grey if TERM is %s',
  async (TERM, { open }) => {
    const gate = await open({ env: { TERM } });
    await gate.until('? help');
    expect(gate.cell('▄')).toEqual({ fg: 238, bg: null, bold: false, inverse: false });
    expect(gate.cell('OTP Verification')).toEqual({ fg: 255, bg: 238, bold: true, inverse: false });
    expect(gate.cell('SUBMIT')).toMatchObject({ fg: 255, bg: 241 });
    expect(gate.modes().alternate).toBe(true);
    gate.write('\x03');
    expect(await gate.restored()).toEqual({ ...RESTORED, status: 130 });
    expect(gate.rows()[0]).toBe('otp-tui: Not verified: interrupted.');
    // No window or icon title is set, saved or restored, and no terminfo's trouble told.
    expect(gate.raw()).not.toMatch(/\x1b\][0-2];|\x1b\[2[23];[0-2]t|\x1bk/);
    expect(gate.raw()).not.toContain('Error');
  },
);

test.concurrent.for(['xterm', 'screen', 'nosuchterm'])(
  'with the 16 colours of %s the buttons have lines, and the focus is reversed',
  async (TERM, { openReady }) => {
    const gate = await openReady({ env: { TERM } });
    expect(gate.cell('OTP Verification')).toMatchObject({ fg: 7, bg: 0, bold: true });
    expect(gate.cell('SUBMIT')).toMatchObject({ fg: 0, bg: 7, bold: false });
    expect(gate.text()).toMatch(/┌─{12}┐ ┌─{22}┐/);
    gate.write('\t');
    await gate.until('▸ SUBMIT ◂');
    expect(gate.cell('▸ SUBMIT')).toMatchObject({ fg: 7, bg: 0, bold: true });
    expect(gate.raw()).not.toMatch(/[34]8;5;/);
  },
);

test.concurrent.for(['vt100', 'xterm-mono', 'ansi'])('%s has no colours', async (TERM, { openReady }) => {
  const gate = await openReady({ env: { TERM } });
  expect(gate.cell('OTP Verification')).toEqual({ fg: null, bg: null, bold: true, inverse: false });
  expect(gate.text()).toMatch(/┌─{53}┐/);
  expect(gate.raw()).not.toMatch(COLOUR);
});

test.concurrent('the Linux console gets black on light grey, and its screen cleared', async ({ openReady }) => {
  const gate = await openReady({ env: { TERM: 'linux' } });
  expect(gate.cell('▄')).toMatchObject({ fg: 7 });
  expect(gate.cell('OTP Verification')).toMatchObject({ fg: 7, bg: 0, bold: true });
  expect(gate.cell('SUBMIT')).toMatchObject({ fg: 0, bg: 7, bold: false });
  expect(gate.raw()).not.toMatch(/[34]8;5;/);
  gate.write('\t');
  await gate.until('> SUBMIT <');
  expect(gate.cell('> SUBMIT')).toMatchObject({ fg: 7, bg: 0, bold: true });
  gate.write('\x1b');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 1 });
  expect(gate.rows()[0]).toBe('otp-tui: Not verified: the form was closed.');
});

test.concurrent('with NO_COLOR there are no colours, and words and brackets in their place', async ({ openReady }) => {
  const gate = await openReady({ env: { NO_COLOR: '1' } });
  expect(gate.cell('OTP Verification')).toEqual({ fg: null, bg: null, bold: true, inverse: false });
  expect(gate.text()).toContain('[ _ ]   [   ]   [   ]   [   ]   [   ]');
  expect(gate.text()).toMatch(/┌─{53}┐/);
  gate.write('4');
  await gate.until('[ 4 ]   [ _ ]');
  gate.write('\t');
  await gate.until('[> SUBMIT <]');
  expect(gate.cell('> SUBMIT')).toMatchObject({ fg: null, bg: null, bold: true });
  gate.write('\r');
  await gate.until('!! Invalid OTP!');
  expect(gate.cell('!!')).toMatchObject({ fg: null, bg: null, bold: true });
  expect(gate.raw()).not.toMatch(COLOUR);
  // Nothing turns.
  expect(gate.raw()).not.toMatch(/[\u2800-\u28ff]/);
});

test.concurrent('an empty NO_COLOR asks for nothing', async ({ open }) => {
  const gate = await open({ env: { NO_COLOR: '' } });
  await gate.until('? help');
  expect(gate.cell('SUBMIT')).toMatchObject({ fg: 255, bg: 241 });
});

test.concurrent.for([{ LANG: 'C' }, { LANG: undefined }, { LANG: 'C.UTF-8', LC_ALL: 'C' }])(
  'with %o everything is ASCII',
  async (env, { openReady }) => {
    const gate = await openReady({ env });
    expect(gate.text()).toContain(`+${'-'.repeat(53)}+`);
    expect(gate.text()).toContain('|            Code sent to +1 *** *** **71             |');
    gate.write('\t');
    await gate.until('[> SUBMIT <]');
    gate.write('\r');
    await gate.until('!! Invalid OTP!');
    gate.write(`${gate.newestCode()}\r`);
    await gate.until('OK Login Success!');
    expect(await gate.restored()).toMatchObject({ status: 0 });
    expect(gate.raw()).toMatch(/^[\x00-\x7f]*$/);
    expect(gate.raw()).not.toMatch(/\x1b\(0|\x0e/);
    expect(gate.raw()).not.toMatch(COLOUR);
  },
);

test.concurrent('LC_ALL and LC_CTYPE decide before LANG', async ({ open }) => {
  const gate = await open({ env: { LANG: 'C', LC_CTYPE: 'en_US.utf8' } });
  await gate.until('? help');
  expect(gate.text()).toContain('▄▄▄');
});
