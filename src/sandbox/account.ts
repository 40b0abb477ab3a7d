// What Twilio says about an account: its status and type, its numbers, the phones it has verified, and its Messaging
// Services.

import { type ApiRequest, errorReply, iso8601, type Reply, type Route, rfc2822 } from './api.ts';
import { capabilitiesOf, isVerified, OWN_NUMBER, VERIFIED } from './numbers.ts';
import type { AccountOptions } from './options.ts';
import { laterPageOf, pageOf } from './page.ts';

const ACCOUNT = '/2010-04-01/Accounts/(?<account>AC[0-9a-fA-F]{32})';
const NAME = 'Sandbox';
/** The Messaging Service that the account lists as its own; it can use others too. */
const SERVICE = `MG${'0'.repeat(32)}`;

export function accountRoutes({ trial = false, clock = Date.now }: AccountOptions): readonly Route[] {
  const startedAt = clock();
  const dates = { date_created: rfc2822(startedAt), date_updated: rfc2822(startedAt) };

  function fetchAccount({ account, isKey }: ApiRequest): Reply {
    // Twilio lets only a main key read it, and the sandbox does not know which keys are.
    if (isKey) return errorReply(20003, 'Authenticate');
    const uri = `/2010-04-01/Accounts/${account}`;
    return {
      status: 200,
      body: {
        sid: account,
        owner_account_sid: account,
        friendly_name: NAME,
        status: 'active',
        type: trial ? 'Trial' : 'Full',
        auth_token: '0'.repeat(32),
        ...dates,
        subresource_uris: {
          incoming_phone_numbers: `${uri}/IncomingPhoneNumbers.json`,
          messages: `${uri}/Messages.json`,
          outgoing_caller_ids: `${uri}/OutgoingCallerIds.json`,
        },
        uri: `${uri}.json`,
      },
    };
  }

  function listNumbers(request: ApiRequest): Reply {
    const number = request.query('PhoneNumber') || OWN_NUMBER;
    const capabilities = capabilitiesOf(number);
    const found = capabilities ? [{ ...phone(request, number), capabilities, ...PLAIN_NUMBER }] : [];
    return pageOf('incoming_phone_numbers', found, request);
  }

  function listCallerIds(request: ApiRequest): Reply {
    const number = request.query('PhoneNumber') || VERIFIED;
    return pageOf('outgoing_caller_ids', isVerified(number) ? [phone(request, number)] : [], request);
  }

  function phone({ account, path }: ApiRequest, number: string) {
    const sid = `PN${number.replace(/[^0-9]/g, '').padStart(32, '0')}`;
    const uri = path.replace(/\.json$/, `/${sid}.json`);
    return { sid, account_sid: account, friendly_name: number, phone_number: number, ...dates, uri };
  }

  function fetchService({ account, params: { sid = '' } }: ApiRequest): Reply {
    return { status: 200, body: messagingService(sid, account, iso8601(startedAt)) };
  }

  function listServices({ account, query }: ApiRequest): Reply {
    const services = [messagingService(SERVICE, account, iso8601(startedAt))];
    return laterPageOf('services', services, 'https://messaging.twilio.com/v1/Services', query);
  }

  return [
    { path: new RegExp(`^${ACCOUNT}\\.json$`), methods: { GET: fetchAccount } },
    { path: new RegExp(`^${ACCOUNT}/IncomingPhoneNumbers\\.json$`), methods: { GET: listNumbers } },
    { path: new RegExp(`^${ACCOUNT}/OutgoingCallerIds\\.json$`), methods: { GET: listCallerIds } },
    { path: /^\/v1\/Services$/, methods: { GET: listServices } },
    { path: /^\/v1\/Services\/(?<sid>MG[0-9a-fA-F]{32})$/, methods: { GET: fetchService } },
  ];
}

/** The rest of a phone number's fields, as Twilio answers them for a number that nothing was set up for. */
const PLAIN_NUMBER = {
  address_requirements: 'none',
  address_sid: null,
  api_version: '2010-04-01',
  beta: false,
  bundle_sid: null,
  emergency_address_sid: null,
  emergency_address_status: 'unregistered',
  emergency_status: 'Inactive',
  identity_sid: null,
  origin: 'twilio',
  sms_application_sid: '',
  sms_fallback_method: 'POST',
  sms_fallback_url: '',
  sms_method: 'POST',
  sms_url: '',
  status: 'in-use',
  status_callback: '',
  status_callback_method: 'POST',
  trunk_sid: null,
  type: 'local',
  voice_application_sid: null,
  voice_caller_id_lookup: false,
  voice_fallback_method: 'POST',
  voice_fallback_url: null,
  voice_method: 'POST',
  voice_receive_mode: 'voice',
  voice_url: null,
};

function messagingService(sid: string, account: string, date: string): object {
  const url = `https://messaging.twilio.com/v1/Services/${sid}`;
  return {
    sid,
    account_sid: account,
    friendly_name: NAME,
    date_created: date,
    date_updated: date,
    area_code_geomatch: true,
    fallback_method: 'POST',
    fallback_to_long_code: true,
    fallback_url: null,
    inbound_method: 'POST',
    inbound_request_url: null,
    mms_converter: true,
    scan_message_content: 'inherit',
    smart_encoding: true,
    status_callback: null,
    sticky_sender: true,
    synchronous_validation: false,
    us_app_to_person_registered: false,
    use_inbound_webhook_on_number: false,
    usecase: 'undeclared',
    validity_period: 36_000,
    links: {
      phone_numbers: `${url}/PhoneNumbers`,
      short_codes: `${url}/ShortCodes`,
      alpha_senders: `${url}/AlphaSenders`,
    },
    url,
  };
}
