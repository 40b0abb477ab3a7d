// Draws texts as a phone shows them: as notifications that come and go.

import { EDGE, escapeXml } from './draw-screen.mjs';

export const HEIGHT = 66;
const FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
/** How long a notification takes to come or go, in ms. */
const SLIDE = 350;

/**
 * Draws the texts of a film.
 *
 * @param texts with their sender (`from`), and the moments, in ms, between which they are shown (`at`, `until`)
 * @param width of the phone, in pixels
 * @param length of the film, in ms
 * @param still the moment, in ms, that is shown where nothing may move
 * @returns the elements, and their animations
 */
export function drawTexts(texts, width, { length, still }) {
  const card = `x=".5" y=".5" width="${width - 1}" height="${HEIGHT - 1}" rx="14" ${EDGE}`;
  const cards = texts.map(({ from, body, at, until }, index) => {
    const name = `text${index}`;
    return {
      elements: [
        `<g id="${name}" class="card" opacity="${at <= still && still < until ? 1 : 0}">`,
        `<rect ${card} fill="#23262e"/>`,
        ...drawNotification(from, body, width),
        '</g>',
      ],
      animation: { name, styles: comeAndGo(at, until, length) },
    };
  });
  return {
    elements: [
      `<g font-family="${FONTS}" font-size="12">`,
      `<rect ${card} fill="none"/>`,
      `<text x="${width / 2}" y="37" text-anchor="middle" fill="#808890">your phone</text>`,
      ...cards.flatMap(({ elements }) => elements),
      '</g>',
    ],
    animations: cards.map(({ animation }) => animation),
  };
}

function drawNotification(from, body, width) {
  const [, code, rest] = /^([0-9]+)(.*)$/.exec(body);
  const sender = from.replace(/(\d{3})(\d{3})(\d{4})$/, ' $1 $2 $3');
  return [
    '<rect x="15" y="15" width="36" height="36" rx="9" fill="#34a853"/>',
    '<path d="M24 26a3 3 0 0 1 3-3h12a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-7l-5 5v-5a3 3 0 0 1-3-3z" fill="#fff"/>',
    `<text x="64" y="28" fill="#a9b0bb">${sender}</text>`,
    `<text x="${width - 17}" y="28" text-anchor="end" fill="#a9b0bb">now</text>`,
    `<text x="64" y="48" font-size="15" fill="#f4f5f7"><tspan font-weight="bold">${code}</tspan>${escapeXml(rest)}</text>`,
  ];
}

function comeAndGo(at, until, length) {
  const hidden = 'opacity:0;transform:translate(0,12px)';
  const shown = 'opacity:1;transform:none';
  const gone = 'opacity:0;transform:none';
  return [
    [0, hidden],
    [at, hidden],
    [at + SLIDE, shown],
    [until, shown],
    [Math.min(until + SLIDE, length), gone],
    [length, gone],
  ];
}
