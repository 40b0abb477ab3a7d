// The order of effects around the rules: draw, record, send; read, judge. Knows no terminal.

import type { Clock } from './clock.ts';
import { steadyClock } from './clock.ts';
import { begin, charge, refund, reserve, settleTry } from './core/charge.ts';
import {
  drawCode,
  ledgerKey,
  opensSeal,
  type RandomDigit,
  type Sealed,
  type Sealer,
  sealCode,
  sealForeignCode,
  serviceKey,
} from './core/code.ts';
import { readCode } from './core/entry.ts';
import { issue, judge, type Ledger, type Step, unlock, withdraw } from './core/ledger.ts';
import { composeMessage } from './core/message.ts';
import {
  type CheckOutcome,
  type Moments,
  type Problem,
  type Progress,
  type SendOutcome,
  type StoreFailed,
  shiftTimes,
  type UnlockOutcome,
} from './core/outcome.ts';
import { isPhoneNumber } from './core/phone.ts';
import { completePolicy, type Policy } from './core/policy.ts';
import type { Channel, CodeService, Delivery, Judgement, Limited, Sender } from './delivery/sender.ts';
import { memoryStore } from './store/memory.ts';
import { type Store, StoreError } from './store/store.ts';

export interface OtpVerifierOptions {
  /** Carries the texts, such as `twilioSender(…)`; or makes and judges the codes too, such as `twilioVerify(…)`. */
  readonly sender: Sender | CodeService;
  /** Keys the digests of the codes, 16 characters or more. Processes that share a store share it. */
  readonly secret: string;
  /** Where tries, sends and locks are remembered; in memory if left out. */
  readonly store?: Store;
  readonly policy?: Partial<Policy>;
  /** How codes reach the phone; `sms` if left out. */
  readonly channel?: Channel;
  /** What the codes are for: a code for one service is not valid for another. Not where the sender makes the codes. */
  readonly service?: string | undefined;
  /** The text, with `{code}` in it; the default wording if left out. Not where the sender makes the codes. */
  readonly message?: string | undefined;
  /** By what outcomes tell their times; and what time it is, where the store has no clock of its own. */
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
  readonly #sender: Sender | CodeService;
  readonly #secret: string;
  readonly #store: Store;
  #policy: Policy;
  readonly #channel: Channel;
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
    const makesCodes = 'judge' in options.sender;
    if (makesCodes && (options.service !== undefined || options.message !== undefined)) {
      throw new RangeError('service and message must be left out where the sender makes the codes');
    }
    this.#sender = options.sender;
    this.#secret = options.secret;
    this.#store = options.store ?? memoryStore();
    this.#policy = completePolicy(options.policy);
    this.#channel = options.channel ?? 'sms';
    this.#service = options.service;
    this.#message = options.message;
    this.#clock = options.clock ?? steadyClock();
    this.#random = options.random;
  }

  /** The numbers in force. Where a service makes the codes, their length is known from the first send or check on. */
  get policy(): Policy {
    return this.#policy;
  }

  /**
   * Sends a new code, which makes every earlier one to this recipient for this service worthless.
   *
   * @param recipient in E.164
   * @param channel how the code is to reach the phone
   * @returns what came of it; `sent` and `unknown` mean that a code can now be entered
   * @throws RangeError where the recipient is not a phone number in E.164
   */
  async send(recipient: string, channel: Channel = this.#channel): Promise<SendOutcome> {
    const place = this.#placeOf(recipient);
    const sender = this.#sender;
    if ('judge' in sender) {
      const unknown = await this.#learnLength(sender);
      if (unknown) return { kind: 'refused', problem: unknown };
      return this.#issue(place, sealForeignCode(), (replaces) => sender.start(recipient, channel, replaces));
    }
    const { length, expiresIn } = this.#policy;
    const code = drawCode(length, this.#random);
    const service = this.#service;
    const body = composeMessage(this.#message, { code, service, expiresIn });
    const text = { to: recipient, channel, body, code, service, validFor: Math.ceil(expiresIn / 1_000) };
    return this.#issue(place, sealCode(this.#secret, place.service, code), () => sender.send(text));
  }

  /**
   * How far a sent code has got on its way to the phone.
   *
   * @param deliveryId from a `sent` outcome
   * @returns undefined where that cannot be found out, or not now
   */
  async track(deliveryId: string): Promise<Progress | undefined> {
    return 'judge' in this.#sender ? undefined : this.#sender.track?.(deliveryId);
  }

  /** Records a code, delivers it, and takes it back where it was refused. */
  #issue(
    { ledger: key, service }: Place,
    sealFor: Sealer,
    deliver: (replaces: boolean) => Promise<Delivery | Limited>,
  ): Promise<SendOutcome> {
    return orStoreFailed(async () => {
      const isForeign = 'judge' in this.#sender;
      const rule = isForeign ? reserve : issue;
      const issued = await this.#update(key, (ledger, now) => rule(ledger, service, sealFor, now, this.#policy));
      if (issued.kind !== 'issued') return issued;
      const { sealId, replaces, resendAt } = issued;
      const delivery = await deliver(replaces);
      const life = async (id?: string) => {
        if (!isForeign) return issued;
        const sealFor = id === undefined ? undefined : sealCode(this.#secret, service, id, sealId);
        return this.#update(key, (ledger, now) => begin(ledger, sealId, sealFor, now, this.#policy));
      };
      switch (delivery.kind) {
        case 'accepted': {
          const { expiresAt } = await life(delivery.id);
          return { kind: 'sent', expiresAt, resendAt, deliveryId: isForeign ? undefined : delivery.id };
        }
        case 'unknown':
          return { kind: 'unknown', expiresAt: (await life()).expiresAt, resendAt, problem: delivery.problem };
        case 'refused':
          await this.#change(key, (ledger) => withdraw(ledger, sealId));
          return { kind: 'refused', problem: delivery.problem };
        case 'limited':
          await this.#change(key, (ledger) => withdraw(ledger, sealId));
          return { kind: 'too-many', resendAt: this.#clock() + delivery.retryAfter, expiresAt: null };
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
    const place = this.#placeOf(recipient);
    const sender = this.#sender;
    // Another process may have sent the code.
    const unknown = 'judge' in sender ? await this.#learnLength(sender) : undefined;
    if (unknown) return { kind: 'unchecked', problem: unknown };
    const code = readCode(entry, this.#policy.length);
    if (code === undefined) return { kind: 'invalid', length: this.#policy.length };
    if ('judge' in sender) return this.#checkElsewhere(place, (isIt) => sender.judge(recipient, code, isIt));
    const { ledger: key, service } = place;
    const opens = (sealed: Sealed) => opensSeal(this.#secret, service, code, sealed);
    return orStoreFailed(() => this.#update(key, (ledger, now) => judge(ledger, service, opens, now, this.#policy)));
  }

  /** Has the policy follow the service's codes. @returns why it cannot */
  async #learnLength(service: CodeService): Promise<Problem | undefined> {
    const length = await service.codeLength();
    if (typeof length !== 'number') return length.problem;
    this.#policy = { ...this.#policy, length };
    return undefined;
  }

  /** Pays for a try, has the service judge it, and records what it said. */
  async #checkElsewhere(
    { ledger: key, service }: Place,
    ask: (isIt: (id: string) => boolean) => Promise<Judgement>,
  ): Promise<CheckOutcome> {
    const charged = await orStoreFailed(() =>
      this.#update(key, (ledger, now) => charge(ledger, service, now, this.#policy)),
    );
    if (charged.kind !== 'charged') return charged;
    const { sealed } = charged;
    const isNamed = sealed.seal.digest !== '';
    const judgement = await ask((id) => !isNamed || opensSeal(this.#secret, service, id, sealed));
    const settled = await orStoreFailed(async (): Promise<CheckOutcome> => {
      if (judgement.kind !== 'unjudged') {
        const { kind } = judgement;
        return this.#update(key, (ledger, now) => settleTry(ledger, charged, kind, now, this.#policy));
      }
      await this.#change(key, (ledger) => refund(ledger, charged));
      return { kind: 'unchecked', problem: judgement.problem };
    });
    return settled.kind === 'store-failed' ? { ...settled, charged: 'yes' } : settled;
  }

  /**
   * Clears a recipient's wrong tries, lock and sends: for an operator who knows by other means that all is well.
   *
   * @param recipient in E.164
   * @throws RangeError where the recipient is not a phone number in E.164
   */
  async unlock(recipient: string): Promise<UnlockOutcome | StoreFailed> {
    const { ledger: key } = this.#placeOf(recipient);
    return orStoreFailed(() => this.#update(key, unlock));
  }

  /** Changes a ledger where nothing is to be told of it. */
  #change(key: string, change: (ledger: Ledger) => Ledger): Promise<object> {
    return this.#store.update(key, (ledger) => ({ ledger: change(ledger), outcome: {} }));
  }

  /** Goes by the store's clock where it has one, as this computer's may be wrong, and tells the outcome by this one's. */
  async #update<Outcome extends Moments>(
    key: string,
    change: (ledger: Ledger, now: number) => Step<Outcome>,
  ): Promise<Outcome> {
    let offsetMs = 0;
    const outcome = await this.#store.update(key, (ledger, storeTime) => {
      const now = this.#clock();
      offsetMs = now - (storeTime ?? now);
      return change(ledger, storeTime ?? now);
    });
    return shiftTimes(outcome, offsetMs);
  }

  get #serviceName(): string {
    return 'judge' in this.#sender ? this.#sender.name : (this.#service ?? '');
  }

  #placeOf(recipient: string): Place {
    if (!isPhoneNumber(recipient)) throw new RangeError('recipient must be a phone number in E.164, like +14155552671');
    return {
      ledger: ledgerKey(this.#secret, recipient),
      service: serviceKey(this.#secret, recipient, this.#serviceName),
    };
  }
}

/** Where a recipient's codes for our service are: the ledger in the store, and the service in the ledger. */
interface Place {
  readonly ledger: string;
  readonly service: string;
}

async function orStoreFailed<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | StoreFailed> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const { problem, mayBeDone } = error;
    return { kind: 'store-failed', problem, ...(mayBeDone ? { charged: 'perhaps' } : {}) };
  }
}
