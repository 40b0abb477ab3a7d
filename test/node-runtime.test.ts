// Ways of starting Node in which no code is asked for.

import * as inspector from 'node:inspector';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeProblem } from '../src/node-runtime.ts';

describe('Node', () => {
  it.each([{}, { NODE_DEBUG: '' }, { NODE_DEBUG: undefined }])('is fine with %j', (env) => {
    expect(nodeProblem(env)).toBeUndefined();
  });

  it.each(['http', 'net', '*', 'anything'])('would give codes away with NODE_DEBUG=%s', (NODE_DEBUG) => {
    expect(nodeProblem({ NODE_DEBUG })).toMatch(/^NODE_DEBUG is set/);
  });

  it('must not run while a debugger could attach, since any program could bypass the code', () => {
    inspector.open(0, '127.0.0.1');
    onTestFinished(() => inspector.close());
    expect(nodeProblem({})).toMatch(/^Node's debugger port is open/);
  });
});
