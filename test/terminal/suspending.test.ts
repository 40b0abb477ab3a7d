// Ctrl-Z, other stops, and `fg`.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, vi } from 'vitest';
import { test } from '../support/gate.ts';
import { childrenOf } from '../support/processes.ts';
import { PROGRAM, SETTINGS } from '../support/program.ts';
import { typedIn, untilTyped } from '../support/reading.ts';
import { RESTORED, runInShell } from '../support/shell.ts';
import { isMissing } from '../support/what-cannot-run.ts';

const STOPPED = 128 + 20;
const UP = { alternate: true, mouse: 'vt200', bracketedPaste: true, applicationKeypad: false };

test.concurrent('Ctrl-Z gives the terminal back, and fg brings the form with its digits, again and again', async ({
  openReady,
}) => {
  const gate = await openReady();
  const code = gate.newestCode();
  for (const digits of [code.slice(0, 1), code.slice(0, 2), code.slice(0, 3)]) {
    gate.write(digits.slice(-1));
    await untilTyped(gate, digits);
    gate.write('\x1a');
    expect(await gate.suspended()).toEqual({ ...RESTORED, status: STOPPED });
    expect(gate.text()).not.toContain('OTP Verification');
    gate.resume();
    await gate.until(() => gate.modes().alternate && typedIn(gate) === digits && gate.text().includes('? help'));
    expect(gate.modes()).toMatchObject(UP);
    expect(gate.cell('OTP Verification')).toMatchObject({ bg: 238 });
    expect(gate.cursor().hidden).toBe(false);
  }
  gate.write(`${code.slice(3)}\r`);
  expect(await gate.restored()).toMatchObject({ modes: RESTORED.modes, status: 0 });
});

test.concurrent('SIGTSTP from outside does the same', async ({ openReady }) => {
  const gate = await openReady();
  for (const times of [1, 2]) {
    gate.write(String(times));
    await untilTyped(gate, times === 1 ? '1' : '12');
    gate.signal('SIGTSTP');
    expect(await gate.suspended()).toEqual({ ...RESTORED, status: STOPPED });
    gate.resume();
    await gate.until(() => gate.modes().alternate && gate.text().includes('? help'));
    expect(gate.modes()).toMatchObject(UP);
  }
  gate.write('\x03');
  expect(await gate.restored()).toMatchObject({ modes: RESTORED.modes, status: 130 });
});

test.concurrent('Ctrl-Z stops the script around it too', async ({ open, onTestFinished }) => {
  const { sandbox, folder } = await open({ args: ['--version'] });
  const script = runInShell({
    command: '/bin/sh',
    args: ['-c', '"$@"; exit $?', 'sh', process.execPath, PROGRAM],
    env: { HOME: folder, ...SETTINGS, TWILIO_API_URL: sandbox.origin },
    cwd: folder,
  });
  onTestFinished(() => script.close());
  await script.until('? help');
  script.write('\x1a');
  expect(await script.suspended()).toEqual({ ...RESTORED, status: STOPPED });
  script.resume();
  await script.until(() => script.modes().alternate && script.text().includes('? help'));
  script.write('\x03');
  expect(await script.restored()).toMatchObject({ modes: RESTORED.modes, status: 130 });
});

test.concurrent('a form suspended in one size comes back in another', async ({ openReady }) => {
  const gate = await openReady();
  gate.write('\x1a');
  await gate.suspended();
  gate.resize(40, 10);
  gate.resume();
  await gate.until(/^ {3}┌─{32}┐/m);
  gate.write(`${gate.newestCode()}\r`);
  expect(await gate.restored()).toMatchObject({ status: 0 });
});

test.concurrent('a suspended form that is told to end leaves the terminal alone', async ({ openReady }) => {
  const gate = await openReady();
  gate.write('\x1a');
  await gate.suspended();
  gate.signal('SIGTERM');
  gate.resume();
  expect(await gate.restored()).toMatchObject({ modes: RESTORED.modes, status: 143 });
});

test
  .skipIf(isMissing('proc'))
  .concurrent(
    'after a SIGSTOP it takes the terminal again, in whatever modes a shell left it',
    async ({ openReady }) => {
      const gate = await openReady();
      gate.write('1');
      await untilTyped(gate, '1');
      gate.signal('SIGSTOP');
      await gate.suspended();
      expect(gate.text()).toContain('[[stopped');
      execFileSync('stty', ['-F', `/proc/${gate.pid}/fd/0`, 'sane']);
      gate.resume();
      await gate.until(() => typedIn(gate) === '1' && !gate.text().includes('[[stopped'));
      expect(gate.modes()).toMatchObject(UP);
      gate.write('2');
      await untilTyped(gate, '12');
      gate.write('\x03');
      expect(await gate.restored()).toMatchObject({ modes: RESTORED.modes, status: 130 });
    },
  );

test
  .skipIf(isMissing('proc'))
  .concurrent('after a SIGSTOP it stays off the terminal until it is in the foreground', async ({ openReady }) => {
    const gate = await openReady();
    const [program] = childrenOf(gate.pid);
    gate.signal('SIGSTOP');
    await gate.suspended();
    const { length } = gate.raw();
    gate.signal('SIGCONT');
    await vi.waitFor(() => expect(readFileSync(`/proc/${program}/stat`, 'utf8')).toContain(') T '));
    // Written after all that the program can have written.
    writeFileSync(`/proc/${gate.pid}/fd/1`, 'in the background');
    await gate.untilWritten(() => gate.raw().endsWith('in the background'));
    expect(gate.raw().slice(length).trim()).toBe('in the background');
    gate.resume();
    await gate.until(() => gate.text().includes('? help') && !gate.text().includes('in the background'));
    expect(gate.modes()).toMatchObject(UP);
    gate.write('\x03');
    expect(await gate.restored()).toMatchObject({ modes: RESTORED.modes, status: 130 });
  });
