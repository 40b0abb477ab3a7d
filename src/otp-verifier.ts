// Orders the effects around the rules: draw, record, send; read, judge. Knows no terminal.

import type { Clock } from './clock.ts';
import { steadyClock } from './clock.ts';
import { ownCodes } from './codes/own-codes.ts';
import { serviceCodes } from './codes/service-codes.ts';
import type { CodeSource, Wording } from './codes/source.ts';
import type { Channel } from './core/channel.ts';
import { readCode } from './core/entry.ts';
import type {
  CheckOutcome,
  InvalidPhone,
  Progress,
  RecoveryLeft,
  RecoveryOutcome,
  SendOutcome,
  Standing,
  StoreFailed,
  UnlockOutcome,
} from './core/outcome.ts';
import { isE164, isPhoneNumber, maskPhoneNumber } from './core/phone.ts';
import { completePolicy, type Policy } from './core/policy.ts';
import { readRecoveryCode } from './core/recovery-entry.ts';
import { Ledgers, type RecipientLedger } from './ledgers.ts';
import { memoryStore } from './store/memory.ts';
import { orStoreFailed, type Store } from './store/store.ts';
import type { OtpVerifierOptions, Purpose, SendOptions } from './verifier-options.ts';

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
  readonly #store: Store;
  readonly #defaults: SendOptions & { readonly channel: Channel };
  readonly #clock: Clock;
  readonly #onEvent: OtpVerifierOptions['onEvent'];

  /** @throws RangeError if the secret is too short, the message lacks `{code}`, or a number in the policy is out of bounds */
  constructor(options: OtpVerifierOptions) {
    const { secret, store = memoryStore(), channel = 'sms', clock = steadyClock(), random } = options;
    const { service, message } = options;
    this.#store = store;
    this.#ledgers = new Ledgers({ store, secret, clock, random });
    this.policy = completePolicy(options.policy);
    this.#source = sourceOf(options, this.policy, clock);
    this.#defaults = this.#allowed({ channel, service, message });
    this.#clock = clock;
    this.#onEvent = options.onEvent;
  }

  /**
   * Sends a new code, which invalidates every earlier one to this recipient for this service.
   *
   * @param recipient in E.164, as `parsePhoneNumber` gives it
   * @param options how to send and word this code
   * @returns the outcome; `sent` and `unknown` mean that a code of `length` digits can now be entered
   * @throws RangeError if the message lacks `{code}`, or the sender words its codes itself
   * @example
   * await verifier.send(phone, { channel: 'call' });
   * await verifier.send(phone, { service: 'payments', message: '{code} confirme votre paiement.' });
   */
  async send(recipient: string, options: SendOptions = {}): Promise<SendOutcome> {
    const { service, message, channel } = this.#allowed(options);
    const wording = {
      channel: channel ?? this.#defaults.channel,
      service: service ?? this.#defaults.service,
      message: message ?? this.#defaults.message,
    };
    if (!isPhoneNumber(recipient)) return INVALID_PHONE;
    const outcome = await this.#send(this.#ledgerOf(recipient, service), wording);
    await this.#onEvent?.({ kind: 'send', channel: wording.channel, outcome, ...this.#about(recipient, service) });
    return outcome;
  }

  async #send(ledger: RecipientLedger, wording: Wording): Promise<Exclude<SendOutcome, InvalidPhone>> {
    const length = await this.#source.length();
    if (typeof length !== 'number') return { kind: 'refused', problem: length };
    return { ...(await orStoreFailed(() => this.#source.issue(ledger, wording))), length };
  }

  /**
   * How far a code has got on its way to the phone.
   *
   * @param deliveryId from a `sent` outcome
   * @returns undefined if that cannot be determined, or not now
   */
  async track(deliveryId: string): Promise<Progress | undefined> {
    const outcome = await this.#source.track?.(deliveryId);
    const service = this.#serviceOf();
    if (outcome) await this.#onEvent?.({ kind: 'progress', deliveryId, outcome, at: this.#clock(), service });
    return outcome;
  }

  /**
   * Checks an entered code, or a recovery code, which is known by its shape. A correct one is accepted once, however many
   * processes and hosts share the store.
   *
   * @param recipient in E.164
   * @param entry as the person typed it: spaces, dashes and full-width digits are accepted
   * @param options what the code was sent for
   * @returns `accepted`, and nothing else, means verified
   * @throws RangeError if there is a service, and the sender makes the codes itself
   * @example
   * const outcome = await verifier.check(phone, entry, { service: 'payments' });
   * if (outcome.kind === 'accepted') pay();
   */
  async check(recipient: string, entry: string, options: Purpose = {}): Promise<CheckOutcome> {
    const { service } = this.#allowed(options);
    if (!isE164(recipient)) return INVALID_PHONE;
    const outcome = await this.#check(this.#ledgerOf(recipient, service), entry);
    await this.#onEvent?.({ kind: 'check', outcome, ...this.#about(recipient, service) });
    return outcome;
  }

  async #check(ledger: RecipientLedger, entry: string): Promise<Exclude<CheckOutcome, InvalidPhone>> {
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
   * @example
   * const made = await verifier.makeRecoveryCodes(phone);
   * if (made.kind === 'made') show(made.codes); // ['7H2K-M4QX-…', …]
   */
  async makeRecoveryCodes(recipient: string): Promise<RecoveryOutcome | InvalidPhone> {
    if (!isE164(recipient)) return INVALID_PHONE;
    const outcome = await this.#ledgers.makeRecoveryCodes(recipient);
    const reported = outcome.kind === 'made' ? ({ kind: 'made' } as const) : outcome;
    await this.#onEvent?.({ kind: 'recovery', outcome: reported, ...this.#about(recipient) });
    return outcome;
  }

  /**
   * How many recovery codes a recipient can still use. Asks the store and nobody else.
   *
   * @param recipient in E.164
   * @example
   * const left = await verifier.recoveryLeft(phone);
   * if (left.kind === 'left' && left.count < 3) suggestNewCodes();
   */
  async recoveryLeft(recipient: string): Promise<RecoveryLeft | StoreFailed | InvalidPhone> {
    return isE164(recipient) ? this.#ledgers.recoveryLeft(recipient) : INVALID_PHONE;
  }

  /**
   * How a recipient stands: the newest code and its life, what the limits still allow, wrong tries, lock and recovery
   * codes. Asks the store and nobody else.
   *
   * @param recipient in E.164
   * @param options what the codes are for
   * @example
   * const standing = await verifier.status(phone);
   * if (standing.kind === 'standing' && standing.locked) offerHelp(standing.until);
   */
  async status(recipient: string, options: Purpose = {}): Promise<Standing | StoreFailed | InvalidPhone> {
    const { service } = this.#allowed(options);
    return isE164(recipient) ? this.#ledgers.status(recipient, this.#serviceOf(service), this.policy) : INVALID_PHONE;
  }

  /**
   * Clears a recipient's wrong tries, lock and sends, for an operator who has identified the person by other means.
   *
   * @param recipient in E.164
   * @example if ((await verifier.unlock(phone)).kind === 'unlocked') await verifier.send(phone);
   */
  async unlock(recipient: string): Promise<UnlockOutcome | StoreFailed | InvalidPhone> {
    if (!isE164(recipient)) return INVALID_PHONE;
    const outcome = await this.#ledgers.unlock(recipient);
    await this.#onEvent?.({ kind: 'unlock', outcome, ...this.#about(recipient) });
    return outcome;
  }

  /**
   * Closes the store: from then on, everything that needs it is `store-failed`, and nothing of the verifier keeps the
   * process alive. Call it once nobody is being verified any more.
   *
   * @example process.once('SIGTERM', () => server.close(() => verifier.close()));
   */
  close(): Promise<void> {
    return this.#store.close();
  }

  #about(recipient: string, service?: string) {
    return { at: this.#clock(), recipient: maskPhoneNumber(recipient, '•'), service: this.#serviceOf(service) };
  }

  #ledgerOf(recipient: string, service?: string): RecipientLedger {
    return this.#ledgers.of(recipient, this.#serviceOf(service));
  }

  #serviceOf(service = this.#defaults.service): string {
    return this.#source.service ?? service ?? '';
  }

  #allowed<Options extends SendOptions>(options: Options): Options {
    const { service, message } = options;
    if (this.#source.service !== undefined && (service !== undefined || message !== undefined))
      throw new RangeError('leave out service and message: this sender makes the codes itself');
    if (message !== undefined && !message.includes('{code}')) throw new RangeError('message must contain {code}');
    return options;
  }
}

const INVALID_PHONE: InvalidPhone = { kind: 'invalid-phone' };

function sourceOf({ sender, secret, random }: OtpVerifierOptions, policy: Policy, clock: Clock): CodeSource {
  return 'judge' in sender
    ? serviceCodes({ service: sender, secret, policy, clock })
    : ownCodes({ sender, secret, policy, random });
}
