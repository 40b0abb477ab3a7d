// What is told for `--verbose` alone.

import { plainText } from '../core/plain-text.ts';
import type { Context } from './context.ts';

/** In characters. */
const MAX_NOTE = 1_000;

/** Tells a line if the operator asked for such. */
export function notes(verbose: boolean, { tell }: Pick<Context, 'tell'>): (line: string) => void {
  return (line) => {
    if (verbose) tell(plainText(line, MAX_NOTE));
  };
}
