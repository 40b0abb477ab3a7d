// What a verb asks for, with its flags and the word after it.

import { SETTINGS, type Setting, type SettingKey } from '../config/settings.ts';
import type { Invocation } from './invocation.ts';
import { misuse, shellProblem } from './misuse.ts';
import { pamInvocation } from './pam-invocation.ts';
import { SHELLS, type VerbName } from './verbs.ts';

/**
 * @param word the one after the verb
 * @param given what follows a flag, true if nothing does, undefined if it is not given
 * @param command what is after `--`
 */
export function fromFlags(
  verb: Exclude<VerbName, 'help'>,
  word: string | undefined,
  given: (flag: string) => unknown,
  command: readonly string[],
): Invocation {
  const flags: Partial<Record<SettingKey, string>> = {};
  for (const [key, { flag }] of Object.entries<Setting<unknown>>(SETTINGS)) {
    const value = flag && textOf(given(flag));
    if (value !== undefined) flags[key as SettingKey] = value;
  }
  const config = textOf(given('--config'));
  const isOn = (flag: string) => given(flag) === true;
  const [verbose, json] = [isOn('--verbose'), isOn('--json')];
  switch (verb) {
    case 'verify':
    case 'demo':
      return { verb, flags, config, plain: isOn('--plain'), stay: isOn('--stay'), verbose, command };
    case 'send':
    case 'check':
    case 'status':
    case 'unlock':
    case 'recovery':
    case 'doctor': {
      const who = textOf(given('--pam'));
      if (who !== undefined || isOn('--pam')) {
        return pamInvocation(verb, { flags, config, json, verbose }, who ?? true);
      }
      if (verb === 'send' || verb === 'check') return { verb, flags, config, json, verbose };
      return { verb, flags, config, json };
    }
    case 'init':
      return { verb, config };
    case 'sandbox': {
      const port = textOf(given('--port'));
      return { verb, port: port === undefined ? 0 : readPort(port), trial: isOn('--trial') };
    }
    case 'completion': {
      const shell = SHELLS.find((name) => name === word);
      return shell === undefined ? misuse(shellProblem(word, SHELLS)) : { verb, shell };
    }
    default:
      return verb satisfies never;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

// An empty port, as from an unset variable, is not 0.
function readPort(text: string): number {
  return /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
}
