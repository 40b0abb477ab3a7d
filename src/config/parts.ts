// The parts of a gate's settings that can be looked at one by one, even if others are wrong or missing.

import type { AuditAddress } from '../audit/log.ts';
import type { Channel } from '../core/channel.ts';
import type { StoreAddress } from '../store/open.ts';
import { type GateSettings, proxyOf } from './gate.ts';
import { type OtherFiles, storeOf } from './ledgers.ts';
import type { ReadSettings } from './read-settings.ts';
import { SETTINGS, type SettingKey } from './settings.ts';
import type { RootsAlone } from './trusted-file.ts';
import { readUsers } from './users.ts';

export interface Parts {
  /** The account, whole: who we are there, and on which way. */
  readonly twilio: GateSettings['twilio'] | undefined;
  readonly channels: readonly Channel[];
  readonly recipient: string | undefined;
  /** The phones in the users file by name, if there is one. */
  readonly phones: ReadonlyMap<string, string> | undefined;
  readonly users: string | undefined;
  readonly store: StoreAddress | undefined;
  readonly ca: string | undefined;
  readonly hasOwnSecret: boolean;
  readonly audit: AuditAddress | undefined;
  /** Values that must not be shown. */
  readonly secrets: readonly string[];
}

/** Whatever decides where credentials go. */
const WAY = ['edge', 'region', 'apiUrl', 'proxy', 'caFile'] as const satisfies readonly SettingKey[];

/** @param problems gets what is wrong with the users file @param rootsAlone if that must be root's alone */
export function partsOf(
  read: ReadSettings,
  env: NodeJS.ProcessEnv,
  { usersPhone, ca }: OtherFiles,
  problems: string[],
  rootsAlone?: RootsAlone,
): Parts {
  const { values, given } = read;
  const { accountSid, authToken, apiKey, apiSecret, from, messagingServiceSid, verifyServiceSid } = values;
  const { edge, region, apiUrl, whatsappContentSid, channel = 'sms', fallback, secret, users } = values;
  const isWayKnown = WAY.every((key) => !given.has(key) || values[key] !== undefined) && !(values.caFile && !ca);
  const hasSecret = given.has('apiKey') ? apiKey !== undefined && apiSecret !== undefined : authToken !== undefined;
  const wrongProxy: string[] = [];
  const proxy = isWayKnown ? proxyOf(read, env, wrongProxy) : undefined;
  const isWhole = accountSid !== undefined && hasSecret && isWayKnown && wrongProxy.length === 0;
  const account = { accountSid: accountSid ?? '', authToken, apiKey, apiSecret, edge, region, apiUrl, proxy, ca };
  const people = users === undefined ? undefined : readUsers(users, rootsAlone);
  // With --user, the gate has read it already.
  if (usersPhone === undefined && !given.has('user')) problems.push(...(people?.problems ?? []));
  return {
    twilio: isWhole ? { ...account, from, messagingServiceSid, whatsappContentSid, verifyServiceSid } : undefined,
    channels: fallback === 'call' && channel !== 'call' ? [channel, 'call'] : [channel],
    recipient: usersPhone ?? (given.has('user') ? undefined : values.to),
    phones: people?.problems.length === 0 ? people.phones : undefined,
    users,
    store: storeOf(read, env, []),
    ca,
    hasOwnSecret: secret !== undefined,
    audit: values.audit,
    secrets: [authToken, apiSecret, secret, ...loginsOf(values)].filter((one) => typeof one === 'string'),
  };
}

/** The passwords in addresses. */
function loginsOf({ proxy, store }: ReadSettings['values']): (string | undefined)[] {
  const login = proxy?.authorization?.replace(/^Basic /, '');
  return [login, store?.kind === 'redis' ? store.redis.password : undefined];
}

/** The names of the settings that were given, by where. */
export function namesByOrigin({ given }: Pick<ReadSettings, 'given'>) {
  const of = (origin: string) => [...given].flatMap(([key, one]) => (one === origin ? [nameOf(key, origin)] : []));
  return { flag: of('flag'), environment: of('environment'), file: of('file') };
}

function nameOf(key: SettingKey, origin: string): string {
  const { name, flag }: { readonly name?: string; readonly flag?: string } = SETTINGS[key];
  return (origin === 'flag' ? flag : name) ?? key;
}
