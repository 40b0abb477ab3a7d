// Reads every setting from where it may be set, and says what is wrong.

import { plainText } from './core/plain-text.ts';
import { label, SETTINGS, type Setting, type SettingKey } from './settings.ts';

/** A setting's value is undefined where it was not given and has no default. */
type Values = { readonly [K in SettingKey]: ReturnType<(typeof SETTINGS)[K]['parse']> };

/** The settings whose values are texts, as given by flags, in the environment or in a file. */
export interface Sources {
  readonly flags: Readonly<Partial<Record<SettingKey, string>>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly file: Readonly<Record<string, string | undefined>>;
}

/** Every setting, checked, with whatever kept it from being so. */
export interface ReadSettings {
  readonly values: Values;
  /** The settings that were given, rightly or wrongly, and not left to their default. */
  readonly given: ReadonlySet<SettingKey>;
  /** One line each. */
  readonly problems: readonly string[];
}

/** Reads every setting from its sources, in rising order: default, file, environment, flag. */
export function readSettings(sources: Sources): ReadSettings {
  const problems: string[] = [];
  const given = new Set<SettingKey>();
  const values = Object.fromEntries(
    Object.entries<Setting<unknown>>(SETTINGS).map(([key, setting]) => {
      const chosen = textOf(key as SettingKey, setting, sources, problems);
      if (chosen !== undefined) given.add(key as SettingKey);
      const text = chosen ?? setting.default;
      const value = text === undefined ? undefined : setting.parse(text);
      if (text !== undefined && value === undefined) {
        const shown = setting.secret ? '' : ` is "${plainText(text, 40)}":`;
        problems.push(`${label(setting)}${shown} must be ${setting.accepts}`);
      }
      return [key, value];
    }),
  ) as Values;
  return { values, given, problems };
}

// An empty value counts as none, so that a copied .env.example can be filled in line by line.
function textOf(
  key: SettingKey,
  setting: Setting<unknown>,
  { flags, env, file }: Sources,
  problems: string[],
): string | undefined {
  const { name, alias } = setting;
  if (flags[key] !== undefined) return flags[key];
  const own = env[name] || file[name] || undefined;
  const other = alias === undefined ? undefined : env[alias] || file[alias] || undefined;
  if (own && other && own !== other) problems.push(`${name} and ${alias} differ: set one of them`);
  return own ?? other;
}
