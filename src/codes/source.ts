// The port to whoever makes and judges the codes. Implementations: `own-codes.ts`, `service-codes.ts`.

import type { CheckOutcome, Issuance, Problem, Progress } from '../core/outcome.ts';
import type { Channel } from '../delivery/sender.ts';
import type { RecipientLedger } from '../ledgers.ts';

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
