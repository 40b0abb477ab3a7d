// How Node was started decides whether anybody is asked for a code.

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

  it('would let any program say yes while a debugger could attach', () => {
    inspector.open(0, '127.0.0.1');
    onTestFinished(() => inspector.close());
    expect(nodeProblem({})).toMatch(/^the port of Node's debugger is open/);
  });
});
