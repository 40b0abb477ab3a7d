// Finds a recipient's ledger in a store, and does what needs nothing more than that. Knows no sender and no code.

import type { Clock } from './clock.ts';
import { ledgerKey, serviceKey } from './core/code.ts';
import { type Ledger, type Step, unlock } from './core/ledger.ts';
import { type Moments, type StoreFailed, shiftTimes, type UnlockOutcome } from './core/outcome.ts';
import { isE164 } from './core/phone.ts';
import { orStoreFailed, type Store } from './store/store.ts';

/** The ledger of one recipient, and the name of one service in it. */
export interface RecipientLedger {
  /** In E.164. */
  readonly recipient: string;
  /** The keyed name of the service. */
  readonly service: string;
  /** Changes it by the rules: `now` in ms since 1970, by the clock that everyone who shares the store goes by. */
  update<Outcome extends Moments>(change: (ledger: Ledger, now: number) => Step<Outcome>): Promise<Outcome>;
  /** Changes it where there is nothing to report. */
  change(change: (ledger: Ledger) => Ledger): Promise<void>;
}

export interface LedgersOptions {
  readonly store: Store;
  /** The HMAC key, 16 characters or more. */
  readonly secret: string;
  /** By what outcomes tell their times; and what time it is, where the store has no clock of its own. */
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
   * The ledger of a recipient. It goes by the store's clock if there is one, as this computer's may be wrong, and
   * converts the times of outcomes to this computer's. Only the form of the recipient is looked at: no code was ever sent
   * to a number that cannot exist, and to look it up in the numbering plans would take longer than the rest of a check.
   *
   * @param recipient in E.164
   * @param service what the codes are for; empty where nothing was said
   * @throws RangeError if the recipient is not in E.164
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
   * @throws RangeError if the recipient is not a phone number in E.164
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
