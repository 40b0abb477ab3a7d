// What is known of one of Twilio's errors, and the sentences that many of them share for the person at
// the keyboard. None of these says anything about the account: whoever reads it may be an intruder.

/**
 * When the same request can be made again: `now`, for nothing was done; `later`, for it may succeed then; `never`,
 * for somebody has to set something right first.
 */
export type Retry = 'now' | 'later' | 'never';

/** What is known of an error. */
export interface Entry {
  readonly retry: Retry;
  /** For the person: what happened and what to do. Follows `Could not send the code: `. */
  readonly person: string;
  /** For the operator: the cause, and what to set right and where. */
  readonly operator: string;
}

/** Entries by Twilio's error code. */
export type Entries = Readonly<Record<number, Entry>>;

export const now = (person: string, operator: string): Entry => ({ retry: 'now', person, operator });
export const later = (person: string, operator: string): Entry => ({ retry: 'later', person, operator });
export const never = (person: string, operator: string): Entry => ({ retry: 'never', person, operator });

export const PERSON = {
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
