// Warns of texts that cost more than one.

import type { GateSettings } from '../config/gate.ts';
import { composeMessage } from '../core/message.ts';
import { countSegments } from '../core/segments.ts';

/** Twilio bills texts by the segment: warns if a text takes more than one. */
export function costWarnings({ message, service, policy, channel, twilio }: GateSettings): string[] {
  if (channel !== 'sms' || twilio.verifyServiceSid !== undefined) return [];
  const { length, expiresIn } = policy;
  const segments = countSegments(composeMessage(message, { code: '0'.repeat(length), service, expiresIn }));
  if (segments === 1) return [];
  return [
    `warning: each text takes ${segments} segments and is billed as ${segments}: shorten ${message ? 'OTP_MESSAGE' : 'OTP_SERVICE (--service)'}`,
  ];
}
