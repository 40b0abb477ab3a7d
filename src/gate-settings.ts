// Which settings a gate cannot do without, and which exclude each other.

import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { deriveSecret } from './core/code.ts';
import type { Policy } from './core/policy.ts';
import type { TwilioOptions } from './delivery/twilio.ts';
import { label, type ReadSettings, SETTINGS, type SettingKey } from './settings.ts';

/** All that is needed to send a code to one recipient and to check it. */
export interface GateSettings {
  readonly recipient: string;
  readonly twilio: TwilioOptions;
  readonly policy: Policy;
  readonly service: string | undefined;
  readonly message: string | undefined;
  readonly store: string;
  readonly secret: string;
  /** ms */
  readonly idleTimeout: number;
}

/**
 * The gate's settings, or everything that is wrong with them, one line each.
 *
 * @param env says where the user's state directory is
 */
export function gateSettings(
  { values, given, problems: wrong }: ReadSettings,
  env: NodeJS.ProcessEnv,
): GateSettings | { problems: string[] } {
  const problems = [...wrong];
  const missing = (key: SettingKey, or = '') => {
    const setting = SETTINGS[key];
    problems.push(`${label(setting)} is missing: give ${setting.accepts}${or}`);
  };

  if (!given.has('accountSid')) missing('accountSid');
  if (given.has('apiKey') !== given.has('apiSecret')) missing(given.has('apiKey') ? 'apiSecret' : 'apiKey');
  else if (!given.has('authToken') && !given.has('apiKey')) {
    missing('authToken', '; or set TWILIO_API_KEY and TWILIO_API_SECRET');
  }
  if (!given.has('from') && !given.has('messagingServiceSid')) missing('from', '; or set TWILIO_MESSAGING_SERVICE_SID');
  if (given.has('from') && given.has('messagingServiceSid')) {
    problems.push('SENDER_NUMBER (--from) and TWILIO_MESSAGING_SERVICE_SID exclude each other: set one of them');
  }
  if (!given.has('to')) missing('to');

  const { accountSid, authToken, apiKey, apiSecret, from, messagingServiceSid, edge, region, apiUrl } = values;
  const { to, length, expiresIn, maxAttempts, resendAfter, maxSends, sendWindow } = values;
  const { service, message, store, secret, idleTimeout } = values;
  const password = apiSecret ?? authToken;
  const bad = problems.length > 0 || !accountSid || !password || !to || idleTimeout === undefined;
  if (bad || !length || !expiresIn || !maxAttempts || resendAfter === undefined || !maxSends || !sendWindow) {
    return { problems };
  }
  return {
    recipient: to,
    twilio: { accountSid, authToken, apiKey, apiSecret, from, messagingServiceSid, edge, region, apiUrl },
    policy: { length, expiresIn, maxAttempts, resendAfter, maxSends, sendWindow },
    service,
    message,
    store: store ?? stateFile(env),
    secret: secret ?? deriveSecret(password),
    idleTimeout,
  };
}

/** The file in the user's state directory, by the XDG Base Directory Specification. */
function stateFile({ XDG_STATE_HOME, HOME }: NodeJS.ProcessEnv): string {
  // The specification has a relative path ignored.
  const state =
    XDG_STATE_HOME && isAbsolute(XDG_STATE_HOME) ? XDG_STATE_HOME : join(HOME || homedir(), '.local', 'state');
  return join(state, 'otp-tui', 'state.db');
}
