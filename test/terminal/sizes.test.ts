// Windows of every size, at the start and while the form is up.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Gate, test } from '../support/gate.ts';
import { childrenOf } from '../support/processes.ts';
import { POKE, preload } from '../support/program.ts';
import { untilTyped } from '../support/reading.ts';
import { RESTORED } from '../support/shell.ts';
import { isMissing } from '../support/what-cannot-run.ts';

const COMPACT = `
┌────────────────────────────────┐
│        OTP Verification        │
│ sent to +1 ••• ••• ••71   M:SS │
│         1  2  _  _  _          │
│ ▸ SUBMIT ◂   RESEND OTP (10m)  │
│                                │
│                                │
│ Enter  Tab  Esc  ?             │
└────────────────────────────────┘
`;

/** So that a minute passes before the button changes. */
const env = { OTP_RESEND_AFTER: '10m' };
/** The progress of a text while the sandbox's time stands still. */
const AS_FAR_AS_IT_GETS = 'queued at Twilio';

function still(text: string): string {
  return text.replace(/[0-9]:[0-9]{2}/, 'M:SS');
}

/** Waits for a screen, whatever the countdown on it says. */
function untilScreen(gate: Gate, text: string): Promise<void> {
  return gate.until(() => still(gate.text()) === text);
}

test.concurrent('a window that shrinks and grows shows the same form again', async ({ openReady }) => {
  const gate = await openReady({ env });
  await gate.until(AS_FAR_AS_IT_GETS);
  gate.write('12\t');
  await gate.until('▸ SUBMIT');
  const full = still(gate.text());

  gate.resize(40, 10);
  await gate.until(/^ {3}┌─{32}┐/m);
  gate.resize(34, 9);
  await untilScreen(gate, COMPACT.trim());
  expect(gate.cell('OTP Verification')).toEqual({ fg: 255, bg: 238, bold: true, inverse: false });
  expect(gate.cell('1  2')).toMatchObject({ fg: 255, bg: 235 });
  expect(gate.cell('▸ SUBMIT')).toMatchObject({ fg: 255, bg: 25, bold: true });

  for (const [columns, rows] of [
    [33, 8],
    [33, 9],
    [34, 8],
    [20, 5],
  ] as const) {
    gate.resize(columns, rows);
    await untilScreen(gate, `Terminal too small\nmake it 34x9\nCtrl-C leaves${'\n'.repeat(rows - 3)}`);
    expect(gate.cursor().hidden).toBe(true);
  }
  gate.resize(1, 1);
  await untilScreen(gate, 'T');
  gate.resize(34, 9);
  await untilScreen(gate, COMPACT.trim());
  gate.resize(80, 24);
  await untilScreen(gate, full);
});

test.concurrent('the compact form works as the full one does', async ({ openReady }) => {
  const gate = await openReady({ env, cols: 34, rows: 9 });
  gate.write('\t\t');
  await gate.until('▸RESEND OTP (10m)◂');
  gate.write('\r');
  await gate.until('Please wait 10m for');
  gate.write('?');
  await gate.until('Any key closes this help.');
  gate.write('\x1b');
  await gate.until('SUBMIT');
  gate.write(gate.newestCode());
  gate.click('SUBMIT');
  expect(await gate.restored()).toMatchObject({ status: 0 });
});

test.concurrent('keys typed while the window is too small are not lost', async ({ openReady }) => {
  const gate = await openReady({ env, cols: 40, rows: 10 });
  gate.resize(10, 3);
  await untilScreen(gate, 'Terminal t\nmake it 34\nEsc leaves');
  gate.write(gate.newestCode());
  gate.resize(80, 24);
  await untilTyped(gate, gate.newestCode());
});

test.concurrent('a form that starts in one cell is whole once there is room', async ({ open }) => {
  const gate = await open({ cols: 1, rows: 1 });
  await untilScreen(gate, 'T');
  await gate.until(() => gate.codes.length === 1);
  gate.resize(80, 24);
  await gate.ready();
  expect(gate.find('▄')).toEqual({ x: 12, y: 2 });
  gate.write(`${gate.newestCode()}\r`);
  expect(await gate.restored()).toMatchObject({ status: 0 });
});

test.concurrent('a terminal that does not know its size, such as a serial line, gets the form for 80 by 24', async ({
  openReady,
}) => {
  const script = `
    import { execFileSync } from 'node:child_process';
    execFileSync('stty', ['rows', '0', 'columns', '0'], { stdio: 'inherit' });
  `;
  const gate = await openReady({ env: preload(script) });
  expect(gate.find('▄')).toEqual({ x: 12, y: 2 });
  gate.write(`${gate.newestCode()}\r`);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
});

test.concurrent('in a large window the form stands in the middle', async ({ open }) => {
  const gate = await open({ cols: 200, rows: 60 });
  await gate.until('? help');
  expect(gate.find('▄')).toEqual({ x: 72, y: 20 });
  expect(gate.find('OTP Verification')).toEqual({ x: 91, y: 22 });
  gate.resize(58, 18);
  await gate.until(() => gate.rows()[0] === ` ${'▄'.repeat(55)}` && gate.rows()[17] === ` ${'▀'.repeat(55)}`);
  expect(gate.rows()[1]).toBe(`${' '.repeat(20)}OTP Verification`);
});

// More cells than any window has: they would take gigabytes.
test.skipIf(isMissing('proc')).concurrent.for([
  [3_000, 3_000],
  [65_535, 65_535],
  [65_535, 24],
  [80, 65_535],
] as const)(
  'a terminal that claims %i columns and %i rows gets no more than 400 by 200 of them',
  async ([columns, rows], { openReady }) => {
    const usual = await openReady();
    const [cols, lines] = [Math.min(columns, 400), Math.min(rows, 200)];
    const inTheMiddleOf = (width: number) => new RegExp(`^ {${Math.floor((width - 55) / 2)}}▄{55}$`, 'm');
    const gate = await openReady({ cols, rows: lines, claims: { cols: columns, rows } });
    expect(gate.text()).toMatch(inTheMiddleOf(cols));
    gate.write('12\t');
    await gate.until('▸ SUBMIT');
    gate.resize(80, 24);
    await gate.until(inTheMiddleOf(80));
    gate.resize(cols, lines, { cols: columns, rows });
    await gate.until(inTheMiddleOf(cols));
    gate.write(`\x15${gate.newestCode()}`);
    await untilTyped(gate, gate.newestCode());
    expect(peakMemoryOf(gate)).toBeLessThan(3 * peakMemoryOf(usual));
    gate.click('SUBMIT');
    expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
    // The lines that were not painted scroll as before.
    expect([...gate.raw().matchAll(/\x1b\[[0-9;]*r/g)].at(-1)?.[0]).toBe('\x1b[r');
  },
);

test.concurrent('a hundred sizes in a row end in the right picture', async ({ openReady }) => {
  const gate = await openReady({ env });
  await gate.until(AS_FAR_AS_IT_GETS);
  const before = still(gate.text());
  for (let step = 0; step < 100; step += 1) gate.resize(1 + ((step * 37) % 120), 1 + ((step * 17) % 40));
  gate.resize(80, 24);
  await untilScreen(gate, before);
});

test.concurrent('a window that was briefly another size is repainted', async ({ openReady }) => {
  // Blocked for now, so that it sees only the second of two sizes.
  const busy = `
    import { existsSync, writeFileSync } from 'node:fs';
    process.on('${POKE}', () => {
      writeFileSync('busy', '');
      while (!existsSync('go'));
    });
  `;
  const gate = await openReady({ env: { ...env, ...preload(busy) } });
  await gate.until(AS_FAR_AS_IT_GETS);
  const before = still(gate.text());
  gate.signal(POKE);
  await gate.until(() => existsSync(join(gate.folder, 'busy')));
  gate.resize(10, 3);
  gate.resize(80, 24);
  await gate.until(() => still(gate.text()) !== before);
  writeFileSync(join(gate.folder, 'go'), '');
  await untilScreen(gate, before);
});

/** The most memory that the program has had, in bytes. */
function peakMemoryOf({ pid }: Gate): number {
  const [program] = childrenOf(pid);
  const [, kilobytes] = /^VmHWM:\s+([0-9]+) kB$/m.exec(readFileSync(`/proc/${program}/status`, 'utf8')) ?? [];
  return 1_024 * Number(kilobytes);
}
