// Which settings it takes to find a recipient's ledger: the recipient, the store and the secret, and no account.

import { plainText } from '../core/plain-text.ts';
import type { StoreAddress } from '../store/open.ts';
import { type ReadSettings, readSettings, type Sources, type Texts } from './read-settings.ts';
import { label, namesOf, SETTINGS, type SettingKey } from './settings.ts';
import { userStateFile } from './user-folders.ts';

/** All that is needed to find the ledger of one recipient. */
export interface LedgerSettings {
  readonly recipient: string;
  readonly store: StoreAddress;
  /** Certificates of further authorities to trust, in PEM format. */
  readonly ca: string | undefined;
  readonly secret: Secret;
}

/** The HMAC key for the digests, or the Twilio secret to derive it from. */
export type Secret = { readonly key: string } | { readonly derivedFrom: string };

/** The settings files that are there and were not taken. */
export type PassedOver = readonly { readonly path: string; readonly texts: Texts }[];

/** What the files beside the settings have to say. */
export interface Beside {
  readonly passedOver?: PassedOver;
  /** Certificates of further authorities, in PEM format. */
  readonly ca?: string | undefined;
  /** Why they cannot be had. */
  readonly problem?: string;
}

/** Reads what finding a ledger takes, and what the flags give. What is wrong with any other setting does not matter. */
export function readLedgerSettings(sources: Sources): ReadSettings {
  const keys = new Set<SettingKey>(['to', 'store', 'secret', ...(Object.keys(sources.flags) as SettingKey[])]);
  const { values, given } = readSettings(sources, keys);
  if (!given.has('secret')) for (const key of ['authToken', 'apiKey', 'apiSecret'] as const) keys.add(key);
  if (isOverTls(values.store)) keys.add('caFile');
  return readSettings(sources, keys);
}

function isOverTls(store: StoreAddress | undefined): boolean {
  return store?.kind === 'redis' && 'tls' in store.redis.target && store.redis.target.tls;
}

/**
 * The settings that find a ledger, or everything that is wrong with them, one line each.
 *
 * @param env says where the user's state directory is
 */
export function ledgerSettings(
  read: ReadSettings,
  env: NodeJS.ProcessEnv,
  { passedOver = [], ca, problem }: Beside = {},
): LedgerSettings | { problems: string[] } {
  const { values, given } = read;
  const problems = [...read.problems];
  if (!given.has('secret') && !given.has('apiSecret')) {
    if (given.has('apiKey')) {
      const hint = 'without OTP_SECRET, the key is derived from the secret of TWILIO_API_KEY';
      problems.push(missing('apiSecret', hint, passedOver));
    } else if (!given.has('authToken')) {
      const hint =
        'if your gate runs without it, set the TWILIO_AUTH_TOKEN or TWILIO_API_SECRET of the gate, as its key is derived from that';
      problems.push(missing('secret', hint, passedOver, 'authToken', 'apiSecret'));
    }
  }
  if (!given.has('to')) problems.push(missing('to', `give ${SETTINGS.to.accepts}`, passedOver));
  if (problem !== undefined) problems.push(problem);
  const recipient = values.to;
  const store = storeOf(read, env, problems);
  const secret = secretOf(values);
  return problems.length > 0 || !recipient || !store || !secret ? { problems } : { recipient, store, ca, secret };
}

/** Says that a setting is missing, and where it can be had. @param instead what could be set in its place */
export function missing(key: SettingKey, hint: string, passedOver: PassedOver, ...instead: SettingKey[]): string {
  const names = [key, ...instead].flatMap((one) => namesOf(SETTINGS[one]));
  const elsewhere = passedOver.find(({ texts }) => names.some((name) => texts[name]));
  const path = plainText(elsewhere?.path ?? '');
  const found = elsewhere ? `; it is in ${path}, which is passed over: to use that file, give --config ${path}` : '';
  return `${label(SETTINGS[key])} is missing; ${hint}${found}`;
}

/** The store that was set, or else a file of the user's own. */
export function storeOf(
  { values, given }: ReadSettings,
  env: NodeJS.ProcessEnv,
  problems: string[],
): StoreAddress | undefined {
  if (given.has('store')) return values.store;
  const path = userStateFile(env);
  if (path !== undefined) return { kind: 'file', path };
  const { store } = SETTINGS;
  problems.push(`${label(store)} is missing, and you have no home to keep it in: give ${store.accepts}`);
  return undefined;
}

/** The secret that was set, or else the Twilio secret. */
export function secretOf({ secret, apiSecret, authToken }: ReadSettings['values']): Secret | undefined {
  if (secret !== undefined) return { key: secret };
  const derivedFrom = apiSecret ?? authToken;
  return derivedFrom === undefined ? undefined : { derivedFrom };
}
