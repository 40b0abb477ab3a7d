// What others in the process write while the form is up: it waits until the form has gone.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Gate, test } from '../support/gate.ts';
import { POKE, preload } from '../support/program.ts';
import { untilTyped } from '../support/reading.ts';
import { RESTORED } from '../support/shell.ts';

const CHATTER = chatter(`
    console.log('stray log');
    console.error('stray error');
    process.emitWarning('stray warning');
    process.stdout.write(Buffer.from('stray bytes\\n'), () => process.stderr.write('stray callback\\n'));
    console.log('\\x1b[2J\\x1b[HI am the form');
`);
const CHATTERED = ['stray log', 'stray error', 'stray warning', 'stray bytes', 'stray callback'];

/** Runs the script at each POKE, and then leaves a file behind. */
function chatter(script: string): { readonly NODE_OPTIONS: string } {
  return preload(`
    import { writeFileSync } from 'node:fs';
    let times = 0;
    process.on('${POKE}', () => {
      ${script}
      writeFileSync('chattered-' + ++times, '');
    });
  `);
}

async function chatterNow(gate: Gate, times: number): Promise<void> {
  gate.signal(POKE);
  await gate.until(() => existsSync(join(gate.folder, `chattered-${times}`)));
}

test.concurrent('stray output never lands on the form, and appears after it', async ({ openReady }) => {
  const gate = await openReady({ env: CHATTER });
  gate.write('12');
  await untilTyped(gate, '12');
  const before = gate.raw().length;
  await chatterNow(gate, 1);
  gate.write('3');
  await untilTyped(gate, '123');
  await chatterNow(gate, 2);
  gate.write('\x15');
  await untilTyped(gate, '');
  expect(gate.raw().slice(before)).not.toMatch(/stray|I am/);
  gate.write('\x1b');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 1 });
  const after = gate.raw().slice(gate.raw().indexOf('stray'));
  for (const words of CHATTERED) expect(after.split(words)).toHaveLength(3);
  expect(after.indexOf('stray callback')).toBeLessThan(after.indexOf('otp-tui: Not verified'));
});

test.concurrent('stray output finds its own stream again', async ({ openReady }) => {
  const gate = await openReady({ env: CHATTER, redirect: '>answers' });
  await chatterNow(gate, 1);
  gate.write('\x03');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 130 });
  expect(gate.written('answers')).toMatch(/^stray log\nstray bytes\n/);
  expect(gate.raw()).toContain('stray error');
});

test.concurrent('a flood of stray output is cut, not kept in memory', async ({ openReady }) => {
  const script = "for (let i = 0; i < 500; i++) console.log('stray'.repeat(1_000));";
  const gate = await openReady({ env: chatter(script) });
  await chatterNow(gate, 1);
  gate.write('\x03');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 130 });
  const kept = gate.raw().split('stray').length;
  expect(kept).toBeGreaterThan(10_000);
  expect(kept).toBeLessThan(20_000);
});

test.concurrent('the native code of the store writes no log of its own', async ({ openReady }) => {
  const gate = await openReady({ env: { RUST_LOG: 'trace' }, redirect: '>answers' });
  gate.write('\x1b');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 1 });
  expect(gate.written('answers')).toBe('');
});
