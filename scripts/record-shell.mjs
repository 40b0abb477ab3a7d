// Records a shell on a pseudoterminal: what its screen showed, and from when on.

import { setTimeout as delay } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { readRows } from './draw-screen.mjs';

/** For a busy machine, in ms. */
const TIMEOUT = 30_000;
/** A screen counts once nothing has been written for this long, in ms: less than between two frames of a spinner. */
const QUIET = 25;

/**
 * Starts a shell and records its screen, in ms since now.
 *
 * @param env all of its environment but LANG and TERM
 */
export function recordShell({ cols, rows, cwd, env }) {
  const emulator = new xterm.Terminal({ cols, rows, allowProposedApi: true });
  const variables = Object.entries({ LANG: 'C.UTF-8', TERM: 'xterm-256color', ...env });
  const assignments = variables.map(([name, value]) => `${name}=${value}`);
  const pty = spawn('/usr/bin/env', ['-i', ...assignments, '/bin/sh', '-i'], { cols, rows, cwd });
  const startedAt = performance.now();
  const now = () => performance.now() - startedAt;
  const frames = [];
  /** How many frames are older than what is waited for. */
  let seen = 0;
  let shot;
  let ended = false;
  pty.onExit(() => {
    ended = true;
  });
  pty.onData((data) => {
    const at = now();
    emulator.write(data, () => {
      clearTimeout(shot);
      shot = setTimeout(() => frames.push({ at, rows: readRows(emulator), text: textOf(emulator) }), QUIET);
    });
  });
  emulator.onData((reply) => {
    if (!ended) pty.write(reply);
  });

  return {
    emulator,
    frames,
    now,
    /** Waits for a screen that matches, after the last keys and the screen waited for before. @returns when it came */
    async until(wanted) {
      const deadline = now() + TIMEOUT;
      for (;;) {
        const found = frames.findIndex(({ text }, index) => index >= seen && wanted.test(text));
        if (found >= 0) {
          seen = found;
          return frames[found].at;
        }
        if (ended || now() > deadline) throw new Error(`The screen does not show ${wanted}:\n${textOf(emulator)}`);
        await delay(5);
      }
    },
    press(keys) {
      seen = frames.length;
      pty.write(keys);
    },
    close() {
      clearTimeout(shot);
      if (!ended) pty.kill('SIGKILL');
    },
  };
}

function textOf({ buffer: { active }, rows }) {
  const lines = Array.from({ length: rows }, (_, y) =>
    active
      .getLine(active.baseY + y)
      .translateToString()
      .trimEnd(),
  );
  return lines.join('\n').trimEnd();
}
