// Writes a path so that a command shown in a message can be copied into a shell.

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
