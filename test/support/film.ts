// What an animated SVG of a terminal and a phone shows, moment by moment.

import { type Element, parseXml, withAllIn } from './xml.ts';

const CELL = { width: 9, height: 18 };

export interface Film {
  readonly root: Element;
  readonly style: string;
  /** What is shown, one after another: the lines of the terminal, an empty one, and what the phone says. */
  readonly screens: readonly string[];
  /** What is shown where nothing may move. */
  readonly still: string;
  /** How long words are shown. */
  secondsOf(words: string): number;
}

/** Reads what `scripts/moving-picture.mjs` writes. Throws unless it is well-formed. */
export function readFilm(svg: string): Film {
  const root = parseXml(svg);
  const all = withAllIn(root);
  const style = all.find(({ name }) => name === 'style')?.text ?? '';
  const groups = all.filter(isOf('rows'));
  const cards = all.filter(isOf('card'));
  const keyframes = keyframesIn(style);
  const percents = new Set([...keyframes.values()].flat().map(({ percent }) => percent));
  const length = Number(/animation:([0-9.]+)s /.exec(style)?.[1]);

  function screenAt(percent: number): string {
    /** The value of a property, animated or not. */
    const currentOf = ({ attributes }: Element, property: string) => {
      const frame = keyframes.get(attributes.id ?? '')?.findLast((one) => one.percent <= percent);
      return frame ? new RegExp(`${property}:([a-z0-9]+)`).exec(frame.style)?.[1] : attributes[property];
    };
    const rows = groups.filter((group) => currentOf(group, 'visibility') === 'visible');
    const card = cards.findLast((one) => currentOf(one, 'opacity') === '1');
    const words = card ? textsIn(card).map(({ text }) => text) : ['nothing'];
    return [linesOf(rows), '', ...words].join('\n');
  }

  const moments = [...percents].sort((a, b) => a - b).map((percent) => ({ percent, screen: screenAt(percent) }));
  const screens = moments.map(({ screen }) => screen);
  return {
    root,
    style,
    screens: screens.filter((screen, index) => screen !== screens[index - 1]),
    still: screenAt(Number.NEGATIVE_INFINITY),
    secondsOf(words) {
      const lasting = moments.map(({ percent, screen }, index) =>
        screen.includes(words) ? (moments[index + 1]?.percent ?? 100) - percent : 0,
      );
      return (length / 100) * lasting.reduce((sum, percent) => sum + percent, 0);
    },
  };
}

function isOf(name: string): (element: Element) => boolean {
  return ({ attributes }) => attributes.class === name;
}

interface Keyframe {
  readonly percent: number;
  readonly style: string;
}

function keyframesIn(style: string): Map<string, Keyframe[]> {
  const rules = [...style.matchAll(/@keyframes ([a-z0-9]+)\{((?:[0-9.]+%\{[^{}]*\})*)\}/g)];
  return new Map(
    rules.map(([, name = '', frames = '']) => [
      name,
      [...frames.matchAll(/([0-9.]+)%\{([^{}]*)\}/g)].map(([, percent, set = '']) => ({
        percent: Number(percent),
        style: set,
      })),
    ]),
  );
}

/** The lines of a terminal, their gaps as one blank each. */
function linesOf(groups: readonly Element[]): string {
  const lines: string[][] = [];
  for (const { attributes, text } of groups.flatMap(textsIn)) {
    const row = Math.floor(Number(attributes.y) / CELL.height);
    // Words begin at the edge of a cell; a character of its own is in its middle.
    const column = Math.floor(Number(attributes.x) / CELL.width);
    lines[row] ??= [];
    for (const [index, character] of [...text].entries()) lines[row][column + index] = character;
  }
  const written = Array.from(lines, (cells = []) => Array.from(cells, (character) => character ?? ' ').join(''));
  return written.map((line) => line.replaceAll(/ +/g, ' ').trim()).join('\n');
}

function textsIn(element: Element): Element[] {
  return withAllIn(element).filter(({ name }) => name === 'text');
}
