// Animates what a terminal showed as an SVG without scripts. Whatever stays or comes back is drawn once: rows that are
// shown at the same times are one group.

import { drawRows } from './draw-screen.mjs';

/**
 * Draws frames as a film.
 *
 * @param frames the rows of the screen, and when they came (`at`, in ms)
 * @param length of the film, in ms
 * @param still the moment, in ms, that is shown where nothing may move
 * @returns the elements, and their animations
 */
export function drawFilm(frames, { length, still }) {
  const groups = [...groupByTimes(frames, length)].map(([times, elements], index) => ({
    name: `rows${index}`,
    times: JSON.parse(times),
    elements,
  }));
  return {
    elements: groups.flatMap(({ name, times, elements }) => {
      const isShown = times.some(([from, until]) => from <= still && still < until);
      return [`<g id="${name}" class="rows" visibility="${isShown ? 'visible' : 'hidden'}">`, ...elements, '</g>'];
    }),
    animations: groups.map(({ name, times }) => ({ name, styles: showAndHide(times, length) })),
  };
}

/** The elements of rows, by the times at which they are shown. */
function groupByTimes(frames, length) {
  const groups = new Map();
  for (const y of frames[0].rows.keys()) {
    const timesOf = new Map();
    for (const [index, { at, rows }] of frames.entries()) {
      const picture = drawRows([rows[y]]).join('\n');
      const until = frames[index + 1]?.at ?? length;
      const times = timesOf.get(picture) ?? [];
      // Without a pause where it was shown just before.
      if (times.at(-1)?.[1] === at) times.at(-1)[1] = until;
      else times.push([at, until]);
      timesOf.set(picture, times);
    }
    timesOf.delete('');
    for (const [picture, times] of timesOf) {
      const key = JSON.stringify(times);
      groups.set(key, [...(groups.get(key) ?? []), picture]);
    }
  }
  return groups;
}

function showAndHide(times, length) {
  const changes = times.flatMap(([from, until]) => [
    [from, 'visibility:visible'],
    [until, 'visibility:hidden'],
  ]);
  const before = times[0][0] > 0 ? [[0, 'visibility:hidden']] : [];
  return [...before, ...changes.filter(([at]) => at < length)];
}

/**
 * A style sheet that plays animations over and over. Where nothing may move, it plays none.
 *
 * @param animations the names of elements, and their styles at moments in ms
 * @param length how long one round takes, in ms
 */
export function play(animations, length) {
  const seconds = `${length / 1_000}s`;
  const percent = (at) => `${Number(((100 * at) / length).toFixed(2))}%`;
  const keyframes = ({ name, styles }) =>
    `@keyframes ${name}{${styles.map(([at, style]) => `${percent(at)}{${style}}`).join('')}}`;
  return [
    '<style>',
    ...animations.map(keyframes),
    '@media (prefers-reduced-motion:no-preference){',
    `.rows{animation:${seconds} step-end infinite}`,
    `.card{animation:${seconds} infinite}`,
    ...animations.map(({ name }) => `#${name}{animation-name:${name}}`),
    '}',
    '</style>',
  ];
}
