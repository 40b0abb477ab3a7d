// What a verifier reports to its listener, such as a log or the operator's notes. Contains no code and no whole
// phone number. A recipient that is no phone number is no event: nobody was asked anything.

import type { Channel } from './core/channel.ts';
import type { CheckOutcome, InvalidPhone, Progress, SendOutcome, StoreFailed, UnlockOutcome } from './core/outcome.ts';

interface About {
  /** In ms since 1970. */
  readonly at: number;
  /** Masked, as `+1 ••• ••• ••71`. */
  readonly recipient: string;
  /** What the codes are for; empty if not specified. */
  readonly service: string;
}

/** Something a verifier did. */
export type VerifierEvent =
  | ({ readonly kind: 'send'; readonly channel: Channel; readonly outcome: Exclude<SendOutcome, InvalidPhone> } & About)
  | ({ readonly kind: 'check'; readonly outcome: Exclude<CheckOutcome, InvalidPhone> } & About)
  /** New recovery codes were made; they are not in it. */
  | ({ readonly kind: 'recovery'; readonly outcome: { readonly kind: 'made' } | StoreFailed } & About)
  | ({ readonly kind: 'unlock'; readonly outcome: UnlockOutcome | StoreFailed } & About)
  /** How far a code has got, whenever that was determined. `deliveryId` is the one in its `sent` outcome. */
  | ({
      readonly kind: 'progress';
      readonly deliveryId: string;
      readonly outcome: Progress;
    } & Omit<About, 'recipient'>);
