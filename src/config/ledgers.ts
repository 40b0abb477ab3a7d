// The settings needed to find a recipient's ledger: the recipient, the store and the secret, but no account.

import type { AuditAddress } from '../audit/log.ts';
import type { StoreAddress } from '../store/open.ts';
import { type ReadSettings, readSettings, type Sources, type Texts } from './read-settings.ts';
import { label, namesOf, SETTINGS, type SettingKey } from './settings.ts';
import { shellWord } from './shell-word.ts';
import { userStateFile } from './user-folders.ts';

/** Everything needed to find one recipient's ledger. */
export interface LedgerSettings<Key extends Secret = Secret> {
  readonly recipient: string;
  readonly store: StoreAddress;
  /** Certificates of additional authorities to trust, in PEM format. */
  readonly ca: string | undefined;
  readonly secret: Key;
  /** Where outcomes are recorded, if anywhere. */
  readonly audit: AuditAddress | undefined;
  /** The user who was named, for the audit log. */
  readonly user: string | undefined;
}

/** The HMAC key for codes, or the Twilio secret to derive it from. */
export type Secret = OwnSecret | { readonly derivedFrom: string };
/** The HMAC key that was set. */
export type OwnSecret = { readonly key: string };

/** The settings files that exist but were not used. */
export type PassedOver = readonly { readonly path: string; readonly texts: Texts }[];

/** What reading the other files found. */
export interface OtherFiles {
  readonly passedOver?: PassedOver;
  /** The phone of the user who was named, instead of RECIPIENT_NUMBER. */
  readonly usersPhone?: string | undefined;
  /** Certificates of additional authorities, in PEM format. */
  readonly ca?: string | undefined;
  /** Why OTP_SECRET must be set, if it must. */
  readonly needsSecret?: string | undefined;
  /** Why they could not be read, one line each. */
  readonly problems?: readonly string[];
}

/** Reads the settings needed to find a ledger, and those given by flags. Problems with other settings do not matter. @param more which do */
export function readLedgerSettings(sources: Sources, more: readonly SettingKey[] = []): ReadSettings {
  const who = sources.flags.user === undefined ? 'to' : 'user';
  const keys = new Set<SettingKey>([
    who,
    'users',
    'audit',
    'store',
    'secret',
    ...more,
    ...(Object.keys(sources.flags) as SettingKey[]),
  ]);
  const { values, given } = readSettings(sources, keys);
  if (!given.has('secret')) for (const key of ['authToken', 'apiKey', 'apiSecret'] as const) keys.add(key);
  if (isOverTls(values.store)) keys.add('caFile');
  return readSettings(sources, keys);
}

function isOverTls(store: StoreAddress | undefined): boolean {
  return store?.kind === 'redis' && 'tls' in store.redis.target && store.redis.target.tls;
}

/**
 * The settings to find a ledger with, or everything that is wrong with them, one line each.
 *
 * @param env gives the user's state directory
 */
export function ledgerSettings(
  read: ReadSettings,
  env: NodeJS.ProcessEnv,
  otherFiles: OtherFiles = {},
): LedgerSettings | { problems: string[] } {
  const { given } = read;
  const { passedOver = [] } = otherFiles;
  const problems = [...read.problems, ...lackingSecret(read, otherFiles)];
  if (!otherFiles.needsSecret && !given.has('secret') && !given.has('apiSecret')) {
    if (given.has('apiKey')) {
      const hint = 'without OTP_SECRET, the key is derived from the secret of TWILIO_API_KEY';
      problems.push(missing('apiSecret', hint, passedOver));
    } else if (!given.has('authToken')) {
      const hint =
        'set the one that codes are asked with; if they are asked without one, set the same TWILIO_AUTH_TOKEN or TWILIO_API_SECRET, from which the key is derived';
      problems.push(missing('secret', hint, passedOver, 'authToken', 'apiSecret'));
    }
  }
  return withSecret(secretOf(read.values), problems, read, env, otherFiles);
}

/**
 * The same for what is to outlast the Twilio secret: OTP_SECRET must be set.
 *
 * @param env gives the user's state directory
 */
export function ownSecretSettings(
  read: ReadSettings,
  env: NodeJS.ProcessEnv,
  otherFiles: OtherFiles = {},
): LedgerSettings<OwnSecret> | { problems: string[] } {
  const { secret } = read.values;
  const needsSecret =
    'set it in the settings file, for example to what openssl rand -hex 32 prints; recovery codes need it: a key ' +
    'derived from the Twilio secret changes with it, and a new one would undo them';
  const problems = [...read.problems, ...lackingSecret(read, { ...otherFiles, needsSecret })];
  return withSecret(secret === undefined ? undefined : { key: secret }, problems, read, env, otherFiles);
}

function withSecret<Key extends Secret>(
  secret: Key | undefined,
  problems: string[],
  read: ReadSettings,
  env: NodeJS.ProcessEnv,
  { passedOver = [], usersPhone, ca, problems: others = [] }: OtherFiles,
): LedgerSettings<Key> | { problems: string[] } {
  const { values } = read;
  problems.push(...lackingRecipient(read, passedOver), ...others);
  const recipient = usersPhone ?? values.to;
  const store = storeOf(read, env, problems);
  return problems.length > 0 || !recipient || !store || !secret
    ? { problems }
    : { recipient, store, ca, secret, audit: values.audit, user: values.user };
}

/** That OTP_SECRET is missing, if it must be set. */
export function lackingSecret({ given }: ReadSettings, { needsSecret, passedOver = [] }: OtherFiles): string[] {
  return needsSecret === undefined || given.has('secret') ? [] : [missing('secret', needsSecret, passedOver)];
}

/** What is missing to know the recipient. */
export function lackingRecipient({ given }: ReadSettings, passedOver: PassedOver): string[] {
  if (given.has('to') || given.has('user')) return [];
  const instead = given.has('users') ? `, or a user with ${SETTINGS.user.flag}` : '';
  return [missing('to', `give ${SETTINGS.to.accepts}${instead}`, passedOver)];
}

/** Says that a setting is missing, and where to find it. @param instead the settings that could replace it */
export function missing(key: SettingKey, hint: string, passedOver: PassedOver, ...instead: SettingKey[]): string {
  const names = [key, ...instead].flatMap((one) => namesOf(SETTINGS[one]));
  const [found] = passedOver.flatMap(({ path, texts }) => {
    const name = names.find((one) => texts[one]);
    return name === undefined ? [] : [{ path: shellWord(path), what: name === names[0] ? 'it' : name }];
  });
  // A warning has already said why that file is not used.
  const elsewhere = found ? `; ${found.what} is in ${found.path}, which --config ${found.path} would use` : '';
  return `${label(SETTINGS[key])} is missing; ${hint}${elsewhere}`;
}

/** The store that was set, or else the user's state file. */
export function storeOf(
  { values, given }: ReadSettings,
  env: NodeJS.ProcessEnv,
  problems: string[],
): StoreAddress | undefined {
  if (given.has('store')) return values.store;
  const path = userStateFile(env);
  if (path !== undefined) return { kind: 'file', path };
  const { store } = SETTINGS;
  problems.push(`${label(store)} is missing, and you have no home directory to keep it in: set it to ${store.accepts}`);
  return undefined;
}

/** OTP_SECRET, or else the Twilio secret. */
export function secretOf({ secret, apiSecret, authToken }: ReadSettings['values']): Secret | undefined {
  if (secret !== undefined) return { key: secret };
  const derivedFrom = apiSecret ?? authToken;
  return derivedFrom === undefined ? undefined : { derivedFrom };
}
