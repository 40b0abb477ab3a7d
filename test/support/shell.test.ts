// What a shell sees of a program that ends or stops, tidily or not.

import { expect, onTestFinished, test } from 'vitest';
import { RESTORED, runInShell } from './shell.ts';

const ENTER =
  'process.stdin.setRawMode(true).resume(); process.stdout.write("\\x1b[?1049h\\x1b[?1000hENDED?\\x1b[?25l")';
const LEAVE = 'process.stdout.write("\\x1b[?1000l\\x1b[?25h\\x1b[?1049l"); process.stdin.setRawMode(false)';

function run(program: string, cols?: number) {
  const shell = runInShell({ command: process.execPath, args: ['-e', program], ...(cols && { cols }) });
  onTestFinished(() => shell.close());
  return shell;
}

test('a program that ends tidily leaves the terminal as it was', async () => {
  const shell = run(`process.on("SIGTERM", () => { ${LEAVE}; process.exit(143) }); ${ENTER}`);
  await shell.until('ENDED?');
  expect(shell.modes()).toMatchObject({ alternate: true, mouse: 'vt200', cursorHidden: true });
  shell.signal('SIGTERM');
  expect(await shell.restored()).toEqual({ ...RESTORED, status: 143 });
  expect((await shell.ended()).exitCode).toBe(143);
});

test('a program that is killed leaves everything behind', async () => {
  const shell = run(ENTER, 12);
  await shell.until('ENDED?');
  shell.signal('SIGKILL');
  const { modes, tty, status } = await shell.restored();
  expect(modes).toMatchObject({ alternate: true, mouse: 'vt200', cursorHidden: true });
  expect(tty).toEqual({ icanon: false, echo: false, isig: false });
  expect(status).toBe(137);
});

test('Ctrl-C ends the program, not the shell', async () => {
  const shell = run('console.log("ready"); setInterval(() => {}, 1e6)');
  await shell.until('ready');
  shell.write('\x03');
  expect(await shell.restored()).toEqual({ ...RESTORED, status: 130 });
});

test('a program can be stopped and resumed, more than once', async () => {
  const stop = `() => { ${LEAVE}; process.removeAllListeners("SIGTSTP"); process.kill(process.pid, "SIGTSTP") }`;
  const go = '() => { process.stdin.setRawMode(true); process.on("SIGTSTP", stop); console.log("again") }';
  const shell = run(`const stop = ${stop}; process.on("SIGTSTP", stop).on("SIGCONT", ${go}); ${ENTER}`);
  await shell.until('ENDED?');
  for (const times of [1, 2]) {
    shell.signal('SIGTSTP');
    const { modes, tty } = await shell.suspended();
    expect({ modes, tty }).toEqual(RESTORED);
    shell.resume();
    await shell.until(() => shell.raw().split('again').length > times);
  }
  shell.signal('SIGKILL');
  expect(await shell.restored()).toMatchObject({ modes: { mouse: 'none' }, status: 137 });
});

test('says so if the program ends instead of stopping', async () => {
  const shell = run('process.exit(3)');
  await expect(shell.suspended()).rejects.toThrow(/has ended, not stopped/);
});
