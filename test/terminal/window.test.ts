// The window is closed while the form is up. One at a time: a program that is started meanwhile would
// inherit the other end of the terminal and hold it open.

import { expect } from 'vitest';
import { test } from '../support/gate.ts';
import { childrenOf } from '../support/processes.ts';
import { PROGRAM } from '../support/program.ts';
import { openTerminal } from '../support/terminal.ts';

test('a window that is closed takes the program with it', async ({ onTestFinished }) => {
  const terminal = openTerminal({ command: process.execPath, args: [PROGRAM, 'demo'] });
  onTestFinished(() => terminal.close());
  await terminal.until('DEMO');
  terminal.hangUp();
  // By the signal: Node 20 would abort, and leave a core.
  expect(await terminal.ended()).toEqual({ exitCode: 0, signal: 'SIGHUP' });
});

test('a window that is closed takes the shell and the program in it with it', async ({ openReady }) => {
  const gate = await openReady();
  const [program = 0] = childrenOf(gate.pid);
  expect(isRunning(program)).toBe(true);
  gate.hangUp();
  await gate.ended();
  await expect.poll(() => isRunning(program)).toBe(false);
});

test.for([
  ['the prompt', ['--plain'], ''],
  ['the form on the controlling terminal', [], '</dev/null >answers 2>errors'],
  ['the prompt on the controlling terminal', ['--plain'], '</dev/null >answers 2>errors'],
] as const)('so does it with %s', async ([, args, redirect], { open }) => {
  const gate = await open({ args, redirect });
  await gate.until('Code sent');
  const [program = 0] = childrenOf(gate.pid);
  expect(isRunning(program)).toBe(true);
  gate.hangUp();
  await gate.ended();
  await expect.poll(() => isRunning(program)).toBe(false);
});

test('a window that is closed while a command runs takes it with it', async ({ openReady }) => {
  const gate = await openReady({ args: ['--', 'sleep', '1000'] });
  gate.write(`${gate.newestCode()}\r`);
  const [program = 0] = childrenOf(gate.pid);
  await gate.until(() => childrenOf(program).length === 1);
  const [command = 0] = childrenOf(program);
  gate.hangUp();
  await gate.ended();
  await expect.poll(() => [program, command].filter(isRunning)).toEqual([]);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
