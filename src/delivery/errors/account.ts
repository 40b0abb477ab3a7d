// Errors of the account, its credentials and the API as a whole: 10xxx, 20xxx, and those of trial
// accounts, 57xxxx. The usual first failures are here, so these say which page of the console to open.

import { type Entries, later, never, now, PERSON } from './entry.ts';

const UPGRADE = 'upgrade under Console > Billing > Upgrade';
const CREDENTIALS = 'TWILIO_SID with TWILIO_AUTH_TOKEN (Console home page > Account Info)';

export const ACCOUNT_ERRORS: Entries = {
  10001: never(PERSON.unavailable, 'the account is not active: open Console > Billing and add funds, or ask support.'),
  10002: never(PERSON.unavailable, `a trial account cannot do this: ${UPGRADE}.`),
  20001: never(PERSON.unavailable, 'a parameter is missing: this is a defect of otp-tui, please report it.'),
  20003: never(
    PERSON.unavailable,
    `Twilio does not accept the credentials: check ${CREDENTIALS}, or TWILIO_API_KEY with TWILIO_API_SECRET (Console > Admin > API keys & tokens), for spaces, for a deleted key, and TWILIO_REGION.`,
  ),
  20005: never(PERSON.unavailable, 'the account is not active: open Console > Billing and add funds, or ask support.'),
  20008: never(
    PERSON.unavailable,
    `test credentials cannot do this: set the live ones, ${CREDENTIALS}; to try without an account, run otp-tui demo.`,
  ),
  20404: never(
    PERSON.unavailable,
    'Twilio has no such thing: check TWILIO_SID and TWILIO_VERIFY_SERVICE_SID (Console > Verify > Services); a verification is gone once its code is used or 10 minutes old.',
  ),
  20429: now(PERSON.busy, 'too many requests at once, and Twilio did nothing with this one: send fewer at a time.'),
  20500: later(PERSON.down, 'Twilio has an internal error: see status.twilio.com.'),
  20503: now(PERSON.down, 'Twilio is unavailable and did nothing with the request: see status.twilio.com.'),
  572002: never(
    PERSON.unavailable,
    `a trial account texts only from the number assigned to the recipient: open Console > Messaging > Try SMS, and set SENDER_NUMBER to the trial number shown for RECIPIENT_NUMBER; or ${UPGRADE}.`,
  ),
  572005: never(
    PERSON.notEnabled,
    `a trial account reaches verified numbers only: open Console > Phone Numbers > Manage > Verified Caller IDs, and finish verifying RECIPIENT_NUMBER with the code that Twilio sends to it; or ${UPGRADE}.`,
  ),
  572006: never(
    PERSON.unavailable,
    `a trial account cannot send a text of its own wording: open Console > Verify > Services, create a service and set TWILIO_VERIFY_SERVICE_SID to its SID; or ${UPGRADE}.`,
  ),
  575001: never(
    PERSON.unavailable,
    `Verify is closed to this trial account, which lasts 30 days and allows no wording of one's own: ${UPGRADE}.`,
  ),
};
