// The tests that a page names: a path in backquotes, then titles in typographic quotes.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { page, ROOT } from './pages.ts';

export interface Cited {
  readonly path: string;
  readonly title: string;
}

export function citedTests(text: string): Cited[] {
  return [...text.matchAll(/`((?:test|src)\/[\w./-]+)`((?:[\s,]*“[^”]+”)+)/g)].flatMap(([, path = '', titles = '']) =>
    [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ path, title: title.replaceAll(/\s+/g, ' ') })),
  );
}

/** Whether a test, or a group or row of tests, is named so. */
export function exists({ path, title }: Cited): boolean {
  if (!existsSync(join(ROOT, path))) return false;
  const text = page(path);
  return ["'", '"', '`'].some((quote) => text.includes(`${quote}${title}${quote}`));
}
