// The harness against tiny programs, so that a failing test of the form is never the harness's doing.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from './program.ts';
import { type Launch, openTerminal } from './terminal.ts';

function open(launch: Launch) {
  const terminal = openTerminal(launch);
  onTestFinished(() => terminal.close());
  return terminal;
}

/** A JavaScript program that goes on until it is ended. */
function run(program: string, launch: Partial<Launch> = {}) {
  return open({ ...launch, command: process.execPath, args: ['-e', `${program}; setInterval(() => {}, 1e6)`] });
}

/** A program that writes a text and then goes on. */
function show(text: string, launch: Partial<Launch> = {}) {
  return run(`process.stdout.write(${JSON.stringify(text)})`, launch);
}

test('shows the text as rows, without the blanks at their ends', async () => {
  const terminal = show('one  \n  two', { rows: 3, cols: 10 });
  await terminal.until('two');
  expect(terminal.rows()).toEqual(['one', '  two', '']);
  expect(terminal.text()).toBe('one\n  two\n');
  expect(terminal.raw()).toBe('one  \r\n  two');
});

test('tells how a text looks, also behind wide characters', async () => {
  const terminal = show('漢é \x1b[1;38;5;255;48;5;240mBold\x1b[0;7mturned\x1b[0;38;2;1;2;171mrgb\x1b[0mplain');
  await terminal.until('plain');
  expect(terminal.find('Bold')).toEqual({ x: 4, y: 0 });
  expect(terminal.cell('Bold')).toEqual({ bold: true, inverse: false, fg: 255, bg: 240 });
  expect(terminal.cell('turned')).toEqual({ bold: false, inverse: true, fg: null, bg: null });
  expect(terminal.cell('rgb')).toMatchObject({ fg: '#0102ab', bg: null });
  expect(terminal.cell('plain')).toEqual({ bold: false, inverse: false, fg: null, bg: null });
  expect(() => terminal.cell('absent')).toThrow(/does not show "absent".*Bold/s);
});

test('follows the cursor, the modes and the title', async () => {
  const terminal = show('main screen');
  await terminal.until('main screen');
  const plain = { alternate: false, mouse: 'none', bracketedPaste: false, applicationKeypad: false };
  expect(terminal.modes()).toEqual({ ...plain, cursorHidden: false });
  expect(terminal.cursor()).toEqual({ x: 11, y: 0, hidden: false });
  expect(terminal.title()).toBeUndefined();

  const busy = show('\x1b[?1049h\x1b[?1000h\x1b[?1006h\x1b[?2004h\x1b=\x1b]2;a title\x07\x1b[5;3Hform\x1b[?25l');
  await busy.until('form');
  const set = { alternate: true, mouse: 'vt200', bracketedPaste: true, applicationKeypad: true };
  expect(busy.modes()).toEqual({ ...set, cursorHidden: true });
  expect(busy.cursor()).toEqual({ x: 6, y: 4, hidden: true });
  expect(busy.title()).toBe('a title');
});

const ECHO_INPUT = 'process.stdin.setRawMode(true).on("data", (data) => console.log(JSON.stringify(String(data))))';

test('sends keys, clicks and pastes as a terminal does', async () => {
  const terminal = run(`${ECHO_INPUT}; process.stdout.write("\\x1b[?1000h\\x1b[?2004h\\r\\n  [ OK ]\\r\\n")`);
  await terminal.until('[ OK ]');
  terminal.write('48\t');
  await terminal.until(String.raw`"48\t"`);
  terminal.click('OK');
  await terminal.until(String.raw`"\u001b[<0;5;2M\u001b[<0;5;2m"`);
  terminal.paste('48\n213');
  await terminal.until(String.raw`"\u001b[200~48\r213\u001b[201~"`);
});

test('neither clicks nor marks a paste if the program did not ask', async () => {
  const terminal = run(`${ECHO_INPUT}; console.log("ready")`);
  await terminal.until('ready');
  expect(() => terminal.click('ready')).toThrow(/does not listen to the mouse/);
  terminal.paste('48213\n');
  await terminal.until(String.raw`"48213\r"`);
});

test('answers what the program asks the terminal', async () => {
  const terminal = run(`${ECHO_INPUT}; process.stdout.write("\\x1b[6n")`);
  await terminal.until(String.raw`"\u001b[1;1R"`);
});

test('lets the program see a resize', async () => {
  const tell = '() => console.log(process.stdout.columns + " by " + process.stdout.rows)';
  const terminal = run(`const tell = ${tell}; tell(); process.on("SIGWINCH", tell)`, { cols: 60, rows: 20 });
  await terminal.until('60 by 20');
  terminal.resize(34, 9);
  await terminal.until('34 by 9');
  expect(terminal.rows()).toHaveLength(9);
});

/** Enters the alternate screen and paints a picture for each word, as a program does that hides the cursor. */
function paint(...words: string[]) {
  const pictures = words.map((word) => `\\x1b[2J\\x1b[H${word}\\x1b[?25l`);
  return `process.stdout.write("\\x1b[?1049h${pictures.join('')}")`;
}

test('sees each picture, however late it looks, and stays at the one that it waited for', async ({
  onTestFinished,
}) => {
  const painted = join(temporaryFolder(onTestFinished), 'painted');
  const terminal = run(`${paint('one', 'two', 'three')}; require("fs").writeFileSync("${painted}", "")`);
  // Nothing is taken in meanwhile.
  execFileSync('sh', ['-c', 'until [ -e "$0" ]; do sleep 0.01; done', painted]);
  await terminal.until('two');
  expect(terminal.rows()[0]).toBe('two');
  await terminal.until('three');
  expect(terminal.rows()[0]).toBe('three');
});

test('does not look at half a picture', async () => {
  const terminal = run(`${paint('whole')}; process.stdout.write("\\x1b7\\x1b[?25l and a half")`);
  await expect(terminal.until('half', 300)).rejects.toThrow(/300 ms.*half/s);
});

test('does not take what was painted before a key for an answer to it', async () => {
  const terminal = run(`${ECHO_INPUT}; ${paint('one', 'two', 'three')}`);
  await terminal.until('one');
  terminal.write('key');
  await expect(terminal.until('two', 300)).rejects.toThrow(/300 ms.*three/s);
});

test('gives the program no environment but its own', async () => {
  // It stays: what a program writes last can be lost when it ends.
  const tell = 'for (const each of Object.entries(process.env)) console.log(each.join("=")); process.stdin.resume()';
  const env = { TERM: '', LANG: undefined, CODE: 'a b' };
  const terminal = open({ command: process.execPath, args: ['-e', `${tell}; console.log("all")`], cols: 1_000, env });
  await terminal.until(/^all$/m);
  const variables = Object.fromEntries(
    terminal
      .rows()
      .filter((row) => row.includes('='))
      .map((row) => row.split('=')),
  );
  expect(variables).toMatchObject({ CODE: 'a b', TERM: '', PATH: process.env.PATH });
  expect(Object.keys(variables).filter(Boolean).sort()).toEqual(['CODE', 'HOME', 'PATH', 'TERM']);
});

test('tells the exit status, or the signal', async () => {
  const terminal = open({ command: '/bin/sh', args: ['-c', 'echo last words; exit 7'] });
  expect(await terminal.ended()).toEqual({ exitCode: 7, signal: null });
  expect(terminal.rows()[0]).toBe('last words');
  expect(() => terminal.write('x')).toThrow(/no program is left/);

  const endless = show('running');
  await endless.until('running');
  endless.signal('SIGTERM');
  expect(await endless.ended()).toEqual({ exitCode: 0, signal: 'SIGTERM' });
});

test('fails with the screen: when time is up, or at once when the program has ended', async () => {
  const terminal = show('something else');
  await terminal.until('something else');
  await expect(terminal.until(() => false, 300)).rejects.toThrow(/300 ms.*something else/s);
  terminal.signal('SIGKILL');
  await expect(terminal.until(/never/, 60_000)).rejects.toThrow(/SIGKILL.*never.*something else/s);
});

test('ends the program and what it started', async () => {
  const terminal = open({ command: '/bin/bash', args: ['-c', 'set -m; sleep 1000 & echo "pid $!."; wait'] });
  await terminal.until(/pid \d+\./);
  await terminal.close();
  const child = Number(/pid (\d+)/.exec(terminal.raw())?.[1]);
  await expect.poll(() => isRunning(child)).toBe(false);
});

// Not by a signal, which also reaches what has ended and waits to be noted by its parent.
function isRunning(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
