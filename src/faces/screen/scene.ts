// A scene: pieces of text with positions and roles. Knows no colours and no terminal: `painter.ts` paints it.

import type { Control } from '../../conversation/state.ts';
import type { Role } from './role.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

/** A piece of text on one line. Later ones cover earlier ones. */
export interface Run {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly role: Role;
  /** For half blocks: the role around them. They are drawn in the background of their own role. */
  readonly on?: Role;
}

export interface Scene {
  readonly runs: readonly Run[];
  /** The position of the terminal's cursor, which screen readers and magnifiers follow. */
  readonly cursor: { readonly x: number; readonly y: number } | null;
  /** The areas where a mouse click hits a control. */
  readonly targets: readonly Target[];
}

export interface Target extends Rect {
  readonly control: Control;
}

/** Whether something of this size fits into the area. */
export function fits(area: Size, size: Size): boolean {
  return area.columns >= size.columns && area.rows >= size.rows;
}

/** A run centred in a row of a rectangle. */
export function centredRun(text: string, role: Role, inside: Rect, row: number): Run {
  return { x: middle(text.length, inside), y: inside.y + row, text, role };
}

export function middle(width: number, { x, columns }: Rect): number {
  return x + Math.max(0, Math.floor((columns - width) / 2));
}

export function centred(size: Size, area: Rect): Rect {
  const y = area.y + Math.floor((area.rows - size.rows) / 2);
  return { ...size, x: middle(size.columns, area), y };
}
