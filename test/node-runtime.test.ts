// Ways of starting Node, and a system, in which no code is asked for.

import * as inspector from 'node:inspector';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeProblem } from '../src/node-runtime.ts';
import { preload, runWithoutTerminal, SETTINGS } from './support/program.ts';

describe('Node', () => {
  it.each([{}, { NODE_DEBUG: '' }, { NODE_DEBUG: undefined }])('is fine with %j', (env) => {
    expect(nodeProblem(env, 'linux')).toBeUndefined();
  });

  it.each(['http', 'net', '*', 'anything'])('would give codes away with NODE_DEBUG=%s', (NODE_DEBUG) => {
    expect(nodeProblem({ NODE_DEBUG }, 'linux')).toMatch(/^NODE_DEBUG is set/);
  });

  it('must not run while a debugger could attach, since any program could bypass the code', () => {
    inspector.open(0, '127.0.0.1');
    onTestFinished(() => inspector.close());
    expect(nodeProblem({}, 'linux')).toMatch(/^Node's debugger port is open/);
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
