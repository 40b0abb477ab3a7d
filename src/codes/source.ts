// The port to whoever makes and judges the codes. Implementations: `own-codes.ts`, `service-codes.ts`.

import type { Ledger, Step } from '../core/ledger.ts';
import type { CheckOutcome, Issuance, Moments, Problem, Progress } from '../core/outcome.ts';
import type { Channel } from '../delivery/sender.ts';

export interface CodeSource {
  /** What its codes are for: a code for one service is not valid for another. */
  readonly service: string;
  /** Digits in its codes, or why they cannot be known now. */
  length(): Promise<number | Problem>;
  /**
   * Issues a code and delivers it; takes it back where it was refused.
   *
   * @throws StoreError where the ledger cannot be read or written
   */
  issue(ledger: RecipientLedger, channel: Channel): Promise<Issuance>;
  /**
   * Judges an entered code of the right length.
   *
   * @throws StoreError where the ledger cannot be read or written, and no try was charged for certain
   */
  judge(ledger: RecipientLedger, code: string): Promise<CheckOutcome>;
  /** How far a code has got; undefined where that cannot be found out now. */
  track?(deliveryId: string): Promise<Progress | undefined>;
}

/** The ledger of one recipient, and where the codes of a source are in it. */
export interface RecipientLedger {
  /** In E.164. */
  readonly recipient: string;
  /** The name of the source's service in it. */
  readonly service: string;
  /** Changes it by the rules: `now` in ms since 1970, by the clock that everyone who shares the store goes by. */
  update<Outcome extends Moments>(change: (ledger: Ledger, now: number) => Step<Outcome>): Promise<Outcome>;
  /** Changes it where nothing is to be told of it. */
  change(change: (ledger: Ledger) => Ledger): Promise<void>;
}
