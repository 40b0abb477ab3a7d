// The port to whatever carries a code to the phone. Implementation: `twilio.ts`.

import type { Problem } from '../core/outcome.ts';

/** One text to one phone. */
export interface Text {
  /** The recipient, in E.164. */
  readonly to: string;
  /** The words, with the code in them. */
  readonly body: string;
  /** After how many seconds the text is not worth delivering any more. */
  readonly validFor: number;
}

/** What became of a text. `unknown`: there was no answer, so it may have gone out. */
export type Delivery =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused' | 'unknown'; readonly problem: Problem };

export interface Sender {
  /** Hands over a text. Whatever goes wrong is in the value: it throws for defects only. */
  send(text: Text): Promise<Delivery>;
}
