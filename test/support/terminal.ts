// A program on a real pseudoterminal, with an emulated terminal on the other end, for tests that see
// what a person sees and type what a person types.

import type { Socket } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { type IPty, spawn } from '@lydell/node-pty';
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
  /** The size reported to the program, if different from the terminal's. */
  readonly claims?: Size;
  readonly cwd?: string;
}

type Condition = string | RegExp | (() => boolean);

interface Size {
  readonly cols: number;
  readonly rows: number;
}

interface Exit {
  readonly exitCode: number;
  /** The signal that ended the program, if one did. */
  readonly signal: NodeJS.Signals | null;
}

/**
 * The screen shows what the program wrote only as far as a test has waited for it. So a test sees every
 * picture that was painted, however late it comes to look, and what it finds afterwards is on that picture.
 */
export interface Terminal extends Screen {
  readonly pid: number;
  /**
   * Waits for a text on the screen, or for anything else, and looks at one picture after another.
   *
   * @param ms the timeout; fails at once if the program has ended
   */
  until(condition: Condition, ms?: number): Promise<void>;
  /** The same for what need not be a picture: for a condition on `raw`. */
  untilWritten(condition: () => boolean, ms?: number): Promise<void>;
  /** Waits until the program has ended, and shows all that it wrote. */
  ended(): Promise<Exit>;
  /** Sends keys, in one piece. What was painted before them is no answer to them, and is not waited for. */
  write(keys: string | Buffer): void;
  /** Presses and releases the left button on the first cell of a text. */
  click(text: string): void;
  /** Pastes as terminals do: lines end in CR, and the text is bracketed if the program asked for that. */
  paste(text: string): void;
  /** @param claims the size reported to the program, if different */
  resize(cols: number, rows: number, claims?: Size): void;
  signal(name: NodeJS.Signals): void;
  /** Closes the window: the terminal is gone, and its programs get SIGHUP. */
  hangUp(): void;
  /** All that the program wrote, as far as the screen shows it. */
  raw(): string;
  /** Ends the program, if it still runs, and everything it started. */
  close(): Promise<void>;
}

/**
 * A program on the alternate screen has painted a picture when it shows or hides the cursor. blessed does so
 * in between too: just after it has saved the cursor's place, and just after it is back there.
 */
const PAINTED = /(?<!\x1b7)\x1b\[\?25l|(?<!\x1b8(?:\x1b\[\?12l)?)\x1b\[\?25h/g;

export function openTerminal({ command, args = [], env, cols = 80, rows = 24, ...rest }: Launch): Terminal {
  const { claims = { cols, rows }, cwd = tmpdir() } = rest;
  const emulator = new xterm.Terminal({ cols, rows, allowProposedApi: true });
  const screen = readScreen(emulator);
  // Through env -i, because node-pty adds variables of its own and does not let TERM be empty.
  const pty = spawn('/usr/bin/env', ['-i', ...variables(env), command, ...args], { ...claims, cwd });
  readBeforeHangingUp(pty);
  let output = '';
  let shown = 0;
  let exit: Exit | undefined;

  /** Shows the output up to a position, or all of it. */
  const show = (end = output.length) => {
    emulator.write(output.slice(shown, end));
    shown = end;
  };
  const flushed = () => new Promise<void>((resolve) => emulator.write('', resolve));
  /** Whether no part of a picture is missing from the screen, as far as can be told. */
  const isWhole = () =>
    exit !== undefined ||
    emulator.buffer.active.type === 'normal' ||
    endOfPicture(output, shown - '\x1b[?25l'.length) === shown;

  pty.onData((data) => {
    output += data;
  });
  emulator.onData((reply) => {
    if (!exit) pty.write(reply);
  });
  const send = (keys: string | Buffer) => {
    if (exit) throw new Error(`no program is left to read ${JSON.stringify(keys)}`);
    show();
    // The types know no bytes.
    pty.write(keys as string);
  };
  const exited = new Promise<Exit>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      exit = { exitCode, signal: nameOf(signal) };
      resolve(exit);
    });
  });

  async function wait(isOver: () => boolean, condition: Condition, ms = 30_000): Promise<void> {
    const deadline = performance.now() + ms;
    for (;;) {
      const why = exit ? `the program ended (${JSON.stringify(exit)})` : `${ms} ms passed`;
      const isLast = (exit !== undefined || performance.now() > deadline) && shown === output.length;
      await flushed();
      if (isOver()) return;
      const what = isWhole() ? 'The screen' : 'What there is of the screen';
      if (isLast) throw new Error(`${why} without ${condition}. ${what}:\n${screen.text()}`);
      if (shown < output.length) show(endOfPicture(output, shown - 5));
      else await delay(5);
    }
  }

  return {
    ...screen,
    pid: pty.pid,
    until: (condition, ms) => wait(() => isWhole() && isMet(condition, screen.text()), condition, ms),
    untilWritten: (condition, ms) => wait(condition, condition, ms),
    async ended() {
      const result = await exited;
      show();
      await flushed();
      return result;
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
    resize(newCols, newRows, told = { cols: newCols, rows: newRows }) {
      show();
      // Once it has shown that, which it does not do at once.
      emulator.write('', () => emulator.resize(newCols, newRows));
      pty.resize(told.cols, told.rows);
    },
    signal(name) {
      if (exit) throw new Error(`no program is left for ${name}`);
      process.kill(pty.pid, name);
    },
    // The types do not have it.
    hangUp: () => (pty as unknown as { destroy(): void }).destroy(),
    raw: () => output.slice(0, shown),
    async close() {
      if (!exit) endGroups(pty.pid);
      await exited;
      emulator.dispose();
    },
  };
}

/** node-pty hangs up 200 ms after the exit, even if this process was too busy to read what was written before. */
function readBeforeHangingUp(pty: IPty): void {
  const { _socket: socket } = pty as unknown as { _socket: Socket };
  const destroy = socket.destroy.bind(socket);
  socket.destroy = (error) => {
    setImmediate(destroy, error);
    return socket;
  };
}

/** Where the first picture ends that is ended by a sequence from a place on. */
function endOfPicture(output: string, from: number): number | undefined {
  PAINTED.lastIndex = Math.max(0, from);
  return PAINTED.test(output) ? PAINTED.lastIndex : undefined;
}

function variables(env: Launch['env']): string[] {
  const { PATH = '/usr/bin:/bin' } = process.env;
  const all = { PATH, HOME: tmpdir(), LANG: 'C.UTF-8', TERM: 'xterm-256color', ...env };
  return Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
}

function isMet(condition: Condition, text: string): boolean {
  if (typeof condition === 'function') return condition();
  return typeof condition === 'string' ? text.includes(condition) : text.search(condition) >= 0;
}

function nameOf(signal: number | undefined): NodeJS.Signals | null {
  const names = Object.keys(constants.signals) as NodeJS.Signals[];
  return names.find((name) => constants.signals[name] === signal) ?? null;
}
