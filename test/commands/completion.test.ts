// `otp-tui completion`, run as a person runs it at the start of a shell. test/terminal/completion.test.ts types in them.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bashScript } from '../../src/commands/completion/bash.ts';
import { fishScript } from '../../src/commands/completion/fish.ts';
import { VERB_NAMES, VERBS, type Verb } from '../../src/commands/verbs.ts';
import { preload, runWithoutTerminal, temporaryFolder } from '../support/program.ts';
import { isMissing } from '../support/what-cannot-run.ts';

const folder = temporaryFolder(afterAll);

/** What a person has typed, and all that a shell may offer then. */
const OFFERED: readonly (readonly [typed: string, words: readonly string[]])[] = [
  ['', VERB_NAMES],
  ['nothing', []],
  ...Object.entries<Verb>(VERBS).map(
    ([name, { flags }]) => [name === 'verify' ? '--' : `${name} --`, flags.map((flag) => flag.name)] as const,
  ),
];

function linesOf(command: string, args: readonly string[], code: string): string[] {
  const { stdout, stderr } = spawnSync(command, [...args, '-c', code], {
    encoding: 'utf8',
    env: { HOME: folder, PATH: '/usr/bin:/bin' },
  });
  expect(stderr).toBe('');
  return stdout.split('\n').slice(0, -1);
}

describe('all that there is, and nothing else, is offered', () => {
  it('in bash', () => {
    const calls = OFFERED.map(([typed]) => `offer ${typed === '' ? "''" : typed}`);
    const code = `set -eu
      ${bashScript()}
      offer() {
        COMP_WORDS=(otp-tui "$@") COMP_CWORD=$# COMP_LINE="otp-tui $*" COMP_POINT=1000
        _otp_tui; echo "\${COMPREPLY[*]}"
      }
      ${calls.join('\n')}`;
    expect(linesOf('bash', [], code)).toEqual(OFFERED.map(([, words]) => words.join(' ')));
  });

  it.skipIf(isMissing('shells')).each(OFFERED)('in fish, after otp-tui %s', (typed, words) => {
    const script = join(folder, 'script.fish');
    writeFileSync(script, fishScript());
    const lines = linesOf('fish', ['--no-config'], `. ${script}; complete -C 'otp-tui ${typed}'`);
    expect(lines.map((line) => line.split('\t')[0]).sort()).toEqual([...words].sort());
  });
});

it.each([
  [['completion'], 'completion needs a shell: name one of bash, zsh, fish'],
  [['completion', ''], "no completion for '': name one of bash, zsh, fish"],
  [['completion', 'tcsh'], "no completion for 'tcsh': name one of bash, zsh, fish"],
  [['completion', 'BASH'], "no completion for 'BASH': name one of bash, zsh, fish"],
  [['completion', 'git', '--version'], "no completion for 'git': name one of bash, zsh, fish"],
  [['completion', '--', 'bash'], 'completion verifies nobody, so it runs no command after --'],
])('%j is refused with what to do', async (args, line) => {
  expect(await runWithoutTerminal(args, {})).toEqual({ status: 2, stdout: '', stderr: `otp-tui: ${line}\n` });
});

it('prints nothing in a Node process that others can look into', async () => {
  const { status, stdout } = await runWithoutTerminal(['completion', 'bash'], {
    NODE_OPTIONS: '--inspect=127.0.0.1:0',
  });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

it('reads no settings, opens no store and no terminal', async () => {
  const open = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
    for (const name of ['openSync', 'readFileSync', 'statSync', 'lstatSync', 'mkdirSync']) {
      const real = fs[name];
      fs[name] = (path, ...rest) => {
        if (/config\\.env|\\.env$|state\\.db|\\/dev\\/tty/.test(String(path))) process.stderr.write('opened ' + path + '\\n');
        return real(path, ...rest);
      };
    }
    syncBuiltinESMExports();`;
  const settings = { OTP_STORE: join(folder, 'state.db'), OTP_LENGTH: 'wrong', ...preload(open) };
  expect((await runWithoutTerminal(['status'], settings)).stderr).toContain('opened ');
  const { status, stderr } = await runWithoutTerminal(['completion', 'zsh'], settings);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
