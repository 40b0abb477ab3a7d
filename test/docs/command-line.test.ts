// The command lines that the pages show, at a terminal and without one, and the table of exit statuses.

import { chmodSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { parseArguments } from '../../src/commands/cli.ts';
import { VERBS } from '../../src/commands/verbs.ts';
import { EXIT } from '../../src/conversation/exit.ts';
import { test } from '../support/login.ts';
import { otherThan, PROGRAM, SETTINGS, temporaryFolder } from '../support/program.ts';
import { openSandbox } from '../support/sandbox.ts';
import { openTerminal } from '../support/terminal.ts';
import { block, table } from './pages.ts';

/** The lines of a block without their comments. */
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/ +#.*/, ''));

describe('docs/command-line.md', () => {
  const lines = linesOf(block('docs/command-line.md', 'Verbs', 'sh'));

  it('shows every verb, and nothing that is not understood', () => {
    const shown = lines.map((line) => {
      const invocation = parseArguments(line.split(' ').slice(1), '0');
      return invocation.verb === 'misuse' ? line : /^otp-tui ([a-z]+)/.exec(line)?.[1];
    });
    const verbs = Object.keys(VERBS).filter((verb) => verb !== 'verify');
    expect([...new Set(shown)].filter((verb) => verb !== undefined).sort()).toEqual(verbs.sort());
  });

  it('has completion in each shell as the help says it', () => {
    const lines = block('docs/command-line.md', 'Completion', 'sh').trimEnd().split('\n');
    expect(lines.map((line) => line.split(/ +# /))).toEqual(VERBS.completion.examples);
  });

  it('has every exit status', () => {
    const documented = table('docs/command-line.md', 'Exit status').flatMap(([status = '']) => status.split(', '));
    const { signalled, interrupted, ...statuses } = EXIT;
    expect(documented).toEqual([...Object.values(statuses).map(String), `${signalled}+n`]);
    expect(table('docs/command-line.md', 'Exit status').at(-1)?.[1]).toContain(`${interrupted} = Ctrl-C`);
  });
});

it.each([
  ['README.md', block('README.md', 'otp-tui', 'sh')],
  ['CONTRIBUTING.md', block('CONTRIBUTING.md', 'Contributing', 'sh')],
])('what %s starts with are scripts of package.json', (_, text) => {
  const { scripts }: { scripts: Record<string, string> } = packageJson;
  for (const line of linesOf(text))
    expect(scripts).toHaveProperty([/^npm (?:run )?([a-z:-]+)$/.exec(line)?.[1] ?? line]);
});

describe('a command line that a person types', () => {
  const stubs = {
    kubectl: 'echo "deleted: $*"',
    'deploy.sh': 'echo deployed',
    ssh: 'echo "$1 has $(tar t | grep -c deploy.sh)"',
  };

  test.concurrent.for([
    ['README.md', linesOf(block('README.md', 'Before a command', 'sh'))[0] ?? '', 'deleted: delete ns prod'],
    ['README.md', linesOf(block('README.md', 'Before a command', 'sh'))[1] ?? '', 'deployed'],
    ['docs/gate.md', block('docs/gate.md', 'Before a command', 'sh').trim(), 'deleted: delete ns prod'],
    ['docs/gate.md', block('docs/gate.md', 'In a pipeline', 'sh').trim(), 'host has 1'],
  ] as const)('%s: %s', async ([, line, result], { onTestFinished }) => {
    for (const isRight of [false, true]) {
      const folder = temporaryFolder(onTestFinished);
      const sandbox = await openSandbox(onTestFinished);
      mkdirSync(join(folder, 'bin'));
      const scripts = { ...stubs, 'otp-tui': `exec ${realpathSync(process.execPath)} ${PROGRAM} "$@"` };
      for (const [name, script] of Object.entries(scripts)) {
        const file = join(folder, name.endsWith('.sh') ? name : `bin/${name}`);
        writeFileSync(file, `#!/bin/sh\n${script}\n`);
        chmodSync(file, 0o755);
      }
      const terminal = openTerminal({
        command: '/bin/bash',
        args: ['-c', `${line}\necho "[[$?]]"`],
        cwd: folder,
        env: {
          ...{ ...SETTINGS, HOME: folder, TWILIO_API_URL: sandbox.origin, ACCESSIBLE: '1' },
          PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
        },
      });
      onTestFinished(() => terminal.close());
      await terminal.until('Enter the 5 digits');
      const code = sandbox.newestCode();
      terminal.write(isRight ? `${code}\r` : `${otherThan(code)}\r`);
      if (!isRight) {
        await terminal.until('Incorrect OTP!');
        terminal.write('q\r');
      }
      await terminal.ended();
      expect(terminal.text().includes(result)).toBe(isRight);
      expect(terminal.text().includes('[[0]]')).toBe(isRight);
    }
  });
});
