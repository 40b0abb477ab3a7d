// The one table of Twilio's errors: what is known of each by its code. The sentences for the person say nothing
// about the account, since the person may be an intruder; those for the operator name the console page to open.

/**
 * Whether the same request can be made again. `now`: Twilio did nothing, so it can be made at once; `later`: it may
 * succeed later; `never`: somebody has to fix something first.
 */
export type Retry = 'now' | 'later' | 'never';

/** What is known of an error. */
export interface ErrorEntry {
  readonly retry: Retry;
  /** For the person: what happened and what to do. Continues `Could not send the code: `. */
  readonly message: string;
  /** For the operator: the cause, and what to fix where. */
  readonly detail: string;
}

/** The sentences for the person, most of which serve several errors. */
const PERSON = {
  unavailable: 'the text service is set up wrong. Ask the administrator.',
  busy: 'the text service is busy. Try again in a minute.',
  down: 'the text service is down. Try again later.',
  badNumber: 'this phone number is not valid. Ask the administrator.',
  notEnabled: 'this phone is not enabled yet. Ask the administrator.',
  country: 'this country is not enabled. Ask the administrator.',
  noCalls: 'calls to it are not enabled. Ask the administrator.',
  noTexts: 'this number cannot receive texts. A call may reach it.',
  noRoute: 'this phone cannot be reached by text. A call may reach it.',
  noChat: 'it is not reached on WhatsApp. Ask the administrator.',
  optedOut: 'this phone opted out. Text START to the sender.',
  noSignal: 'the phone is off or has no signal. Check it, then resend.',
  gone: 'this number does not answer. Ask the administrator.',
  blocked: 'the carrier blocked the text. Resend later.',
  filtered: 'the text was filtered out. Resend later, or try a call.',
  lost: 'the text was lost on its way. Resend it.',
  late: 'the text came too late and was dropped. Resend it.',
  notDelivered: 'the text was not delivered. Ask the administrator.',
  limit: 'too many texts were sent for now. Try again later.',
  heldShortly: 'texts to it are held back. Try again in 30 minutes.',
  heldBack: 'texts to it are held back for now. Try again later.',
  manyTries: 'too many tries. Ask for a new code in 10 minutes.',
  manySends: 'too many codes were sent. Try again in 10 minutes.',
} as const;

// Pages of the console.
const NUMBERS = 'Console > Phone Numbers > Manage > Active numbers';
const VERIFIED = 'Console > Phone Numbers > Manage > Verified Caller IDs';
const MESSAGING_SERVICES = 'Console > Messaging > Services';
const COMPLIANCE = 'Console > Messaging > Regulatory Compliance';
const TEMPLATES = 'Console > Messaging > Content Template Builder';
const WHATSAPP_SENDERS = 'Console > Messaging > Senders > WhatsApp senders';
const TEXT_COUNTRIES = 'Console > Messaging > Settings > Geo permissions';
const CALL_COUNTRIES = 'Console > Voice > Settings > Geo permissions';
const VERIFY_COUNTRIES = 'Console > Verify > Settings > Geo permissions';
const VERIFY_SERVICES = 'Console > Verify > Services';
const UPGRADE = 'Console > Billing > Upgrade';

// What several sentences for the operator share.
const CREDENTIALS = 'TWILIO_SID with TWILIO_AUTH_TOKEN (Console home page > Account Info)';
const OR_UPGRADE = `or upgrade under ${UPGRADE}`;
const DEFECT = 'this is a defect of otp-tui, please report it.';
const LOOKUP = 'check the number in your directory; Twilio Lookup tells its line type';
const SAFE_LIST = 'put RECIPIENT_NUMBER on the Safe List';
const GLOBAL_SAFE_LIST =
  'put RECIPIENT_NUMBER on the Global Safe List, or see Console > Messaging > Settings > General.';

type Sentence = keyof typeof PERSON;
const entry =
  (retry: Retry) =>
  (sentence: Sentence, detail: string): ErrorEntry => ({ retry, message: PERSON[sentence], detail });
export const now = entry('now');
export const later = entry('later');
export const never = entry('never');

const INACTIVE = never(
  'unavailable',
  'the account is not active: open Console > Billing and add funds, or ask support.',
);
const NO_SENDERS = never(
  'unavailable',
  `the Messaging Service has no sender: open ${MESSAGING_SERVICES} > Sender Pool and add one.`,
);
const pumping = (what: string) =>
  later('heldShortly', `the protection against SMS pumping blocks the ${what}: ${GLOBAL_SAFE_LIST}`);

/** Every error code that has an entry. */
export const TWILIO_ERRORS: Readonly<Record<number, ErrorEntry>> = {
  // The account, its credentials, and the API as a whole.
  10001: INACTIVE,
  10002: never('unavailable', `a trial account cannot do this: upgrade under ${UPGRADE}.`),
  20001: never('unavailable', `a parameter is missing: ${DEFECT}`),
  20003: never(
    'unavailable',
    `Twilio does not accept the credentials: check ${CREDENTIALS}, or TWILIO_API_KEY with TWILIO_API_SECRET (Console > Admin > API keys & tokens), for spaces, for a deleted key, and TWILIO_REGION.`,
  ),
  20005: INACTIVE,
  20008: never(
    'unavailable',
    `test credentials cannot do this: set the live ones, ${CREDENTIALS}; to try without an account, run otp-tui demo.`,
  ),
  20404: never(
    'unavailable',
    `Twilio has no such thing: check TWILIO_SID and TWILIO_VERIFY_SERVICE_SID (${VERIFY_SERVICES}); a verification is gone once its code is used or 10 minutes old.`,
  ),
  20429: now('busy', 'too many requests at once, and Twilio did nothing with this one: send fewer at a time.'),
  20500: later('down', 'Twilio has an internal error: see status.twilio.com.'),
  20503: now('down', 'Twilio is unavailable and did nothing with the request: see status.twilio.com.'),

  // Refusals of a text or call: nothing was sent.
  12100: never('unavailable', `Twilio cannot read what the call is to say: ${DEFECT}`),
  21201: never('unavailable', `the call has no recipient: ${DEFECT}`),
  21205: never('unavailable', `the call has nothing to say: ${DEFECT}`),
  21210: never('unavailable', `SENDER_NUMBER may not call: use a number under ${NUMBERS}, or verify it.`),
  21211: never('badNumber', 'RECIPIENT_NUMBER is not a phone number, or it is SENDER_NUMBER: +, country, number.'),
  21212: never('unavailable', `SENDER_NUMBER is not a valid sender for Twilio: take one from ${NUMBERS}.`),
  21213: never('unavailable', `a call needs a number to come from: set SENDER_NUMBER to one from ${NUMBERS}.`),
  21214: never('gone', 'RECIPIENT_NUMBER cannot be reached by call.'),
  21215: never('noCalls', `calls there are not allowed: open ${CALL_COUNTRIES} and enable the country.`),
  21216: never('noCalls', 'Twilio does not let this account call RECIPIENT_NUMBER: ask its support why.'),
  21217: never('badNumber', 'RECIPIENT_NUMBER is not a phone number: +, country, number.'),
  21219: never('notEnabled', `a trial account calls verified numbers only: open ${VERIFIED} and add it.`),
  21266: never('badNumber', 'RECIPIENT_NUMBER and SENDER_NUMBER are the same number.'),
  21408: never('country', `texts there are not allowed: open ${TEXT_COUNTRIES} and enable the country.`),
  21602: never('unavailable', `the text is empty: ${DEFECT}`),
  21603: never('unavailable', 'there is no sender: set SENDER_NUMBER or TWILIO_MESSAGING_SERVICE_SID.'),
  21604: never('unavailable', `the text has no recipient: ${DEFECT}`),
  21606: never('unavailable', `SENDER_NUMBER is not this account's or cannot text there: see ${NUMBERS}.`),
  21608: never(
    'notEnabled',
    `a trial account, or one without an approved profile, texts verified numbers only: open ${VERIFIED} and add RECIPIENT_NUMBER; ${OR_UPGRADE} and submit Console > Trust Hub > Customer profiles.`,
  ),
  21610: never('optedOut', 'the recipient replied STOP to this sender; only START from that phone undoes it.'),
  21611: later('busy', `the queue of SENDER_NUMBER is full: send more slowly, or set up ${MESSAGING_SERVICES}.`),
  21612: never('noRoute', 'Twilio has no route from this sender to this recipient: try another SENDER_NUMBER.'),
  21614: never('noTexts', 'RECIPIENT_NUMBER is not a mobile number: correct it, or send the code by call.'),
  21617: never('unavailable', 'the text is longer than 1,600 characters: shorten OTP_MESSAGE.'),
  21618: never('unavailable', 'the text holds what cannot be sent: change OTP_MESSAGE.'),
  21624: never('unavailable', `the life of the text is out of bounds: ${DEFECT}`),
  21635: never('noTexts', 'RECIPIENT_NUMBER is a landline: correct it, or send the code by call.'),
  21654: never('unavailable', 'the content template is missing: set OTP_WHATSAPP_CONTENT_SID.'),
  21655: never(
    'unavailable',
    `the content template is not known: copy its SID from ${TEMPLATES} to OTP_WHATSAPP_CONTENT_SID.`,
  ),
  21656: never('unavailable', 'the content template has other variables than {{1}}, the code: change the template.'),
  21701: never('unavailable', `there is no such Messaging Service: copy its SID from ${MESSAGING_SERVICES}.`),
  21703: NO_SENDERS,
  21704: NO_SENDERS,
  21705: never('unavailable', `TWILIO_MESSAGING_SERVICE_SID is not valid: copy it from ${MESSAGING_SERVICES}.`),
  21910: never('unavailable', 'sender and recipient are not on one channel: SENDER_NUMBER has to be on WhatsApp too.'),

  // What happens to a message after Twilio has accepted it: 30xxx from carriers, 63xxx from WhatsApp.
  30001: later('busy', 'the queue of the sender overflowed: send more slowly, or add senders.'),
  30002: never('unavailable', 'the account was suspended with the text in its queue: open Console > Billing.'),
  30003: later('noSignal', 'the phone is off, has no signal, or is a landline.'),
  30004: later('blocked', 'the phone or its carrier blocks texts from this sender: try another channel.'),
  30005: never('gone', `the number is not in use, or was moved to another carrier: ${LOOKUP}.`),
  30006: never('noTexts', `a landline, or a carrier that cannot be reached: ${LOOKUP}.`),
  30007: later('filtered', `Twilio or the carrier took it for spam: check OTP_MESSAGE and ${COMPLIANCE}.`),
  30008: later('lost', "the carrier gave no reason: where it happens again, send the message's SID to support."),
  30010: never('notDelivered', 'the text costs more than the MaxPrice of the request.'),
  30018: never('notDelivered', 'the country wants sender IDs registered: open Console > Phone Numbers > Sender IDs.'),
  30022: later('limit', `the rate of the A2P campaign is used up: see its throughput under ${COMPLIANCE}.`),
  30023: later('limit', `the daily cap of the A2P brand is used up: see ${COMPLIANCE}.`),
  30024: never('notDelivered', 'the carrier does not know the sender yet: wait for its registration, or ask support.'),
  30027: later('limit', 'the daily cap of T-Mobile is used up, until midnight Pacific time.'),
  30032: never(
    'unavailable',
    `the toll-free number is not verified: open ${NUMBERS} > SENDER_NUMBER > Regulatory Information and submit its verification; until then take another sender or Verify.`,
  ),
  30033: never('unavailable', `the A2P campaign is suspended: open ${COMPLIANCE} > Campaigns and ask support.`),
  30034: never(
    'unavailable',
    `a US number has to be registered (A2P 10DLC): open ${COMPLIANCE} > Onboarding, register a brand and a campaign, and add SENDER_NUMBER to the Messaging Service of the campaign; until then set TWILIO_VERIFY_SERVICE_SID, which needs none.`,
  ),
  30035: later('unavailable', `the number is still being registered: see ${COMPLIANCE} > Campaigns, and wait.`),
  30036: later('late', 'the text waited for longer than the code lives: send more slowly, or lengthen OTP_EXPIRES_IN.'),
  30038: never('filtered', "codes to Twilio's own numbers are filtered: test with another phone."),
  30044: never('unavailable', 'the text is too long for a trial account: shorten OTP_MESSAGE, in plain letters.'),
  30410: later('lost', 'the carrier did not answer, and Twilio does not try again, lest the text come twice.'),
  30450: pumping('prefix'),
  30453: pumping('text'),
  63007: never('unavailable', `SENDER_NUMBER is not on WhatsApp: register it under ${WHATSAPP_SENDERS}.`),
  63015: never(
    'noChat',
    'the WhatsApp sandbox reaches phones that joined it: open Console > Messaging > Try it out > Send a WhatsApp message, and have the phone send the words shown there.',
  ),
  63016: never(
    'noChat',
    `WhatsApp wants an approved template: make one under ${TEMPLATES} and set OTP_WHATSAPP_CONTENT_SID.`,
  ),
  63018: later('busy', `the rate of the WhatsApp sender is used up: see ${WHATSAPP_SENDERS}.`),
  63024: never('noChat', 'RECIPIENT_NUMBER is not a number on WhatsApp.'),
  63038: later('limit', 'the messages of the last 24 hours reached the limit of the account: ask support to raise it.'),

  // Verify.
  60200: never('badNumber', 'Verify does not accept a parameter, most likely RECIPIENT_NUMBER: +, country, number.'),
  60202: later('manyTries', 'five codes were checked; Verify takes the next one when 10 minutes are over.'),
  60203: later('manySends', 'five codes were sent and none entered; Verify sends again when 10 minutes are over.'),
  60205: never('noTexts', `RECIPIENT_NUMBER is a landline, and ${VERIFY_SERVICES} > SMS skips these: send by call.`),
  60212: later('busy', 'too many requests for this number at once: is somebody abusing it?'),
  60223: never('unavailable', `the channel is off: open ${VERIFY_SERVICES} > the service and enable it.`),
  60238: later('heldBack', `Twilio blocks the number, for abuse or while an upgrade is reviewed: ${SAFE_LIST}.`),
  60410: later('heldBack', `Fraud Guard blocks the prefix for 12 hours: wait, or ${SAFE_LIST}.`),
  60605: never('country', `Verify is closed for the country: open ${VERIFY_COUNTRIES} and allow it, or ${SAFE_LIST}.`),

  // Trial accounts.
  572002: never(
    'unavailable',
    `a trial account texts only from the number assigned to the recipient: open Console > Messaging > Try SMS, and set SENDER_NUMBER to the trial number shown for RECIPIENT_NUMBER; ${OR_UPGRADE}.`,
  ),
  572005: never(
    'notEnabled',
    `a trial account reaches verified numbers only: open ${VERIFIED}, and finish verifying RECIPIENT_NUMBER with the code that Twilio sends to it; ${OR_UPGRADE}.`,
  ),
  572006: never(
    'unavailable',
    `a trial account cannot send a text of its own wording: open ${VERIFY_SERVICES}, create a service and set TWILIO_VERIFY_SERVICE_SID to its SID; ${OR_UPGRADE}.`,
  ),
  575001: never(
    'unavailable',
    `Verify is closed to this trial account, which lasts 30 days and allows no wording of one's own: upgrade under ${UPGRADE}.`,
  ),
};
