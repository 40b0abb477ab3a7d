// Errors of Twilio Verify, 60xxx.

import { type Entries, later, never, PERSON } from './entry.ts';

const SERVICE = 'Console > Verify > Services';
const COUNTRIES = 'Console > Verify > Settings > Geo permissions';
const SAFE_LIST = 'put RECIPIENT_NUMBER on the Safe List';

export const VERIFY_ERRORS: Entries = {
  60200: never(
    PERSON.badNumber,
    'Verify does not accept a parameter, most likely RECIPIENT_NUMBER: +, country, number.',
  ),
  60202: later(PERSON.manyTries, 'five codes were checked; Verify takes the next one when 10 minutes are over.'),
  60203: later(PERSON.manySends, 'five codes were sent and none entered; Verify sends again when 10 minutes are over.'),
  60205: never(PERSON.noTexts, `RECIPIENT_NUMBER is a landline, and ${SERVICE} > SMS skips these: send by call.`),
  60212: later(PERSON.busy, 'too many requests for this number at once: is somebody abusing it?'),
  60223: never(PERSON.unavailable, `the channel is off: open ${SERVICE} > the service and enable it.`),
  60238: later(PERSON.heldBack, `Twilio blocks the number, for abuse or while an upgrade is reviewed: ${SAFE_LIST}.`),
  60410: later(PERSON.heldBack, `Fraud Guard blocks the prefix for 12 hours: wait, or ${SAFE_LIST}.`),
  60605: never(PERSON.country, `Verify is closed for the country: open ${COUNTRIES} and allow it, or ${SAFE_LIST}.`),
};
