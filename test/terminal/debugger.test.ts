// Node opens a port for its debugger on SIGUSR1, and with --inspect. Through it every program of the computer
// could bypass the code, so otp-tui does not ask for one while it is open.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { test } from '../support/gate.ts';
import { ifRunning } from '../support/processes.ts';
import { POKE, PROGRAM, preload } from '../support/program.ts';
import { RESTORED } from '../support/shell.ts';
import { openTerminal, type Terminal } from '../support/terminal.ts';
import { isMissing } from '../support/what-cannot-run.ts';

/** Starts the demo, and waits until Node listens for SIGUSR1: before, the signal would end any process. */
async function startDemo(onTestFinished: (cleanup: () => Promise<void>) => void): Promise<Terminal> {
  const terminal = openTerminal({ command: process.execPath, args: [PROGRAM, 'demo'] });
  onTestFinished(() => terminal.close());
  while (!catches(terminal.pid, constants.signals.SIGUSR1)) await delay(1);
  return terminal;
}

// The first moments are Node's own, when nothing of ours runs yet; then our files are loaded, which takes longer.
test.skipIf(isMissing('proc')).for([0, 2, 5, 10, 20, 40, 80, 160])(
  'SIGUSR1 %i ms after Node listens for it leaves no port open behind a form',
  async (ms, { onTestFinished }) => {
    const terminal = await startDemo(onTestFinished);
    if (ms > 0) await delay(ms);
    process.kill(terminal.pid, 'SIGUSR1');
    const sent = await Promise.race([
      terminal.until('Code sent to').then(
        () => true,
        () => false,
      ),
      terminal.ended(),
    ]);
    // The sandbox of the demo has a port of its own.
    if (sent === true && ifRunning(() => portsOf(terminal.pid))?.length === 1) return;
    const ending = await terminal.ended();
    expect(ending).not.toEqual({ exitCode: 0, signal: null });
    if (ending.exitCode === 2) expect(terminal.raw()).toContain("otp-tui: Node's debugger port is open");
  },
);

test.skipIf(isMissing('proc'))('a flood of SIGUSR1 ends the program, and not with 0', async ({ onTestFinished }) => {
  const terminal = await startDemo(onTestFinished);
  const flood = setInterval(() => ifRunning(() => process.kill(terminal.pid, 'SIGUSR1')), 1);
  const ending = await terminal.ended().finally(() => clearInterval(flood));
  expect(ending).not.toEqual({ exitCode: 0, signal: null });
});

test('with --inspect no code is asked for', async ({ open }) => {
  const gate = await open({ env: { NODE_OPTIONS: '--inspect=127.0.0.1:0' }, redirect: '2>errors' });
  expect(await gate.restored()).toMatchObject({ status: 2 });
  expect(gate.written('errors')).toMatch(/^otp-tui: Node's debugger port is open/m);
  expect(gate.raw()).not.toContain('OTP Verification');
  expect(gate.codes).toEqual([]);
});

test('a debugger that opens while the form is up ends it', async ({ openReady }) => {
  const open = "process.getBuiltinModule('node:inspector').open(0, '127.0.0.1')";
  const gate = await openReady({ env: preload(`process.on('${POKE}', () => ${open})`) });
  gate.signal(POKE);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 2 });
  expect(gate.text()).toContain("otp-tui: Node's debugger port is open");
});

/** Whether a process has a handler for a signal. */
function catches(pid: number, signal: number): boolean {
  const [, mask = '0'] = /^SigCgt:\s*([0-9a-f]+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (BigInt(`0x${mask}`) >> BigInt(signal - 1)) % 2n === 1n;
}

/** The TCP ports that a process listens on. */
function portsOf(pid: number): number[] {
  const open = new Set(
    readdirSync(`/proc/${pid}/fd`).map((fd) => ifRunning(() => readlinkSync(`/proc/${pid}/fd/${fd}`))),
  );
  const lines = ['tcp', 'tcp6'].flatMap((table) => readFileSync(`/proc/${pid}/net/${table}`, 'utf8').split('\n'));
  return lines.flatMap((line) => {
    const [, address = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    return state === '0A' && open.has(`socket:[${inode}]`) ? [Number.parseInt(address.split(':')[1] ?? '', 16)] : [];
  });
}
