// The ports to whatever carries a code to the phone, and to whoever makes and judges codes instead of
// us. Implementations: `twilio.ts`.

import type { Verdict } from '../core/charge.ts';
import type { Problem, Progress } from '../core/outcome.ts';

/** Every channel. */
export const CHANNELS = ['sms', 'whatsapp', 'call'] as const;

/** How a code reaches the phone. */
export type Channel = (typeof CHANNELS)[number];

/** One code for one phone. */
export interface Text {
  /** The recipient, in E.164. */
  readonly to: string;
  readonly channel: Channel;
  /** The words, with the code in them; a call says its own. */
  readonly body: string;
  readonly code: string;
  /** What the code is for. */
  readonly service: string | undefined;
  /** After how many seconds the text is not worth delivering any more. */
  readonly validFor: number;
}

/**
 * What became of a text when it was handed over. `unknown`: there was no answer, so it may have gone out.
 */
export type Delivery =
  /** `id` is the name that it was given, where it was given one: a text can be tracked by it. */
  | { readonly kind: 'accepted'; readonly id?: string }
  | { readonly kind: 'refused' | 'unknown'; readonly problem: Problem };

export interface Sender {
  /** Hands over a text. Whatever goes wrong is in the value: it throws for defects only. */
  send(text: Text): Promise<Delivery>;
  /** How far a text has got; undefined where that cannot be found out now. */
  track?(id: string): Promise<Progress | undefined>;
}

/** Makes, sends and judges the codes itself, as Twilio Verify does. */
export interface CodeService {
  /** Tells it apart from every other: a code of one service is not valid at another. */
  readonly name: string;
  /** Digits in its codes, or why that cannot be known. */
  codeLength(): Promise<number | Extract<Delivery, { problem: Problem }>>;
  /**
   * Sends a code. Throws for defects only.
   *
   * @param replaces whether a code sent before may still be good: it is made worthless first
   */
  start(to: string, channel: Channel, replaces: boolean): Promise<Delivery | Limited>;
  /**
   * Has a code judged. `unjudged`: nobody could be asked. Throws for defects only.
   *
   * @param isIt whether the code is known by this `id` of a delivery, or by none: what is said of another does not count
   */
  judge(to: string, code: string, isIt: (id: string) => boolean): Promise<Judgement>;
}

/** The service sends no more codes to this phone for that long, in ms. */
interface Limited {
  readonly kind: 'limited';
  readonly retryAfter: number;
}

export type Judgement = { readonly kind: Verdict } | { readonly kind: 'unjudged'; readonly problem: Problem };
