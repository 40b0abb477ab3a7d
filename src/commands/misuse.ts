// What is said of a command line that is not understood. What was typed is repeated on one line, shortened and without
// control characters.

import { plainText } from '../core/plain-text.ts';
import type { Invocation } from './invocation.ts';

export const SEE = 'see otp-tui --help';
export const NOT_OURS = "--env-file is a flag of Node's, not ours: name the settings file with --config FILE";
/** How much of an argument is repeated, in characters. */
const LONGEST_WORD = 40;
const LONGEST_LINE = 100;

export function misuse(...lines: readonly string[]): Invocation {
  return { verb: 'misuse', lines };
}

/** Whether a flag is Node's: it takes these wherever they stand, and has read the file by the time we are asked. */
export function isForNode(arg: string): boolean {
  return /^--env-file(?:-if-exists)?(?:=|$)/.test(arg);
}

/** For a word where a verb would be. */
export function unknownWord(word: string): string {
  return `unknown word '${plainText(word, LONGEST_WORD)}': a command to run goes after --`;
}

/**
 * The parser's own complaint: what is wrong, and the suggestion, if it has one. It quotes the argument as it came, so
 * only what follows the last quotation mark is the parser's for certain.
 */
export function complaintInWords(complaint: string): string[] {
  const [, option, hint] = /^error: unknown option '(.*)'(?:\n(.+))?$/s.exec(complaint) ?? [];
  if (option === undefined) return [plainText(complaint.replace(/^error: /, ''), LONGEST_LINE)];
  const line = `unknown option '${plainText(option, LONGEST_WORD)}'`;
  return hint === undefined ? [line] : [line, hint];
}

/** What is wrong with an invocation though it could be read. */
export function misuseOf(invocation: Invocation, command: readonly string[]): Invocation | undefined {
  if (invocation.verb !== 'verify' && command.length > 0) {
    return misuse(`${invocation.verb} takes no command after --: it lets nobody in to anything`);
  }
  if (invocation.verb === 'sandbox') {
    const { port } = invocation;
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return misuse('--port must be a number from 0 to 65535');
  }
  return undefined;
}
