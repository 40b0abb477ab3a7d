// The messages about an invalid command line. What was typed is quoted on one line, truncated and without control
// characters.

import { plainText } from '../core/plain-text.ts';
import type { Invocation } from './invocation.ts';

export const SEE = 'see otp-tui --help';
export const NOT_OURS = "--env-file is Node's flag, not ours: name the settings file with --config FILE";
/** How much of an argument is quoted, in characters. */
const MAX_WORD = 40;
const MAX_LINE = 100;

export function misuse(...lines: readonly string[]): Invocation {
  return { verb: 'misuse', lines };
}

/** Whether a flag is Node's. Node handles these anywhere on the line, and has read the file before we start. */
export function isForNode(arg: string): boolean {
  return /^--env-file(?:-if-exists)?(?:=|$)/.test(arg);
}

/** The message for a word in the position of a verb. */
export function unknownWord(word: string): string {
  return `unknown word '${plainText(word, MAX_WORD)}': a command to run goes after --`;
}

/**
 * The parser's own message: what is wrong, and a suggestion if there is one. It quotes the argument unchanged, so only
 * the text after the last quotation mark is certain to be the parser's.
 */
export function complaintInWords(complaint: string): string[] {
  const [, option, hint] = /^error: unknown option '(.*)'(?:\n(.+))?$/s.exec(complaint) ?? [];
  if (option === undefined) return [plainText(complaint.replace(/^error: /, ''), MAX_LINE)];
  const line = `unknown option '${plainText(option, MAX_WORD)}'`;
  return hint === undefined ? [line] : [line, hint];
}

/** What is wrong with an invocation that could be parsed. */
export function misuseOf(invocation: Invocation, command: readonly string[]): Invocation | undefined {
  if (invocation.verb !== 'verify' && command.length > 0) {
    return misuse(`${invocation.verb} verifies nobody, so it runs no command after --`);
  }
  if (invocation.verb === 'sandbox') {
    const { port } = invocation;
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return misuse('--port must be a number from 0 to 65535');
  }
  return undefined;
}
