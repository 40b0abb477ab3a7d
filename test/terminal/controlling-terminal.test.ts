// Streams that are no terminal: the form and the prompt are on the one that controls the process, and what is in a
// pipe is for the command.

import { expect } from 'vitest';
import { type Gate, type GateOptions, test } from '../support/gate.ts';
import { PROGRAM, SETTINGS } from '../support/program.ts';
import { RESTORED, runInShell } from '../support/shell.ts';
import { openTerminal } from '../support/terminal.ts';

interface Face {
  readonly args: readonly string[];
  readonly shown: string;
  readonly enter: string;
}

const FACES: [string, Face][] = [
  ['form', { args: [], shown: '? help', enter: '\r' }],
  ['prompt', { args: ['--plain'], shown: 'q to give up:', enter: '\r' }],
];

/** All streams elsewhere. */
const ELSEWHERE = '</dev/null >answers 2>errors';

async function openFace(open: (options: GateOptions) => Promise<Gate>, face: Face, options: GateOptions) {
  const gate = await open({ ...options, args: [...face.args, ...(options.args ?? [])] });
  await gate.until(face.shown);
  await gate.until(() => gate.codes.length === 1);
  await gate.until('Code sent');
  return { ...gate, enterCode: () => gate.write(`${gate.newestCode()}${face.enter}`) };
}

test.concurrent.for(FACES)(
  'what is piped is for the command alone, and the %s is on the terminal',
  async ([, face], { open }) => {
    const gate = await openFace(open, face, {
      args: ['--', 'sh', '-c', 'cat >copy; echo done'],
      redirect: '< <(head -c 1000000 /dev/zero | tr "\\0" x; echo 12345)',
    });
    gate.enterCode();
    expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
    expect(gate.text()).toContain('Login Success!\ndone');
    expect(gate.written('copy')).toBe(`${'x'.repeat(1_000_000)}12345\n`);
  },
);

test.concurrent.for(FACES)(
  'an archive goes through: tar c | otp-tui -- tar t, with the %s',
  async ([, face], { open }) => {
    const gate = await openFace(open, face, {
      args: ['--', 'tar', 't'],
      redirect: '< <(touch a-file && tar c a-file) >answers',
    });
    gate.enterCode();
    expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
    expect(gate.written('answers')).toBe('a-file\n');
  },
);

test.concurrent.for(FACES)('nothing piped in is a key for the %s', async ([, face], { open }) => {
  const gate = await openFace(open, face, { redirect: '< <(yes q) 2>errors' });
  gate.enterCode();
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
  expect(gate.written('errors')).toBe('otp-tui: Login Success!\n');
});

test.concurrent.for(FACES)('with all streams elsewhere the %s still finds its terminal', async ([, face], { open }) => {
  const gate = await openFace(open, face, { redirect: ELSEWHERE });
  gate.enterCode();
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
  expect([gate.written('answers'), gate.written('errors')]).toEqual(['', 'otp-tui: Login Success!\n']);
});

test.concurrent.for(FACES)('with both outputs elsewhere the %s is on the terminal too', async ([, face], { open }) => {
  const gate = await openFace(open, face, { redirect: '>answers 2>errors' });
  gate.enterCode();
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
  expect([gate.written('answers'), gate.written('errors')]).toEqual(['', 'otp-tui: Login Success!\n']);
});

test.concurrent.for(FACES)('after the %s, what is typed is for the command', async ([, face], { open }) => {
  const gate = await openFace(open, face, {
    // It reads late, so that whoever else still reads gets the line.
    args: ['--', 'sh', '-c', 'printf "at %s\\n" work; sleep 0.3; read -r line </dev/tty && echo "got $line"'],
    redirect: '</dev/null',
  });
  gate.enterCode();
  await gate.until('at work');
  gate.write('these words\r');
  await gate.until('got these words');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
});

test.concurrent.for(FACES)('Ctrl-C ends the %s', async ([, face], { open }) => {
  const gate = await openFace(open, face, { redirect: ELSEWHERE });
  gate.write('\x03');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 130 });
  expect(gate.written('errors')).toBe('otp-tui: Not verified: interrupted.\n');
});

test.concurrent.for(FACES)('Ctrl-Z stops the %s, and fg brings it back', async ([, face], { open }) => {
  const gate = await openFace(open, face, { redirect: ELSEWHERE });
  for (const times of [2, 3]) {
    gate.write('\x1a');
    expect(await gate.suspended()).toEqual({ ...RESTORED, status: 148 });
    gate.resume();
    const isBack = () => (face.args.length > 0 ? gate.raw().split(face.shown).length > times : gate.modes().alternate);
    await gate.until(() => isBack() && gate.text().includes(face.shown));
  }
  gate.enterCode();
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
});

test.concurrent('the form on it follows the window', async ({ open }) => {
  const gate = await openFace(open, FACES[0]?.[1] as Face, { redirect: ELSEWHERE });
  gate.resize(30, 8);
  await gate.until('too small');
  gate.resize(80, 24);
  await gate.until('? help');
  gate.enterCode();
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 0 });
});

test.concurrent.for(FACES)(
  'a %s in the background waits to be brought to the foreground',
  async ([, face], { open, onTestFinished }) => {
    const { sandbox, folder } = await open({ args: ['--version'] });
    const env = { HOME: folder, ...SETTINGS, TWILIO_API_URL: sandbox.origin, PS1: '$ ' };
    const shell = openTerminal({ command: '/bin/bash', args: ['--norc', '--noediting', '-i'], cwd: folder, env });
    onTestFinished(() => shell.close());
    await shell.until('$');
    shell.write(`"${process.execPath}" "${PROGRAM}" ${face.args.join(' ')} </dev/null & \r`);
    await shell.until(/\[1\] [0-9]+/);
    // The prompt may be written to from there, but whoever reads is stopped.
    await shell.until(() => {
      shell.write('\r');
      return shell.text().includes('Stopped');
    });
    shell.write('fg; echo "RC=$?"\r');
    await shell.until(() => sandbox.codes.length === 1);
    await shell.until(face.shown);
    await shell.until(() => (face.args.length > 0 ? true : shell.modes().alternate));
    shell.write(`${sandbox.newestCode()}\r`);
    await shell.until('RC=0');
    expect(shell.modes()).toEqual(RESTORED.modes);
  },
);

test.concurrent('a terminal that does not control the process is none', async ({ open, onTestFinished }) => {
  const { sandbox, folder } = await open({ args: ['--version'] });
  const shell = runInShell({
    command: '/bin/bash',
    args: ['-c', `exec setsid -w "$@" </dev/null`, 'bash', process.execPath, PROGRAM],
    env: { HOME: folder, ...SETTINGS, TWILIO_API_URL: sandbox.origin },
    cwd: folder,
  });
  onTestFinished(() => shell.close());
  expect(await shell.restored()).toEqual({ ...RESTORED, status: 2 });
  expect(shell.rows()[0]).toMatch(/^otp-tui: needs an interactive terminal, and there is none:/);
  expect(sandbox.codes).toEqual([]);
});
