// `otp-tui completion`: what each shell does with the script when a person types and presses Tab.

import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runWithoutTerminal, temporaryFolder } from '../support/program.ts';
import { openTerminal, type Terminal } from '../support/terminal.ts';
import { isMissing } from '../support/what-cannot-run.ts';

const folder = temporaryFolder(afterAll);
const bin = join(folder, 'bin');
/** Written by any otp-tui that a shell starts, and by a command that was only typed. */
const STARTED = join(folder, 'started');

beforeAll(() => {
  mkdirSync(bin);
  for (const name of ['otp-tui', 'frobnicate']) {
    writeFileSync(join(bin, name), `#!/bin/sh\n: > ${STARTED}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  writeFileSync(join(folder, 'settings.env'), '');
});

interface Shell {
  readonly name: 'bash' | 'zsh' | 'fish';
  readonly args: readonly string[];
  /** What it reads at its start, before the script. */
  readonly rc: string;
}

const BASH_RC = "PS1='$ '; bind 'set show-all-if-ambiguous on'";

const SHELLS: Readonly<Record<string, Shell>> = {
  bash: { name: 'bash', args: ['--noprofile', '--rcfile', join(folder, 'bash')], rc: BASH_RC },
  'bash with bash-completion': {
    name: 'bash',
    args: ['--noprofile', '--rcfile', join(folder, 'bash with bash-completion')],
    rc: `${BASH_RC}; . /usr/share/bash-completion/bash_completion`,
  },
  zsh: { name: 'zsh', args: ['-d'], rc: "PS1='$ '; autoload -Uz compinit; compinit -D -u" },
  fish: {
    name: 'fish',
    args: ['--no-config', '-C', `. ${join(folder, 'fish')}`],
    rc: "set -g fish_autosuggestion_enabled 0; function fish_prompt; echo -n '$ '; end",
  },
};

async function start(title: string, { name, args, rc }: Shell): Promise<Terminal> {
  const { status, stdout, stderr } = await runWithoutTerminal(['completion', name], {});
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  writeFileSync(join(folder, name === 'zsh' ? '.zshrc' : title), `${rc}\n${stdout}`);
  const env = { PATH: `${bin}:/usr/bin:/bin`, HOME: folder, ZDOTDIR: folder };
  const terminal = openTerminal({ command: name, args, cwd: folder, cols: 120, rows: 40, env });
  await terminal.until(/^\$ *$/m);
  return terminal;
}

describe.skipIf(isMissing('shells')).each(Object.entries(SHELLS))('in %s', (title, shell) => {
  let terminal: Terminal;
  beforeAll(async () => {
    terminal = await start(title, shell);
  });
  afterAll(() => terminal.close());
  afterEach(async () => {
    terminal.write('\x15\x0c');
    await terminal.until(() => terminal.text().trim() === '$');
  });

  it.each([
    ['a verb', 'otp-tui st', 'otp-tui status '],
    ['a flag of the form', 'otp-tui --pl', 'otp-tui --plain '],
    ['a verb after a flag of the form', 'otp-tui --to +14155552671 unl', 'otp-tui --to +14155552671 unlock '],
    ['a flag of a verb', 'otp-tui send --js', 'otp-tui send --json '],
    ['a flag after another with its value', 'otp-tui send --to 1 --js', 'otp-tui send --to 1 --json '],
    ['a verb after a value with colons', 'otp-tui --store redis://h:1 stat', 'otp-tui --store redis://h:1 status '],
    ['a verb after a value with an equals sign', 'otp-tui --to=1 stat', 'otp-tui --to=1 status '],
    ['a flag after a value with a space', "otp-tui --service 'a b' --sta", "otp-tui --service 'a b' --stay "],
    ['no flag that the verb does not take', 'otp-tui unlock --pl', 'otp-tui unlock --pl'],
    ['a known value', 'otp-tui send --channel w', 'otp-tui send --channel whatsapp '],
    ['a known value after an equals sign', 'otp-tui --channel=w', 'otp-tui --channel=whatsapp '],
    ['no value in place of free text', 'otp-tui --service s', 'otp-tui --service s'],
    ['a file of settings', 'otp-tui send --config set', 'otp-tui send --config settings.env '],
    ['a file of users', 'otp-tui --users set', 'otp-tui --users settings.env '],
    ['a file for a store', 'otp-tui unlock --store set', 'otp-tui unlock --store settings.env '],
    ['no file where none is wanted', 'otp-tui demo set', 'otp-tui demo set'],
    ['a shell', 'otp-tui completion f', 'otp-tui completion fish '],
    ['a verb to explain', 'otp-tui help rec', 'otp-tui help recovery '],
    ['nothing after the last word', 'otp-tui help recovery st', 'otp-tui help recovery st'],
    ['the command after --', 'otp-tui --stay -- frob', 'otp-tui --stay -- frobnicate '],
    ['what is typed after that command', 'otp-tui -- frobnicate set', 'otp-tui -- frobnicate settings.env '],
    ['a command that is named like a verb', 'otp-tui -- frobnicate --js', 'otp-tui -- frobnicate --js'],
  ])('completes %s', async (_, typed, completed) => {
    terminal.write(`${typed}\t#`);
    await terminal.until(`$ ${completed}#`);
  });

  it.each([
    ['the verbs', 'otp-tui ', ['demo', 'send', 'check', 'completion', 'sandbox']],
    ['the flags of a verb', 'otp-tui sandbox --', ['--port', '--trial', '--help']],
    ['the known values', 'otp-tui check --channel ', ['sms', 'whatsapp', 'call']],
    ['the shells', 'otp-tui completion ', ['bash', 'zsh', 'fish']],
  ])('lists %s', async (_, typed, listed) => {
    terminal.write(`${typed}\t`);
    await terminal.until(() => {
      const below = terminal.text().replace(`$ ${typed.trim()}`, '');
      return listed.every((word) => below.includes(word)) && !below.includes('settings.env');
    });
  });

  it('runs nothing that was typed, and never otp-tui', async () => {
    terminal.write(`otp-tui --service "$(frobnicate)" --pla\t#`);
    await terminal.until('--plain #');
    terminal.write('\x15otp-tui -- frobnicate "$(frobnicate)" set\t#');
    await terminal.until('settings.env #');
    // zsh itself runs what is at the cursor, whatever the command.
    if (shell.name !== 'zsh') {
      terminal.write('\x15otp-tui -- $(frobnicate)\t#');
      await terminal.until('$(frobnicate)#');
    }
    expect(existsSync(STARTED)).toBe(false);
  });
});
