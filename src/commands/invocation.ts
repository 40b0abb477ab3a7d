// What the program was asked to do: the command line, read.

import type { SettingKey } from '../config/settings.ts';

/** What was asked for. */
export type Invocation =
  | {
      readonly verb: 'verify' | 'demo';
      readonly flags: Readonly<Partial<Record<SettingKey, string>>>;
      /** The settings file that was named. */
      readonly config: string | undefined;
      /** Whether the form stays open after success. */
      readonly stay: boolean;
      /** Whether the operator's words are told too. */
      readonly verbose: boolean;
      /** The program after `--` and its arguments; empty where there is none. */
      readonly command: readonly string[];
    }
  | {
      readonly verb: 'unlock';
      readonly flags: Readonly<Partial<Record<SettingKey, string>>>;
      /** The settings file that was named. */
      readonly config: string | undefined;
    }
  | { readonly verb: 'sandbox'; readonly port: number }
  /** Asked for by `--help` or `--version`, where all the rest of the line is understood. */
  | { readonly verb: 'explain'; readonly text: string }
  | { readonly verb: 'misuse'; readonly lines: readonly string[] };

/** What no arguments at all mean. It is here so that the usual case need not load the grammar of the command line. */
export const NO_ARGUMENTS: Invocation = {
  verb: 'verify',
  flags: {},
  config: undefined,
  stay: false,
  verbose: false,
  command: [],
};
