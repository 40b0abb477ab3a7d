// Reads every setting from where it may be set, and says what is wrong.

import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { plainText } from '../core/plain-text.ts';
import { nearest } from './nearest.ts';
import { label, namesOf, SETTINGS, type Setting, type SettingKey } from './settings.ts';

/** A setting's value is undefined if it was not given and has no default, or was not asked for. */
type Values = { readonly [K in SettingKey]: ReturnType<(typeof SETTINGS)[K]['parse']> };

/** Texts by the names of the settings that they are for; an empty one is none. */
export type Texts = Readonly<Record<string, string | undefined>>;

/** The settings whose values are texts, as given by flags, in the environment or in a file. */
export interface Sources {
  readonly flags: Readonly<Partial<Record<SettingKey, string>>>;
  readonly env: Texts;
  readonly file: Texts;
  /** The path of the file. Relative paths in it are relative to its folder. */
  readonly path?: string | undefined;
}

/** The settings that were asked for, checked, and what is wrong with them. */
export interface ReadSettings {
  readonly values: Values;
  /** The settings that were given, rightly or wrongly, and not left to their default. */
  readonly given: ReadonlySet<SettingKey>;
  /** One line each. */
  readonly problems: readonly string[];
  /** One line each: what is likely a mistake, and keeps nobody from anything. */
  readonly warnings: readonly string[];
}

const ALL = Object.entries<Setting<unknown>>(SETTINGS) as [SettingKey, Setting<unknown>][];
const NAMES = ALL.flatMap(([, setting]) => namesOf(setting));
/** As much of a name or a value as is repeated. */
const LONGEST_SHOWN = 40;

/**
 * Reads settings from their sources, in rising order: default, file, environment, flag.
 *
 * @param keys the settings that are needed; what is wrong with any other is then not a problem. All, if left out
 */
export function readSettings(sources: Sources, keys?: ReadonlySet<SettingKey>): ReadSettings {
  const { env, file, path = 'the settings file' } = sources;
  const problems = strangers(file, path);
  // Others have such names in the environment too.
  const warnings = strangers(env, 'the environment').map((line) => `warning: ${line}`);
  const given = new Set<SettingKey>();
  const values = Object.fromEntries(
    ALL.filter(([key]) => keys?.has(key) ?? true).map(([key, setting]) => {
      const chosen = textOf(key, setting, sources, problems);
      if (chosen !== undefined) given.add(key);
      const { text, folder } = chosen ?? { text: setting.default, folder: '' };
      const value = text === undefined ? undefined : setting.parse(text, folder);
      if (text !== undefined && value === undefined) {
        const shown = setting.secret ? '' : ` is "${plainText(text, LONGEST_SHOWN)}":`;
        problems.push(`${label(setting)}${shown} ${setting.must ?? `must be ${setting.accepts}`}`);
      }
      // Whoever starts us in a directory of theirs would bring their own store, without the locks of ours.
      if (chosen?.isFromEnv && setting.path && !isDeepStrictEqual(setting.parse(chosen.text, '/'), value)) {
        const line = `${setting.name} is a path relative to the current directory: give one that begins with /`;
        warnings.push(`warning: ${line}`);
      }
      return [key, value];
    }),
  ) as Values;
  return { values, given, problems, warnings };
}

/** The settings that are in a source. */
export function settingsIn(source: Texts): readonly Setting<unknown>[] {
  return ALL.map(([, setting]) => setting).filter((setting) => namesOf(setting).some((name) => source[name]));
}

interface Chosen {
  readonly text: string;
  /** What a relative path is relative to; empty for the current directory. */
  readonly folder: string;
  readonly isFromEnv?: true;
}

function textOf(
  key: SettingKey,
  setting: Setting<unknown>,
  { flags, env, file, path = '' }: Sources,
  problems: string[],
): Chosen | undefined {
  const flag = flags[key];
  if (flag !== undefined) return { text: flag, folder: '' };
  // An empty value counts as none, so that a copied .env.example can be filled in line by line.
  const [own, other] = namesOf(setting).map((name): Chosen | undefined => {
    if (env[name]) return { text: env[name], folder: '', isFromEnv: true };
    return file[name] ? { text: file[name], folder: path && dirname(path) } : undefined;
  });
  if (own && other && own.text !== other.text) {
    problems.push(`${setting.name} and ${setting.alias} differ: set one of them`);
  }
  return own ?? other;
}

/** What to say of each name that looks like one of a setting and is none. */
function strangers(source: Texts, place: string): string[] {
  return Object.keys(source)
    .filter((name) => /^otp[-_]/i.test(name) && !NAMES.includes(name))
    .map((name) => {
      const meant = nearest(name.toUpperCase().replaceAll('-', '_'), NAMES, 'OTP_'.length);
      const suggestion = meant === undefined ? 'see the README for those there are' : `did you mean ${meant}?`;
      return `${plainText(name, LONGEST_SHOWN)} in ${plainText(place)} is no setting: ${suggestion}`;
    });
}
