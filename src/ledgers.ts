// Finds recipients' ledgers in a store, and does what needs no more than that, recovery codes included. Knows no
// senders and no texted codes.

import type { Clock } from './clock.ts';
import { ledgerKey, type RandomDigit, serviceKey } from './core/code.ts';
import type { Ledger, Step } from './core/ledger.ts';
import {
  type OutcomeTimes,
  type RecoveryLeft,
  type RecoveryOutcome,
  type Standing,
  type StoreFailed,
  shiftTimes,
  type UnlockOutcome,
} from './core/outcome.ts';
import { isE164 } from './core/phone.ts';
import { completePolicy, type Policy } from './core/policy.ts';
import { judgeRecoveryCode, type RecoveryJudgement, replaceRecoveryCodes } from './core/recover.ts';
import { recoveryLeft } from './core/recovery.ts';
import { digestRecoveryCode, drawRecoveryCodes, recoveryCodeMatcher } from './core/recovery-code.ts';
import { writeRecoveryCode } from './core/recovery-entry.ts';
import { standingOf } from './core/standing.ts';
import { unlock } from './core/unlock.ts';
import { orStoreFailed, type Store } from './store/store.ts';

/** One recipient's ledger, and the key of one service in it. */
export interface RecipientLedger {
  /** In E.164. */
  readonly recipient: string;
  /** The key of the service in the ledger. */
  readonly service: string;
  /** Applies a rule. `now` is in ms since 1970, by the clock that everyone who shares the store uses. */
  update<Outcome extends OutcomeTimes>(change: (ledger: Ledger, now: number) => Step<Outcome>): Promise<Outcome>;
  /** Applies a change that has no outcome. */
  change(change: (ledger: Ledger) => Ledger): Promise<void>;
}

export interface LedgersOptions {
  readonly store: Store;
  /** The HMAC key, 16 characters or more. */
  readonly secret: string;
  /** The clock for the times in outcomes, and for the rules unless the store has a clock of its own. */
  readonly clock: Clock;
  /** Draws a whole number below its argument; `crypto.randomInt` if left out. */
  readonly random?: RandomDigit | undefined;
}

/**
 * The ledgers in a store.
 *
 * @example await new Ledgers({ store, secret, clock }).unlock('+14155552671')
 */
export class Ledgers {
  readonly #store: Store;
  readonly #secret: string;
  readonly #clock: Clock;
  readonly #random: RandomDigit | undefined;

  /** @throws RangeError if the secret is too short */
  constructor({ store, secret, clock, random }: LedgersOptions) {
    if (secret.length < 16) throw new RangeError('secret must have 16 characters or more');
    this.#store = store;
    this.#secret = secret;
    this.#clock = clock;
    this.#random = random;
  }

  /**
   * The ledger of a recipient. It uses the store's clock if there is one, since this computer's may be wrong, but
   * reports outcomes in this computer's time. Checks only the format of the recipient: no code was ever sent to a number
   * that cannot exist, and looking it up in the numbering plans would take longer than the rest of a check.
   *
   * @param recipient in E.164
   * @param service what the codes are for; empty if not specified
   * @throws RangeError if the recipient does not have the form of E.164
   */
  of(recipient: string, service = ''): RecipientLedger {
    // It does not repeat it: it may be a code in the wrong place.
    if (!isE164(recipient)) throw new RangeError('recipient must be a phone number in E.164, like +14155552671');
    const key = ledgerKey(this.#secret, recipient);
    return {
      recipient,
      service: serviceKey(this.#secret, recipient, service),
      update: async (change) => {
        let offsetMs = 0;
        const outcome = await this.#store.update(key, (ledger, storeTime) => {
          const now = this.#clock();
          offsetMs = now - (storeTime ?? now);
          return change(ledger, storeTime ?? now);
        });
        return shiftTimes(outcome, offsetMs);
      },
      change: (change) => this.#store.update(key, (ledger) => ({ ledger: change(ledger), outcome: undefined })),
    };
  }

  /**
   * Clears a recipient's wrong tries, lock and sends, whatever the codes were for. All codes stay as they are.
   *
   * @param recipient in E.164
   * @returns what was cleared, or why the store could not be read or written
   * @throws RangeError if the recipient does not have the form of E.164
   */
  async unlock(recipient: string): Promise<UnlockOutcome | StoreFailed> {
    const ledger = this.of(recipient);
    return orStoreFailed(() => ledger.update(unlock));
  }

  /**
   * Makes a set of recovery codes, which replaces all earlier ones of the recipient.
   *
   * @param recipient in E.164
   * @returns the codes, for the person alone: only their digests are stored
   * @throws RangeError if the recipient is not a phone number in E.164
   */
  async makeRecoveryCodes(recipient: string): Promise<RecoveryOutcome> {
    const ledger = this.of(recipient);
    const codes = drawRecoveryCodes(this.#random);
    const digests = codes.map((code) => digestRecoveryCode(this.#secret, recipient, code));
    const outcome = await orStoreFailed(() =>
      ledger.update((before, now) => replaceRecoveryCodes(before, digests, now)),
    );
    return outcome.kind === 'made' ? { kind: 'made', codes: codes.map(writeRecoveryCode) } : outcome;
  }

  /**
   * How a recipient stands.
   *
   * @param recipient in E.164
   * @param service what the codes are for; empty if not specified
   * @param policy the limits that count
   * @throws RangeError if the recipient does not have the form of E.164, or a number in the policy is out of bounds
   */
  async status(recipient: string, service = '', policy: Partial<Policy> = {}): Promise<Standing | StoreFailed> {
    const ledger = this.of(recipient, service);
    const limits = completePolicy(policy);
    return orStoreFailed(() => ledger.update((before, now) => standingOf(before, ledger.service, now, limits)));
  }

  /** How many recovery codes a recipient can still use. @throws RangeError if the recipient is not in E.164 */
  async recoveryLeft(recipient: string): Promise<RecoveryLeft | StoreFailed> {
    const ledger = this.of(recipient);
    return orStoreFailed(() =>
      ledger.update((before) => ({ ledger: before, outcome: { kind: 'left', count: recoveryLeft(before) } as const })),
    );
  }

  /** Judges a recovery code, as `readRecoveryCode` gives it. @throws RangeError if the recipient is not in E.164 */
  async judgeRecoveryCode(recipient: string, code: string): Promise<RecoveryJudgement | StoreFailed> {
    const ledger = this.of(recipient);
    const matches = recoveryCodeMatcher(this.#secret, recipient, code);
    return orStoreFailed(() => ledger.update((before, now) => judgeRecoveryCode(before, matches, now)));
  }
}
