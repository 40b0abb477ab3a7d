// The guides say what the tests of sshd, sudo and su have tried.

import { expect, it } from 'vitest';
import { block, blocks } from '../docs/pages.ts';
import { EXEMPT, LINES, SSHD, SUDO_LINES, WHEEL } from './machine.ts';

const inGuide = (lines: readonly string[]) =>
  lines.map((line) => line.replace('OTP-TUI', '/usr/bin/otp-tui').replace(' --config CONFIG', '')).join('\n');

const linesIn = (text: string) => text.trimEnd();

it('for ssh', () => {
  expect(linesIn(block('docs/guard-ssh.md', 'Set up', 'pam'))).toBe(inGuide(LINES));
  expect(linesIn(block('docs/guard-ssh.md', 'Set up', 'sshd'))).toBe(SSHD.join('\n'));
});

it('for those who are exempt', () => {
  const [group, host] = blocks('docs/guard-ssh.md', 'Exempt someone', 'pam', 2).map(linesIn);
  expect(group).toBe(`${EXEMPT} user ingroup no-otp`);
  expect(host).toBe(`${EXEMPT} rhost = 192.0.2.7`);
});

it('for sudo', () => {
  expect(linesIn(block('docs/guard-sudo.md', 'sudo', 'pam'))).toBe(inGuide(SUDO_LINES));
});

it('for su', () => {
  const lines = inGuide(SUDO_LINES).replaceAll('--pam', '--pam ruser');
  expect(linesIn(block('docs/guard-sudo.md', 'su', 'pam'))).toBe(`${WHEEL}\n${lines}`);
});
