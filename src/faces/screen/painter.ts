// Paints scenes into blessed's cells. Fills only the rows that differ from the last scene; blessed then sends only
// the cells that differ to the terminal.

import type { Run, Scene } from './scene.ts';
import type { Look, Theme } from './theme.ts';

/** A row of blessed's cells. */
type Line = [attribute: number, character: string][] & { dirty?: boolean };

/** The parts of blessed's screen and program that their types lack. */
export interface Canvas {
  readonly lines: readonly Line[];
  draw(first: number, last: number): void;
  readonly program: {
    cup(row: number, column: number): void;
    showCursor(): void;
    hideCursor(): void;
    flush(): void;
  };
}

// blessed packs a cell's attribute as flags, then nine bits each for the foreground and background colours.
const BOLD = 1;
const DEFAULT_COLOUR = 0x1ff;
const BLANK = (DEFAULT_COLOUR << 9) | DEFAULT_COLOUR;

/** Returns a function that paints a scene. */
export function painterOf(screen: Canvas, theme: Theme): (scene: Scene) => void {
  const { program } = screen;
  let lines: Canvas['lines'] | undefined;
  let painted: readonly string[] = [];
  return ({ runs, cursor }) => {
    // blessed creates new rows when the size changes or the screen is cleared.
    if (lines !== screen.lines) painted = [];
    lines = screen.lines;
    const rows = rowsOf(runs, lines.length);
    const next = rows.map((row) => row.map(({ x, text, role, on }) => `${x} ${role} ${on} ${text}`).join('\n'));
    for (const [y, line] of lines.entries()) {
      if (next[y] !== (painted[y] ?? '')) fill(line, rows[y] ?? [], theme);
    }
    painted = next;
    screen.draw(0, lines.length - 1);
    if (cursor) {
      program.cup(cursor.y, cursor.x);
      program.showCursor();
    } else program.hideCursor();
    program.flush();
  };
}

function rowsOf(runs: readonly Run[], count: number): readonly Run[][] {
  const rows: Run[][] = Array.from({ length: count }, () => []);
  for (const run of runs) rows[run.y]?.push(run);
  return rows;
}

function fill(line: Line, runs: readonly Run[], theme: Theme): void {
  for (const cell of line) {
    cell[0] = BLANK;
    cell[1] = ' ';
  }
  for (const { x, text, role, on } of runs) {
    const attribute = attributeOf(on ? { fg: theme[role].bg, bg: theme[on].bg } : theme[role]);
    // The terminal would execute a control character instead of showing it.
    const shown = text.replace(/\p{Cc}/gu, '?');
    for (let index = 0; index < shown.length; index++) {
      const cell = line[x + index];
      if (!cell) continue;
      cell[0] = attribute;
      cell[1] = shown[index] ?? ' ';
    }
  }
  line.dirty = true;
}

function attributeOf({ fg, bg, bold }: Look): number {
  return ((bold ? BOLD : 0) << 18) | ((fg & DEFAULT_COLOUR) << 9) | (bg & DEFAULT_COLOUR);
}
