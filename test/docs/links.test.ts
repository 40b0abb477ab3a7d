// No page leads nowhere: links, anchors, pictures, and the list of pages in docs/README.md.

import { existsSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { headingText, linksOf, PAGES, page, proseOf, ROOT } from './pages.ts';

/** The anchors that GitHub makes of headings. */
function anchorsOf(path: string): readonly string[] {
  const seen = new Map<string, number>();
  return [...proseOf(path).matchAll(/^#+ .+$/gm)].map(([line]) => {
    const slug = headingText(line)
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

const LINKS = PAGES.flatMap(linksOf);

describe('every link', () => {
  it.each(PAGES)('of %s leads to a file that is there', (from) => {
    const dead = linksOf(from).filter(({ to }) => !existsSync(join(ROOT, to)));
    expect(dead).toEqual([]);
  });

  it.each(PAGES)('of %s to a place on a page leads to a heading', (from) => {
    const dead = linksOf(from).filter(({ to, anchor }) => anchor !== undefined && !anchorsOf(to).includes(anchor));
    expect(dead).toEqual([]);
  });

  it('is looked at', () => {
    expect(LINKS.filter(({ anchor }) => anchor !== undefined).length).toBeGreaterThan(5);
    expect(LINKS.length).toBeGreaterThan(40);
  });
});

it('every page stands in the index with a word on who needs it, and the README leads to the index', () => {
  const documents = PAGES.filter((path) => path.startsWith('docs/') && path !== 'docs/README.md');
  const listed = [...page('docs/README.md').matchAll(/^- \[[^\]]+\]\(([^)]+)\): \S/gm)].map(([, to = '']) =>
    normalize(join('docs', to)),
  );
  expect(listed.filter((path) => path.startsWith('docs/')).sort()).toEqual(documents);
  expect(linksOf('README.md').map(({ to }) => to)).toContain('docs/README.md');
});
