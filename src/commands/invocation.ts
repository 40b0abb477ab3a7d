// The parsed command line.

import type { UnderPam } from '../config/pam.ts';
import type { SettingKey } from '../config/settings.ts';

/** What settings are read from. */
interface LedgerRequest {
  readonly flags: Readonly<Partial<Record<SettingKey, string>>>;
  /** The settings file given with `--config`. */
  readonly config: string | undefined;
  /** Whether to answer with one line of JSON. */
  readonly json: boolean;
  /** Set if the settings are those of the lines of PAM. */
  readonly pam?: UnderPam | undefined;
}

export type Invocation =
  | {
      readonly verb: 'verify' | 'demo';
      readonly flags: Readonly<Partial<Record<SettingKey, string>>>;
      /** The settings file given with `--config`. */
      readonly config: string | undefined;
      /** Whether the form stays open after success. */
      readonly stay: boolean;
      /** Whether to ask with plain lines instead of the form. */
      readonly plain: boolean;
      /** Whether to print the details for the operator. */
      readonly verbose: boolean;
      /** The program after `--` and its arguments; empty if there is none. */
      readonly command: readonly string[];
    }
  | ({
      readonly verb: 'send' | 'check';
      /** Whether to print the details for the operator. */
      readonly verbose: boolean;
    } & LedgerRequest)
  /** A line of PAM. `who`: whose phone is asked, by PAM's name for them. */
  | { readonly verb: 'send-pam' | 'check-pam'; readonly who: 'user' | 'ruser'; readonly config: string | undefined }
  | ({ readonly verb: 'status' } & LedgerRequest)
  | ({ readonly verb: 'unlock' } & LedgerRequest)
  | ({ readonly verb: 'recovery' } & LedgerRequest)
  | ({ readonly verb: 'doctor' } & LedgerRequest)
  /** `config`: the file to write. */
  | { readonly verb: 'init'; readonly config: string | undefined }
  | {
      readonly verb: 'sandbox';
      readonly port: number /** Whether its account is a trial one. */;
      readonly trial: boolean;
    }
  /** `shell`: the one to complete command lines in. */
  | { readonly verb: 'completion'; readonly shell: 'bash' | 'zsh' | 'fish' }
  /** For `--help` or `--version`, if the rest of the line is valid. */
  | { readonly verb: 'explain'; readonly text: string }
  /** `json`: whether the answer was to be in JSON. */
  | { readonly verb: 'misuse'; readonly lines: readonly string[]; readonly json?: true };

/** The result for no arguments. It is here so that the most common case need not load the command-line parser. */
export const NO_ARGUMENTS: Invocation = {
  verb: 'verify',
  flags: {},
  config: undefined,
  stay: false,
  plain: false,
  verbose: false,
  command: [],
};
