// Which settings file is taken, and whether it may be trusted. Its settings stay here: they are never put into
// the environment, where every command that we start would find them.

import { parse } from 'dotenv';
import { plainText } from '../core/plain-text.ts';
import { settingsIn, type Texts } from './read-settings.ts';
import { namesOf, SETTINGS } from './settings.ts';
import { readTrustedFile, type TrustedFile } from './trusted-file.ts';
import { userSettingsFile } from './user-folders.ts';

export interface FoundSettings {
  /** The path of the file that was taken, where one was. */
  readonly path: string | undefined;
  readonly texts: Texts;
  /** Why the file that had to be taken could not be. */
  readonly problem: string | undefined;
  /** One line each. */
  readonly warnings: readonly string[];
  /** The files that are there and were not taken. */
  readonly passedOver: readonly { readonly path: string; readonly texts: Texts }[];
  /** Every file that would have been taken. */
  readonly lookedFor: readonly string[];
}

const NOTHING: FoundSettings = {
  path: undefined,
  texts: {},
  problem: undefined,
  warnings: [],
  passedOver: [],
  lookedFor: [],
};
/** In the current directory, where anyone may have put it. */
const LOCAL_FILE = '.env';
const MOST_BYTES = 65_536;
/** Whose environment has one of these has said whose account guards: no file that lies about may change that. */
const CREDENTIALS = [SETTINGS.accountSid, SETTINGS.authToken, SETTINGS.apiKey, SETTINGS.apiSecret].flatMap(namesOf);

/**
 * Finds the settings file and reads it: the one that was named, or else the first that exists of the user's own
 * and `.env`, but neither where the environment has credentials. Two files are never mixed.
 *
 * @param named the file that `--config` names
 * @param env says what is set besides, and where the user's files are
 */
export function findSettings(named: string | undefined, env: NodeJS.ProcessEnv): FoundSettings {
  if (named !== undefined) {
    const place = `--config ${plainText(named)}`;
    const file = readTrustedFile(named, MOST_BYTES);
    const found = { ...NOTHING, lookedFor: [named] };
    if (file.kind === 'absent') return { ...found, problem: `${place}: there is no such file` };
    return file.kind === 'read' ? take(found, named, file) : { ...found, problem: `${place}: ${file.problem}` };
  }

  const usersOwn = userSettingsFile(env);
  const lookedFor = usersOwn === undefined ? [LOCAL_FILE] : [usersOwn, LOCAL_FILE];
  const files = lookedFor
    .map((path) => ({ path, file: readTrustedFile(path, MOST_BYTES) }))
    .filter(({ file }) => file.kind !== 'absent');
  const credential = CREDENTIALS.find((name) => env[name]);
  const first = credential === undefined ? files.shift() : undefined;
  const reason = first ? `${plainText(first.path)} is there` : `the environment sets ${credential}`;
  const passedOver = files.filter(hasSettings).map(({ path, file }) => ({ path, texts: textsOf(file) }));
  const warnings = passedOver.map(({ path }) => {
    const shown = plainText(path);
    return `warning: ${shown} is passed over, since ${reason}: to use it, give --config ${shown}`;
  });
  const found = { ...NOTHING, warnings, passedOver, lookedFor };
  if (!first || first.file.kind === 'absent') return found;
  if (first.file.kind === 'read') return take(found, first.path, first.file);
  return {
    ...found,
    problem: `${plainText(first.path)}: ${first.file.problem}; to use another, give --config FILE`,
  };
}

/** Whether a file was meant for us: a project has a .env of its own, and Python keeps packages in one. */
function hasSettings({ file }: { readonly file: TrustedFile }): boolean {
  return file.kind === 'refused' || settingsIn(textsOf(file)).length > 0;
}

function take(found: FoundSettings, path: string, file: Extract<TrustedFile, { kind: 'read' }>): FoundSettings {
  const texts = textsOf(file);
  const shown = plainText(path);
  // As UTF-16 it would be taken for a file without settings.
  if (/[\0\ufffd]/.test(file.text)) return { ...found, problem: `${shown}: this is not UTF-8 text: save it as UTF-8` };
  const secret = settingsIn(texts).find(({ isPrivate, name, alias }) => {
    const text = texts[name] || (alias && texts[alias]);
    return text && isPrivate?.(text);
  });
  const leak = `warning: others can read ${shown}, which holds ${secret?.name}: chmod 600 ${shown}`;
  const warnings = [...found.warnings, ...file.warnings, ...(file.isOpen && secret ? [leak] : [])];
  return { ...found, path, texts, warnings };
}

// By dotenv's scanner: its default, a regular expression, takes seconds for a file full of empty lines.
function textsOf(file: TrustedFile): Texts {
  return file.kind === 'read' ? parse(file.text, { fast: true }) : {};
}
