// Takes a screenshot of a program: runs it on a pseudoterminal, sends it keys, and writes what the screen
// shows as an SVG. The same program, keys and size give the same file.
//
// node scripts/picture.mjs OUT.svg [--cols 84] [--rows 19] [--until REGEX] [--keys KEYS] [--env K=V] -- command args…
//
// --until and --keys are steps, executed in the order given; both can be repeated. KEYS may contain \t, \r,
// \e (Escape), \\ and \xHH.

import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { drawScreen } from './draw-screen.mjs';

const TIMEOUT = 10_000;
/** The screen counts as complete if the program has written nothing for this long, in ms. */
const QUIET = 250;

const { values, positionals, tokens } = parseArgs({
  allowPositionals: true,
  tokens: true,
  options: {
    cols: { type: 'string', default: '84' },
    rows: { type: 'string', default: '19' },
    until: { type: 'string', multiple: true },
    keys: { type: 'string', multiple: true },
    env: { type: 'string', multiple: true, default: [] },
  },
});
const [out, ...command] = positionals;
const size = { cols: Number(values.cols), rows: Number(values.rows) };
if (!out || command.length === 0 || !(size.cols > 0) || !(size.rows > 0)) {
  process.stderr.write('usage: node scripts/picture.mjs OUT.svg [options] -- command args…\n');
  process.exit(2);
}

const emulator = new xterm.Terminal({ ...size, allowProposedApi: true });
const { PATH } = process.env;
const env = [`PATH=${PATH}`, `HOME=${tmpdir()}`, 'LANG=C.UTF-8', 'TERM=xterm-256color', ...values.env];
const pty = spawn('/usr/bin/env', ['-i', ...env, ...command], size);
let writtenAt = performance.now();
let ended = false;
pty.onExit(() => {
  ended = true;
});
pty.onData((data) => {
  writtenAt = performance.now();
  emulator.write(data);
});
emulator.onData((reply) => {
  if (!ended) pty.write(reply);
});

for (const token of tokens) {
  if (token.name === 'until') {
    const wanted = new RegExp(token.value);
    await waitFor(`the screen to show ${wanted}`, () => wanted.test(text()));
  } else if (token.name === 'keys') {
    await waitUntilDrawn();
    pty.write(keysOf(token.value));
    // Wait for the program to react: the screen from before the keys does not count.
    writtenAt = performance.now();
  }
}
await waitUntilDrawn();
writeFileSync(out, drawScreen(emulator));
end(0);

function text() {
  const { active } = emulator.buffer;
  const line = (_, y) =>
    active
      .getLine(active.baseY + y)
      ?.translateToString(true)
      .trimEnd();
  return Array.from({ length: size.rows }, line).join('\n');
}

function waitUntilDrawn() {
  return waitFor('the screen to be drawn', () => text().trim() && performance.now() - writtenAt > QUIET);
}

async function waitFor(what, isMet) {
  const deadline = performance.now() + TIMEOUT;
  for (;;) {
    await new Promise((resolve) => emulator.write('', resolve));
    if (isMet()) return;
    if (performance.now() > deadline) {
      process.stderr.write(`Timed out waiting for ${what}:\n${text()}\n`);
      end(1);
    }
    await delay(10);
  }
}

function keysOf(keys) {
  const named = { t: '\t', r: '\r', e: '\x1b', '\\': '\\' };
  return keys.replace(/\\(?:x([0-9a-f]{2})|([tre\\]))/gi, (_, hex, name) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : named[name],
  );
}

function end(status) {
  if (!ended) pty.kill('SIGKILL');
  process.exit(status);
}
