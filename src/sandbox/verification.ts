// One verification of Twilio Verify: what is kept of it, until when it can be used, and how Twilio
// writes it, its check and its service down.

import { iso8601 } from './dates.ts';

export type Channel = 'sms' | 'call' | 'whatsapp';

/** A code being sent again makes an attempt, not a verification. */
export interface Attempt {
  readonly sid: string;
  readonly channel: Channel;
  /** In ms since 1970. */
  readonly time: number;
}

export interface Verification {
  readonly sid: string;
  readonly account: string;
  readonly service: string;
  readonly to: string;
  readonly code: string;
  /** One for each time the code was sent; the first is when the verification was made. */
  readonly attempts: readonly [Attempt, ...Attempt[]];
  /** How many codes were checked. */
  readonly checks: number;
  readonly updatedAt: number;
}

/** From the first attempt on; one that came later does not lengthen it. */
const LIFE = 10 * 60_000;

export function isExpired({ attempts: [first] }: Verification, now: number): boolean {
  return now >= first.time + LIFE;
}

/** The channel of the latest attempt. */
function channelOf({ attempts }: Verification): Channel {
  return (attempts.at(-1) ?? attempts[0]).channel;
}

/** The verification in Twilio's JSON, as it stands while it can be used. */
export function describeVerification(verification: Verification, status: 'pending' | 'canceled' = 'pending'): object {
  const { sid, service, attempts } = verification;
  return {
    ...describeEither(verification),
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

/** What came of a check, in Twilio's JSON. */
export function describeCheck(verification: Verification, isApproved: boolean): object {
  return {
    ...describeEither(verification),
    status: isApproved ? 'approved' : 'pending',
    valid: isApproved,
    sna_attempts_error_codes: [],
  };
}

function describeEither(verification: Verification): object {
  const { sid, service, account, to, attempts, updatedAt } = verification;
  return {
    sid,
    service_sid: service,
    account_sid: account,
    to,
    channel: channelOf(verification),
    amount: null,
    payee: null,
    date_created: iso8601(attempts[0].time),
    date_updated: iso8601(updatedAt),
  };
}

/** A service in Twilio's JSON. @param createdAt in ms since 1970 */
export function describeService(
  sid: string,
  account: string,
  { name, codeLength, createdAt }: { readonly name: string; readonly codeLength: number; readonly createdAt: number },
): object {
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

// Twilio writes its own host here, and so does the sandbox.
function urlOf(service: string): string {
  return `https://verify.twilio.com/v2/Services/${service}`;
}
