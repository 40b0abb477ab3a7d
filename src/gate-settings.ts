// Which settings a gate cannot do without, and which exclude each other.

import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { deriveSecret } from './core/code.ts';
import { isPhoneNumber } from './core/phone.ts';
import type { Policy } from './core/policy.ts';
import { PROXY_FORM, readProxyAddress } from './delivery/proxy-address.ts';
import { twilioOrigin } from './delivery/route.ts';
import type { Channel } from './delivery/sender.ts';
import type { TwilioOptions } from './delivery/twilio.ts';
import { proxyFor } from './proxy-environment.ts';
import type { ReadSettings } from './read-settings.ts';
import { isReadBy } from './setting-values.ts';
import { label, SETTINGS, type SettingKey } from './settings.ts';

/** All that is needed to send a code to one recipient and to check it. */
export interface GateSettings {
  readonly recipient: string;
  readonly twilio: TwilioOptions & { readonly verifyServiceSid: string | undefined };
  readonly channel: Channel;
  /** Whether the form may offer a call where a text does not arrive. */
  readonly offerCall: boolean;
  readonly policy: Policy;
  readonly service: string | undefined;
  readonly message: string | undefined;
  readonly store: string;
  readonly secret: string;
  /** ms */
  readonly idleTimeout: number;
}

const MINUTE = 60_000;

/** A code that Verify makes lives for ten minutes: https://www.twilio.com/docs/verify/api/rate-limits-and-timeouts */
const VERIFY_LIFE = 600_000;

/**
 * The gate's settings, or everything that is wrong with them, one line each.
 *
 * @param env says where the user's state directory and the proxy are
 */
export function gateSettings(read: ReadSettings, env: NodeJS.ProcessEnv): GateSettings | { problems: string[] } {
  const { values, given } = read;
  const problems = [...read.problems, ...missing(read), ...conflicts(read)];
  const { accountSid, authToken, apiKey, apiSecret, from, messagingServiceSid, edge, region, apiUrl } = values;
  const { verifyServiceSid, whatsappContentSid, channel, fallback } = values;
  const { to, length, expiresIn, maxAttempts, resendAfter, maxSends, sendWindow } = values;
  const { service, message, store, secret, idleTimeout } = values;
  const proxy = proxyFor(new URL(twilioOrigin({ apiUrl, edge, region, verifyServiceSid })), env);
  if (proxy && !isReadBy(readProxyAddress, proxy.address)) problems.push(`${proxy.variable} must be ${PROXY_FORM}`);
  const password = apiSecret ?? authToken;
  const bad = problems.length > 0 || !accountSid || !password || !to || !channel || idleTimeout === undefined;
  if (bad || !length || !expiresIn || !maxAttempts || resendAfter === undefined || !maxSends || !sendWindow) {
    return { problems };
  }
  const byVerify = verifyServiceSid !== undefined;
  const life = byVerify && !given.has('expiresIn') ? VERIFY_LIFE : expiresIn;
  const account = { accountSid, authToken, apiKey, apiSecret, edge, region, apiUrl, proxy: proxy?.address };
  return {
    recipient: to,
    twilio: { ...account, from, messagingServiceSid, whatsappContentSid, verifyServiceSid },
    channel,
    offerCall: fallback === 'call' && channel !== 'call',
    policy: { length: byVerify ? 6 : length, expiresIn: life, maxAttempts, resendAfter, maxSends, sendWindow },
    service,
    message,
    store: store ?? stateFile(env),
    secret: secret ?? deriveSecret(password),
    idleTimeout,
  };
}

function missing({ given }: ReadSettings): string[] {
  const problems: string[] = [];
  const need = (key: SettingKey, or = '') => {
    const setting = SETTINGS[key];
    problems.push(`${label(setting)} is missing: give ${setting.accepts}${or}`);
  };
  if (!given.has('accountSid')) need('accountSid');
  if (given.has('apiKey') !== given.has('apiSecret')) need(given.has('apiKey') ? 'apiSecret' : 'apiKey');
  else if (!given.has('authToken') && !given.has('apiKey')) {
    need('authToken', '; or set TWILIO_API_KEY and TWILIO_API_SECRET');
  }
  if (!given.has('from') && !given.has('messagingServiceSid') && !given.has('verifyServiceSid')) {
    need('from', '; or set TWILIO_MESSAGING_SERVICE_SID or TWILIO_VERIFY_SERVICE_SID');
  }
  if (!given.has('to')) need('to');
  return problems;
}

function conflicts({ given, values }: ReadSettings): string[] {
  const problems: string[] = [];
  const exclude = (one: SettingKey, other: SettingKey, why: string) => {
    if (given.has(one) && given.has(other)) {
      problems.push(`${label(SETTINGS[one])} and ${label(SETTINGS[other])} exclude each other: ${why}`);
    }
  };
  exclude('from', 'messagingServiceSid', 'set one of them');
  exclude('verifyServiceSid', 'length', 'Verify decides how long its codes are');
  // Verify keeps one code for a phone, whatever it is for.
  exclude('verifyServiceSid', 'service', 'each service needs a Verify service of its own');
  exclude('verifyServiceSid', 'message', 'Verify words its texts itself');
  exclude('verifyServiceSid', 'whatsappContentSid', 'Verify has templates of its own');
  if (given.has('verifyServiceSid')) return problems;
  const { message, expiresIn } = values;
  if (message?.includes('{minutes}') && expiresIn !== undefined && expiresIn < MINUTE) {
    problems.push(
      `${label(SETTINGS.message)} names {minutes}, and ${label(SETTINGS.expiresIn)} is less than one: give 1m or more, or leave {minutes} out`,
    );
  }

  const { channel, fallback, from } = values;
  const number = from !== undefined && isPhoneNumber(from);
  const needsNumber = `must be a phone number of the account for`;
  if (channel === 'call' && !number)
    problems.push(`${label(SETTINGS.from)} ${needsNumber} ${label(SETTINGS.channel)} call`);
  if (channel === 'whatsapp' && from !== undefined && !number) {
    problems.push(`${label(SETTINGS.from)} ${needsNumber} ${label(SETTINGS.channel)} whatsapp`);
  }
  if (fallback === 'call' && !number) problems.push(`${label(SETTINGS.from)} ${needsNumber} OTP_FALLBACK call`);
  return problems;
}

/** The file in the user's state directory, by the XDG Base Directory Specification. */
function stateFile({ XDG_STATE_HOME, HOME }: NodeJS.ProcessEnv): string {
  // The specification has a relative path ignored.
  const state =
    XDG_STATE_HOME && isAbsolute(XDG_STATE_HOME) ? XDG_STATE_HOME : join(HOME || homedir(), '.local', 'state');
  return join(state, 'otp-tui', 'state.db');
}
