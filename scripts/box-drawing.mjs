// Draws box-drawing characters as lines, because the glyphs of most fonts leave gaps
// between the rows.

// The arms of each character, from its centre: up, right, down and left.
const ARMS = new Map(
  Object.entries({
    rl: '─━╌╍┄┅',
    ud: '│┃╎╏┆┇',
    rd: '┌┏╭',
    dl: '┐┓╮',
    ur: '└┗╰',
    ul: '┘┛╯',
    urd: '├┣',
    udl: '┤┫',
    rdl: '┬┳',
    url: '┴┻',
    urdl: '┼╋',
  }).flatMap(([arms, characters]) => [...characters].map((character) => [character, arms])),
);
const HEAVY = new Set('━╍┅┃╏┇┏┓┗┛┣┫┳┻╋');
const ROUND = new Set('╭╮╰╯');

/**
 * The lines of a character in a cell: an SVG path and its stroke width. Undefined if it is not a
 * box-drawing character. Dashed lines are drawn solid.
 */
export function linesOf(character, { x, y, width, height }) {
  const arms = ARMS.get(character);
  if (!arms) return undefined;
  // Centred on a pixel, so that thin lines are sharp.
  const middle = { x: x + Math.floor(width / 2) + 0.5, y: y + Math.floor(height / 2) + 0.5 };
  const ends = {
    u: `${middle.x} ${y}`,
    r: `${x + width} ${middle.y}`,
    d: `${middle.x} ${y + height}`,
    l: `${x} ${middle.y}`,
  };
  const stroke = HEAVY.has(character) ? 3 : 1;
  if (arms === 'rl' || arms === 'ud') return { path: `M${ends[arms[0]]}L${ends[arms[1]]}`, stroke };
  if (ROUND.has(character)) return { path: round([...arms], ends, middle), stroke };
  // Half a stroke beyond the centre, so that corners are closed.
  const reach = stroke / 2;
  const starts = {
    u: `${middle.x} ${middle.y + reach}`,
    r: `${middle.x - reach} ${middle.y}`,
    d: `${middle.x} ${middle.y - reach}`,
    l: `${middle.x + reach} ${middle.y}`,
  };
  return { path: [...arms].map((arm) => `M${starts[arm]}L${ends[arm]}`).join(''), stroke };
}

function round([from, to], ends, middle) {
  const radius = 4;
  const near = {
    u: `${middle.x} ${middle.y - radius}`,
    r: `${middle.x + radius} ${middle.y}`,
    d: `${middle.x} ${middle.y + radius}`,
    l: `${middle.x - radius} ${middle.y}`,
  };
  return `M${ends[from]}L${near[from]}Q${middle.x} ${middle.y} ${near[to]}L${ends[to]}`;
}
