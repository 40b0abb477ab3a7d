// What can stand in To and From, by its form alone: a phone number, plain or on WhatsApp, a short code
// or a sender ID.

export interface Address {
  readonly channel: 'sms' | 'whatsapp';
  /** What follows `whatsapp:`, or the whole. */
  readonly number: string;
}

/** @example readAddress('whatsapp:+15551230001') // { channel: 'whatsapp', number: '+15551230001' } */
export function readAddress(text: string): Address {
  return text.startsWith('whatsapp:')
    ? { channel: 'whatsapp', number: text.slice('whatsapp:'.length) }
    : { channel: 'sms', number: text };
}

export function isPhoneNumber(text: string): boolean {
  return /^\+[1-9][0-9]{6,14}$/.test(text);
}

export function isShortCode(text: string): boolean {
  return /^[0-9]{5,6}$/.test(text);
}

export function isSenderId(text: string): boolean {
  return /^(?=.*[A-Za-z])[A-Za-z0-9 +&_-]{1,11}$/.test(text);
}
