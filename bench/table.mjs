// Medians, and rows of a table.

/** The value in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

/** Prints a row of cells. The first is wide. */
export function printRow([first, ...cells]) {
  console.log(first.padEnd(44) + cells.map((cell) => String(cell ?? '').padStart(10)).join(''));
}
