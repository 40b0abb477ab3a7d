// Each row of docs/standards.md is held by tests, and those on which the product stands or falls name their clause.

import { describe, expect, it } from 'vitest';
import { citedTests, exists } from './cited-tests.ts';
import { page, table } from './pages.ts';

const ROWS = table('docs/standards.md', 'Met').map((cells) => ({
  clause: cells[0] ?? '',
  cited: citedTests(cells.join(' ')),
}));

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
  const ways = table('docs/guard-ssh.md', 'Every way in').map((cells) => cells.join(' '));
  expect(ways.length).toBeGreaterThan(8);
  for (const way of ways) {
    const cited = citedTests(way);
    expect(cited, way).not.toEqual([]);
    expect(cited.filter((test) => !exists(test))).toEqual([]);
  }
});
