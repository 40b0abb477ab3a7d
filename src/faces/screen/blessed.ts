// Owns the terminal from entering the form to giving it back as it was. Paints scenes with blessed
// and reports keys; the only importer of blessed. Knows nothing of what a scene means.

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
  /** Streams whose writers have to wait while the form is up. */
  readonly others: readonly NodeJS.WriteStream[];
  readonly console: Console;
  readonly onKey: (key: Key) => void;
  /** The terminal is gone, or its input has ended. */
  readonly onEnd: () => void;
  /** The scene must be made anew for another size. */
  readonly onResize: () => void;
}

export interface Screen {
  area(): Rect;
  /** Shows the scene that is composed once the events at hand are through, however many of them ask for one. */
  paint(compose: () => Scene): void;
  /** Gives the terminal back. May be called more than once. */
  close(): void;
}

/** What is used of blessed's program and its types do not know. */
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
const EVERY_LINE_SCROLLS = '\x1b[r';
const CURSOR_ON_PLAIN_TEXT = '\x1b[?25h\x1b[0m';
const CLEAR = '\x1b[H\x1b[2J';

/** Puts the form's screen on the terminal. */
export function openScreen(options: ScreenOptions): Screen {
  const { console: show } = options;
  const keys = new KeyStream(options.input);
  const display = new Display(options.output);
  // blessed misreads the terminfo of today's systems and would show 8 colours; its own two are right.
  const { tput } = blessed as unknown as { tput: { ipaths: string[] } };
  tput.ipaths.length = 0;
  const screen = blessed.screen({
    terminal: show.linux ? 'linux' : 'xterm-256color',
    forceUnicode: show.unicode,
    input: keys,
    output: display,
  } as unknown as blessed.Widgets.IScreenOptions);
  const program = screen.program as unknown as Program;
  const alternate = screen as unknown as { enter(): void; leave(): void };
  // Draw lines as characters: shifting to the line-drawing set confuses multiplexers and logs.
  program.tput.brokenACS = true;
  // It would let only the lines that it paints scroll, and leave it so: a terminal may have more of them.
  program.csr = () => {};
  const letOut = holdBack(options.others);
  const painter = painterOf(screen as unknown as Canvas, themeFor(show.colours));

  let targets: Scene['targets'] = [];
  let next: (() => Scene) | undefined;
  /** Whether the terminal may show something else than was painted last. */
  let isSpoilt = false;
  let open = true;
  let suspended = false;

  const takeTerminal = () => {
    // blessed turns the keypad's application mode on, in what it has not written yet.
    program.flush();
    display.write(BRACKETED_PASTE_ON + KEYPAD_NUMERIC + EVERY_LINE_SCROLLS);
    program.setMouse({ vt200Mouse: true, sgrMouse: true }, true);
  };
  const giveTerminalBack = () => {
    program.disableMouse();
    program.flush();
    display.write(BRACKETED_PASTE_OFF);
  };

  const suspend = (wholeJob: boolean) => {
    suspended = true;
    giveTerminalBack();
    alternate.leave();
    keys.setRawMode(false);
    process.off('SIGTSTP', onStop);
    // Ctrl-Z stops the whole job, as the terminal would have done it, so that npm or a script around us stops too.
    process.kill(wholeJob ? 0 : process.pid, 'SIGTSTP');
    // Reached at once where there is no job control, otherwise when the job goes on.
    setTimeout(() => {
      if (!open) return;
      suspended = false;
      process.on('SIGTSTP', onStop);
      keys.setRawMode(true);
      keys.resume();
      alternate.enter();
      takeTerminal();
      // Only the job in the foreground was told of a new size: look for one now.
      process.emit('SIGWINCH', 'SIGWINCH');
    }, 50);
  };
  const onStop = () => suspend(false);
  const paintAnew = () => {
    isSpoilt = true;
    options.onResize();
  };

  program.on('keypress', (text: string | undefined, key: { full?: string }) => {
    if (key.full === 'C-z') return suspend(true);
    if (key.full === 'C-l') return paintAnew();
    const meant = keyOf(key.full, text);
    if (meant) options.onKey(meant);
  });
  program.on('mouse', ({ action, button, x, y }: MouseReport) => {
    if (action !== 'mousedown' || button !== 'left') return;
    const hit = targets.find((at) => x >= at.x && x < at.x + at.columns && y >= at.y && y < at.y + at.rows);
    if (hit) options.onKey({ kind: 'press', control: hit.control });
  });
  keys.on('paste', (text: string) => options.onKey({ kind: 'paste', text }));
  keys.on('end', options.onEnd);
  program.on('resize', options.onResize);
  // Node reports no resize where the window is back at its old size, but what was on it may be gone.
  process.on('SIGWINCH', paintAnew);
  process.on('SIGTSTP', onStop);
  takeTerminal();

  const close = () => {
    if (!open) return;
    open = false;
    process.off('exit', close);
    process.off('SIGTSTP', onStop);
    process.off('SIGWINCH', paintAnew);
    giveTerminalBack();
    screen.destroy();
    display.write((show.linux ? CLEAR : '') + CURSOR_ON_PLAIN_TEXT);
    keys.detach();
    display.detach();
    letOut();
  };
  process.on('exit', close);

  return {
    area: () => ({ x: 0, y: 0, columns: display.columns, rows: display.rows }),
    paint(compose) {
      if (next === undefined) {
        setImmediate(() => {
          // Nothing may land on the shell's screen.
          if (open && !suspended && next) {
            const scene = next();
            if (isSpoilt) screen.realloc();
            isSpoilt = false;
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
