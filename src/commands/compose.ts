// Composes what the settings describe: the ledgers in a store, or a verifier with a sender on top of them; and the
// audit log around either.

import packageJson from '../../package.json' with { type: 'json' };
import { Audit } from '../audit/audit.ts';
import type { Origin } from '../audit/line.ts';
import { openAuditLog } from '../audit/open.ts';
import type { Clock } from '../clock.ts';
import type { GateSettings } from '../config/gate.ts';
import type { LedgerSettings, Secret } from '../config/ledgers.ts';
import { deriveSecret } from '../core/code.ts';
import { maskPhoneNumber } from '../core/phone.ts';
import { twilioSender } from '../delivery/twilio.ts';
import { twilioVerify } from '../delivery/verify.ts';
import { Ledgers } from '../ledgers.ts';
import { OtpVerifier } from '../otp-verifier.ts';
import { openStore } from '../store/open.ts';
import type { OtpVerifierOptions } from '../verifier-options.ts';

/** From where a code is asked for, and for what. */
type Asked = Pick<Origin, 'host' | 'tty' | 'service'>;

export interface Composed {
  readonly verifier: Pick<OtpVerifier, 'send' | 'check' | 'track' | 'recoveryLeft' | 'status'>;
  /** Records what is left before Twilio or the store has answered, and closes the store. */
  close(): Promise<void>;
}

/**
 * The verifier that the settings describe. Opens and connects nothing before it is used.
 *
 * @param asked from where and for what, for the audit log, where that is known
 */
export function compose(
  settings: GateSettings,
  clock: Clock,
  onEvent?: OtpVerifierOptions['onEvent'],
  asked: Asked = {},
): Composed {
  const { twilio, policy, channel, service, message } = settings;
  const { verifyServiceSid } = twilio;
  const sender = verifyServiceSid === undefined ? twilioSender(twilio) : twilioVerify({ ...twilio, verifyServiceSid });
  const storage = storageOf(settings);
  const audit = auditOf(settings, asked);
  const verifier = new OtpVerifier({
    ...{ ...storage, sender, policy, channel, service, message, clock },
    async onEvent(event) {
      await onEvent?.(event);
      await audit?.record(event);
    },
  });
  const close = () => storage.store.close();
  if (!audit) return { verifier, close };
  const about = (recipient: string) => ({ ...aboutNow(recipient, clock), service: service ?? '' });
  return {
    verifier: {
      send: (recipient, { channel: by = channel } = {}) =>
        audit.guard(() => verifier.send(recipient, { channel: by }), {
          onFailure: (outcome) => onEvent?.({ kind: 'send', channel: by, outcome, ...about(recipient) }),
          ifLeft() {
            const { at, ...rest } = about(recipient);
            const outcome = {
              kind: 'unknown',
              problem: LEFT,
              expiresAt: at,
              resendAt: at,
              length: policy.length,
            } as const;
            return { kind: 'send', channel: by, outcome, at, ...rest };
          },
        }),
      check: (recipient, entry) =>
        audit.guard(() => verifier.check(recipient, entry), {
          onFailure: (outcome) => onEvent?.({ kind: 'check', outcome, ...about(recipient) }),
          ifLeft: () => ({ kind: 'check', outcome: { kind: 'unchecked', problem: LEFT }, ...about(recipient) }),
        }),
      track: (deliveryId) => verifier.track(deliveryId),
      recoveryLeft: (recipient) => audit.guard(() => verifier.recoveryLeft(recipient)),
      status: (recipient) => audit.guard(() => verifier.status(recipient)),
    },
    close: () => audit.leave().then(close),
  };
}

/** Nobody waited for the answer, and what was asked for may be done. */
const LEFT = { message: 'left before an answer.', detail: 'left before an answer' };

/** The ledgers that the settings describe, which need no account. Opens nothing before they are used. */
export function composeLedgers(
  settings: LedgerSettings,
  clock: Clock,
): { readonly ledgers: Pick<Ledgers, 'unlock' | 'makeRecoveryCodes' | 'status'> } & Pick<Composed, 'close'> {
  const storage = storageOf(settings);
  const audit = auditOf(settings);
  const ledgers = new Ledgers({ ...storage, clock });
  const close = () => storage.store.close();
  if (!audit) return { ledgers, close };
  const about = (recipient: string) => ({ ...aboutNow(recipient, clock), service: '' });
  const left = { kind: 'store-failed', problem: LEFT } as const;
  return {
    ledgers: {
      // It does nothing that would have to be recorded.
      status: (...args) => ledgers.status(...args),
      unlock: (recipient) =>
        audit.guard(
          async () => {
            const outcome = await ledgers.unlock(recipient);
            await audit.record({ kind: 'unlock', outcome, ...about(recipient) });
            return outcome;
          },
          { ifLeft: () => ({ kind: 'unlock', outcome: left, ...about(recipient) }) },
        ),
      makeRecoveryCodes: (recipient) =>
        audit.guard(
          async () => {
            const made = await ledgers.makeRecoveryCodes(recipient);
            // The log never gets the codes.
            const outcome = made.kind === 'made' ? ({ kind: 'made' } as const) : made;
            await audit.record({ kind: 'recovery', outcome, ...about(recipient) });
            return made;
          },
          { ifLeft: () => ({ kind: 'recovery', outcome: left, ...about(recipient) }) },
        ),
    },
    close: () => audit.leave().then(close),
  };
}

/** The audit log, if there is one. */
function auditOf({ audit, user }: LedgerSettings, asked: Asked = {}): Audit | undefined {
  return audit && new Audit(openAuditLog(audit), { ...asked, pid: process.pid, version: packageJson.version, user });
}

function aboutNow(recipient: string, clock: Clock) {
  return { at: clock(), recipient: maskPhoneNumber(recipient, '•') };
}

/** The store of the ledgers, and the HMAC key. */
function storageOf({ store, ca, secret }: LedgerSettings) {
  return { store: openStore(store, { ca }), secret: keyOf(secret) };
}

/** The HMAC key: the one that was set, or one derived from the Twilio secret, which it does not reveal. */
export function keyOf(secret: Secret): string {
  return 'key' in secret ? secret.key : deriveSecret(secret.derivedFrom);
}
