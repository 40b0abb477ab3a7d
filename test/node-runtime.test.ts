// Ways of starting Node, and a system, in which no code is asked for.

import * as inspector from 'node:inspector';
import { describe, expect, it, onTestFinished } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { nodeProblem } from '../src/node-runtime.ts';
import { preload, runWithoutTerminal, SETTINGS } from './support/program.ts';

const { node: current } = process.versions;

function problem(env: NodeJS.ProcessEnv, version = current): string | undefined {
  return nodeProblem(env, 'linux', version);
}

describe('Node', () => {
  it.each([{}, { NODE_DEBUG: '' }, { NODE_DEBUG: undefined }])('is fine with %j', (env) => {
    expect(problem(env)).toBeUndefined();
  });

  it.each(['http', 'net', '*', 'anything'])('would give codes away with NODE_DEBUG=%s', (NODE_DEBUG) => {
    expect(problem({ NODE_DEBUG })).toMatch(/^NODE_DEBUG is set/);
  });

  it('must not run while a debugger could attach, since any program could bypass the code', () => {
    inspector.open(0, '127.0.0.1');
    onTestFinished(() => inspector.close());
    expect(problem({})).toMatch(/^Node's debugger port is open/);
  });
});

describe('a Node that is too old', () => {
  const [, oldest = ''] = /^>=([0-9]+\.[0-9]+)$/.exec(packageJson.engines.node) ?? [];
  const [major, minor] = oldest.split('.').map(Number) as [number, number];

  it.each([`${oldest}.0`, `${major}.${minor + 1}.0`, `${major + 1}.0.0`, '100.1.0'])('%s is none', (version) => {
    expect(problem({}, version)).toBeUndefined();
  });

  it.each([`${major}.${minor - 1}.9`, `${major}.2.0`, `${major - 1}.${minor + 1}.0`, '9.20.0'])(
    '%s is one',
    (version) => {
      expect(problem({}, version)).toBe(
        `otp-tui needs Node ${oldest} or later, and this is ${version}: install a newer one (nodejs.org)`,
      );
    },
  );

  it('is told in one line, before any question', async () => {
    const old = preload("Object.defineProperty(process.versions, 'node', { value: '18.20.4' })");
    const { status, stdout, stderr } = await runWithoutTerminal(['init'], old);
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringMatching(/^otp-tui: otp-tui needs Node .*\n$/)]);
  });
});

describe('Windows', () => {
  // Node on Windows says so by this name, and by nothing else that we look at before.
  const onWindows = {
    ...SETTINGS,
    ...preload("Object.defineProperty(process, 'platform', { value: 'win32' })"),
  };

  it.each([['nothing'], ['-- true', '--', 'true'], ['send', 'send'], ['demo', 'demo']])(
    'is told in one line where to run it instead: %s',
    async (_, ...args) => {
      const { status, stdout, stderr } = await runWithoutTerminal(args, onWindows);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toBe(
        'otp-tui: otp-tui does not run on Windows, where it cannot see who may change its files: run it in WSL\n',
      );
    },
  );

  it('can read the help', async () => {
    expect((await runWithoutTerminal(['--help'], onWindows)).stdout).toMatch(/^Usage: otp-tui /);
  });
});
