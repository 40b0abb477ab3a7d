// The one table of Twilio's error codes and what they mean. The sentences for the person say nothing
// about the account, since the person may be an attacker. Those for the operator name the console page to open.

import type { Problem } from '../core/outcome.ts';

/**
 * Whether the same request can be retried. `now`: Twilio did nothing, so retry at once; `later`: it may succeed
 * later; `never`: someone has to fix something first.
 */
export type Retry = 'now' | 'later' | 'never';

/** What an error code means. The message continues `Could not send the code: `. */
export interface ErrorEntry extends Pick<Problem, 'message' | 'remedy' | 'detail'> {
  readonly retry: Retry;
}

/** The sentences for the person. Most of them serve several errors. */
const PERSON = {
  unavailable: 'texting is not set up correctly.',
  busy: 'the text service is busy. Try again in a minute.',
  down: 'the text service is down. Try again later.',
  badNumber: 'this phone number is not valid.',
  notEnabled: 'this phone is not enabled yet.',
  country: 'this country is not enabled.',
  noCalls: 'calls are not enabled.',
  noTexts: 'this number cannot receive texts.',
  noRoute: 'this phone cannot be reached by text.',
  noChat: 'this phone is not on WhatsApp.',
  optedOut: 'this phone opted out. Text START to the sender.',
  noSignal: 'the phone is off or has no signal. Check it, then resend.',
  gone: 'this number cannot be reached.',
  blocked: 'the carrier blocked the text. Resend later.',
  filtered: 'the text was filtered out. Resend later.',
  lost: 'the text got lost. Resend it.',
  late: 'the text took too long and was dropped. Resend it.',
  notDelivered: 'the text was not delivered.',
  limit: 'too many texts were sent. Try again later.',
  heldShortly: 'texts are held back. Try again in 30 minutes.',
  heldBack: 'texts are held back. Try again later.',
  manyTries: 'too many tries. Get a new code in 10 minutes.',
  manySends: 'too many codes were sent. Try again in 10 minutes.',
} as const;
type Sentence = keyof typeof PERSON;

/** Which of them the person can do nothing about: who or what it takes. */
const REMEDIES: readonly (readonly [NonNullable<Problem['remedy']>, readonly Sentence[]])[] = [
  ['administrator', ['unavailable', 'badNumber', 'notEnabled', 'country', 'noCalls', 'noChat', 'gone', 'notDelivered']],
  ['call', ['noTexts', 'noRoute']],
];

// Console pages.
export const NUMBERS = 'Console > Phone Numbers > Manage > Active numbers';
export const VERIFIED = 'Console > Phone Numbers > Manage > Verified Caller IDs';
const MESSAGING_SERVICES = 'Console > Messaging > Services';
const COMPLIANCE = 'Console > Messaging > Regulatory Compliance';
const TEMPLATES = 'Console > Messaging > Content Template Builder';
export const WHATSAPP_SENDERS = 'Console > Messaging > Senders > WhatsApp senders';
export const TEXT_COUNTRIES = 'Console > Messaging > Settings > Geo permissions';
const CALL_COUNTRIES = 'Console > Voice > Settings > Geo permissions';
const VERIFY_COUNTRIES = 'Console > Verify > Settings > Geo permissions';
const VERIFY_SERVICES = 'Console > Verify > Services';
const UPGRADE = 'Console > Billing > Upgrade';

// Phrases that several sentences for the operator share.
const CREDENTIALS = 'TWILIO_SID with TWILIO_AUTH_TOKEN (Console home page > Account Info)';
const OR_UPGRADE = `or upgrade under ${UPGRADE}`;
const DEFECT = 'this is a defect in otp-tui, please report it.';
const LOOKUP = 'check the number; Twilio Lookup shows its line type';
const SAFE_LIST = 'put RECIPIENT_NUMBER on the Safe List';
const GLOBAL_SAFE_LIST =
  'put RECIPIENT_NUMBER on the Global Safe List, or see Console > Messaging > Settings > General.';

const entry =
  (retry: Retry) =>
  (sentence: Sentence, detail: string): ErrorEntry => {
    const [remedy] = REMEDIES.find(([, sentences]) => sentences.includes(sentence)) ?? [];
    return { retry, message: PERSON[sentence], ...(remedy && { remedy }), detail };
  };
export const now = entry('now');
export const later = entry('later');
export const never = entry('never');

const INACTIVE = never(
  'unavailable',
  "the account is not active: open Console > Billing and add funds, or ask Twilio's support.",
);
const NO_SENDERS = never(
  'unavailable',
  `the Messaging Service has no sender: open ${MESSAGING_SERVICES} > Sender Pool and add one.`,
);
const pumping = (what: string) =>
  later('heldShortly', `SMS pumping protection blocked the ${what}: ${GLOBAL_SAFE_LIST}`);

/** The known errors by code. */
export const TWILIO_ERRORS: Readonly<Record<number, ErrorEntry>> = {
  // The account, its credentials, and the API as a whole.
  10001: INACTIVE,
  10002: never('unavailable', `a trial account cannot do this: upgrade under ${UPGRADE}.`),
  20001: never('unavailable', `a parameter is missing: ${DEFECT}`),
  20003: never(
    'unavailable',
    `Twilio rejected the credentials: check ${CREDENTIALS}, or TWILIO_API_KEY and TWILIO_API_SECRET (Console > Admin > API keys & tokens); look for spaces, a deleted key and a wrong TWILIO_REGION.`,
  ),
  20005: INACTIVE,
  20008: never(
    'unavailable',
    `test credentials cannot do this: use the live ones, ${CREDENTIALS}; to try it without an account, run otp-tui demo.`,
  ),
  20404: never(
    'unavailable',
    `Twilio found no such resource: check TWILIO_SID and TWILIO_VERIFY_SERVICE_SID (${VERIFY_SERVICES}); a verification disappears once its code is used or 10 minutes old.`,
  ),
  20429: now('busy', 'too many requests at once, so Twilio did not process this one: send fewer at a time.'),
  20500: later('down', 'Twilio has an internal error: see status.twilio.com.'),
  20503: now('down', 'Twilio is unavailable and did not process the request: see status.twilio.com.'),

  // Refusals of a text or call: nothing was sent.
  12100: never('unavailable', `Twilio cannot parse the TwiML of the call: ${DEFECT}`),
  21201: never('unavailable', `the call has no recipient: ${DEFECT}`),
  21205: never('unavailable', `the call has no TwiML: ${DEFECT}`),
  21210: never('unavailable', `SENDER_NUMBER cannot make calls: use a number from ${NUMBERS}, or verify it.`),
  21211: never(
    'badNumber',
    'RECIPIENT_NUMBER is not a valid phone number (+, country code, number), or it is the same as SENDER_NUMBER.',
  ),
  21212: never('unavailable', `Twilio does not accept SENDER_NUMBER as a sender: use one from ${NUMBERS}.`),
  21213: never('unavailable', `a call needs a number to call from: set SENDER_NUMBER to one from ${NUMBERS}.`),
  21214: never('gone', 'RECIPIENT_NUMBER cannot be reached by call.'),
  21215: never('noCalls', `calls to this country are not enabled: open ${CALL_COUNTRIES} and enable it.`),
  21216: never('noCalls', "Twilio does not allow this account to call RECIPIENT_NUMBER: ask Twilio's support why."),
  21217: never('badNumber', 'RECIPIENT_NUMBER is not a valid phone number (+, country code, number).'),
  21219: never(
    'notEnabled',
    `a trial account can call verified numbers only: open ${VERIFIED} and add RECIPIENT_NUMBER.`,
  ),
  21266: never('badNumber', 'RECIPIENT_NUMBER and SENDER_NUMBER are the same number.'),
  21408: never('country', `texts to this country are not enabled: open ${TEXT_COUNTRIES} and enable it.`),
  21602: never('unavailable', `the text is empty: ${DEFECT}`),
  21603: never('unavailable', 'no sender is set: set SENDER_NUMBER or TWILIO_MESSAGING_SERVICE_SID.'),
  21604: never('unavailable', `the text has no recipient: ${DEFECT}`),
  21606: never(
    'unavailable',
    `SENDER_NUMBER does not belong to this account or cannot text this country: see ${NUMBERS}.`,
  ),
  21608: never(
    'notEnabled',
    `a trial account, or one without an approved profile, can text verified numbers only: open ${VERIFIED} and add RECIPIENT_NUMBER; ${OR_UPGRADE} and submit Console > Trust Hub > Customer profiles.`,
  ),
  21610: never('optedOut', 'the recipient replied STOP to this sender; only a START from that phone undoes this.'),
  21611: later('busy', `the queue of SENDER_NUMBER is full: send more slowly, or set up ${MESSAGING_SERVICES}.`),
  21612: never('noRoute', 'Twilio has no route from this sender to this recipient: try another SENDER_NUMBER.'),
  21614: never('noTexts', 'RECIPIENT_NUMBER is not a mobile number: correct it, or send the code by call.'),
  21617: never('unavailable', 'the text is longer than 1,600 characters: shorten OTP_MESSAGE.'),
  21618: never('unavailable', 'the text contains something that cannot be sent: change OTP_MESSAGE.'),
  21624: never('unavailable', `the validity period of the text is out of range: ${DEFECT}`),
  21635: never('noTexts', 'RECIPIENT_NUMBER is a landline: correct it, or send the code by call.'),
  21654: never('unavailable', 'the content template is missing: set OTP_WHATSAPP_CONTENT_SID.'),
  21655: never('unavailable', `unknown template: copy its SID from ${TEMPLATES} to OTP_WHATSAPP_CONTENT_SID.`),
  21656: never('unavailable', 'the content template needs other variables than {{1}}, the code: change the template.'),
  21701: never('unavailable', `there is no such Messaging Service: copy its SID from ${MESSAGING_SERVICES}.`),
  21703: NO_SENDERS,
  21704: NO_SENDERS,
  21705: never('unavailable', `TWILIO_MESSAGING_SERVICE_SID is not valid: copy it from ${MESSAGING_SERVICES}.`),
  21910: never('unavailable', 'sender and recipient are on different channels: SENDER_NUMBER must be on WhatsApp too.'),

  // What happens to a message after Twilio has accepted it: 30xxx from carriers, 63xxx from WhatsApp.
  30001: later('busy', "the sender's queue overflowed: send more slowly, or add senders."),
  30002: never('unavailable', 'the account was suspended while the text was queued: open Console > Billing.'),
  30003: later('noSignal', 'the phone is off, has no signal, or is a landline.'),
  30004: later('blocked', 'the phone or its carrier blocks texts from this sender: try another channel.'),
  30005: never('gone', `the number is not in use, or was ported to another carrier: ${LOOKUP}.`),
  30006: never('noTexts', `a landline, or a carrier that cannot be reached: ${LOOKUP}.`),
  30007: later('filtered', `Twilio or the carrier filtered the text as spam: check OTP_MESSAGE and ${COMPLIANCE}.`),
  30008: later('lost', "the carrier gave no reason: if it happens again, send the message SID to Twilio's support."),
  30010: never('notDelivered', 'the text costs more than the MaxPrice of the request.'),
  30018: never('notDelivered', 'the country requires registration: open Console > Phone Numbers > Sender IDs.'),
  30022: later('limit', `the A2P campaign has reached its rate limit: see its throughput under ${COMPLIANCE}.`),
  30023: later('limit', `the A2P brand has reached its daily cap: see ${COMPLIANCE}.`),
  30024: never('notDelivered', 'the carrier does not know the sender yet: wait for its registration, or ask support.'),
  30027: later('limit', "T-Mobile's daily cap is reached, until midnight Pacific time."),
  30032: never(
    'unavailable',
    `the toll-free number is not verified: open ${NUMBERS} > SENDER_NUMBER > Regulatory Information and submit its verification; until then use another sender or Verify.`,
  ),
  30033: never('unavailable', `the A2P campaign is suspended: open ${COMPLIANCE} > Campaigns and ask support.`),
  30034: never(
    'unavailable',
    `a US number must be registered (A2P 10DLC): open ${COMPLIANCE} > Onboarding, register a brand and a campaign, and add SENDER_NUMBER to the campaign's Messaging Service; until then set TWILIO_VERIFY_SERVICE_SID, which needs no registration.`,
  ),
  30035: later('unavailable', `the number is still being registered: see ${COMPLIANCE} > Campaigns, and wait.`),
  30036: later('late', 'the text was queued longer than the code lives: send more slowly, or raise OTP_EXPIRES_IN.'),
  30038: never('filtered', "codes to Twilio's own numbers are filtered: test with another phone."),
  30044: never('unavailable', 'the text is too long for a trial account: shorten OTP_MESSAGE, and use plain letters.'),
  30410: later('lost', 'the carrier did not answer, and Twilio does not retry, so as not to send the text twice.'),
  30450: pumping('prefix'),
  30453: pumping('text'),
  63007: never('unavailable', `SENDER_NUMBER is not on WhatsApp: register it under ${WHATSAPP_SENDERS}.`),
  63015: never(
    'noChat',
    'the WhatsApp sandbox only reaches phones that have joined it: open Console > Messaging > Try it out > Send a WhatsApp message, and send the words shown there from the phone.',
  ),
  63016: never(
    'noChat',
    `WhatsApp requires an approved template: create one under ${TEMPLATES} and set OTP_WHATSAPP_CONTENT_SID.`,
  ),
  63018: later('busy', `the WhatsApp sender has reached its rate limit: see ${WHATSAPP_SENDERS}.`),
  63024: never('noChat', 'RECIPIENT_NUMBER is not on WhatsApp.'),
  63038: later('limit', "the account has reached its limit of messages in 24 hours: ask Twilio's support to raise it."),

  // Verify.
  60200: never('badNumber', 'Verify rejected a parameter, most likely RECIPIENT_NUMBER (+, country code, number).'),
  60202: later('manyTries', 'five codes were checked; Verify accepts the next one after 10 minutes.'),
  60203: later('manySends', 'five codes were sent and none entered; Verify sends the next one after 10 minutes.'),
  60205: never(
    'noTexts',
    `RECIPIENT_NUMBER is a landline, and ${VERIFY_SERVICES} > SMS skips landlines: send the code by call.`,
  ),
  60212: later('busy', 'too many requests for this number at once: is someone abusing it?'),
  60223: never('unavailable', `the channel is disabled: open ${VERIFY_SERVICES} > the service and enable it.`),
  60238: later(
    'heldBack',
    `Twilio blocks the number, because of abuse or while an upgrade is under review: ${SAFE_LIST}.`,
  ),
  60410: later('heldBack', `Fraud Guard blocks the prefix for 12 hours: wait, or ${SAFE_LIST}.`),
  60605: never('country', `Verify blocks this country: open ${VERIFY_COUNTRIES} and allow it, or ${SAFE_LIST}.`),
  68008: never(
    'unavailable',
    `Verify sends over WhatsApp only from a sender of yours: register one under ${WHATSAPP_SENDERS}, and give it to the Verify service under ${VERIFY_SERVICES}.`,
  ),

  // Trial accounts.
  572002: never(
    'unavailable',
    `a trial account can only text from the number assigned to the recipient: open Console > Messaging > Try SMS, and set SENDER_NUMBER to the trial number shown for RECIPIENT_NUMBER; ${OR_UPGRADE}.`,
  ),
  572005: never(
    'notEnabled',
    `a trial account can reach verified numbers only: open ${VERIFIED}, and finish verifying RECIPIENT_NUMBER with the code that Twilio sends to it; ${OR_UPGRADE}.`,
  ),
  572006: never(
    'unavailable',
    `a trial account cannot send a text in its own words: open ${VERIFY_SERVICES}, create a service and set TWILIO_VERIFY_SERVICE_SID to its SID; ${OR_UPGRADE}.`,
  ),
  575001: never(
    'unavailable',
    `this trial account cannot use Verify (a trial lasts 30 days and allows no custom text): upgrade under ${UPGRADE}.`,
  ),
};
