// Errors that Twilio answers a new message or call with, 12xxx and 21xxx: nothing was sent.

import { type Entries, later, never, PERSON } from './entry.ts';

const NUMBERS = 'Console > Phone Numbers > Manage > Active numbers';
const VERIFIED = 'Console > Phone Numbers > Manage > Verified Caller IDs';
const SERVICES = 'Console > Messaging > Services';
const TEXT_COUNTRIES = 'Console > Messaging > Settings > Geo permissions';
const CALL_COUNTRIES = 'Console > Voice > Settings > Geo permissions';
const DEFECT = 'this is a defect of otp-tui, please report it.';

export const REQUEST_ERRORS: Entries = {
  12100: never(PERSON.unavailable, `Twilio cannot read what the call is to say: ${DEFECT}`),
  21201: never(PERSON.unavailable, `the call has no recipient: ${DEFECT}`),
  21205: never(PERSON.unavailable, `the call has nothing to say: ${DEFECT}`),
  21210: never(PERSON.unavailable, `SENDER_NUMBER may not call: use a number under ${NUMBERS}, or verify it.`),
  21211: never(PERSON.badNumber, 'RECIPIENT_NUMBER is not a phone number, or it is SENDER_NUMBER: +, country, number.'),
  21212: never(PERSON.unavailable, `SENDER_NUMBER is not a valid sender for Twilio: take one from ${NUMBERS}.`),
  21213: never(PERSON.unavailable, `a call needs a number to come from: set SENDER_NUMBER to one from ${NUMBERS}.`),
  21214: never(PERSON.gone, 'RECIPIENT_NUMBER cannot be reached by call.'),
  21215: never(PERSON.noCalls, `calls there are not allowed: open ${CALL_COUNTRIES} and enable the country.`),
  21216: never(PERSON.noCalls, 'Twilio does not let this account call RECIPIENT_NUMBER: ask its support why.'),
  21217: never(PERSON.badNumber, 'RECIPIENT_NUMBER is not a phone number: +, country, number.'),
  21219: never(PERSON.notEnabled, `a trial account calls verified numbers only: open ${VERIFIED} and add it.`),
  21266: never(PERSON.badNumber, 'RECIPIENT_NUMBER and SENDER_NUMBER are the same number.'),
  21408: never(PERSON.country, `texts there are not allowed: open ${TEXT_COUNTRIES} and enable the country.`),
  21602: never(PERSON.unavailable, `the text is empty: ${DEFECT}`),
  21603: never(PERSON.unavailable, 'there is no sender: set SENDER_NUMBER or TWILIO_MESSAGING_SERVICE_SID.'),
  21604: never(PERSON.unavailable, `the text has no recipient: ${DEFECT}`),
  21606: never(PERSON.unavailable, `SENDER_NUMBER is not this account's or cannot text there: see ${NUMBERS}.`),
  21608: never(
    PERSON.notEnabled,
    `a trial account, or one without an approved profile, texts verified numbers only: open ${VERIFIED} and add RECIPIENT_NUMBER; or upgrade under Console > Billing > Upgrade and submit Console > Trust Hub > Customer profiles.`,
  ),
  21610: never(PERSON.optedOut, 'the recipient replied STOP to this sender; only START from that phone undoes it.'),
  21611: later(PERSON.busy, `the queue of SENDER_NUMBER is full: send more slowly, or set up ${SERVICES}.`),
  21612: never(PERSON.noRoute, 'Twilio has no route from this sender to this recipient: try another SENDER_NUMBER.'),
  21614: never(PERSON.noTexts, 'RECIPIENT_NUMBER is not a mobile number: correct it, or send the code by call.'),
  21617: never(PERSON.unavailable, 'the text is longer than 1,600 characters: shorten OTP_MESSAGE.'),
  21618: never(PERSON.unavailable, 'the text holds what cannot be sent: change OTP_MESSAGE.'),
  21624: never(PERSON.unavailable, `the life of the text is out of bounds: ${DEFECT}`),
  21635: never(PERSON.noTexts, 'RECIPIENT_NUMBER is a landline: correct it, or send the code by call.'),
  21654: never(PERSON.unavailable, 'the content template is missing: set OTP_WHATSAPP_CONTENT_SID.'),
  21655: never(
    PERSON.unavailable,
    'the content template is not known: copy its SID from Console > Messaging > Content Template Builder to OTP_WHATSAPP_CONTENT_SID.',
  ),
  21656: never(
    PERSON.unavailable,
    'the content template has other variables than {{1}}, the code: change the template.',
  ),
  21701: never(PERSON.unavailable, `there is no such Messaging Service: copy its SID from ${SERVICES}.`),
  21703: never(PERSON.unavailable, `the Messaging Service has no sender: open ${SERVICES} > Sender Pool and add one.`),
  21704: never(PERSON.unavailable, `the Messaging Service has no sender: open ${SERVICES} > Sender Pool and add one.`),
  21705: never(PERSON.unavailable, `TWILIO_MESSAGING_SERVICE_SID is not valid: copy it from ${SERVICES}.`),
  21910: never(
    PERSON.unavailable,
    'sender and recipient are not on one channel: SENDER_NUMBER has to be on WhatsApp too.',
  ),
};
