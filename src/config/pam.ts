// What --pam means for the settings: they come from one file that only root can have written and read, and from nowhere
// else, and what it leaves out is what an administrator expects.

import { isDeepStrictEqual } from 'node:util';
import { missing } from './ledgers.ts';
import type { Texts } from './read-settings.ts';
import { label, namesOf, SETTINGS, type Setting } from './settings.ts';
import { type FoundSettings, readRootsSettings } from './settings-file.ts';

export interface UnderPam {
  /** What the code is for, unless the file says otherwise. */
  readonly service?: string | undefined;
}

const CONFIG = '/etc/otp-tui/config.env';

const DEFAULTS: Texts = {
  OTP_LENGTH: '6',
  OTP_USERS: '/etc/otp-tui/users',
  OTP_STORE: '/var/lib/otp-tui/state.db',
  OTP_AUDIT: 'syslog:',
};

/**
 * Reads the settings file of --pam.
 *
 * @param config the file given with `--config`
 * @returns its settings and the defaults of --pam, or why nobody may be asked by them
 */
export function findRootsSettings(config: string | undefined, { service }: UnderPam): FoundSettings {
  const path = config ?? CONFIG;
  if (process.geteuid?.() !== 0) {
    const problem = '--pam is for root: under PAM, write seteuid in the line that names otp-tui';
    return { texts: {}, path: undefined, problem, warnings: [], passedOver: [], lookedFor: [path] };
  }
  const found = readRootsSettings(path);
  const texts = withDefaults(found.texts, service);
  return { ...found, texts, problem: found.problem ?? problemOf(found.texts) };
}

function withDefaults(texts: Texts, service: string | undefined): Texts {
  const given = Object.entries(texts).filter(([, text]) => text !== '');
  const all: Record<string, string | undefined> = { ...DEFAULTS, OTP_SERVICE: service, ...Object.fromEntries(given) };
  if (!texts.TWILIO_VERIFY_SERVICE_SID) return all;
  // Verify decides how long its codes are, and has no services of ours.
  if (!texts.OTP_LENGTH) all.OTP_LENGTH = undefined;
  if (!texts.OTP_SERVICE) all.OTP_SERVICE = undefined;
  return all;
}

/** What is wrong with the file that would be right without --pam. */
function problemOf(texts: Texts): string | undefined {
  if (!texts.OTP_SECRET) {
    return missing('secret', 'with --pam it is needed, so that a new Twilio token undoes no lock and no code', []);
  }
  const store = texts.OTP_STORE || DEFAULTS.OTP_STORE;
  if (store === 'memory:') return `${label(SETTINGS.store)} is memory:, which nothing outlives: use a file or Redis`;
  const relative = Object.values<Setting<unknown>>(SETTINGS).find((setting) =>
    namesOf(setting).some((name) => setting.path && texts[name] && isRelative(setting, texts[name])),
  );
  return relative && `${label(relative)} must be an absolute path with --pam`;
}

function isRelative({ parse }: Setting<unknown>, text: string): boolean {
  return !isDeepStrictEqual(parse(text, '/a'), parse(text, '/b'));
}
