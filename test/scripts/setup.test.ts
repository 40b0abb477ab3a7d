// What `npm start` and `npm test` run first, before anything is installed.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { preload } from '../support/program.ts';

const SCRIPT = join(import.meta.dirname, '../../scripts/setup.mjs');

it.each(['18.20.4', '20.9.0'])('Node %s is told in one line to be too old, and nothing is installed', (version) => {
  const old = preload(`Object.defineProperty(process.versions, 'node', { value: '${version}' })`);
  const env = { PATH: process.env.PATH, ...old };
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT], { env, encoding: 'utf8' });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toBe(`otp-tui needs Node 20.19 or later, and this is ${version}: install a newer one (nodejs.org)\n`);
});
