// The ways in which a code reaches a phone.

/** Every channel. */
export const CHANNELS = ['sms', 'whatsapp', 'call'] as const;

/** How a code reaches the phone. */
export type Channel = (typeof CHANNELS)[number];
