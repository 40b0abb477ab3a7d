// What the program's blessed writes to our two terminals, compared with blessed itself, which compiles a terminal's
// description at run time.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('blessed/package.json'));
const Tput = require('blessed/lib/tput');
const small = require('../../dist/program/blessed.js');

/** Every combination that decides something: rows, columns, colours, and the nine switches of `sgr`. */
const PARAMETERS: readonly (readonly number[])[] = [
  [],
  ...Array.from({ length: 301 }, (_, number) => [number]),
  ...Array.from({ length: 301 }, (_, number) => [number, 300 - number]),
  ...Array.from({ length: 512 }, (_, bits) => Array.from({ length: 9 }, (_, bit) => (bits >> bit) & 1)),
];

it.each(['xterm-256color', 'linux'])('writes what blessed would to %s', (terminal) => {
  const file = join(folder, 'usr', terminal);
  const tput = new Tput();
  const info = tput.parseTerminfo(readFileSync(file), file);
  small.tput.ipaths.length = 0;
  const ours = new small.tput({ terminal });
  const names = Object.keys(small.tput._alias.strings).filter((name) => typeof ours[name] === 'function');
  expect(names.length).toBeGreaterThan(50);
  for (const name of names) {
    const source = info.strings[name];
    const compiled = source === undefined ? () => '' : tput._compile(info, name, source);
    const differing = PARAMETERS.filter((parameters) => ours[name](...parameters) !== compiled(parameters));
    expect({ name, differing }).toEqual({ name, differing: [] });
  }
});
