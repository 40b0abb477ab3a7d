// The users file: whose phone is whose. A line for each person, `name phone`.

import { parsePhoneNumber } from '../core/phone.ts';
import { plainText } from '../core/plain-text.ts';
import type { ReadSettings, Sources } from './read-settings.ts';
import { isPrintable, MAX_NAME_BYTES } from './setting-values.ts';
import { label, SETTINGS } from './settings.ts';
import { type RootsAlone, readTrustedFile } from './trusted-file.ts';

/** The phone of the user who was named, if any, and what is wrong, one line each. */
export interface FoundUser {
  /** In E.164. */
  readonly phone?: string | undefined;
  /** Set if nothing is wrong with the file, but the user is not in it. */
  readonly isUnknown?: true;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Phones in E.164 by name, and what is wrong with the file, one line each. */
export interface Users {
  readonly phones: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

const MAX_BYTES = 1_048_576;
/** How much of a name is quoted, in characters. */
const MAX_SHOWN = 40;
/** A file of another kind has a problem in each line. */
const MAX_PROBLEMS = 20;

/** Finds the phone of the user in `--user`. @param rootsAlone if the users file must be root's alone */
export function findUser(flags: Sources['flags'], { values, given }: ReadSettings, rootsAlone?: RootsAlone): FoundUser {
  if (flags.user === undefined) return { problems: [], warnings: [] };
  const { to, user, users } = SETTINGS;
  const problems =
    flags.to === undefined ? [] : [`${user.flag} and ${to.flag} cannot both be given: give only one of them`];
  if (!given.has('users'))
    problems.push(`${user.flag} needs a users file: set ${users.name} or give ${users.flag} FILE`);
  if (problems.length > 0 || values.user === undefined || values.users === undefined) return { problems, warnings: [] };
  return lookUp(values.user, values.users, rootsAlone);
}

/**
 * Looks up a user's phone. One bad line spoils the file: a line that is skipped could be the user's own, and an
 * older one would count instead.
 *
 * @param name must match exactly
 * @param path the users file
 */
function lookUp(name: string, path: string, rootsAlone: RootsAlone | undefined): FoundUser {
  const { phones, problems, warnings } = readUsers(path, rootsAlone);
  const phone = problems.length > 0 ? undefined : phones.get(name);
  if (phone !== undefined || problems.length > 0) return { phone, problems, warnings };
  return {
    isUnknown: true,
    problems: [`${placeOf(path)}: there is no user "${plainText(name, MAX_SHOWN)}"`],
    warnings,
  };
}

/** Reads a whole users file. The problems say where it is. @param rootsAlone if it must be root's alone */
export function readUsers(path: string, rootsAlone?: RootsAlone): Users & Pick<FoundUser, 'warnings'> {
  const file = readTrustedFile(path, MAX_BYTES, rootsAlone);
  const refuse = (why: string) => ({ phones: new Map(), problems: [`${placeOf(path)}: ${why}`], warnings: [] });
  if (file.kind === 'absent') return refuse('no such file');
  if (file.kind !== 'read') return refuse(file.problem);
  const { phones, problems } = parseUsers(file.text);
  return { phones, problems: atMost(problems).map((line) => `${placeOf(path)}, ${line}`), warnings: file.warnings };
}

function placeOf(path: string): string {
  return `${label(SETTINGS.users)} ${plainText(path)}`;
}

/** Parses a whole users file. Two names may share a phone. */
export function parseUsers(text: string): Users {
  const phones = new Map<string, string>();
  const lineOf = new Map<string, number>();
  const problems: string[] = [];
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    const number = index + 1;
    const line = parseLine(raw.replace(/\r$/, ''));
    if (line === undefined) continue;
    if (line.name !== undefined) {
      const first = lineOf.get(line.name);
      if (first === undefined) lineOf.set(line.name, number);
      else
        problems.push(
          `line ${number}: "${plainText(line.name, MAX_SHOWN)}" is already in line ${first}; delete one of them`,
        );
    }
    if ('problem' in line) problems.push(`line ${number}: ${line.problem}`);
    else if (!phones.has(line.name)) phones.set(line.name, line.phone);
  }
  return { phones, problems };
}

type Line =
  | { readonly name: string; readonly phone: string }
  | { readonly name?: string; readonly problem: string }
  /** A blank line or a comment. */
  | undefined;

function parseLine(raw: string): Line {
  // Before anything else, since a comment may not hide what an editor shows differently.
  if (raw.includes('\ufffd')) return { problem: 'not UTF-8 text; save it as UTF-8' };
  if (!isPrintable(raw.replaceAll('\t', ' '))) {
    return { problem: 'it contains a control character or an invisible one; delete it' };
  }
  // A # begins a comment where a word could begin: a name may contain one.
  const line = raw.replace(/(^|\s)#.*$/, '').trim();
  if (line === '') return undefined;
  const [name = ''] = line.split(/\s/, 1);
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) return { problem: `the name is longer than ${MAX_NAME_BYTES} bytes` };
  const shown = plainText(name, MAX_SHOWN);
  const written = line.slice(name.length).trim();
  if (written === '') return { name, problem: `"${shown}" has no phone; write: name phone` };
  const phone = parsePhoneNumber(written.replaceAll('\t', ' '));
  // The number is not repeated: this line may be shown to someone else.
  return phone === undefined
    ? { name, problem: `the phone of "${shown}" must be ${SETTINGS.to.accepts}` }
    : { name, phone };
}

function atMost(problems: readonly string[]): readonly string[] {
  const rest = problems.length - MAX_PROBLEMS;
  if (rest <= 0) return problems;
  return [...problems.slice(0, MAX_PROBLEMS), `and ${rest} more`];
}
