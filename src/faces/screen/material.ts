// What the form's parts are made of: areas with soft or framed edges.

import type { Glyphs, Line } from './glyphs.ts';
import type { Role } from './role.ts';
import type { Rect, Run } from './scene.ts';

const UPPER_EDGE = '▄';
const LOWER_EDGE = '▀';

/** A filled box with a frame. */
export function frame({ x, y, columns, rows }: Rect, role: Role, { corners, across, down }: Line): Run[] {
  const [topLeft, topRight, bottomRight, bottomLeft] = corners;
  const edge = across.repeat(columns - 2);
  return Array.from({ length: rows }, (_, row) => {
    if (row === 0) return { x, y, role, text: topLeft + edge + topRight };
    if (row === rows - 1) return { x, y: y + row, role, text: bottomLeft + edge + bottomRight };
    return { x, y: y + row, role, text: down + ' '.repeat(columns - 2) + down };
  });
}

/** An area whose upper and lower rows are half filled. */
export function soft({ x, y, columns, rows }: Rect, role: Role, on: Role, lower: Role = role): Run[] {
  return Array.from({ length: rows }, (_, row): Run => {
    if (row === 0) return { x, y, role, on, text: UPPER_EDGE.repeat(columns) };
    if (row === rows - 1) return { x, y: y + row, role: lower, on, text: LOWER_EDGE.repeat(columns) };
    return { x, y: y + row, role, text: ' '.repeat(columns) };
  });
}

/** A panel, and the room for text inside it: two cells from the edges to the left and right. */
export function panel(rect: Rect, role: Role, on: Role, { material, line }: Glyphs): { runs: Run[]; inside: Rect } {
  const bare = material === 'bare';
  const margin = bare ? 3 : 2;
  return {
    runs: bare ? frame(rect, role, line) : soft(rect, role, on),
    inside: { x: rect.x + margin, y: rect.y + 1, columns: rect.columns - 2 * margin, rows: rect.rows - 2 },
  };
}
