// The product's source, for tests about all of it.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const SRC = join(import.meta.dirname, '../../src');

/** Every file, relative to `SRC`. */
export const FILES: readonly string[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

/** The source without its comments. */
export function codeOf(file: string): string {
  return readFileSync(join(SRC, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

/** The files, each as often as its code has the pattern. */
export function filesWith(pattern: RegExp): string[] {
  return FILES.flatMap((file) => [...codeOf(file).matchAll(pattern)].map(() => file));
}
