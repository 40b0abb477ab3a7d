// Draws the screen of an emulated terminal as an SVG that looks the same in every viewer, whatever monospaced
// font it uses.

import { linesOf } from './box-drawing.mjs';

// Whole numbers, so that lines are sharp and backgrounds meet. 15 px letters of DejaVu Sans Mono are 9.03 px wide.
const CELL = { width: 9, height: 18 };
const FONT_SIZE = 15;
const BASELINE = 14;
const MARGIN = 12;
const FONTS = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace";

export const DARK = { background: '#16181d', foreground: '#d7dae0' };
export const LIGHT = { background: '#fbfbfa', foreground: '#24272e' };
/** A thin line that shows where a window ends on any page. */
export const EDGE = 'stroke="#808890" stroke-opacity=".35"';
/** Half blocks, and where they begin. */
const HALVES = { '▀': 0, '▄': 0.5 };
const FIRST_16 = [
  ...['#2b2e36', '#e0616b', '#8fbf6a', '#d9b25f', '#5f9fe0', '#bd7bd6', '#54b3bd', '#c3c7cf'],
  ...['#686d78', '#f07f88', '#a9d884', '#efcb7c', '#7fb8f5', '#d39bea', '#72cfd9', '#f4f5f7'],
];

/** How large the drawing of a terminal is, in pixels. */
export function sizeOf({ cols, rows }) {
  return { width: cols * CELL.width + 2 * MARGIN, height: rows * CELL.height + 2 * MARGIN };
}

/**
 * An SVG of these elements.
 *
 * @param about what it shows: a title and, for those who cannot see it, a description
 */
export function svg(width, height, elements, { title = 'The screen of a terminal program', description } = {}) {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title>${escapeXml(title)}</title>`,
    ...(description ? [`<desc>${escapeXml(description)}</desc>`] : []),
    `<g xml:space="preserve" font-family="${FONTS}" font-size="${FONT_SIZE}">`,
    ...elements,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** The elements that draw a terminal with its cursor. */
export function drawWindow(emulator, colours = DARK) {
  return drawFrame(emulator, drawRows(readRows(emulator, colours), colours), colours);
}

/** The elements that draw a terminal around what it shows. */
export function drawFrame(emulator, shown, colours = DARK) {
  const { width, height } = sizeOf(emulator);
  return [
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="${colours.background}" ${EDGE}/>`,
    `<g transform="translate(${MARGIN} ${MARGIN})">`,
    ...shown,
    '</g>',
  ];
}

/** The rows of cells that a terminal shows, with its cursor. */
export function readRows(emulator, colours = DARK) {
  return Array.from({ length: emulator.rows }, (_, y) => readRow(emulator, y, colours));
}

/** The elements that draw rows, each in its place. */
export function drawRows(rows, colours = DARK) {
  const grounds = [
    ...rows.flatMap((row) => runsOf(row, 'background').flatMap((run) => drawBackground(run, colours))),
    ...rows.flatMap((row) => runsOf(row, 'block').flatMap(drawBlock)),
  ];
  return [
    ...(grounds.length > 0 ? ['<g shape-rendering="crispEdges">', ...grounds, '</g>'] : []),
    ...drawLines(rows.flat()),
    ...rows.flatMap((row) => runsOf(row, 'letters').flatMap(drawText)),
  ];
}

function readRow(emulator, y, colours) {
  const { active } = emulator.buffer;
  const { isCursorHidden } = emulator._core.coreService;
  const line = active.getLine(active.baseY + y);
  const cells = Array.from({ length: emulator.cols }, (_, x) => ({ x, cell: line.getCell(x) }));
  // The right half of a wide character is drawn together with its left half.
  return cells
    .filter(({ cell }) => cell.getWidth() > 0)
    .map(({ x, cell }) =>
      readCell(cell, x, y, !isCursorHidden && x === active.cursorX && y === active.cursorY, colours),
    );
}

function readCell(cell, x, y, hasCursor, colours) {
  const own = [
    colourOf(cell.isFgPalette(), cell.isFgRGB(), cell.getFgColor()) ?? colours.foreground,
    colourOf(cell.isBgPalette(), cell.isBgRGB(), cell.getBgColor()) ?? colours.background,
  ];
  const [foreground, background] = (cell.isInverse() !== 0) === hasCursor ? own : own.toReversed();
  const character = cell.isInvisible() ? ' ' : cell.getChars() || ' ';
  const place = { x: x * CELL.width, y: y * CELL.height, width: cell.getWidth() * CELL.width, height: CELL.height };
  const style =
    (cell.isBold() ? ' font-weight="bold"' : '') +
    (cell.isDim() ? ' fill-opacity=".6"' : '') +
    (cell.isUnderline() ? ' text-decoration="underline"' : '');
  const lines = linesOf(character, place);
  // Many viewers take other characters from another font, in another width, so these are placed one by one.
  const letters = /^[\x20-\x7e\xa1-\xff]$/.test(character) ? `${foreground}${style}` : `${x}`;
  const half = HALVES[character];
  const shown = lines || half !== undefined ? ' ' : character;
  const block = half === undefined ? '' : `${foreground} ${half}`;
  return { ...place, character: shown, foreground, background, style, lines, letters, half, block };
}

function colourOf(isPalette, isRgb, colour) {
  if (isRgb) return `#${colour.toString(16).padStart(6, '0')}`;
  if (!isPalette) return undefined;
  if (colour < 16) return FIRST_16[colour];
  const level = (step) => (step === 0 ? 0 : 55 + 40 * step);
  const cube = colour - 16;
  const rgb =
    colour >= 232
      ? Array(3).fill(8 + 10 * (colour - 232))
      : [level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)];
  return `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** The cells of a row, split wherever a property changes. */
function runsOf(row, property) {
  const runs = [];
  for (const cell of row) {
    const run = runs.at(-1);
    if (run && run[0][property] === cell[property]) run.push(cell);
    else runs.push([cell]);
  }
  return runs;
}

function drawBackground(run, colours) {
  const [{ x, y, height, background }] = run;
  if (background === colours.background) return [];
  return [`<rect x="${x}" y="${y}" width="${widthOf(run)}" height="${height}" fill="${background}"/>`];
}

// As areas, because the glyphs of most fonts leave gaps.
function drawBlock(run) {
  const [{ x, y, height, foreground, half }] = run;
  if (half === undefined) return [];
  const top = y + half * height;
  return [`<rect x="${x}" y="${top}" width="${widthOf(run)}" height="${height / 2}" fill="${foreground}"/>`];
}

// One path per colour, because separate paths would show seams where they meet.
function drawLines(cells) {
  const paths = new Map();
  for (const { lines, foreground } of cells.filter((cell) => cell.lines)) {
    const style = `stroke="${foreground}" stroke-width="${lines.stroke}"`;
    paths.set(style, (paths.get(style) ?? '') + lines.path);
  }
  return [...paths].map(([style, path]) => `<path fill="none" ${style} d="${path}"/>`);
}

// Split at wide gaps, so that aligned text stays aligned in a font of another width.
function drawText(run) {
  const text = run.map(({ character }) => character).join('');
  return [...text.matchAll(/\S+(?: \S+)*/g)].map(({ 0: words, index }) => {
    const [{ x, y, foreground, style, width }] = run.slice(index);
    const place =
      run.length > 1
        ? `x="${x}" textLength="${words.length * width}" lengthAdjust="spacingAndGlyphs"`
        : `x="${x + width / 2}" text-anchor="middle"`;
    return `<text ${place} y="${y + BASELINE}" fill="${foreground}"${style}>${escapeXml(words)}</text>`;
  });
}

function widthOf(run) {
  return run.reduce((sum, { width }) => sum + width, 0);
}

export function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
