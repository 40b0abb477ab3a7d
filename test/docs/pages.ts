// The pages that people read, with their code blocks and tables. A test takes a block by its page, heading and language,
// and a table by its page and heading, in words written out at the call: by these, every-block.test.ts finds what no test
// takes.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** Paths from the root. */
export const PAGES: readonly string[] = [
  ...readdirSync(ROOT),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((file) => `docs/${file}`),
]
  .filter((file) => file.endsWith('.md'))
  .sort();

export function page(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** A code block, or a table whose text is its lines. */
export interface Part {
  readonly page: string;
  /** The nearest one above it, in plain text. */
  readonly heading: string;
  /** `table`, or the language after the fence. */
  readonly language: string;
  readonly text: string;
}

/** The code blocks and tables of a page, in order. */
export function partsOf(path: string): readonly Part[] {
  const parts: { page: string; heading: string; language: string; lines: string[] }[] = [];
  let heading = '';
  let fence: { indent: string } | undefined;
  let isTable = false;
  for (const line of page(path).split('\n')) {
    const [, indent = '', language] = /^( *)```(\w*)$/.exec(line) ?? [];
    const isRow = !fence && /^ *\|/.test(line);
    if (fence && language === '') fence = undefined;
    else if (language !== undefined) {
      fence = { indent };
      parts.push({ page: path, heading, language, lines: [] });
    } else if (fence) parts.at(-1)?.lines.push(line.slice(fence.indent.length));
    else if (isRow) {
      if (!isTable) parts.push({ page: path, heading, language: 'table', lines: [] });
      parts.at(-1)?.lines.push(line.trim());
    } else if (/^#+ /.test(line)) heading = headingText(line);
    isTable = isRow;
  }
  return parts.map(({ lines, ...part }) => ({ ...part, text: lines.map((line) => `${line}\n`).join('') }));
}

/** The code blocks below a heading in one language. @throws if there are more or fewer than the test is about */
export function blocks(path: string, heading: string, language: string, count: number): readonly string[] {
  const found = partsOf(path).filter((part) => part.heading === heading && part.language === language);
  if (found.length !== count)
    throw new Error(`${path} has ${found.length} blocks of ${language} under "${heading}", and not ${count}`);
  return found.map(({ text }) => text);
}

/** The one code block below a heading in one language. */
export function block(path: string, heading: string, language: string): string {
  return blocks(path, heading, language, 1)[0] ?? '';
}

/** The rows of the one table below a heading, without its head. */
export function table(path: string, heading: string): readonly (readonly string[])[] {
  return tables(path, heading, 1)[0] ?? [];
}

/** The rows of the tables below a heading. */
export function tables(path: string, heading: string, count: number): readonly (readonly (readonly string[])[])[] {
  return blocks(path, heading, 'table', count).map((text) =>
    text
      .trimEnd()
      .split('\n')
      .slice(2)
      .map((row) =>
        row
          .split(/(?<!\\)\|/)
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  );
}

/** What is in backquotes in a cell. */
export function codesIn(cell: string | undefined): readonly string[] {
  return [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** The text of a heading without its marks. */
export function headingText(line: string): string {
  return line
    .replace(/^#+ /, '')
    .replaceAll(/[`*]/g, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}

/** The page without its code blocks. */
export function proseOf(path: string): string {
  return page(path).replaceAll(/^( *)```\w*\n.*?^\1```$/gms, '');
}

interface Link {
  readonly from: string;
  /** From the root. */
  readonly to: string;
  readonly anchor: string | undefined;
}

/** The links of a page to others of the repository, and within the page. */
export function linksOf(from: string): readonly Link[] {
  return [...proseOf(from).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor] = target.split('#');
      return { from, to: file === '' ? from : normalize(join(dirname(from), file)), anchor };
    });
}
