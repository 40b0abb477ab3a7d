// The contact sheet: every state and every look of the form, in one picture that a page can carry.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../scripts/contact-sheet.mjs');

test('draws the states and the looks, small enough for a page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'contact-sheet-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const out = join(folder, 'out.svg');
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, out], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const svg = readFileSync(out, 'utf8');
  expect(svg.length).toBeLessThanOrEqual(300_000);
  const states = ['sending', 'typing', 'checking', 'wrong', 'success', 'expired', 'locked', 'call offered', 'help'];
  const looks = ['approving', 'refused', '34x9', 'NO_COLOR', 'LANG=C', '16 colours', 'on a light ground', 'too small'];
  for (const caption of [...states, ...looks]) expect(svg).toContain(`>${caption}</text>`);
  for (const words of [
    'Login Success!',
    'to run kubectl delete ns prod',
    'make it 34x9',
    'Any key closes this help.',
  ]) {
    expect(svg).toContain(words);
  }
});
