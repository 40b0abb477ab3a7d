// Orders the effects around the rules: draw, record, send; read, judge. Knows no terminal.

import type { Clock } from './clock.ts';
import { steadyClock } from './clock.ts';
import { ownCodes } from './codes/own-codes.ts';
import { serviceCodes } from './codes/service-codes.ts';
import type { CodeSource } from './codes/source.ts';
import type { Channel } from './core/channel.ts';
import type { RandomDigit } from './core/code.ts';
import { readCode } from './core/entry.ts';
import type {
  CheckOutcome,
  Progress,
  RecoveryOutcome,
  SendOutcome,
  Standing,
  StoreFailed,
  UnlockOutcome,
} from './core/outcome.ts';
import { isPhoneNumber, maskPhoneNumber } from './core/phone.ts';
import { completePolicy, type Policy } from './core/policy.ts';
import { readRecoveryCode } from './core/recovery-entry.ts';
import type { CodeService, Sender } from './delivery/sender.ts';
import { Ledgers, notE164, type RecipientLedger } from './ledgers.ts';
import { memoryStore } from './store/memory.ts';
import { orStoreFailed, type Store } from './store/store.ts';
import type { VerifierEvent } from './verifier-event.ts';

export interface OtpVerifierOptions {
  /** Sends the texts, like `twilioSender(…)`, or makes and judges the codes too, like `twilioVerify(…)`. */
  readonly sender: Sender | CodeService;
  /** The HMAC key for stored codes, 16 characters or more. Processes that share a store must share it. */
  readonly secret: string;
  /** Where tries, sends and locks are kept; in memory if left out. */
  readonly store?: Store;
  readonly policy?: Partial<Policy>;
  /** How codes reach the phone; `sms` if left out. */
  readonly channel?: Channel;
  /** What the codes are for: a code for one service is not valid for another. Not allowed if the sender makes the codes. */
  readonly service?: string | undefined;
  /** The text, with `{code}` in it; the default wording if left out. Not allowed if the sender makes the codes. */
  readonly message?: string | undefined;
  /** The clock for the times in outcomes, and for the rules unless the store has a clock of its own. */
  readonly clock?: Clock;
  /** Draws one digit, or another whole number below its argument; `crypto.randomInt` if left out. */
  readonly random?: RandomDigit;
  /** Called with each event, and awaited, before its outcome is returned. If it throws, so does the method, and nobody is verified. */
  readonly onEvent?: ((event: VerifierEvent) => unknown) | undefined;
}

/**
 * Verifies that someone has a phone: texts it a one-time code and checks what they enter.
 *
 * @example
 * const verifier = new OtpVerifier({ sender: twilioSender({ accountSid, authToken, from }), secret });
 * await verifier.send('+14155552671');
 * const outcome = await verifier.check('+14155552671', '48213');
 * if (outcome.kind === 'accepted') grantAccess();
 */
export class OtpVerifier {
  /** The policy in force. If a service makes the codes, it chooses their length: see the outcome of a send. */
  readonly policy: Policy;
  readonly #source: CodeSource;
  readonly #ledgers: Ledgers;
  readonly #channel: Channel;
  readonly #clock: Clock;
  readonly #onEvent: OtpVerifierOptions['onEvent'];

  /** @throws RangeError if the secret is too short, the message lacks `{code}`, or a number in the policy is out of bounds */
  constructor(options: OtpVerifierOptions) {
    const { secret, store = memoryStore(), channel = 'sms', clock = steadyClock(), random } = options;
    this.#ledgers = new Ledgers({ store, secret, clock, random });
    this.policy = completePolicy(options.policy);
    this.#source = sourceOf(options, this.policy, clock);
    this.#channel = channel;
    this.#clock = clock;
    this.#onEvent = options.onEvent;
  }

  /**
   * Sends a new code, which invalidates every earlier one to this recipient for this service.
   *
   * @param recipient in E.164
   * @param channel how to send the code
   * @returns the outcome; `sent` and `unknown` mean that a code of `length` digits can now be entered
   * @throws RangeError if the recipient is not a phone number in E.164
   */
  async send(recipient: string, channel: Channel = this.#channel): Promise<SendOutcome> {
    if (!isPhoneNumber(recipient)) throw notE164();
    const ledger = this.#ledgerOf(recipient);
    const outcome = await this.#send(ledger, channel);
    await this.#onEvent?.({ kind: 'send', channel, outcome, ...this.#about(recipient) });
    return outcome;
  }

  async #send(ledger: RecipientLedger, channel: Channel): Promise<SendOutcome> {
    const length = await this.#source.length();
    if (typeof length !== 'number') return { kind: 'refused', problem: length };
    return { ...(await orStoreFailed(() => this.#source.issue(ledger, channel))), length };
  }

  /**
   * How far a code has got on its way to the phone.
   *
   * @param deliveryId from a `sent` outcome
   * @returns undefined if that cannot be determined, or not now
   */
  async track(deliveryId: string): Promise<Progress | undefined> {
    const outcome = await this.#source.track?.(deliveryId);
    const { service } = this.#source;
    if (outcome) await this.#onEvent?.({ kind: 'progress', deliveryId, outcome, at: this.#clock(), service });
    return outcome;
  }

  /**
   * Checks an entered code, or a recovery code, which is known by its shape. A right one is accepted once, however many
   * processes and hosts share the store.
   *
   * @param recipient in E.164
   * @param entry as the person typed it: spaces, dashes and full-width digits are accepted
   * @returns `accepted`, and nothing else, means verified
   * @throws RangeError if the recipient is not in E.164
   */
  async check(recipient: string, entry: string): Promise<CheckOutcome> {
    const ledger = this.#ledgerOf(recipient);
    const outcome = await this.#check(ledger, entry);
    await this.#onEvent?.({ kind: 'check', outcome, ...this.#about(recipient) });
    return outcome;
  }

  async #check(ledger: RecipientLedger, entry: string): Promise<CheckOutcome> {
    // First, so that it works while the service that judges the other codes cannot be reached.
    const recoveryCode = readRecoveryCode(entry);
    if (recoveryCode !== undefined) return this.#ledgers.judgeRecoveryCode(ledger.recipient, recoveryCode);
    const length = await this.#source.length();
    if (typeof length !== 'number') return { kind: 'unchecked', problem: length };
    const code = readCode(entry, length);
    if (code === undefined) return { kind: 'invalid', length };
    return orStoreFailed(() => this.#source.judge(ledger, code));
  }

  /**
   * Makes eight recovery codes, each of which stands in for a texted code once, even while the recipient is locked or
   * no text can be sent. All earlier ones of the recipient are worthless from then on.
   *
   * @param recipient in E.164
   * @returns the codes, to be shown to the person once: only their digests are stored
   * @throws RangeError if the recipient is not in E.164
   */
  async makeRecoveryCodes(recipient: string): Promise<RecoveryOutcome> {
    const outcome = await this.#ledgers.makeRecoveryCodes(recipient);
    const reported = outcome.kind === 'made' ? ({ kind: 'made' } as const) : outcome;
    await this.#onEvent?.({ kind: 'recovery', outcome: reported, ...this.#about(recipient) });
    return outcome;
  }

  /**
   * How many recovery codes a recipient can still use. Asks the store and nobody else.
   *
   * @param recipient in E.164
   * @throws RangeError if the recipient is not in E.164
   */
  recoveryLeft(recipient: string): ReturnType<Ledgers['recoveryLeft']> {
    return this.#ledgers.recoveryLeft(recipient);
  }

  /**
   * How a recipient stands: the newest code and its life, what the limits still allow, wrong tries, lock and recovery
   * codes. Asks the store and nobody else.
   *
   * @param recipient in E.164
   * @throws RangeError if the recipient is not in E.164
   */
  status(recipient: string): Promise<Standing | StoreFailed> {
    return this.#ledgers.status(recipient, this.#source.service, this.policy);
  }

  /**
   * Clears a recipient's wrong tries, lock and sends, for an operator who has identified the person by other means.
   *
   * @param recipient in E.164
   * @throws RangeError if the recipient is not in E.164
   */
  async unlock(recipient: string): Promise<UnlockOutcome | StoreFailed> {
    const outcome = await this.#ledgers.unlock(recipient);
    await this.#onEvent?.({ kind: 'unlock', outcome, ...this.#about(recipient) });
    return outcome;
  }

  #about(recipient: string) {
    return { at: this.#clock(), recipient: maskPhoneNumber(recipient, '•'), service: this.#source.service };
  }

  #ledgerOf(recipient: string): RecipientLedger {
    return this.#ledgers.of(recipient, this.#source.service);
  }
}

function sourceOf({ sender, secret, service, message, random }: OtpVerifierOptions, policy: Policy, clock: Clock) {
  if ('judge' in sender) {
    if (service === undefined && message === undefined) return serviceCodes({ service: sender, secret, policy, clock });
    throw new RangeError('leave out service and message: this sender makes the codes itself');
  }
  if (message !== undefined && !message.includes('{code}')) throw new RangeError('message must contain {code}');
  return ownCodes({ sender, secret, policy, service, message, random });
}
