// Verifications, checks and services in Twilio's JSON.

import { iso8601 } from './api.ts';

/** The name of a service that was not made here. */
export const NAME = 'otp-tui';

export interface Verification {
  readonly sid: string;
  readonly account: string;
  readonly service: string;
  readonly to: string;
  readonly code: string;
  /** One for each time the code was sent. The first one started the verification. */
  readonly attempts: readonly [Attempt, ...Attempt[]];
  /** How many codes were checked. */
  readonly checks: number;
  readonly updatedAt: number;
}

export interface Attempt {
  readonly sid: string;
  readonly channel: Channel;
  /** In ms since 1970. */
  readonly time: number;
}

export type Channel = 'sms' | 'call' | 'whatsapp';

export function describeVerification(verification: Verification, status: 'pending' | 'canceled'): object {
  const { sid, service, attempts } = verification;
  return {
    ...describeCommon(verification),
    status,
    valid: false,
    lookup: { carrier: null },
    send_code_attempts: attempts.map((attempt) => ({
      attempt_sid: attempt.sid,
      channel: attempt.channel,
      time: new Date(attempt.time).toISOString(),
    })),
    sna: null,
    url: `${urlOf(service)}/Verifications/${sid}`,
  };
}

export function describeCheck(verification: Verification, isApproved: boolean): object {
  return {
    ...describeCommon(verification),
    status: isApproved ? 'approved' : 'pending',
    valid: isApproved,
    sna_attempts_error_codes: [],
  };
}

/** What a verification and its check have in common. */
function describeCommon({ sid, service, account, to, attempts, updatedAt }: Verification): object {
  return {
    sid,
    service_sid: service,
    account_sid: account,
    to,
    channel: (attempts.at(-1) ?? attempts[0]).channel,
    amount: null,
    payee: null,
    date_created: iso8601(attempts[0].time),
    date_updated: iso8601(updatedAt),
  };
}

export interface Service {
  readonly sid: string;
  readonly account: string;
  readonly name: string;
  readonly codeLength: number;
  /** In ms since 1970. */
  readonly createdAt: number;
}

export function describeService({ sid, account, name, codeLength, createdAt }: Service): object {
  const url = urlOf(sid);
  return {
    sid,
    account_sid: account,
    friendly_name: name,
    code_length: codeLength,
    lookup_enabled: false,
    psd2_enabled: false,
    skip_sms_to_landlines: false,
    dtmf_input_required: true,
    tts_name: null,
    do_not_share_warning_enabled: false,
    custom_code_enabled: false,
    push: { include_date: false, apn_credential_sid: null, fcm_credential_sid: null },
    totp: { issuer: name, time_step: 30, code_length: 6, skew: 1 },
    default_template_sid: null,
    whatsapp: { msg_service_sid: null, from: null },
    passkeys: null,
    verify_event_subscription_enabled: false,
    date_created: iso8601(createdAt),
    date_updated: iso8601(createdAt),
    url,
    links: { verifications: `${url}/Verifications`, verification_checks: `${url}/VerificationCheck` },
  };
}

/** Twilio's URL, as in Twilio's own answers, although the sandbox is elsewhere. */
export const SERVICES = 'https://verify.twilio.com/v2/Services';

function urlOf(service: string): string {
  return `${SERVICES}/${service}`;
}
