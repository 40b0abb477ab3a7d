// Writes a path or an argument as it stands in a shell's command line: to be copied, and so that its ends are seen.

import { plainText } from '../core/plain-text.ts';

/** In characters. */
const LONGEST = 1_000;

/**
 * The text as one word of a shell's command line, without control characters.
 *
 * @example shellWord('my settings') // "'my settings'"
 */
export function shellWord(text: string): string {
  const shown = plainText(text, LONGEST);
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
