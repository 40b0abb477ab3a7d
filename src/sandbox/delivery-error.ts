// The recipients whose texts are taken and then fail on the way to the phone: `+150055` and the code of
// the delivery error. Twilio has none such; these are the sandbox's own.

import { readAddress } from './address.ts';

/** What becomes of a text that did not arrive. */
export interface DeliveryError {
  readonly code: number;
  readonly message: string;
  /** `failed`: it never left Twilio; `undelivered`: it was sent, and a receipt said no. */
  readonly status: 'failed' | 'undelivered';
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

// Twilio keeps `failed` for texts that it could not send: a full queue, an account suspended, a price, a length or a
// time past, or a hand of its own that stopped them.
const NEVER_SENT: ReadonlySet<number> = new Set([30001, 30002, 30010, 30036, 30044, 30450]);

/**
 * How a text to this recipient fails, or undefined where it arrives. Delivery error codes begin with 3 or 6,
 * so that none of these recipients is one of Twilio's own +1500555xxxx.
 *
 * @param to plain or on WhatsApp
 * @example deliveryErrorOf('+15005530007') // { code: 30007, message: 'Message filtered', status: 'undelivered' }
 */
export function deliveryErrorOf(to: string): DeliveryError | undefined {
  const code = Number(/^\+150055([36][0-9]{4})$/.exec(readAddress(to).number)?.[1] ?? 0);
  if (code === 0) return undefined;
  return {
    code,
    message: DELIVERY_MESSAGES[code] ?? 'Message not delivered',
    status: NEVER_SENT.has(code) ? 'failed' : 'undelivered',
  };
}
