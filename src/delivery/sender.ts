// Two ports: a `Sender` delivers our codes to the phone, a `CodeService` makes and judges codes itself.
// Implementations: `twilio.ts`, `verify.ts`.

import type { Channel } from '../core/channel.ts';
import type { Verdict } from '../core/charge.ts';
import type { Problem, Progress } from '../core/outcome.ts';

/** One code for one phone. */
export interface Text {
  /** The recipient, in E.164. */
  readonly to: string;
  readonly channel: Channel;
  /** The text, with the code in it. A call has words of its own. */
  readonly body: string;
  readonly code: string;
  /** What the code is for. */
  readonly service: string | undefined;
  /** How long the text is worth delivering, in seconds. */
  readonly validFor: number;
}

/**
 * What came of handing over a text. `unknown`: there was no answer, so it may have been sent.
 */
export type Delivery =
  /** `id` identifies the text for tracking, if the carrier assigns one. */
  | { readonly kind: 'accepted'; readonly id?: string }
  | { readonly kind: 'refused' | 'unknown'; readonly problem: Problem };

/** Delivers codes to phones. */
export interface Sender {
  /** Hands over a text. Failures are in the result; it throws only for defects. */
  send(text: Text): Promise<Delivery>;
  /** The progress of a text; undefined if it cannot be determined now. */
  track?(id: string): Promise<Progress | undefined>;
}

/** A service that makes, sends and judges codes itself, as Twilio Verify does. */
export interface CodeService {
  /** Identifies the service: a code from one service is not valid at another. */
  readonly name: string;
  /** The number of digits in its codes, or why it is unknown. */
  codeLength(): Promise<number | Extract<Delivery, { problem: Problem }>>;
  /**
   * Sends a code. Throws only for defects.
   *
   * @param replaces whether an earlier code may still be valid; it is cancelled first
   */
  start(to: string, channel: Channel, replaces: boolean): Promise<Delivery | Limited>;
  /**
   * Has a code judged. `unjudged`: the service could not be asked. Throws only for defects.
   *
   * @param isExpected whether this delivery `id` is the one to judge against; a verdict about any other does not count
   */
  judge(to: string, code: string, isExpected: (id: string) => boolean): Promise<Judgement>;
}

/** The service sends no more codes to this phone for that long, in ms. */
interface Limited {
  readonly kind: 'limited';
  readonly retryAfter: number;
}

/** What a service says of a code. `unjudged`: it could not be asked. */
export type Judgement = { readonly kind: Verdict } | { readonly kind: 'unjudged'; readonly problem: Problem };
