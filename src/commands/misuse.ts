// The messages about an invalid command line. What was typed is quoted on one line, truncated and without control
// characters.

import { nearest } from '../config/nearest.ts';
import { plainText } from '../core/plain-text.ts';
import type { Invocation } from './invocation.ts';

/** Others can see the arguments of a process. */
export const CODE_IN_ARGUMENT =
  'check takes no code as an argument, where others could see it: give it on standard input, as in echo CODE | otp-tui check';
export const NOT_OURS = "--env-file is Node's flag, not ours: name the settings file with --config FILE";
/** How much of an argument is quoted, in characters. */
const MAX_WORD = 40;
const MAX_LINE = 100;

export function misuse(...lines: readonly string[]): Extract<Invocation, { verb: 'misuse' }> {
  return { verb: 'misuse', lines };
}

/** Where to read on. @param verb the one that was typed, if there is one */
export function seeHelp(verb?: string): string {
  return verb === undefined || verb === 'help' ? 'see otp-tui --help' : `see otp-tui help ${verb}`;
}

/** Whether a flag is Node's. Node handles these anywhere on the line, and has read the file before we start. */
export function isForNode(arg: string): boolean {
  return /^--env-file(?:-if-exists)?(?:=|$)/.test(arg);
}

/** Names that other programs have for flags of ours. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ...['version', '-version', '-v'].map((word) => [word, '--version'] as const),
  ...['-?', '-H'].map((word) => [word, '--help'] as const),
]);

/** The message for a word in the position of a verb. */
export function unknownWord(word: string, verbs: readonly string[]): string {
  const meant = ELSEWHERE.get(word) ?? meantVerb(word, verbs);
  const advice = 'a command to run goes after --';
  return meant === undefined
    ? `unknown word '${quoted(word)}': ${advice}`
    : `unknown word '${quoted(word)}'; did you mean ${meant}? (${advice})`;
}

/** The message for a word that help was asked about. */
export function unknownTopic(word: string, verbs: readonly string[]): string {
  const meant = meantVerb(word, verbs);
  return `unknown verb '${quoted(word)}'${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

/** The message for a word after a verb. */
export function excessWord(verb: string, word: string): string {
  return `${verb} does not take '${quoted(word)}'`;
}

/** The message for a shell that there is no completion for, or for none. */
export function shellProblem(word: string | undefined, shells: readonly string[]): string {
  const which = `name one of ${shells.join(', ')}`;
  return word === undefined ? `completion needs a shell: ${which}` : `no completion for '${quoted(word)}': ${which}`;
}

// Verbs are short: if two letters count as right from the start, `head` is not taken for `help`, nor `deploy` for `demo`.
function meantVerb(word: string, verbs: readonly string[]): string | undefined {
  return nearest(word.toLowerCase(), verbs, 2);
}

function quoted(word: string): string {
  return plainText(word, MAX_WORD);
}

/**
 * The parser's own message: what is wrong, and a suggestion if there is one. It quotes the argument unchanged, so only
 * the text after the last quotation mark is certain to be the parser's.
 */
export function complaintInWords(complaint: string): string {
  const [, option, hint] = /^error: unknown option '(.*)'(?:\n\(Did (.+)\))?$/s.exec(complaint) ?? [];
  const [, lacking, flag] = /^error: option '((--[a-z-]+) <[a-z]+>)' argument missing$/.exec(complaint) ?? [];
  if (lacking !== undefined) return `${flag} needs a value: ${lacking}`;
  if (option === undefined) return plainText(complaint.replace(/^error: /, ''), MAX_LINE);
  const meant = ELSEWHERE.get(option);
  const suggestion = meant === undefined ? hint : `you mean ${meant}?`;
  // A value may be a secret, which a log of standard error would keep.
  const name = option.replace(/=.+$/s, '=…');
  return `unknown option '${quoted(name)}'${suggestion === undefined ? '' : `; did ${suggestion}`}`;
}

/** A message about the arguments of `check`, without what was typed if that may be a code. */
export function withoutCodes(line: string): string {
  return line.replace(/ '.*[0-9].*'/, '');
}

/** What is wrong with the flags of the sandbox. */
export function sandboxProblem(invocation: Invocation): Invocation | undefined {
  if (invocation.verb !== 'sandbox') return undefined;
  const { port } = invocation;
  const isPort = Number.isInteger(port) && port >= 0 && port <= 65_535;
  return isPort ? undefined : misuse('--port must be a number from 0 to 65535');
}
