// The two places that say on which versions of Node everything is tested.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const read = (file: string) => readFileSync(join(import.meta.dirname, '../..', file), 'utf8');
const numbers = (text = '') => text.match(/[0-9]+/g)?.map(Number) ?? [];

it('the workflow has a job for each version of Node that .ci/run tests, the oldest included', () => {
  const [, others] = /^others=\$\{OTHER_NODES-(.*)\}$/m.exec(read('.ci/run')) ?? [];
  const [, all] = /^ +node: \[(.*)\]$/m.exec(read('.github/workflows/ci.yml')) ?? [];
  const [oldest] = numbers(JSON.parse(read('package.json')).engines.node);
  expect(numbers(others).length).toBeGreaterThan(1);
  expect(numbers(all)).toEqual([oldest, ...numbers(others)]);
});
