// What a scene is: pieces of text with their places and roles. Knows no colour and no terminal: `painter` paints it.

import type { Control } from '../../conversation/state.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

/** What a run of text is, so that a theme can give it a look. */
export type Role = 'plain' | 'box' | 'title' | 'hint' | 'input' | 'button' | 'focused' | 'notice';

/** A piece of one line; later ones lie over earlier ones. */
export interface Run {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly role: Role;
}

export interface Scene {
  readonly runs: readonly Run[];
  /** Where the terminal's cursor stands, so that screen readers and magnifiers follow. */
  readonly cursor: { readonly x: number; readonly y: number } | null;
  /** Where the mouse finds a control. */
  readonly targets: readonly Target[];
}

export interface Target extends Rect {
  readonly control: Control;
}

/** Whether something of that size fits. */
export function holds(area: Size, size: Size): boolean {
  return area.columns >= size.columns && area.rows >= size.rows;
}

/** A run in the middle of a row of a rectangle. */
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
