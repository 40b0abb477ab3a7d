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

/** https://www.twilio.com/docs/iam/api/account */
export const ACCOUNT: Shape = {
  fields: {
    sid: sid('AC'),
    owner_account_sid: sid('AC'),
    friendly_name: 'string',
    status: /^(active|suspended|closed)$/,
    type: /^(Trial|Full)$/,
    auth_token: 'string',
    date_created: rfc2822,
    date_updated: rfc2822,
    subresource_uris: { each: path },
    uri: /^\/2010-04-01\/Accounts\/AC[0-9a-fA-F]{32}\.json$/,
  },
};

/** https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource */
export const INCOMING_NUMBER: Shape = {
  fields: {
    sid: sid('PN'),
    account_sid: sid('AC'),
    friendly_name: 'string',
    phone_number: number,
    capabilities: { fields: { fax: 'boolean', mms: 'boolean', sms: 'boolean', voice: 'boolean' } },
    date_created: rfc2822,
    date_updated: rfc2822,
    address_requirements: /^(none|any|local|foreign)$/,
    address_sid: orNull(sid('AD')),
    api_version: /^2010-04-01$/,
    beta: 'boolean',
    bundle_sid: orNull(sid('BU')),
    emergency_address_sid: orNull(sid('AD')),
    emergency_address_status: 'string',
    emergency_status: /^(Active|Inactive)$/,
    identity_sid: orNull(sid('RI')),
    origin: /^(twilio|hosted)$/,
    sms_application_sid: orNull('string'),
    sms_fallback_method: 'string',
    sms_fallback_url: orNull('string'),
    sms_method: 'string',
    sms_url: orNull('string'),
    status: 'string',
    status_callback: orNull('string'),
    status_callback_method: 'string',
    trunk_sid: orNull(sid('TK')),
    type: 'string',
    voice_application_sid: orNull(sid('AP')),
    voice_caller_id_lookup: 'boolean',
    voice_fallback_method: 'string',
    voice_fallback_url: orNull('string'),
    voice_method: 'string',
    voice_receive_mode: /^(voice|fax)$/,
    voice_url: orNull('string'),
    uri: path,
  },
};

/** https://www.twilio.com/docs/voice/api/outgoing-caller-ids */
export const CALLER_ID: Shape = {
  fields: {
    sid: sid('PN'),
    account_sid: sid('AC'),
    friendly_name: 'string',
    phone_number: number,
    date_created: rfc2822,
    date_updated: rfc2822,
    uri: path,
  },
};

/** https://www.twilio.com/docs/messaging/api/service-resource */
export const MESSAGING_SERVICE: Shape = {
  fields: {
    sid: sid('MG'),
    account_sid: sid('AC'),
    friendly_name: 'string',
    date_created: iso8601,
    date_updated: iso8601,
    area_code_geomatch: 'boolean',
    fallback_method: 'string',
    fallback_to_long_code: 'boolean',
    fallback_url: orNull('string'),
    inbound_method: 'string',
    inbound_request_url: orNull('string'),
    mms_converter: 'boolean',
    scan_message_content: /^(inherit|enable|disable)$/,
    smart_encoding: 'boolean',
    status_callback: orNull('string'),
    sticky_sender: 'boolean',
    synchronous_validation: 'boolean',
    us_app_to_person_registered: 'boolean',
    use_inbound_webhook_on_number: 'boolean',
    usecase: 'string',
    validity_period: 'number',
    links: { each: /^https:\/\/messaging\.twilio\.com\/v1\/Services\/MG/ },
    url: /^https:\/\/messaging\.twilio\.com\/v1\/Services\/MG[0-9a-fA-F]{32}$/,
  },
};
