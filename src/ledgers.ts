// Finds recipients' ledgers in a store, and does what needs no more than that. Knows no senders and no codes.

import type { Clock } from './clock.ts';
import { ledgerKey, serviceKey } from './core/code.ts';
import { type Ledger, type Step, unlock } from './core/ledger.ts';
import { type OutcomeTimes, type StoreFailed, shiftTimes, type UnlockOutcome } from './core/outcome.ts';
import { isE164 } from './core/phone.ts';
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

  /** @throws RangeError if the secret is too short */
  constructor({ store, secret, clock }: LedgersOptions) {
    if (secret.length < 16) throw new RangeError('secret must have 16 characters or more');
    this.#store = store;
    this.#secret = secret;
    this.#clock = clock;
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
    if (!isE164(recipient)) throw notE164();
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
   * Clears a recipient's wrong tries, lock and sends, whatever the codes were for. The newest code stays as it is.
   *
   * @param recipient in E.164
   * @returns what was cleared, or why the store could not be read or written
   * @throws RangeError if the recipient does not have the form of E.164
   */
  async unlock(recipient: string): Promise<UnlockOutcome | StoreFailed> {
    const ledger = this.of(recipient);
    return orStoreFailed(() => ledger.update(unlock));
  }
}

/** What is thrown for a recipient that no code can be sent to. Does not repeat it: it may be a code in the wrong place. */
export function notE164(): RangeError {
  return new RangeError('recipient must be a phone number in E.164, like +14155552671');
}
