// The guides say what the tests of sshd, sudo and su have tried.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LINES, SSHD, SUDO_LINES, WHEEL } from './machine.ts';

/** The code blocks of one kind, in order. */
function blocks(guide: string, kind: string): string[] {
  const text = readFileSync(join(import.meta.dirname, '../../docs', guide), 'utf8');
  return [...text.matchAll(/^( *)```(\w*)\n(.*?)^\1```$/gms)]
    .filter(([_all, _indent, language]) => language === kind)
    .map(([_all, indent = '', _language, body = '']) => body.replaceAll(new RegExp(`^${indent}`, 'gm'), '').trimEnd());
}

const inGuide = (lines: readonly string[]) =>
  lines.map((line) => line.replace('OTP-TUI', '/usr/bin/otp-tui').replace(' --config CONFIG', '')).join('\n');

it('for ssh', () => {
  expect(blocks('guard-ssh.md', 'pam')[0]).toBe(inGuide(LINES));
  expect(blocks('guard-ssh.md', 'sshd')).toEqual([SSHD.join('\n')]);
});

it('for sudo and su', () => {
  const lines = inGuide(SUDO_LINES);
  expect(blocks('guard-sudo.md', 'pam')).toEqual([lines, `${WHEEL}\n${lines.replaceAll('--pam', '--pam ruser')}`]);
});
