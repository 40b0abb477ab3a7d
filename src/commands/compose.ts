// Composes what the settings describe: the ledgers in a store, or a verifier with a sender on top of them.

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

/** The verifier that the settings describe. Opens and connects nothing before it is used. */
export function compose(settings: GateSettings, clock: Clock, onEvent?: OtpVerifierOptions['onEvent']): Composed {
  const { twilio, policy, channel, service, message } = settings;
  const { verifyServiceSid } = twilio;
  const sender = verifyServiceSid === undefined ? twilioSender(twilio) : twilioVerify({ ...twilio, verifyServiceSid });
  const storage = storageOf(settings);
  const verifier = new OtpVerifier({ ...storage, sender, policy, channel, service, message, clock, onEvent });
  return { verifier, close: () => storage.store.close() };
}

/** The ledgers that the settings describe, which need no account. Opens nothing before they are used. */
export function composeLedgers(
  settings: LedgerSettings,
  clock: Clock,
): { readonly ledgers: Ledgers } & Pick<Composed, 'close'> {
  const storage = storageOf(settings);
  return { ledgers: new Ledgers({ ...storage, clock }), close: () => storage.store.close() };
}

/** The store of the ledgers, and the HMAC key. */
function storageOf({ store, ca, secret }: LedgerSettings) {
  return { store: openStore(store, { ca }), secret: keyOf(secret) };
}

/** The HMAC key: the one that was set, or one derived from the Twilio secret, which it does not reveal. */
export function keyOf(secret: Secret): string {
  return 'key' in secret ? secret.key : deriveSecret(secret.derivedFrom);
}
