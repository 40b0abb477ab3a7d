// What phone numbers stand for: Twilio's published test numbers and their errors, the sandbox's own
// numbers for any other error, and the formats of numbers and senders.

import { errorReply, type Reply } from './api.ts';

/** The errors of one of Twilio's published test numbers, by what is done with it. */
interface TestNumber {
  readonly textTo?: keyof typeof TEXT_ERRORS;
  readonly textFrom?: keyof typeof TEXT_ERRORS;
  readonly callTo?: keyof typeof CALL_ERRORS;
  readonly callFrom?: keyof typeof CALL_ERRORS;
  readonly verify?: keyof typeof VERIFY_ERRORS;
  readonly verifyBySms?: keyof typeof VERIFY_ERRORS;
}

/**
 * https://www.twilio.com/docs/iam/test-credentials. Twilio refuses every other sender there with 21606. The sandbox
 * accepts them, so that people can try their own settings. Verify has no test numbers, so the two right-hand columns
 * are the sandbox's own: the same problems under Verify's codes.
 */
const TEST_NUMBERS: Readonly<Record<string, TestNumber>> = {
  '+15005550001': { textTo: 21211, textFrom: 21212, callTo: 21217, callFrom: 21212, verify: 60200 },
  '+15005550002': { textTo: 21612, callTo: 21214 },
  '+15005550003': { textTo: 21408, callTo: 21215, verify: 60605 },
  '+15005550004': { textTo: 21610, callTo: 21216 },
  '+15005550007': { textFrom: 21606 },
  '+15005550008': { textFrom: 21611 },
  '+15005550009': { textTo: 21614, verifyBySms: 60205 },
};

const TEXT_ERRORS = {
  21211: (to: string) => `The 'To' number ${to} is not a valid phone number.`,
  21212: (_: string, from: string) =>
    `The 'From' number ${from} is not a valid phone number, shortcode, or alphanumeric sender ID.`,
  21266: (to: string) => `'To' and 'From' numbers cannot be the same: ${to}`,
  21408: (to: string) =>
    `Permission to send an SMS has not been enabled for the region indicated by the 'To' number: ${to}.`,
  21606: (_: string, from: string) =>
    `The 'From' phone number ${from} is not a valid, message-capable Twilio phone number for this destination.`,
  21610: () => 'Attempt to send to unsubscribed recipient',
  21611: (_: string, from: string) => `This 'From' number ${from} has exceeded the maximum number of queued messages`,
  21612: (to: string, from: string) =>
    `The 'To' phone number: ${to}, is not currently reachable using the 'From' phone number: ${from} via SMS.`,
  21614: (to: string) => `'To' number: ${to}, is not a mobile number`,
  21910: () => "Invalid 'From' and 'To' pair. 'From' and 'To' should be of the same channel",
  63007: () => 'Twilio could not find a Channel with the specified From address',
};

const CALL_ERRORS = {
  21211: (to: string) => `The phone number you are attempting to call, ${to}, is not valid.`,
  21212: (_: string, from: string) => `The phone number provided as From, ${from}, is not a valid caller ID.`,
  21214: (to: string) => `The phone number ${to} cannot be reached`,
  21215: (to: string) => `Account not authorized to call ${to}: its country is not enabled`,
  21216: (to: string) => `Account not allowed to call ${to}`,
  21217: (to: string) => `Phone number ${to} does not appear to be valid`,
};

const VERIFY_ERRORS = {
  60200: (to: string) => `Invalid parameter \`To\`: ${to}`,
  60205: () => 'SMS is not supported by landline phone number',
  60605: () => 'The destination phone number has been blocked',
};

/**
 * The error for a text with these addresses, or undefined if it can be sent. If both are bad, the error is the
 * recipient's, as at Twilio.
 *
 * @param from empty if a Messaging Service picks the sender
 */
export function refuseText(to: string, from: string): Reply | undefined {
  const { number, channel } = readAddress(to);
  const code =
    (isPhoneNumber(number) ? TEST_NUMBERS[number]?.textTo : 21211) ??
    (from === '' ? undefined : textSenderError(from, to, channel));
  return code ? errorReply(code, TEXT_ERRORS[code](to, from)) : refuseByCode(number, REQUEST_REFUSALS);
}

function textSenderError(from: string, to: string, toChannel: Address['channel']): TestNumber['textFrom'] {
  const { channel, number } = readAddress(from);
  if (channel !== toChannel) return 21910;
  if (channel === 'whatsapp' && !isPhoneNumber(number)) return 63007;
  if (!isPhoneNumber(number) && !isShortCode(number) && !isSenderId(number)) return 21212;
  return from === to ? 21266 : TEST_NUMBERS[number]?.textFrom;
}

/** What a number of the account can do; undefined if it is not the account's. All but some test numbers are. */
export function capabilitiesOf(number: string): Readonly<Record<'fax' | 'mms' | 'sms' | 'voice', boolean>> | undefined {
  const { textFrom } = TEST_NUMBERS[number] ?? {};
  if (!isPhoneNumber(number) || textFrom === 21212) return undefined;
  const texts = textFrom !== 21606;
  return { fax: false, mms: texts, sms: texts, voice: true };
}

/** The number that the account lists as its own; it can use others too. */
export const OWN_NUMBER = '+15005550006';

/** The one phone that the account has verified. */
export const VERIFIED = '+15005550010';

export function isVerified(number: string): boolean {
  return number === VERIFIED;
}

/**
 * What a trial account is refused: https://www.twilio.com/docs/messaging/guides/how-to-use-your-free-trial-account
 *
 * @param isTemplate whether the words are a template's
 */
export function refuseOnTrial(to: string, isTemplate: boolean): Reply | undefined {
  const { number } = readAddress(to);
  if (!isVerified(number)) return unverified(number);
  const message = 'Custom message body is not supported on trial accounts. Use a predefined template.';
  return isTemplate ? undefined : errorReply(572006, message);
}

/** What a trial account may not call. */
export function refuseCallOnTrial(to: string): Reply | undefined {
  if (isVerified(to)) return undefined;
  return errorReply(21219, `The number ${to} is unverified. Trial accounts may only make calls to verified numbers.`);
}

/** What a trial account may not verify. */
export function refuseUnverified(to: string): Reply | undefined {
  return isVerified(to) ? undefined : unverified(to);
}

function unverified(to: string): Reply {
  const number = `${to.slice(0, -4)}XXXX`;
  const message = `The number ${number} is unverified. Trial accounts cannot send messages to unverified numbers; verify ${number} at twilio.com/user/account/phone-numbers/verified, or purchase a Twilio number to send messages to unverified numbers`;
  return errorReply(21608, message);
}

/** The error for a call between these numbers, or undefined if it can be made. */
export function refuseCall(to: string, from: string): Reply | undefined {
  const code =
    (isPhoneNumber(to) ? TEST_NUMBERS[to]?.callTo : 21211) ??
    // A sender ID can send texts, but not call.
    (isPhoneNumber(from) ? TEST_NUMBERS[from]?.callFrom : 21212);
  return code ? errorReply(code, CALL_ERRORS[code](to, from)) : refuseByCode(to, REQUEST_REFUSALS);
}

/** The error for a verification of this number, or undefined if it can be started. */
export function refuseVerification(to: string, channel: string): Reply | undefined {
  const number = isPhoneNumber(to) ? TEST_NUMBERS[to] : { verify: 60200 as const };
  const code = number?.verify ?? (channel === 'sms' ? number?.verifyBySms : undefined);
  return code ? errorReply(code, VERIFY_ERRORS[code](to)) : refuseByCode(to, VERIFY_REFUSALS);
}

// The sandbox's own numbers are `+150055` and a Twilio error code, so that every error can be seen over HTTP. They
// cannot be mistaken for Twilio's +1500555xxxx: only six-digit codes start with 5, and they make a longer number.

/** Numbers that refuse texts and calls. */
const REQUEST_REFUSALS = /^\+150055([12][0-9]{4}|57[0-9]{4})$/;
/** Numbers that refuse verifications. Verify's own codes start with 60. */
const VERIFY_REFUSALS = /^\+150055(2[0-9]{4}|60[0-9]{3}|57[0-9]{4})$/;
/** Numbers that accept a text which is then not delivered. */
const DELIVERY_ERRORS = /^\+150055([36][0-9]{4})$/;

function refuseByCode(to: string, numbers: RegExp): Reply | undefined {
  const code = numbers.exec(to)?.[1];
  return code === undefined ? undefined : errorReply(Number(code), `This recipient stands for error ${code}`);
}

/** What goes wrong with a text after Twilio has accepted it. */
export interface DeliveryError {
  readonly code: number;
  readonly message: string;
  /** `failed`: it never left Twilio; `undelivered`: it was sent, and the receipt says that it did not arrive. */
  readonly status: 'failed' | 'undelivered';
}

/**
 * The error that a text to this recipient ends with, or undefined if it is delivered.
 *
 * @param to plain or on WhatsApp
 * @example deliveryErrorOf('+15005530007') // { code: 30007, message: 'Message filtered', status: 'undelivered' }
 */
export function deliveryErrorOf(to: string): DeliveryError | undefined {
  const digits = DELIVERY_ERRORS.exec(readAddress(to).number)?.[1];
  if (digits === undefined) return undefined;
  const code = Number(digits);
  return {
    code,
    message: DELIVERY_MESSAGES[code] ?? 'Message not delivered',
    status: NEVER_SENT.has(code) ? 'failed' : 'undelivered',
  };
}

const DELIVERY_MESSAGES: Readonly<Record<number, string>> = {
  30001: 'Queue overflow',
  30002: 'Account suspended',
  30003: 'Unreachable destination handset',
  30004: 'Message blocked',
  30005: 'Unknown destination handset',
  30006: 'Landline or unreachable carrier',
  30007: 'Message filtered',
  30008: 'Unknown error',
  30010: 'Message price exceeds max price',
  30018: 'Destination carrier requires sender ID pre-registration',
  30022: 'Rate limits exceeded',
  30023: 'Daily message cap reached',
  30024: 'Sender ID not provisioned at carrier',
  30027: 'Daily message cap at the carrier reached',
  30032: 'Toll-free number has not been verified',
  30033: 'Campaign suspended',
  30034: 'Message from an unregistered number',
  30035: 'Number is still being configured',
  30036: 'Validity period expired',
  30038: 'One-time passcode filtered',
  30044: 'Trial message length exceeded',
  30410: 'Provider timeout error',
  30450: 'Message delivery blocked',
  30453: 'Message delivery failed',
  63015: 'Sandbox can only send to numbers that have joined it',
  63016: 'Freeform message outside the allowed window',
  63018: 'Channel rate limit exceeded',
  63024: 'Invalid message recipient',
  63038: 'Daily messages limit exceeded',
};

// Twilio uses `failed` only for texts that it could not send itself: the queue was full, the account suspended, the
// price or length over its limit, the validity period had passed, or Twilio blocked the text.
const NEVER_SENT: ReadonlySet<number> = new Set([30001, 30002, 30010, 30036, 30044, 30450]);

interface Address {
  readonly channel: 'sms' | 'whatsapp';
  /** Without `whatsapp:`. */
  readonly number: string;
}

/** @example readAddress('whatsapp:+15551230001') // { channel: 'whatsapp', number: '+15551230001' } */
function readAddress(text: string): Address {
  return text.startsWith('whatsapp:')
    ? { channel: 'whatsapp', number: text.slice('whatsapp:'.length) }
    : { channel: 'sms', number: text };
}

function isPhoneNumber(text: string): boolean {
  return /^\+[1-9][0-9]{6,14}$/.test(text);
}

function isShortCode(text: string): boolean {
  return /^[0-9]{5,6}$/.test(text);
}

function isSenderId(text: string): boolean {
  return /^(?=.*[A-Za-z])[A-Za-z0-9 +&_-]{1,11}$/.test(text);
}
