// SECURITY.md promises nothing that no test holds.

import { expect, it } from 'vitest';
import { citedTests, exists } from './cited-tests.ts';
import { page } from './pages.ts';

const SECURITY = page('SECURITY.md');
const PROMISED = SECURITY.split(/^## /m).find((section) => section.startsWith('What is promised')) ?? '';
const PROMISES = PROMISED.split(/^(?:- |###)/m)
  .slice(1)
  .filter((part) => part.includes('.'))
  .map((promise) => promise.replaceAll(/\s+/g, ' '));

it('has promises', () => {
  expect(PROMISES.length).toBeGreaterThan(20);
});

it.each(PROMISES)('%s', (promise) => {
  const cited = citedTests(promise);
  expect(cited).not.toEqual([]);
  expect(cited.filter((test) => !exists(test))).toEqual([]);
});

it('is part of the package, and the README leads to it', () => {
  expect(JSON.parse(page('package.json')).files).toContain('SECURITY.md');
  expect(page('README.md')).toContain('](SECURITY.md)');
});
