// What an emulated terminal shows: its text, how a word on it looks, where the cursor is, and which
// modes the program has set.

import type { Terminal as Emulator, IBuffer, IBufferCell } from '@xterm/headless';

/** A number of the 256-colour palette, '#rrggbb', or null for the terminal's own colour. */
type Colour = number | string | null;

interface CellLook {
  readonly bold: boolean;
  readonly inverse: boolean;
  readonly fg: Colour;
  readonly bg: Colour;
}

/** The modes that a program must undo before it ends. */
export interface Modes {
  readonly alternate: boolean;
  readonly mouse: Emulator['modes']['mouseTrackingMode'];
  readonly bracketedPaste: boolean;
  readonly applicationKeypad: boolean;
  readonly cursorHidden: boolean;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Screen {
  /** The rows, without the blanks at their ends. */
  rows(): string[];
  /** The rows as lines of one text. */
  text(): string;
  /** The position of a text's first cell, counted from 0. Throws if the screen does not show the text. */
  find(text: string): Place;
  /** How the first cell of a text looks. */
  cell(text: string): CellLook;
  cursor(): Place & { readonly hidden: boolean };
  modes(): Modes;
  /** The window title, if the program has set one. */
  title(): string | undefined;
}

export function readScreen(emulator: Emulator): Screen {
  let title: string | undefined;
  emulator.onTitleChange((next) => {
    title = next;
  });

  const cells = () => Array.from({ length: emulator.rows }, (_, y) => cellsOf(emulator.buffer.active, y));
  // Called repeatedly while a test waits, so it does not read each cell.
  const rows = () => {
    const { active } = emulator.buffer;
    const row = (y: number) => active.getLine(active.baseY + y)?.translateToString() ?? '';
    return Array.from({ length: emulator.rows }, (_, y) => row(y).trimEnd());
  };
  const text = () => rows().join('\n');

  function find(wanted: string): Place {
    for (const [y, row] of cells().entries()) {
      const index = textOf(row).indexOf(wanted);
      if (index >= 0) return { x: columnOf(row, index), y };
    }
    throw new Error(`the screen does not show ${JSON.stringify(wanted)}:\n${text()}`);
  }

  return {
    rows,
    text,
    find,
    cell(wanted) {
      const { x, y } = find(wanted);
      return lookOf(cellsOf(emulator.buffer.active, y)[x] as IBufferCell);
    },
    cursor() {
      const { cursorX, cursorY } = emulator.buffer.active;
      return { x: cursorX, y: cursorY, hidden: isCursorHidden(emulator) };
    },
    modes: () => ({
      alternate: emulator.buffer.active.type === 'alternate',
      mouse: emulator.modes.mouseTrackingMode,
      bracketedPaste: emulator.modes.bracketedPasteMode,
      applicationKeypad: emulator.modes.applicationKeypadMode,
      cursorHidden: isCursorHidden(emulator),
    }),
    title: () => title,
  };
}

function cellsOf(buffer: IBuffer, y: number): IBufferCell[] {
  const line = buffer.getLine(buffer.baseY + y);
  return Array.from({ length: line?.length ?? 0 }, (_, x) => line?.getCell(x)).filter((cell) => cell !== undefined);
}

function textOf(row: readonly IBufferCell[]): string {
  return row.map(charsOf).join('');
}

// The right half of a wide character has no characters of its own, unlike a cell never written to.
function charsOf(cell: IBufferCell): string {
  return cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
}

function columnOf(row: readonly IBufferCell[], index: number): number {
  let passed = 0;
  return row.findIndex((cell) => {
    passed += charsOf(cell).length;
    return passed > index;
  });
}

function lookOf(cell: IBufferCell): CellLook {
  return {
    bold: cell.isBold() !== 0,
    inverse: cell.isInverse() !== 0,
    fg: colourOf(cell.isFgPalette(), cell.isFgRGB(), cell.getFgColor()),
    bg: colourOf(cell.isBgPalette(), cell.isBgRGB(), cell.getBgColor()),
  };
}

function colourOf(isPalette: boolean, isRgb: boolean, colour: number): Colour {
  if (isRgb) return `#${colour.toString(16).padStart(6, '0')}`;
  return isPalette ? colour : null;
}

// xterm has no public API for this.
function isCursorHidden(emulator: Emulator): boolean {
  const { _core } = emulator as unknown as { _core: { coreService: { isCursorHidden: boolean } } };
  return _core.coreService.isCursorHidden;
}
