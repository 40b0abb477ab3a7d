// Text in the room there is: shortened or wrapped, never cut without a mark.

/** Truncates the text to the given width, marking the cut with `more`. */
export function shorten(text: string, columns: number, more: string): string {
  if (text.length <= columns) return text;
  return columns <= more.length ? text.slice(0, columns) : text.slice(0, columns - more.length).trimEnd() + more;
}

/** Wraps the text between words, and truncates it to the given number of rows, marking the cut with `more`. */
export function wrap(text: string, columns: number, rows: number, more: string): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    if (lines.length === rows - 1 || rest.length <= columns) {
      lines.push(shorten(rest, columns, more));
      break;
    }
    const space = rest.lastIndexOf(' ', columns);
    const end = space > 0 ? space : columns;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return lines;
}

/** Wraps the text like `wrap`, into lines that are as even as they can be: for centred text. */
export function balance(text: string, columns: number, rows: number, more: string): string[] {
  const { length: needed } = wrap(text, columns, Number.POSITIVE_INFINITY, more);
  if (needed > rows) return wrap(text, columns, rows, more);
  const words = text.trim().split(' ');
  const longest = Math.max(...words.map((word) => word.length));
  const even = Math.ceil(text.trim().length / Math.max(1, needed));
  let width = Math.min(columns, Math.max(even, longest));
  while (width < columns && wrap(text, width, Number.POSITIVE_INFINITY, more).length > needed) width += 1;
  return wrap(text, width, rows, more);
}

/** Moves a word down to a last line that has only one, if there is room for both. */
export function avoidLoneWord(lines: readonly string[], columns: number): readonly string[] {
  const [before = '', last = ''] = lines.slice(-2);
  const space = before.lastIndexOf(' ');
  const longer = `${before.slice(space + 1)} ${last}`;
  if (lines.length < 2 || last.includes(' ') || space < 0 || longer.length > columns) return lines;
  return [...lines.slice(0, -2), before.slice(0, space), longer];
}

/** The text in the middle of so many columns. */
export function centre(text: string, columns: number): string {
  return text.padStart(text.length + Math.floor((columns - text.length) / 2)).padEnd(columns);
}
