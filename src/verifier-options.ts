// What a verifier is made with, and what can be different for one code.

import type { Clock } from './clock.ts';
import type { Channel } from './core/channel.ts';
import type { RandomDigit } from './core/code.ts';
import type { Policy } from './core/policy.ts';
import type { CodeService, Sender } from './delivery/sender.ts';
import type { Store } from './store/store.ts';
import type { VerifierEvent } from './verifier-event.ts';

/** What a verifier is made with. */
export interface OtpVerifierOptions {
  /** Sends the texts, like `twilioSender(…)`, or makes and judges the codes too, like `twilioVerify(…)`. */
  readonly sender: Sender | CodeService;
  /** The HMAC key for stored codes, 16 characters or more. Processes that share a store must share it. */
  readonly secret: string;
  /** Where tries, sends and locks are kept; in memory if left out. */
  readonly store?: Store;
  readonly policy?: Partial<Policy>;
  /** How codes reach the phone; `sms` if left out. */
  readonly channel?: Channel;
  /** What the codes are for: a code for one service is not valid for another. Not allowed if the sender makes the codes. */
  readonly service?: string | undefined;
  /** The text, with `{code}` in it; the default wording if left out. Not allowed if the sender makes the codes. */
  readonly message?: string | undefined;
  /** The clock for the times in outcomes, and for the rules unless the store has a clock of its own. */
  readonly clock?: Clock;
  /** Draws one digit, or another whole number below its argument; `crypto.randomInt` if left out. */
  readonly random?: RandomDigit;
  /** Called with each event, and awaited, before its outcome is returned. If it throws, so does the method, and nobody is verified. */
  readonly onEvent?: ((event: VerifierEvent) => unknown) | undefined;
}

/** What a code is for, if not for what the verifier was made for. */
export interface Purpose {
  /** A code for one service is not valid for another. Not allowed if the sender makes the codes. */
  readonly service?: string | undefined;
}

/** How to send one code, where that differs from what the verifier was made with. */
export interface SendOptions extends Purpose {
  readonly channel?: Channel | undefined;
  /** The text, with `{code}` in it, such as one in the person's language. Not allowed if the sender makes the codes. */
  readonly message?: string | undefined;
}
