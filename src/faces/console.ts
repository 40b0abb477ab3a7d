// What a terminal can show, as its environment says.

import type { Console } from './terminal.ts';

/** Terminals without colours: real ones, their `-m` and `-mono` variants, and those that may be anything. */
const NONE = /^(?:|dumb|unknown|ansi.*)$|(?:^|-)vt[0-9]|-(?:m|mono)$/;
/** Terminals with 256 colours whose names do not say so. */
const MANY = /256color|-direct$|(?:^|-)(?:kitty|foot|alacritty|ghostty|wezterm|contour)(?:-|$)/;

export function consoleOf(env: Readonly<Record<string, string | undefined>>): Console {
  const { TERM = '', LC_ALL, LC_CTYPE, LANG } = env;
  return {
    colours: coloursOf(env),
    unicode: /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || ''),
    linux: TERM === 'linux',
  };
}

function coloursOf({ TERM = '', COLORTERM = '', NO_COLOR }: Parameters<typeof consoleOf>[0]): Console['colours'] {
  if (NO_COLOR || NONE.test(TERM)) return 0;
  // COLORTERM may have come along from the terminal that started this one.
  if (TERM === 'linux') return 16;
  return MANY.test(TERM) || /^(?:truecolor|24bit|256)/.test(COLORTERM) ? 256 : 16;
}
