// Chooses the settings file and decides whether to trust it. Its settings stay here: they never go into the
// environment, where every command that we start would see them.

import { parse } from 'dotenv';
import { settingsIn, type Texts } from './read-settings.ts';
import { namesOf, SETTINGS } from './settings.ts';
import { shellWord } from './shell-word.ts';
import { type RootsAlone, readTrustedFile, type TrustedFile } from './trusted-file.ts';
import { userSettingsFile } from './user-folders.ts';

export interface FoundSettings {
  /** The path of the file in use, if any. */
  readonly path: string | undefined;
  readonly texts: Texts;
  /** Why the chosen file could not be used. */
  readonly problem: string | undefined;
  /** What is wrong in it, to be told with all else that is. */
  readonly wrong: readonly string[];
  /** Why OTP_SECRET must be set, if it must. */
  readonly needsSecret?: string;
  /** One line each. */
  readonly warnings: readonly string[];
  /** The files that exist but were not used. */
  readonly passedOver: readonly { readonly path: string; readonly texts: Texts }[];
  /** Every path that was tried. */
  readonly lookedFor: readonly string[];
}

const NOTHING: FoundSettings = {
  path: undefined,
  texts: {},
  problem: undefined,
  wrong: [],
  warnings: [],
  passedOver: [],
  lookedFor: [],
};
/** In the current directory, so anyone may have put it there. */
const LOCAL_FILE = '.env';
const MAX_BYTES = 65_536;
/** If the environment sets one of these, it has chosen the account: a file that happens to be around must not change that. */
const CREDENTIALS = [SETTINGS.accountSid, SETTINGS.authToken, SETTINGS.apiKey, SETTINGS.apiSecret].flatMap(namesOf);

/**
 * Finds and reads the settings file: the named one, or else the user's own or `.env`, whichever exists first. Neither
 * is used if the environment sets credentials. Files are never combined.
 *
 * @param named the file given with `--config`
 * @param env holds further settings and the user's directories
 */
export function findSettings(named: string | undefined, env: NodeJS.ProcessEnv): FoundSettings {
  if (named !== undefined) return readNamed(named, `--config ${shellWord(named)}`);

  const userFile = userSettingsFile(env);
  const lookedFor = userFile === undefined ? [LOCAL_FILE] : [userFile, LOCAL_FILE];
  const files = lookedFor
    .map((path) => ({ path, file: readTrustedFile(path, MAX_BYTES) }))
    .filter(({ file }) => file.kind !== 'absent');
  const credential = CREDENTIALS.find((name) => env[name]);
  const first = credential === undefined ? files.shift() : undefined;
  const reason = first ? `${shellWord(first.path)} exists` : `the environment sets ${credential}`;
  const passedOver = files.filter(hasSettings).map(({ path, file }) => ({ path, texts: textsOf(file) }));
  const warnings = passedOver.map(({ path }) => {
    const shown = shellWord(path);
    return `warning: ${shown} is not used because ${reason}: to use it, give --config ${shown}`;
  });
  const found = { ...NOTHING, warnings, passedOver, lookedFor };
  if (!first || first.file.kind === 'absent') return found;
  if (first.file.kind === 'read') return take(found, first.path, first.file);
  return {
    ...found,
    problem: `${shellWord(first.path)}: ${first.file.problem}; to use another file, give --config FILE`,
  };
}

/** Reads a settings file that must be root's alone, and that nobody else may read. */
export function readRootsSettings(path: string): FoundSettings {
  return readNamed(path, shellWord(path), { isPrivate: true });
}

function readNamed(path: string, place: string, rootsAlone?: RootsAlone): FoundSettings {
  const file = readTrustedFile(path, MAX_BYTES, rootsAlone);
  const found = { ...NOTHING, lookedFor: [path] };
  if (file.kind === 'absent') return { ...found, problem: `${place}: no such file` };
  return file.kind === 'read' ? take(found, path, file) : { ...found, problem: `${place}: ${file.problem}` };
}

/** Whether a file is meant for us. Many projects have a .env of their own, and in Python it is often a directory. */
function hasSettings({ file }: { readonly file: TrustedFile }): boolean {
  return file.kind === 'refused' || settingsIn(textsOf(file)).length > 0;
}

function take(found: FoundSettings, path: string, file: Extract<TrustedFile, { kind: 'read' }>): FoundSettings {
  const texts = textsOf(file);
  const shown = shellWord(path);
  // A UTF-16 file would otherwise look like one without settings.
  if (/[\0\ufffd]/.test(file.text)) return { ...found, problem: `${shown}: not UTF-8 text; save it as UTF-8` };
  const secret = settingsIn(texts).find((setting) => {
    const text = namesOf(setting)
      .map((name) => texts[name])
      .find(Boolean);
    return text && setting.isPrivate?.(text);
  });
  const leak = `warning: others can read ${shown}, which contains ${secret?.name}: chmod 600 ${shown}`;
  const warnings = [...found.warnings, ...file.warnings, ...(file.isOpen && secret ? [leak] : [])];
  return { ...found, path, texts, warnings };
}

// Uses dotenv's scanner: its default, a regular expression, takes seconds on a file full of empty lines.
function textsOf(file: TrustedFile): Texts {
  return file.kind === 'read' ? parse(file.text, { fast: true }) : {};
}
