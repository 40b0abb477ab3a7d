// The recipients whose texts are taken and then fail on the way to the phone: `+150055` and the code of
// the delivery error. Twilio has none such; these are the sandbox's own.

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
  30022: 'Rate limits exceeded',
  30032: 'Toll-free number has not been verified',
  30034: 'Message from an unregistered number',
  30036: 'Validity period expired',
  30410: 'Provider timeout error',
};

// Twilio keeps `failed` for texts that it could not send: a full queue, an account suspended, a price or a time past.
const NEVER_SENT: ReadonlySet<number> = new Set([30001, 30002, 30010, 30036]);

/**
 * How a text to this recipient fails, or undefined where it arrives. Delivery error codes begin with 3 or 6,
 * so that none of these recipients is one of Twilio's own +1500555xxxx.
 *
 * @example deliveryErrorOf('+15005530007') // { code: 30007, message: 'Message filtered', status: 'undelivered' }
 */
export function deliveryErrorOf(to: string): DeliveryError | undefined {
  const code = Number(/^\+150055([36][0-9]{4})$/.exec(to)?.[1] ?? 0);
  if (code === 0) return undefined;
  return {
    code,
    message: DELIVERY_MESSAGES[code] ?? 'Message not delivered',
    status: NEVER_SENT.has(code) ? 'failed' : 'undelivered',
  };
}
