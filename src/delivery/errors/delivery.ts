// Errors that a message ends with after Twilio has taken it: 30xxx of carriers, 63xxx of WhatsApp.

import { type Entries, later, never, PERSON } from './entry.ts';

const COMPLIANCE = 'Console > Messaging > Regulatory Compliance';
const LOOKUP = 'check the number in your directory; Twilio Lookup tells its line type';
const SENDERS = 'Console > Messaging > Senders > WhatsApp senders';

export const DELIVERY_ERRORS: Entries = {
  30001: later(PERSON.busy, 'the queue of the sender overflowed: send more slowly, or add senders.'),
  30002: never(PERSON.unavailable, 'the account was suspended with the text in its queue: open Console > Billing.'),
  30003: later(PERSON.noSignal, 'the phone is off, has no signal, or is a landline.'),
  30004: later(PERSON.blocked, 'the phone or its carrier blocks texts from this sender: try another channel.'),
  30005: never(PERSON.gone, `the number is not in use, or was moved to another carrier: ${LOOKUP}.`),
  30006: never(PERSON.noTexts, `a landline, or a carrier that cannot be reached: ${LOOKUP}.`),
  30007: later(PERSON.filtered, `Twilio or the carrier took it for spam: check OTP_MESSAGE and ${COMPLIANCE}.`),
  30008: later(PERSON.lost, "the carrier gave no reason: where it happens again, send the message's SID to support."),
  30010: never(PERSON.notDelivered, 'the text costs more than the MaxPrice of the request.'),
  30018: never(
    PERSON.notDelivered,
    'the country wants sender IDs registered: open Console > Phone Numbers > Sender IDs.',
  ),
  30022: later(PERSON.limit, `the rate of the A2P campaign is used up: see its throughput under ${COMPLIANCE}.`),
  30023: later(PERSON.limit, `the daily cap of the A2P brand is used up: see ${COMPLIANCE}.`),
  30024: never(
    PERSON.notDelivered,
    'the carrier does not know the sender yet: wait for its registration, or ask support.',
  ),
  30027: later(PERSON.limit, 'the daily cap of T-Mobile is used up, until midnight Pacific time.'),
  30032: never(
    PERSON.unavailable,
    'the toll-free number is not verified: open Console > Phone Numbers > Manage > Active numbers > SENDER_NUMBER > Regulatory Information and submit its verification; until then take another sender or Verify.',
  ),
  30033: never(PERSON.unavailable, `the A2P campaign is suspended: open ${COMPLIANCE} > Campaigns and ask support.`),
  30034: never(
    PERSON.unavailable,
    `a US number has to be registered (A2P 10DLC): open ${COMPLIANCE} > Onboarding, register a brand and a campaign, and add SENDER_NUMBER to the Messaging Service of the campaign; until then set TWILIO_VERIFY_SERVICE_SID, which needs none.`,
  ),
  30035: later(PERSON.unavailable, `the number is still being registered: see ${COMPLIANCE} > Campaigns, and wait.`),
  30036: later(
    PERSON.late,
    'the text waited for longer than the code lives: send more slowly, or lengthen OTP_EXPIRES_IN.',
  ),
  30038: never(PERSON.filtered, "codes to Twilio's own numbers are filtered: test with another phone."),
  30044: never(PERSON.unavailable, 'the text is too long for a trial account: shorten OTP_MESSAGE, in plain letters.'),
  30410: later(PERSON.lost, 'the carrier did not answer, and Twilio does not try again, lest the text come twice.'),
  30450: later(
    PERSON.heldShortly,
    'the protection against SMS pumping blocks the prefix: put RECIPIENT_NUMBER on the Global Safe List, or see Console > Messaging > Settings > General.',
  ),
  30453: later(
    PERSON.heldShortly,
    'the protection against SMS pumping blocks the text: put RECIPIENT_NUMBER on the Global Safe List, or see Console > Messaging > Settings > General.',
  ),
  63007: never(PERSON.unavailable, `SENDER_NUMBER is not on WhatsApp: register it under ${SENDERS}.`),
  63015: never(
    PERSON.noChat,
    'the WhatsApp sandbox reaches phones that joined it: open Console > Messaging > Try it out > Send a WhatsApp message, and have the phone send the words shown there.',
  ),
  63016: never(
    PERSON.noChat,
    'WhatsApp wants an approved template: make one under Console > Messaging > Content Template Builder and set OTP_WHATSAPP_CONTENT_SID.',
  ),
  63018: later(PERSON.busy, `the rate of the WhatsApp sender is used up: see ${SENDERS}.`),
  63024: never(PERSON.noChat, 'RECIPIENT_NUMBER is not a number on WhatsApp.'),
  63038: later(
    PERSON.limit,
    'the messages of the last 24 hours reached the limit of the account: ask support to raise it.',
  ),
};
