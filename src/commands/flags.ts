// The flags that verbs take: those of the settings, and those that several verbs share.

import { SETTINGS, type Setting, type SettingKey } from '../config/settings.ts';

export interface Flag {
  readonly name: `--${string}`;
  readonly letter?: `-${string}`;
  /** What its value is called, if it takes one. */
  readonly value?: string;
  /** Whether the value can be left out. */
  readonly optional?: true;
  /** How its value is written, if that does not explain itself. */
  readonly written?: string;
  /** What can be completed in place of its value: some words, or the name of a file. */
  readonly values?: readonly string[] | 'file';
  readonly about: string;
  /** The value if it is not given, in words. */
  readonly default?: string;
}

export const GATE = Object.keys(SETTINGS) as readonly SettingKey[];
export const RECOVERY: readonly SettingKey[] = ['to', 'user', 'users', 'store'];
export const LEDGER: readonly SettingKey[] = ['to', 'user', 'users', 'service', 'store'];

/** How the values of settings are written, by what they are called. */
const WRITTEN: Readonly<Record<string, string>> = {
  number: "a phone number with its country: '+1 (415) 555-2671'",
  channel: `${SETTINGS.channel.accepts} (a voice reads the code out)`,
  duration: 'a number and its unit: 500ms, 30s, 5m or 1h',
};

export const VERSION: Flag = { name: '--version', letter: '-V', about: 'output the version number' };
export const HELP: Flag = { name: '--help', letter: '-h', about: 'display help for command' };
export const CONFIG: Flag = {
  name: '--config',
  value: 'file',
  values: 'file',
  about: 'the settings file to use instead of any other',
};
export const PLAIN: Flag = { name: '--plain', about: 'ask with plain lines: for screen readers, consoles and logs' };
export const STAY: Flag = { name: '--stay', about: 'keep the form open after success' };
export const VERBOSE: Flag = {
  name: '--verbose',
  about: 'print how texts are sent and, if one fails, what to do about it',
};
export const IN_JSON: Flag = { name: '--json', about: 'answer with one line of JSON' };
export const PAM: Flag = { name: '--pam', about: 'for root: use the settings of the PAM lines, for a --user' };
export const PAM_LINE: Flag = {
  name: '--pam',
  value: 'who',
  optional: true,
  about: 'for use in a PAM line; with ruser, ask the user who ran su',
};

/** The flags of some settings. Those that have none are left out. */
export function ofSettings(keys: readonly SettingKey[]): Flag[] {
  return keys.flatMap((key) => {
    const { flag, value, about, default: defaultValue, words, path }: Setting<unknown> = SETTINGS[key];
    if (flag === undefined || value === undefined) return [];
    const written = WRITTEN[value];
    const values = path ? 'file' : words;
    return [
      {
        name: flag as Flag['name'],
        value,
        about,
        ...(written !== undefined && { written }),
        ...(values !== undefined && { values }),
        ...(defaultValue !== undefined && { default: defaultValue }),
      },
    ];
  });
}

/** What a flag is for, and its default. */
export function aboutFlag({ about, default: defaultValue }: Flag): string {
  return defaultValue === undefined ? about : `${about} (default: ${defaultValue})`;
}
