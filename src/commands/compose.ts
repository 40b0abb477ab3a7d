// Puts a verifier together from settings: its sender, its store and the secret that keys its digests.

import type { Clock } from '../clock.ts';
import type { GateSettings } from '../config/gate.ts';
import { deriveSecret } from '../core/code.ts';
import { twilioSender } from '../delivery/twilio.ts';
import { twilioVerify } from '../delivery/verify.ts';
import { OtpVerifier, type OtpVerifierOptions } from '../otp-verifier.ts';
import { openStore } from '../store/open.ts';

export interface Composed {
  readonly verifier: OtpVerifier;
  /** Closes the store. */
  close(): Promise<void>;
}

/** Makes the verifier that the settings describe. Nothing is opened or connected before it is asked something. */
export function compose(settings: GateSettings, clock: Clock, onEvent?: OtpVerifierOptions['onEvent']): Composed {
  const { twilio, policy, channel, service, message } = settings;
  const { verifyServiceSid } = twilio;
  const sender = verifyServiceSid === undefined ? twilioSender(twilio) : twilioVerify({ ...twilio, verifyServiceSid });
  const secret = secretOf(settings);
  const store = openStore(settings.store, settings);
  const verifier = new OtpVerifier({ sender, secret, store, policy, channel, service, message, clock, onEvent });
  return { verifier, close: () => store.close() };
}

/** The secret that keys the digests: the one that was set, or one made from the Twilio secret, which does not show it. */
export function secretOf({ secret, twilio }: Pick<GateSettings, 'secret' | 'twilio'>): string {
  return secret ?? deriveSecret(twilio.apiSecret ?? twilio.authToken ?? '');
}
