// A path in a message can be copied into a shell.

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shellWord } from '../../src/config/shell-word.ts';
import { plainText } from '../../src/core/plain-text.ts';

it.each([
  ['/home/ada/.config/otp-tui/config.env', '/home/ada/.config/otp-tui/config.env'],
  ['.env', '.env'],
  ['my settings', "'my settings'"],
  ["Ada's", String.raw`'Ada'\''s'`],
  ['', "''"],
  ['~', "'~'"],
  ['a\u001b[2Jb', "'a[2Jb'"],
])('%j is written %s', (text, word) => {
  expect(shellWord(text)).toBe(word);
});

it('a shell reads as what was meant, on one line', () => {
  const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(texts, (words) => {
      const line = words.map(shellWord).join(' ');
      const read = execFileSync('/bin/sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' });
      expect(read).toBe(words.map((word) => `${plainText(word)}\n`).join(''));
    }),
    { numRuns: 50 },
  );
});
