// What --pam makes of a command line. Its settings come from its file alone, so it takes almost no other flag.

import { label, SETTINGS, type SettingKey } from '../config/settings.ts';
import type { Invocation } from './invocation.ts';
import { misuse, seeHelp } from './misuse.ts';

type Verb = 'send' | 'check' | 'status' | 'unlock' | 'recovery' | 'doctor';

interface Request {
  readonly flags: Readonly<Partial<Record<SettingKey, string>>>;
  readonly config: string | undefined;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** @param who what follows the flag, or true */
export function pamInvocation(verb: Verb, { flags, config, json, verbose }: Request, who: string | true): Invocation {
  const keys = Object.keys(flags) as SettingKey[];
  const see = seeHelp(verb);
  if (verb === 'send' || verb === 'check') {
    if (keys.length > 0 || json || verbose) return misuse(`${verb} --pam takes no flag but --config`, see);
    if (who !== true && who !== 'ruser') return misuse('--pam takes no value but ruser', see);
    return { verb: `${verb}-pam`, who: who === true ? 'user' : who, config };
  }
  const other = keys.find((key) => key !== 'user' && key !== 'service');
  if (other) return misuse(`--pam takes its settings from its file alone, not from ${label(SETTINGS[other])}`, see);
  // The doctor looks at everybody.
  if (flags.user === undefined && verb !== 'doctor') return misuse('--pam needs --user NAME: whom it is about', see);
  return { verb, flags, config, json, pam: {} };
}
