// Which settings a gate requires, and which ones exclude each other.

import type { Channel } from '../core/channel.ts';
import { isPhoneNumber } from '../core/phone.ts';
import type { Policy } from '../core/policy.ts';
import { PROXY_FORM, type ProxyAddress, readProxyAddress } from '../delivery/proxy-address.ts';
import { twilioOrigin } from '../delivery/route.ts';
import type { TwilioOptions } from '../delivery/twilio.ts';
import {
  type LedgerSettings,
  lackingRecipient,
  lackingSecret,
  missing,
  type OtherFiles,
  type PassedOver,
  secretOf,
  storeOf,
} from './ledgers.ts';
import { proxyFor } from './proxy.ts';
import type { ReadSettings } from './read-settings.ts';
import { tryParse } from './setting-values.ts';
import { label, SETTINGS, type SettingKey } from './settings.ts';

/** Everything needed to send a code to one recipient and to check it. */
export interface GateSettings extends LedgerSettings {
  readonly twilio: TwilioOptions & {
    readonly proxy: ProxyAddress | undefined;
    readonly verifyServiceSid: string | undefined;
  };
  readonly channel: Channel;
  /** Whether the form offers a call if a text does not arrive. */
  readonly offerCall: boolean;
  readonly policy: Policy;
  readonly service: string | undefined;
  readonly message: string | undefined;
  /** ms */
  readonly idleTimeout: number;
}

const MINUTE = 60_000;

/** A code made by Verify is valid for ten minutes: https://www.twilio.com/docs/verify/api/rate-limits-and-timeouts */
const VERIFY_LIFE = 600_000;

/**
 * Builds the gate's settings, or lists everything that is wrong with them, one line each.
 *
 * @param env gives the user's state directory and the proxy
 */
export function gateSettings(
  read: ReadSettings,
  env: NodeJS.ProcessEnv,
  otherFiles: OtherFiles = {},
): GateSettings | { problems: string[] } {
  const { values, given } = read;
  const { passedOver = [], usersPhone, ca, problems: others = [] } = otherFiles;
  const own = lackingSecret(read, otherFiles);
  const problems = [...read.problems, ...lacking(read, passedOver), ...conflicts(read), ...own, ...others];
  const { accountSid, authToken, apiKey, apiSecret, from, messagingServiceSid, edge, region, apiUrl } = values;
  const { verifyServiceSid, whatsappContentSid, channel, fallback } = values;
  const { length, expiresIn, maxAttempts, resendAfter, maxSends, sendWindow } = values;
  const { service, message, idleTimeout } = values;
  const recipient = usersPhone ?? values.to;
  const proxy = proxyOf(read, env, problems);
  const store = storeOf(read, env, problems);
  const secret = secretOf(values);
  const bad =
    problems.length > 0 || !accountSid || !secret || !recipient || !channel || !store || idleTimeout === undefined;
  if (bad || !length || !expiresIn || !maxAttempts || resendAfter === undefined || !maxSends || !sendWindow) {
    return { problems };
  }
  const byVerify = verifyServiceSid !== undefined;
  const life = byVerify && !given.has('expiresIn') ? VERIFY_LIFE : expiresIn;
  const account = { accountSid, authToken, apiKey, apiSecret, edge, region, apiUrl, proxy, ca };
  return {
    recipient,
    twilio: { ...account, from, messagingServiceSid, whatsappContentSid, verifyServiceSid },
    channel,
    offerCall: fallback === 'call' && channel !== 'call',
    policy: { length: byVerify ? 6 : length, expiresIn: life, maxAttempts, resendAfter, maxSends, sendWindow },
    service,
    message,
    store,
    ca,
    secret,
    audit: values.audit,
    user: values.user,
    idleTimeout,
  };
}

function lacking(read: ReadSettings, passedOver: PassedOver): string[] {
  const { given } = read;
  const problems: string[] = [];
  const need = (key: SettingKey, hint: string, ...instead: SettingKey[]) => {
    problems.push(missing(key, hint, passedOver, ...instead));
  };
  const { accountSid, authToken, apiKey, from } = SETTINGS;
  if (!given.has('accountSid')) need('accountSid', `it starts with AC (${accountSid.where})`);
  if (given.has('apiKey') !== given.has('apiSecret')) {
    if (given.has('apiKey')) need('apiSecret', 'it was shown once, when the API key was created');
    else need('apiKey', `it starts with SK (${apiKey.where})`);
  } else if (!given.has('authToken') && !given.has('apiKey')) {
    const hint = `copy it from ${authToken.where}, or set TWILIO_API_KEY and TWILIO_API_SECRET`;
    need('authToken', hint, 'apiKey', 'apiSecret');
  }
  if (!given.has('from') && !given.has('messagingServiceSid') && !given.has('verifyServiceSid')) {
    const hint = `give ${from.accepts} (${from.where}), or set TWILIO_MESSAGING_SERVICE_SID or TWILIO_VERIFY_SERVICE_SID`;
    need('from', hint, 'messagingServiceSid', 'verifyServiceSid');
  }
  return [...problems, ...lackingRecipient(read, passedOver)];
}

/** The proxy to reach Twilio through: OTP_PROXY, or else the environment's. A plain http: target is on loopback and needs none. */
export function proxyOf(
  { values, given }: ReadSettings,
  env: NodeJS.ProcessEnv,
  problems: string[],
): ProxyAddress | undefined {
  const target = new URL(twilioOrigin(values));
  if (given.has('proxy')) return target.protocol === 'https:' ? values.proxy : undefined;
  const named = proxyFor(target, env);
  const proxy = named && tryParse(readProxyAddress, named.address);
  if (named && !proxy) problems.push(`${named.variable} must be ${PROXY_FORM}`);
  return proxy;
}

function conflicts({ given, values }: ReadSettings): string[] {
  const problems: string[] = [];
  const exclude = (one: SettingKey, other: SettingKey, why: string) => {
    if (given.has(one) && given.has(other)) {
      problems.push(`${label(SETTINGS[one])} and ${label(SETTINGS[other])} cannot both be set: ${why}`);
    }
  };
  exclude('from', 'messagingServiceSid', 'set only one of them');
  exclude('verifyServiceSid', 'length', 'Verify decides how long its codes are');
  // Verify keeps one code per phone, whatever the code is for.
  exclude('verifyServiceSid', 'service', 'each service needs a Verify service of its own');
  exclude('verifyServiceSid', 'message', 'Verify writes its own texts');
  exclude('verifyServiceSid', 'whatsappContentSid', 'Verify has its own templates');
  if (given.has('verifyServiceSid')) return problems;
  const { message, expiresIn } = values;
  if (message?.includes('{minutes}') && expiresIn !== undefined && expiresIn < MINUTE) {
    problems.push(
      `${label(SETTINGS.message)} contains {minutes}, but ${label(SETTINGS.expiresIn)} is less than one minute: set 1m or more, or leave {minutes} out`,
    );
  }

  const { channel, fallback, from } = values;
  const number = from !== undefined && isPhoneNumber(from);
  const needsNumber = `must be a phone number of the account with`;
  if (channel === 'call' && !number)
    problems.push(`${label(SETTINGS.from)} ${needsNumber} ${label(SETTINGS.channel)} call`);
  if (channel === 'whatsapp' && from !== undefined && !number) {
    problems.push(`${label(SETTINGS.from)} ${needsNumber} ${label(SETTINGS.channel)} whatsapp`);
  }
  if (fallback === 'call' && !number) problems.push(`${label(SETTINGS.from)} ${needsNumber} OTP_FALLBACK call`);
  return problems;
}
