// Twilio's resources as its API describes them: the fields of each, and what JSON can stand in them. Kept
// by hand from Twilio's reference pages and from the types of its SDK; `null` only where Twilio allows it.

/** What can stand in a field; a list for one of several, an object for the fields of an object. */
export type Shape =
  | 'null'
  | 'string'
  | 'number'
  | 'boolean'
  | RegExp
  | readonly Shape[]
  | { readonly each: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

const sid = (prefix: string) => new RegExp(`^${prefix}[0-9a-fA-F]{32}$`);
const number = /^(whatsapp:)?\+[1-9][0-9]{6,14}$/;
const sender = /^[^\s].*$/;
const digits = /^[0-9]+$/;
const rfc2822 = /^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} \+0000$/;
const iso8601 = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3})?Z$/;
const path = /^\/2010-04-01\/Accounts\/AC[0-9a-fA-F]{32}\/[A-Za-z0-9/]+\.json$/;
const verifyUrl = /^https:\/\/verify\.twilio\.com\/v2\/Services\/VA[0-9a-fA-F]{32}/;
const channel = /^(sms|call|email|whatsapp|sna)$/;
const verificationStatus = /^(pending|approved|canceled|max_attempts_reached|deleted|failed|expired)$/;
const orNull = (shape: Shape): Shape => [shape, 'null'];

/** https://www.twilio.com/docs/messaging/api/message-resource */
export const MESSAGE: Shape = {
  fields: {
    account_sid: sid('AC'),
    api_version: /^2010-04-01$/,
    body: 'string',
    date_created: rfc2822,
    date_sent: orNull(rfc2822),
    date_updated: rfc2822,
    direction: /^(inbound|outbound-api|outbound-call|outbound-reply)$/,
    error_code: orNull('number'),
    error_message: orNull('string'),
    from: orNull(sender),
    messaging_service_sid: orNull(sid('MG')),
    num_media: digits,
    num_segments: digits,
    price: orNull('string'),
    price_unit: orNull(/^[A-Z]{3}$/),
    sid: [sid('SM'), sid('MM')],
    status:
      /^(queued|sending|sent|failed|delivered|undelivered|receiving|received|accepted|scheduled|read|partially_delivered|canceled)$/,
    subresource_uris: { each: path },
    to: number,
    uri: path,
  },
};

/** https://www.twilio.com/docs/voice/api/call-resource */
export const CALL: Shape = {
  fields: {
    account_sid: sid('AC'),
    annotation: orNull('string'),
    answered_by: orNull('string'),
    api_version: /^2010-04-01$/,
    caller_name: orNull('string'),
    date_created: rfc2822,
    date_updated: rfc2822,
    direction: /^(inbound|outbound-api|outbound-dial)$/,
    duration: orNull(digits),
    end_time: orNull(rfc2822),
    forwarded_from: orNull('string'),
    from: sender,
    from_formatted: 'string',
    group_sid: orNull(sid('GP')),
    parent_call_sid: orNull(sid('CA')),
    phone_number_sid: orNull(sid('PN')),
    price: orNull('string'),
    price_unit: orNull(/^[A-Z]{3}$/),
    queue_time: digits,
    sid: sid('CA'),
    start_time: orNull(rfc2822),
    status: /^(queued|ringing|in-progress|completed|busy|failed|no-answer|canceled)$/,
    subresource_uris: { each: path },
    to: number,
    to_formatted: 'string',
    trunk_sid: orNull(sid('TK')),
    uri: path,
  },
};

/** https://www.twilio.com/docs/verify/api/verification */
export const VERIFICATION: Shape = {
  fields: {
    sid: sid('VE'),
    service_sid: sid('VA'),
    account_sid: sid('AC'),
    to: number,
    channel,
    status: verificationStatus,
    valid: 'boolean',
    lookup: { fields: { carrier: orNull({ each: orNull('string') }) } },
    amount: orNull('string'),
    payee: orNull('string'),
    send_code_attempts: { each: { fields: { attempt_sid: sid('VL'), channel, time: iso8601 } } },
    sna: orNull({ fields: { url: 'string' } }),
    date_created: iso8601,
    date_updated: iso8601,
    url: verifyUrl,
  },
};

/** https://www.twilio.com/docs/verify/api/verification-check */
export const VERIFICATION_CHECK: Shape = {
  fields: {
    sid: sid('VE'),
    service_sid: sid('VA'),
    account_sid: sid('AC'),
    to: number,
    channel,
    status: verificationStatus,
    valid: 'boolean',
    amount: orNull('string'),
    payee: orNull('string'),
    sna_attempts_error_codes: orNull({ each: { fields: { code: 'number' } } }),
    date_created: iso8601,
    date_updated: iso8601,
  },
};

/** https://www.twilio.com/docs/verify/api/service */
export const SERVICE: Shape = {
  fields: {
    sid: sid('VA'),
    account_sid: sid('AC'),
    friendly_name: 'string',
    code_length: 'number',
    lookup_enabled: 'boolean',
    psd2_enabled: 'boolean',
    skip_sms_to_landlines: 'boolean',
    dtmf_input_required: 'boolean',
    tts_name: orNull('string'),
    do_not_share_warning_enabled: 'boolean',
    custom_code_enabled: 'boolean',
    push: {
      fields: {
        include_date: 'boolean',
        apn_credential_sid: orNull(sid('CR')),
        fcm_credential_sid: orNull(sid('CR')),
      },
    },
    totp: { fields: { issuer: orNull('string'), time_step: 'number', code_length: 'number', skew: 'number' } },
    default_template_sid: orNull(sid('HJ')),
    whatsapp: { fields: { msg_service_sid: orNull(sid('MG')), from: orNull('string') } },
    passkeys: orNull({ each: ['string', 'null'] }),
    verify_event_subscription_enabled: 'boolean',
    date_created: iso8601,
    date_updated: iso8601,
    url: verifyUrl,
    links: { each: verifyUrl },
  },
};

/** https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
export const ERROR: Shape = {
  fields: {
    code: 'number',
    message: /\S/,
    more_info: /^https:\/\/www\.twilio\.com\/docs\/errors\/[0-9]{5,6}$/,
    status: 'number',
  },
};
