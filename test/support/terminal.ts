// A program on a real pseudoterminal, with an emulated terminal on the other end, for tests that see
// what a person sees and type what a person types.

import { constants, tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { endGroups } from './processes.ts';
import { readScreen, type Screen } from './screen.ts';

export interface Launch {
  readonly command: string;
  readonly args?: readonly string[];
  /** Beside PATH, HOME, LANG and TERM; nothing else is inherited. Undefined takes one of these away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cols?: number;
  readonly rows?: number;
  readonly cwd?: string;
}

interface Exit {
  readonly exitCode: number;
  /** The signal that ended the program, if one did. */
  readonly signal: NodeJS.Signals | null;
}

export interface Terminal extends Screen {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /**
   * Waits for a text on the screen, or for anything else, looking only at output taken in whole.
   *
   * @param ms after which it fails; it fails at once where the program has ended
   */
  until(condition: string | RegExp | (() => boolean), ms?: number): Promise<void>;
  /** Sends keys, in one piece. */
  write(keys: string | Buffer): void;
  /** Presses and releases the left button on the first cell of a text. */
  click(text: string): void;
  /** Pastes as terminals do: lines end in CR, and marks surround it where the program asked for them. */
  paste(text: string): void;
  resize(cols: number, rows: number): void;
  signal(name: NodeJS.Signals): void;
  /** Closes the window: the terminal is gone, and its programs are told. */
  hangUp(): void;
  /** All that the program has written so far. */
  raw(): string;
  /** Ends the program, if it still runs, and everything it started. */
  close(): Promise<void>;
}

export function openTerminal({ command, args = [], env, cols = 80, rows = 24, cwd = tmpdir() }: Launch): Terminal {
  const emulator = new xterm.Terminal({ cols, rows, allowProposedApi: true });
  const screen = readScreen(emulator);
  // Through env -i, because node-pty adds variables of its own and does not let TERM be empty.
  const pty = spawn('/usr/bin/env', ['-i', ...variables(env), command, ...args], { cols, rows, cwd });
  let output = '';
  let exit: Exit | undefined;
  const flushed = () => new Promise<void>((resolve) => emulator.write('', resolve));

  pty.onData((data) => {
    output += data;
    emulator.write(data);
  });
  emulator.onData((reply) => {
    if (!exit) pty.write(reply);
  });
  const send = (keys: string | Buffer) => {
    if (exit) throw new Error(`no program is left to read ${JSON.stringify(keys)}`);
    // The types know no bytes.
    pty.write(keys as string);
  };
  const exited = new Promise<Exit>((resolve) => {
    pty.onExit(async ({ exitCode, signal }) => {
      exit = { exitCode, signal: nameOf(signal) };
      await flushed();
      resolve(exit);
    });
  });

  return {
    ...screen,
    pid: pty.pid,
    exited,
    async until(condition, ms = 15_000) {
      const deadline = performance.now() + ms;
      for (;;) {
        const over = exit ? `the program ended (${JSON.stringify(exit)})` : `${ms} ms passed`;
        const last = exit !== undefined || performance.now() > deadline;
        await flushed();
        if (isMet(condition, screen.text())) return;
        if (last) throw new Error(`${over} without ${condition}. The screen:\n${screen.text()}`);
        await delay(5);
      }
    },
    write: send,
    click(text) {
      if (emulator.modes.mouseTrackingMode === 'none') throw new Error('the program does not listen to the mouse');
      const { x, y } = screen.find(text);
      const at = `${x + 1};${y + 1}`;
      send(`\x1b[<0;${at}M\x1b[<0;${at}m`);
    },
    paste(text) {
      const typed = text.replace(/\r?\n/g, '\r');
      send(emulator.modes.bracketedPasteMode ? `\x1b[200~${typed}\x1b[201~` : typed);
    },
    resize(newCols, newRows) {
      emulator.resize(newCols, newRows);
      pty.resize(newCols, newRows);
    },
    signal(name) {
      if (exit) throw new Error(`no program is left for ${name}`);
      process.kill(pty.pid, name);
    },
    // The types do not have it.
    hangUp: () => (pty as unknown as { destroy(): void }).destroy(),
    raw: () => output,
    async close() {
      if (!exit) endGroups(pty.pid);
      await exited;
      emulator.dispose();
    },
  };
}

function variables(env: Launch['env']): string[] {
  const { PATH = '/usr/bin:/bin' } = process.env;
  const all = { PATH, HOME: tmpdir(), LANG: 'C.UTF-8', TERM: 'xterm-256color', ...env };
  return Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
}

function isMet(condition: string | RegExp | (() => boolean), text: string): boolean {
  if (typeof condition === 'function') return condition();
  return typeof condition === 'string' ? text.includes(condition) : text.search(condition) >= 0;
}

function nameOf(signal: number | undefined): NodeJS.Signals | null {
  const names = Object.keys(constants.signals) as NodeJS.Signals[];
  return names.find((name) => constants.signals[name] === signal) ?? null;
}
