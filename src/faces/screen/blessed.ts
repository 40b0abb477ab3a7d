// Owns the terminal while the form is up, and restores it afterwards. Paints scenes with blessed and reports keys;
// the only importer of blessed. Does not know what a scene means.

import type { EventEmitter } from 'node:events';
import type { WriteStream } from 'node:tty';
import blessed from 'blessed';
import type { Key } from '../../conversation/state.ts';
import type { Console } from '../terminal.ts';
import { Display, holdBack } from './display.ts';
import { type KeySource, KeyStream } from './key-stream.ts';
import { keyOf } from './keys.ts';
import { type Canvas, painterOf } from './painter.ts';
import type { Rect, Scene } from './scene.ts';
import { themeFor } from './theme.ts';

export interface ScreenOptions {
  readonly input: KeySource;
  readonly output: WriteStream;
  /** Streams whose output is held back while the form is up. */
  readonly others: readonly NodeJS.WriteStream[];
  readonly console: Console;
  readonly onKey: (key: Key) => void;
  /** The terminal is gone, or its input has ended. */
  readonly onEnd: () => void;
  /** The size changed, so the scene must be laid out again. */
  readonly onResize: () => void;
}

export interface Screen {
  area(): Rect;
  /** Composes and shows a scene once all pending events are handled, even if several of them ask for one. */
  paint(compose: () => Scene): void;
  /** Restores the terminal. May be called more than once. */
  close(): void;
}

/** The parts of blessed's program that its types lack. */
interface Program extends EventEmitter {
  readonly tput: { brokenACS: boolean };
  csr(top: number, bottom: number): void;
  setMouse(modes: Readonly<Record<string, boolean>>, enable: boolean): void;
  disableMouse(): void;
  flush(): void;
}

interface MouseReport {
  readonly action: string;
  readonly button?: string;
  readonly x: number;
  readonly y: number;
}

const BRACKETED_PASTE_ON = '\x1b[?2004h';
const BRACKETED_PASTE_OFF = '\x1b[?2004l';
const KEYPAD_NUMERIC = '\x1b>';
const RESET_SCROLL_REGION = '\x1b[r';
const RESET_CURSOR_AND_STYLE = '\x1b[?25h\x1b[0m';
const CLEAR = '\x1b[H\x1b[2J';

/** Takes over the terminal. */
export function openScreen(options: ScreenOptions): Screen {
  const { console: capabilities } = options;
  const keys = new KeyStream(options.input);
  const display = new Display(options.output);
  // blessed misparses current terminfo files and would show 8 colours. Its two built-in ones are right.
  const { tput } = blessed as unknown as { tput: { ipaths: string[] } };
  tput.ipaths.length = 0;
  const screen = blessed.screen({
    terminal: capabilities.linux ? 'linux' : 'xterm-256color',
    forceUnicode: capabilities.unicode,
    input: keys,
    output: display,
  } as unknown as blessed.Widgets.IScreenOptions);
  const program = screen.program as unknown as Program;
  const alternate = screen as unknown as { enter(): void; leave(): void };
  // Draw lines as Unicode characters: switching to the line-drawing set confuses multiplexers and logs.
  program.tput.brokenACS = true;
  // blessed would limit scrolling to the rows it paints and leave it so, but the terminal may have more rows.
  program.csr = () => {};
  const release = holdBack(options.others);
  const painter = painterOf(screen as unknown as Canvas, themeFor(capabilities));

  let targets: Scene['targets'] = [];
  let next: (() => Scene) | undefined;
  /** Whether the terminal may show something other than what was painted last. */
  let isStale = false;
  let open = true;
  let suspended = false;

  const takeTerminal = () => {
    // First write what blessed has buffered, since that turns on the keypad's application mode.
    program.flush();
    display.write(BRACKETED_PASTE_ON + KEYPAD_NUMERIC + RESET_SCROLL_REGION);
    program.setMouse({ vt200Mouse: true, sgrMouse: true }, true);
  };
  const releaseTerminal = () => {
    program.disableMouse();
    program.flush();
    display.write(BRACKETED_PASTE_OFF);
  };

  const giveBack = () => {
    suspended = true;
    process.off('SIGTSTP', onStop);
    process.off('SIGCONT', onContinue);
    // First: it stops a job in the background, which would write over what is in the foreground.
    keys.setRawMode(false);
    releaseTerminal();
    alternate.leave();
  };
  const takeBack = () => {
    if (!open) return;
    suspended = false;
    process.on('SIGTSTP', onStop);
    process.on('SIGCONT', onContinue);
    keys.setRawMode(true);
    keys.resume();
    alternate.enter();
    takeTerminal();
    // Only the foreground job is told of a new size, so look for one now.
    process.emit('SIGWINCH', 'SIGWINCH');
  };
  const suspend = (wholeJob: boolean) => {
    giveBack();
    // Ctrl-Z stops the whole job, as the terminal itself would, so that npm or a script around us stops too.
    process.kill(wholeJob ? 0 : process.pid, 'SIGTSTP');
    // Runs at once if there is no job control, otherwise when the job continues.
    setTimeout(takeBack, 50);
  };
  const onStop = () => suspend(false);
  // After a SIGSTOP, which gave no notice: a shell has used the terminal since, in modes of its own.
  const onContinue = () => {
    giveBack();
    takeBack();
  };
  const repaint = () => {
    isStale = true;
    options.onResize();
  };

  program.on('keypress', (text: string | undefined, key: { full?: string }) => {
    if (key.full === 'C-z') return suspend(true);
    if (key.full === 'C-l') return repaint();
    const pressed = keyOf(key.full, text);
    if (pressed) options.onKey(pressed);
  });
  program.on('mouse', ({ action, button, x, y }: MouseReport) => {
    if (action !== 'mousedown' || button !== 'left') return;
    const hit = targets.find((at) => x >= at.x && x < at.x + at.columns && y >= at.y && y < at.y + at.rows);
    if (hit) options.onKey({ kind: 'press', control: hit.control });
  });
  keys.on('paste', (text: string) => options.onKey({ kind: 'paste', text }));
  keys.on('end', options.onEnd);
  program.on('resize', options.onResize);
  // Node reports no resize if the window is back at its old size, but its contents may be gone.
  process.on('SIGWINCH', repaint);
  process.on('SIGTSTP', onStop);
  process.on('SIGCONT', onContinue);
  takeTerminal();

  const close = () => {
    if (!open) return;
    open = false;
    process.off('exit', close);
    process.off('SIGTSTP', onStop);
    process.off('SIGCONT', onContinue);
    process.off('SIGWINCH', repaint);
    releaseTerminal();
    screen.destroy();
    display.write((capabilities.linux ? CLEAR : '') + RESET_CURSOR_AND_STYLE);
    keys.detach();
    display.detach();
    release();
  };
  process.on('exit', close);

  return {
    area: () => ({ x: 0, y: 0, columns: display.columns, rows: display.rows }),
    paint(compose) {
      if (next === undefined) {
        setImmediate(() => {
          // Do not paint over the shell's screen.
          if (open && !suspended && next) {
            const scene = next();
            if (isStale) screen.realloc();
            isStale = false;
            targets = scene.targets;
            painter(scene);
          }
          next = undefined;
        });
      }
      next = compose;
    },
    close,
  };
}
