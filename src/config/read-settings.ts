// Reads every setting from its sources and reports what is wrong.

import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { plainText } from '../core/plain-text.ts';
import { nearest } from './nearest.ts';
import { label, namesOf, SETTINGS, type Setting, type SettingKey } from './settings.ts';

/** A setting's value is undefined if it was not given and has no default, or was not asked for. */
type Values = { readonly [K in SettingKey]: ReturnType<(typeof SETTINGS)[K]['parse']> };

/** Unparsed values by setting name. An empty one counts as unset. */
export type Texts = Readonly<Record<string, string | undefined>>;

/** The unparsed values from flags, environment and settings file. */
export interface Sources {
  readonly flags: Readonly<Partial<Record<SettingKey, string>>>;
  readonly env: Texts;
  readonly file: Texts;
  /** The path of the file. Relative paths in it are resolved against its folder. */
  readonly path?: string | undefined;
}

/** Where a setting was given. */
type Origin = 'flag' | 'environment' | 'file';

/** The settings that were asked for, checked, and what is wrong with them. */
export interface ReadSettings {
  readonly values: Values;
  /** The settings that were given, whether valid or not, rather than left to their defaults; and where. */
  readonly given: ReadonlyMap<SettingKey, Origin>;
  /** One line each. */
  readonly problems: readonly string[];
  /** One line each: likely mistakes that do not stop the program. */
  readonly warnings: readonly string[];
}

const ALL = Object.entries<Setting<unknown>>(SETTINGS) as [SettingKey, Setting<unknown>][];
const NAMES = ALL.flatMap(([, setting]) => namesOf(setting));
/** How much of a name or a value is quoted, in characters. */
const MAX_SHOWN = 40;

/**
 * Reads settings from their sources, in rising order: default, file, environment, flag.
 *
 * @param keys the settings to read, all if left out; problems with others are then ignored
 */
export function readSettings(sources: Sources, keys?: ReadonlySet<SettingKey>): ReadSettings {
  const { env, file, path = 'the settings file' } = sources;
  const problems = unknownNames(file, path);
  // Only a warning in the environment: other programs use such names too.
  const warnings = unknownNames(env, 'the environment').map((line) => `warning: ${line}`);
  const given = new Map<SettingKey, Origin>();
  const values = Object.fromEntries(
    ALL.filter(([key]) => keys?.has(key) ?? true).map(([key, setting]) => {
      const chosen = textOf(key, setting, sources, problems);
      if (chosen !== undefined) given.set(key, chosen.origin);
      const { text, folder } = chosen ?? { text: setting.default, folder: '' };
      const value = text === undefined ? undefined : setting.parse(text, folder);
      if (text !== undefined && value === undefined) {
        const shown = setting.secret ? '' : ` is "${plainText(text, MAX_SHOWN)}", but`;
        const why = setting.why?.(text);
        const must = setting.must ?? `must be ${setting.accepts}`;
        problems.push(`${label(setting)}${shown} ${must}${why === undefined ? '' : ` (${why})`}`);
      }
      // Someone who starts us in their own directory would bring their own store, without our locks.
      if (
        chosen?.origin === 'environment' &&
        setting.path &&
        !isDeepStrictEqual(setting.parse(chosen.text, '/'), value)
      ) {
        const line = `${setting.name} is relative to the current directory: use an absolute path`;
        warnings.push(`warning: ${line}`);
      }
      return [key, value];
    }),
  ) as Values;
  return { values, given, problems, warnings };
}

/** The settings that a source contains. */
export function settingsIn(source: Texts): readonly Setting<unknown>[] {
  return ALL.map(([, setting]) => setting).filter((setting) => namesOf(setting).some((name) => source[name]));
}

interface Chosen {
  readonly text: string;
  /** Where relative paths start; empty for the current directory. */
  readonly folder: string;
  readonly origin: Origin;
}

function textOf(
  key: SettingKey,
  setting: Setting<unknown>,
  { flags, env, file, path = '' }: Sources,
  problems: string[],
): Chosen | undefined {
  const flag = flags[key];
  if (flag !== undefined) return { text: flag, folder: '', origin: 'flag' };
  // An empty value counts as unset, so that a copied .env.example can be filled in line by line.
  const [own, other] = namesOf(setting).map((name): Chosen | undefined => {
    if (env[name]) return { text: env[name], folder: '', origin: 'environment' };
    return file[name] ? { text: file[name], folder: path && dirname(path), origin: 'file' } : undefined;
  });
  if (own && other && own.text !== other.text) {
    problems.push(`${setting.name} and ${setting.alias} differ: set only one of them`);
  }
  return own ?? other;
}

/** A line for each name that looks like a setting but is not one. */
function unknownNames(source: Texts, place: string): string[] {
  return Object.keys(source)
    .filter((name) => /^otp[-_]/i.test(name) && !NAMES.includes(name))
    .map((name) => {
      const meant = nearest(name.toUpperCase().replaceAll('-', '_'), NAMES, 'OTP_'.length);
      const suggestion = meant === undefined ? 'see man otp-tui for all settings' : `did you mean ${meant}?`;
      return `${plainText(name, MAX_SHOWN)} in ${plainText(place)} is not a setting: ${suggestion}`;
    });
}
