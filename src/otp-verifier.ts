// The order of effects around the rules: draw, record, send; read, judge. Knows no terminal.

import type { Clock } from './clock.ts';
import { steadyClock } from './clock.ts';
import { drawCode, ledgerKey, opensSeal, type RandomDigit, readCode, sealCode } from './core/code.ts';
import { issue, judge, unlock, withdraw } from './core/ledger.ts';
import { composeMessage } from './core/message.ts';
import type { CheckOutcome, SendOutcome, StoreFailed, UnlockOutcome } from './core/outcome.ts';
import { isPhoneNumber } from './core/phone.ts';
import { completePolicy, type Policy } from './core/policy.ts';
import type { Sender } from './delivery/sender.ts';
import { memoryStore } from './store/memory.ts';
import { type Store, StoreError } from './store/store.ts';

export interface OtpVerifierOptions {
  /** Carries the texts, such as `twilioSender(…)`. */
  readonly sender: Sender;
  /** Keys the digests of the codes, 16 characters or more. Processes that share a store share it. */
  readonly secret: string;
  /** Where tries, sends and locks are remembered; in memory if left out. */
  readonly store?: Store;
  readonly policy?: Partial<Policy>;
  /** What the codes are for: a code for one service is not valid for another. */
  readonly service?: string | undefined;
  /** The text, with `{code}` in it; the default wording if left out. */
  readonly message?: string | undefined;
  readonly clock?: Clock;
  /** Draws one digit; `crypto.randomInt` if left out. */
  readonly random?: RandomDigit;
}

/**
 * Proves that someone holds a phone: texts a one-time code to it and judges what they enter.
 *
 * @example
 * const verifier = new OtpVerifier({ sender: twilioSender({ accountSid, authToken, from }), secret });
 * await verifier.send('+14155552671');
 * const outcome = await verifier.check('+14155552671', '48213');
 * if (outcome.kind === 'accepted') letIn();
 */
export class OtpVerifier {
  readonly #sender: Sender;
  readonly #secret: string;
  readonly #store: Store;
  readonly #policy: Policy;
  readonly #service: string | undefined;
  readonly #message: string | undefined;
  readonly #clock: Clock;
  readonly #random: RandomDigit | undefined;

  /** @throws RangeError where the secret is too short, the message has no `{code}`, or a number of the policy is out of bounds */
  constructor(options: OtpVerifierOptions) {
    if (options.secret.length < 16) throw new RangeError('secret must have 16 characters or more');
    if (options.message !== undefined && !options.message.includes('{code}')) {
      throw new RangeError('message must contain {code}');
    }
    this.#sender = options.sender;
    this.#secret = options.secret;
    this.#store = options.store ?? memoryStore();
    this.#policy = completePolicy(options.policy);
    this.#service = options.service;
    this.#message = options.message;
    this.#clock = options.clock ?? steadyClock();
    this.#random = options.random;
  }

  /** The numbers in force. */
  get policy(): Policy {
    return this.#policy;
  }

  /**
   * Sends a new code, which makes every earlier one to this recipient worthless.
   *
   * @param recipient in E.164
   * @returns what came of it; `sent` and `unknown` mean that a code can now be entered
   * @throws RangeError where the recipient is not a phone number in E.164
   */
  async send(recipient: string): Promise<SendOutcome> {
    const key = this.#ledgerKey(recipient);
    const code = drawCode(this.#policy.length, this.#random);
    const seal = sealCode(this.#secret, key, code);
    return orStoreFailed(async () => {
      const issued = await this.#store.update(key, (ledger) => issue(ledger, seal, this.#clock(), this.#policy));
      if (issued.kind !== 'issued') return issued;

      const { expiresIn } = this.#policy;
      const body = composeMessage(this.#message, { code, service: this.#service, expiresIn });
      const delivery = await this.#sender.send({ to: recipient, body, validFor: Math.ceil(expiresIn / 1_000) });
      switch (delivery.kind) {
        case 'accepted':
          return { ...issued, kind: 'sent' };
        case 'unknown':
          return { ...issued, kind: 'unknown', problem: delivery.problem };
        case 'refused':
          await this.#store.update(key, (ledger) => ({ ledger: withdraw(ledger, seal.id), outcome: undefined }));
          return { kind: 'refused', problem: delivery.problem };
        default:
          return delivery satisfies never;
      }
    });
  }

  /**
   * Judges an entered code. A right one is accepted once, whatever processes and hosts share the store.
   *
   * @param recipient in E.164
   * @param entry as the person typed it: spaces, dashes and full-width digits are accepted
   * @returns `accepted` and nothing else lets anyone in
   * @throws RangeError where the recipient is not a phone number in E.164
   */
  async check(recipient: string, entry: string): Promise<CheckOutcome> {
    const key = this.#ledgerKey(recipient);
    const code = readCode(entry, this.#policy.length);
    if (code === undefined) return { kind: 'invalid', length: this.#policy.length };
    return orStoreFailed(() =>
      this.#store.update(key, (ledger) =>
        judge(ledger, (seal) => opensSeal(this.#secret, key, code, seal), this.#clock(), this.#policy),
      ),
    );
  }

  /**
   * Clears a recipient's wrong tries and lock: for an operator who knows by other means that all is well.
   *
   * @param recipient in E.164
   * @throws RangeError where the recipient is not a phone number in E.164
   */
  async unlock(recipient: string): Promise<UnlockOutcome | StoreFailed> {
    const key = this.#ledgerKey(recipient);
    return orStoreFailed(() => this.#store.update(key, (ledger) => unlock(ledger, this.#clock())));
  }

  #ledgerKey(recipient: string): string {
    if (!isPhoneNumber(recipient)) throw new RangeError('recipient must be a phone number in E.164, like +14155552671');
    return ledgerKey(this.#secret, recipient, this.#service ?? '');
  }
}

async function orStoreFailed<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | StoreFailed> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreError) return { kind: 'store-failed', problem: error.problem };
    throw error;
  }
}
