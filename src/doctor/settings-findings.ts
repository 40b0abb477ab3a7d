// What is said about the settings: where each came from, what is wrong, and whose the files are.

import type { Examined } from '../config/configuration.ts';
import { error, type Finding, ok, warning } from './finding.ts';

/** Who owns a file, and its mode. */
export interface FileFacts {
  readonly path: string;
  readonly uid: number;
  readonly mode: number;
}

const ABOUT = 'settings';
const CORRECT = 'put that right, and run otp-tui doctor again';

/** @param warnings as the settings' reader words them */
export function settingsFindings(
  { given, path, isOfPam, wrong }: Pick<Examined, 'given' | 'path' | 'isOfPam' | 'wrong'>,
  warnings: readonly string[],
  firstSteps: readonly string[],
): Finding[] {
  const from = (place: string, names: readonly string[]) =>
    names.length === 0 ? [] : [ok(ABOUT, `from ${place}: ${names.join(', ')}`)];
  return [
    ...from(`${path ?? 'the settings file'}${isOfPam ? ', or the defaults of --pam' : ''}`, given.file),
    ...from('the environment', given.environment),
    ...from('the command line', given.flag),
    ...problemFindings(wrong, [CORRECT, ...firstSteps], warnings),
  ];
}

/** About settings of which none could be read. */
export function unreadFindings(
  problems: readonly string[],
  warnings: readonly string[],
  firstSteps: readonly string[],
): Finding[] {
  return problemFindings(problems, firstSteps.length === 0 ? [CORRECT] : firstSteps, warnings);
}

/** Each line names the setting and a good value. @param last what to do about the last problem, or about all of them */
function problemFindings(problems: readonly string[], last: readonly string[], warnings: readonly string[]): Finding[] {
  return [
    ...problems.map((line, at) => error(ABOUT, line, at === problems.length - 1 ? last.join('; ') : CORRECT)),
    ...warnings.map((line) => warning(ABOUT, line.replace(/^warning: /, ''), 'do so, or make sure that it is meant')),
  ];
}

/** @param what such as `settings file` @param self our own user ID */
export function fileFinding(what: string, { path, uid, mode }: FileFacts, self: number | undefined): Finding {
  const owner = uid === 0 ? 'root' : uid === self ? 'you' : `uid ${uid}`;
  return ok('files', `${what} ${path} belongs to ${owner}, mode ${(mode & 0o7777).toString(8).padStart(3, '0')}`);
}
