// What a terminal can show, as its environment says.

import { describe, expect, it } from 'vitest';
import { consoleOf } from '../../src/faces/console.ts';

describe('colours', () => {
  it.each<[number, Record<string, string>]>([
    [256, { TERM: 'xterm-256color' }],
    [256, { TERM: 'screen-256color' }],
    [256, { TERM: 'tmux-256color' }],
    [256, { TERM: 'vte-256color' }],
    [256, { TERM: 'screen.xterm-256color' }],
    [256, { TERM: 'xterm-kitty' }],
    [256, { TERM: 'foot' }],
    [256, { TERM: 'foot-extra' }],
    [256, { TERM: 'alacritty' }],
    [256, { TERM: 'xterm-ghostty' }],
    [256, { TERM: 'wezterm' }],
    [256, { TERM: 'xterm-direct' }],
    [256, { TERM: 'xterm', COLORTERM: 'truecolor' }],
    [256, { TERM: 'screen', COLORTERM: '24bit' }],
    [256, { TERM: 'xterm', COLORTERM: '256color' }],
    [256, { TERM: 'xterm-256color', COLORTERM: 'truecolor' }],
    [256, { TERM: 'xterm-256color', NO_COLOR: '' }],
    [16, { TERM: 'xterm' }],
    [16, { TERM: 'xterm-16color' }],
    [16, { TERM: 'screen' }],
    [16, { TERM: 'tmux' }],
    [16, { TERM: 'rxvt' }],
    [16, { TERM: 'xterm', COLORTERM: '1' }],
    [16, { TERM: 'linux' }],
    [16, { TERM: 'linux', COLORTERM: 'truecolor' }],
    [16, { TERM: 'nosuchterm' }],
    [0, { TERM: 'vt100' }],
    [0, { TERM: 'vt220' }],
    [0, { TERM: 'xterm-vt220' }],
    [0, { TERM: 'vt100', COLORTERM: 'truecolor' }],
    [0, { TERM: 'xterm-mono' }],
    [0, { TERM: 'linux-m' }],
    [0, { TERM: 'ansi' }],
    [0, { TERM: 'ansi-m' }],
    [0, { TERM: 'dumb' }],
    [0, { TERM: 'unknown' }],
    [0, { TERM: '' }],
    [0, {}],
    [0, { TERM: 'xterm-256color', NO_COLOR: '1' }],
    [0, { TERM: 'linux', NO_COLOR: '1' }],
  ])('%i with %o', (colours, env) => {
    expect(consoleOf(env).colours).toBe(colours);
  });
});

describe('UTF-8', () => {
  it.each<[boolean, Record<string, string>]>([
    [true, { LANG: 'C.UTF-8' }],
    [true, { LANG: 'en_US.utf8' }],
    [true, { LANG: 'C', LC_CTYPE: 'C.UTF-8' }],
    [true, { LANG: 'C', LC_CTYPE: 'C', LC_ALL: 'C.UTF-8' }],
    [false, { LANG: 'C' }],
    [false, { LANG: 'de_DE.ISO-8859-1' }],
    [false, { LANG: 'C.UTF-8', LC_ALL: 'C' }],
    [false, {}],
  ])('%s with %o', (unicode, env) => {
    expect(consoleOf(env).unicode).toBe(unicode);
  });
});

it('knows the Linux console', () => {
  expect(consoleOf({ TERM: 'linux' })).toMatchObject({ linux: true });
  expect(consoleOf({ TERM: 'xterm' })).toMatchObject({ linux: false });
});
