// What --pam means for the settings: they come from one file that only root can have written and read, and from nowhere
// else, and what it leaves out is what an administrator expects.

import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { AuditAddress } from '../audit/log.ts';
import type { StoreAddress } from '../store/open.ts';
import type { Texts } from './read-settings.ts';
import { rootsAloneProblem, rootsFolderProblem } from './roots-alone.ts';
import { label, namesOf, SETTINGS, type Setting } from './settings.ts';
import { type FoundSettings, readRootsSettings } from './settings-file.ts';
import { shellWord } from './shell-word.ts';

export interface UnderPam {
  /** What the code is for, unless the file says otherwise. */
  readonly service?: string | undefined;
}

const CONFIG = '/etc/otp-tui/config.env';
const STORE = '/var/lib/otp-tui/state.db';

const NEEDS_SECRET = 'with --pam it is needed, so that a new Twilio token undoes no lock and no code';

const DEFAULTS: Texts = {
  OTP_LENGTH: '6',
  OTP_USERS: '/etc/otp-tui/users',
  OTP_STORE: STORE,
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
    return { texts: {}, path: undefined, problem, wrong: [], warnings: [], passedOver: [], lookedFor: [path] };
  }
  const found = readRootsSettings(path);
  const texts = withDefaults(found.texts, service);
  return { ...found, texts, wrong: problemsOf(found.texts), needsSecret: NEEDS_SECRET };
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
function problemsOf(texts: Texts): string[] {
  const problems: string[] = [];
  const store = texts.OTP_STORE || STORE;
  if (store === 'memory:')
    problems.push(`${label(SETTINGS.store)} is memory:, which keeps nothing: use a file or Redis`);
  for (const setting of Object.values<Setting<unknown>>(SETTINGS)) {
    const relative =
      setting.path && namesOf(setting).some((name) => texts[name] && isRelative(setting, texts[name] ?? ''));
    if (relative) problems.push(`${label(setting)} must be an absolute path with --pam`);
  }
  return [...problems, ...(isRelative(SETTINGS.store, store) ? [] : storeProblems(SETTINGS.store.parse(store, '')))];
}

/** Whoever could move the store away would have a new one made, without the locks and wrong tries. */
function storeProblems(store: StoreAddress | undefined): string[] {
  if (store?.kind !== 'file') return [];
  try {
    const problem = rootsFolderProblem(store.path);
    return problem === undefined ? [] : [`${label(SETTINGS.store)}: ${problem}`];
  } catch {
    // Opening it will say why.
    return [];
  }
}

/**
 * Why root should not write to an audit log: others could put another file in its place. A group may write to the
 * folders above it, as that of the system log does to /var/log on Ubuntu: root has chosen who is in it.
 */
export function auditProblem(audit: AuditAddress | undefined): string | undefined {
  if (audit?.kind !== 'file') return undefined;
  const folder = dirname(audit.path);
  const place = `${label(SETTINGS.audit)} is in ${shellWord(folder)}`;
  try {
    const opened = statSync(folder, { throwIfNoEntry: false });
    // Whoever writes to it finds out that it is not there.
    const problem = opened && rootsAloneProblem(folder, opened, { mayGroupWrite: true });
    return problem && `${place}: ${problem}`;
  } catch (error) {
    return `${place}, which cannot be looked at (${(error as NodeJS.ErrnoException).code})`;
  }
}

function isRelative({ parse }: Setting<unknown>, text: string): boolean {
  return !isDeepStrictEqual(parse(text, '/a'), parse(text, '/b'));
}
