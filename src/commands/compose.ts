// Puts together what the settings describe: the ledgers in a store, or a verifier with its sender on top of them.

import type { Clock } from '../clock.ts';
import type { GateSettings } from '../config/gate.ts';
import type { LedgerSettings, Secret } from '../config/ledgers.ts';
import { deriveSecret } from '../core/code.ts';
import { twilioSender } from '../delivery/twilio.ts';
import { twilioVerify } from '../delivery/verify.ts';
import { Ledgers } from '../ledgers.ts';
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
  const kept = keptBy(settings);
  const verifier = new OtpVerifier({ ...kept, sender, policy, channel, service, message, clock, onEvent });
  return { verifier, close: () => kept.store.close() };
}

/** Makes the ledgers that the settings describe, which need no account. Nothing is opened before they are used. */
export function composeLedgers(
  settings: LedgerSettings,
  clock: Clock,
): { readonly ledgers: Ledgers } & Pick<Composed, 'close'> {
  const kept = keptBy(settings);
  return { ledgers: new Ledgers({ ...kept, clock }), close: () => kept.store.close() };
}

/** Where the ledgers are kept, and the secret that keys their digests. */
function keptBy({ store, ca, secret }: LedgerSettings) {
  return { store: openStore(store, { ca }), secret: keyOf(secret) };
}

/** The HMAC key: the one that was set, or one made from the Twilio secret, which does not show it. */
export function keyOf(secret: Secret): string {
  return 'key' in secret ? secret.key : deriveSecret(secret.derivedFrom);
}
