// Each row of docs/standards.md is held by tests, and those on which the product stands or falls name their clause.

import { describe, expect, it } from 'vitest';
import { citedTests, exists, page } from './cited-tests.ts';

const ROWS = page('docs/standards.md')
  .split('\n')
  .filter((line) => /^\| (NIST|ASVS)/.test(line))
  .map((line) => ({ clause: line.split('|')[1]?.trim() ?? '', cited: citedTests(line) }));

it.each(ROWS)('$clause', ({ cited }) => {
  expect(cited).not.toEqual([]);
  expect(cited.filter((test) => !exists(test))).toEqual([]);
});

describe.each([
  ['NIST §3.1.3.3', 'NIST SP 800-63B-4 §3.1.3.3'],
  ['NIST §4.2.1.1', 'NIST SP 800-63B-4 §4.2.1.1'],
  ['ASVS 6.1.3', 'OWASP ASVS 5.0 6.1.3'],
])('%s', (clause, name) => {
  it('is named in a test', () => {
    const cited = ROWS.filter((row) => row.clause.startsWith(clause)).flatMap((row) => row.cited);
    expect(cited.filter(({ path }) => page(path).includes(name))).not.toEqual([]);
  });
});

it('every way into a machine stands in the guide, with the tests that tried it', () => {
  const guide = page('docs/guard-ssh.md');
  const ways = (guide.split('## Every way in\n')[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => /^\| [^w-]/.test(line));
  expect(ways.length).toBeGreaterThan(8);
  for (const way of ways) {
    const cited = citedTests(way);
    expect(cited, way).not.toEqual([]);
    expect(cited.filter((test) => !exists(test))).toEqual([]);
  }
});
