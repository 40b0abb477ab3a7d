// The picture script, from a program's output to the elements of the SVG.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../scripts/picture.mjs');

function take(options: readonly string[], program: string) {
  const folder = mkdtempSync(join(tmpdir(), 'picture-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const out = join(folder, 'out.svg');
  const args = [SCRIPT, out, '--cols', '20', '--rows', '5', ...options, '--', process.execPath, '-e', program];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, stderr, svg: () => readFileSync(out, 'utf8') };
}

function show(text: string) {
  return `process.stdout.write(${JSON.stringify(`${text}\x1b[?25l`)}); setInterval(() => {}, 1e6)`;
}

test('draws text, backgrounds and joined lines', () => {
  const picture = take([], show('\x1b[38;5;255;48;5;240m┌┐\x1b[1m a <b>  c \x1b[0m\r\n\x1b[38;5;255m└┘✓'));
  expect(picture).toMatchObject({ status: 0, stderr: '' });
  const svg = picture.svg();
  expect(svg).toContain('viewBox="0 0 204 114"');
  expect(svg.match(/<rect x.*/g)).toEqual(['<rect x="0" y="0" width="108" height="18" fill="#585858"/>']);
  expect(svg.match(/<path .*/g)).toHaveLength(1);
  // The corner reaches the one below it.
  expect(svg).toContain('M4.5 9L4.5 18');
  expect(svg).toContain('M4.5 28L4.5 18');
  expect(svg.match(/<text .*/g)).toEqual([
    expect.stringMatching(/^<text x="27" textLength="45" .* fill="#eeeeee" font-weight="bold">a &lt;b&gt;<\/text>$/),
    expect.stringMatching(/^<text x="90" textLength="9" .*>c<\/text>$/),
    expect.stringMatching(/^<text x="22.5" text-anchor="middle" y="32" fill="#eeeeee">✓<\/text>$/),
  ]);
});

test('takes its steps in order and gives the same file each time', () => {
  const echo =
    'process.stdin.setRawMode(true).on("data", (data) => console.log("got " + JSON.stringify(String(data))))';
  const steps = ['--until', 'ready', '--keys', String.raw`48\t\x1b\\`, '--until', 'got', '--env', 'WORD=ready'];
  const pictures = [1, 2].map(() => take(steps, `${echo}; console.log(process.env.WORD)`).svg());
  expect(pictures[0]).toContain(String.raw`got "48\t\u001b\\"`);
  expect(pictures[1]).toBe(pictures[0]);
});

test('draws a visible cursor as a block', () => {
  const { svg } = take([], 'process.stdout.write("_\\b"); setInterval(() => {}, 1e6)');
  expect(svg()).toMatch(/<rect x="0" y="0" width="9" height="18" fill="#d7dae0"\/>/);
});

test('refuses what it cannot do', () => {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, 'out.svg'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('usage:') });
});
