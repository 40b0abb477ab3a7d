// The settings needed to see how a recipient stands: those to find the ledger, what the codes are for, and the limits.

import type { Policy } from '../core/policy.ts';
import { type LedgerSettings, ledgerSettings, type OtherFiles, readLedgerSettings } from './ledgers.ts';
import type { ReadSettings, Sources } from './read-settings.ts';

export interface StatusSettings extends LedgerSettings {
  /** What the codes are for, as the ledger knows it. */
  readonly service: string;
  readonly policy: Partial<Policy>;
}

const KEYS = ['service', 'verifyServiceSid', 'maxAttempts', 'resendAfter', 'maxSends', 'sendWindow'] as const;

export function readStatusSettings(sources: Sources): ReadSettings {
  return readLedgerSettings(sources, KEYS);
}

/** @param env gives the user's state directory */
export function statusSettings(
  read: ReadSettings,
  env: NodeJS.ProcessEnv,
  otherFiles: OtherFiles = {},
): StatusSettings | { problems: string[] } {
  const settings = ledgerSettings(read, env, otherFiles);
  if ('problems' in settings) return settings;
  const { service = '', verifyServiceSid, maxAttempts, resendAfter, maxSends, sendWindow } = read.values;
  const limits = Object.entries({ maxAttempts, resendAfter, maxSends, sendWindow });
  const policy: Partial<Policy> = Object.fromEntries(limits.filter(([, value]) => value !== undefined));
  return { ...settings, service: verifyServiceSid ?? service, policy };
}
