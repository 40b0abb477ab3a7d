// What --pam makes of a command line. Its settings come from its file alone, so it takes almost no other flag.

import { label, SETTINGS, type SettingKey } from '../config/settings.ts';
import type { Invocation } from './invocation.ts';
import { misuse, SEE } from './misuse.ts';

type Verb = 'send' | 'check' | 'status' | 'unlock' | 'recovery' | 'doctor';

const AS_A_LINE = 'as a line of PAM; with ruser, for who started su';
const FROM_A_SHELL = 'for root: with the settings of the lines of PAM, for a --user';

/** What the help says about it. */
export const PAM_FLAG: Readonly<Record<Verb, string>> = {
  send: AS_A_LINE,
  check: AS_A_LINE,
  status: FROM_A_SHELL,
  unlock: FROM_A_SHELL,
  recovery: FROM_A_SHELL,
  doctor: 'for root: with the settings of the lines of PAM, and at what logins depend on',
};

interface Request {
  readonly flags: Readonly<Partial<Record<SettingKey, string>>>;
  readonly config: string | undefined;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** @param who what follows the flag, or true */
export function pamInvocation(verb: Verb, { flags, config, json, verbose }: Request, who: string | true): Invocation {
  const keys = Object.keys(flags) as SettingKey[];
  if (verb === 'send' || verb === 'check') {
    if (keys.length > 0 || json || verbose) return misuse(`${verb} --pam takes no flag but --config`, SEE);
    if (who !== true && who !== 'ruser') return misuse('after --pam can only be ruser', SEE);
    return { verb: `${verb}-pam`, who: who === true ? 'user' : who, config };
  }
  if (who !== true) return misuse(`after --pam, ${verb} takes nothing but flags`, SEE);
  const other = keys.find((key) => key !== 'user' && key !== 'service');
  if (other) return misuse(`--pam takes its settings from its file alone, not from ${label(SETTINGS[other])}`, SEE);
  // The doctor looks at everybody.
  if (flags.user === undefined && verb !== 'doctor') return misuse('--pam needs --user NAME: whom it is about', SEE);
  return { verb, flags, config, json, pam: {} };
}
