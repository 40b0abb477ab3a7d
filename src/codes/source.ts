// The port to a source of codes, which makes and judges them. Implementations: `own-codes.ts`, `service-codes.ts`.

import type { Channel } from '../core/channel.ts';
import type { CheckOutcome, InvalidPhone, Issuance, Problem, Progress } from '../core/outcome.ts';
import type { RecipientLedger } from '../ledgers.ts';

/** How one code is sent and worded. */
export interface Wording {
  readonly channel: Channel;
  /** What the code is for. */
  readonly service: string | undefined;
  /** The text, with `{code}` in it; the default wording if left out. */
  readonly message: string | undefined;
}

export interface CodeSource {
  /** What all its codes are for, if it makes them for one service alone. */
  readonly service?: string;
  /** The number of digits in its codes, or why it is unknown now. */
  length(): Promise<number | Problem>;
  /**
   * Issues a code and delivers it. Takes it back if the text is refused.
   *
   * @throws StoreError if the ledger cannot be read or written
   */
  issue(ledger: RecipientLedger, wording: Wording): Promise<Issuance>;
  /**
   * Judges an entered code of the right length.
   *
   * @throws StoreError if the ledger cannot be read or written and it is certain that no try was charged
   */
  judge(ledger: RecipientLedger, code: string): Promise<Exclude<CheckOutcome, InvalidPhone>>;
  /** How far a code has got; undefined if it cannot be determined now. */
  track?(deliveryId: string): Promise<Progress | undefined>;
}
