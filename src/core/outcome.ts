// What can come of a send and of a check. Expected results are values; `report.ts` alone puts them into words.

/** Why something could not be done. Nothing in it holds a secret or a control character. */
export interface Problem {
  /** Twilio's error code, where it named one. */
  readonly code?: number;
  /** For the person at the keyboard: what happened and what to do, and nothing about the account. */
  readonly message: string;
  /** For the operator: the cause, and what to set right. */
  readonly detail: string;
  /** The page on which Twilio explains the code. */
  readonly help?: string;
  /** What Twilio says of it, in its own words. */
  readonly said?: string;
}

/** All that an operator is told of a problem, on one line. */
export function explain({ detail, help, said }: Problem): string {
  return `${detail}${help === undefined ? '' : ` See ${help}`}${said === undefined ? '' : ` Twilio says: ${said}`}`;
}

/** When the next code may be sent to a recipient, and how long the newest one lives; ms since 1970. */
export interface Times {
  readonly resendAt: number;
  readonly expiresAt: number;
}

/** A recipient is locked until then; `null`: until an operator unlocks it. */
export interface Locked {
  readonly kind: 'locked';
  readonly until: number | null;
}

/** The store could not be read or written, so nothing was decided. */
export interface StoreFailed {
  readonly kind: 'store-failed';
  /** Left out where no try was paid for. `perhaps`: the connection broke before the store could say. */
  readonly charged?: 'yes' | 'perhaps';
  readonly problem: Problem;
}

/** The rules allow no send now. `too-soon`: the last was a moment ago; `too-many`: the window's sends are used up. */
export interface Wait {
  readonly kind: 'too-soon' | 'too-many';
  /** From when on a send is allowed, ms since 1970. */
  readonly resendAt: number;
  /** Until when the code already sent can be entered, or `null` where there is none that can. */
  readonly expiresAt: number | null;
}

/** A code was issued and can be entered. */
type Issued =
  /** Twilio took the text. `deliveryId` is what it can be tracked by, where it can. */
  | ({ readonly kind: 'sent'; readonly deliveryId?: string | undefined } & Times)
  /** Twilio did not answer: a text may be on its way, the code stands and the send counts. */
  | ({ readonly kind: 'unknown'; readonly problem: Problem } & Times);

/** No code was issued. One that was sent before may still be good. */
type NotIssued =
  /** No text was sent; the send does not count. */
  { readonly kind: 'refused'; readonly problem: Problem } | Wait | Locked | StoreFailed;

/** What came of issuing a code. */
export type Issuance = Issued | NotIssued;

/**
 * What came of a send. `length` is how many digits the codes have, this one or one sent before; left out where only
 * the service that makes them knows, and it could not be asked.
 */
export type SendOutcome = (Issued & { readonly length: number }) | (NotIssued & { readonly length?: number });

export type CheckOutcome =
  | { readonly kind: 'accepted' }
  /** A wrong code; `superseded`: it is the code that the newest one replaced. */
  | { readonly kind: 'incorrect'; readonly triesLeft: number; readonly superseded: boolean }
  | { readonly kind: 'used' }
  /** Not a code of that many digits; costs no try. */
  | { readonly kind: 'invalid'; readonly length: number }
  | { readonly kind: 'expired' }
  | { readonly kind: 'exhausted' }
  /** Whoever judges the code could not be asked; costs no try. */
  | { readonly kind: 'unchecked'; readonly problem: Problem }
  /** No code was sent, so there is nothing to check. */
  | { readonly kind: 'unsent' }
  | Locked
  | StoreFailed;

/** What an operator cleared. */
export interface UnlockOutcome {
  readonly kind: 'unlocked';
  /** Wrong tries in a row. */
  readonly failures: number;
  readonly wasLocked: boolean;
  /** Unanswered codes of the last 24 hours, which no longer make the next one wait. */
  readonly sends: number;
}

/** How far a text has got. `passed-on`: the carrier has it, which is not to say that the phone has. */
export type Progress =
  | { readonly kind: 'accepted' | 'sending' | 'passed-on' | 'delivered' }
  | { readonly kind: 'undelivered'; readonly problem: Problem };

/** The moments that an outcome can name, each in ms since 1970. A new one belongs here, or it is not shifted. */
export interface Moments {
  readonly kind?: string;
  readonly resendAt?: number;
  readonly expiresAt?: number | null;
  readonly until?: number | null;
}

/**
 * The outcome with every moment that it names moved, to tell it by another clock.
 *
 * @param offsetMs how far the other clock is ahead, negative where it is behind
 * @example shiftTimes({ kind: 'locked', until: 60_000 }, 1_000).until // 61000
 */
export function shiftTimes<Outcome extends Moments>(outcome: Outcome, offsetMs: number): Outcome {
  const { resendAt, expiresAt, until } = outcome;
  return {
    ...outcome,
    ...(typeof resendAt === 'number' && { resendAt: resendAt + offsetMs }),
    ...(typeof expiresAt === 'number' && { expiresAt: expiresAt + offsetMs }),
    ...(typeof until === 'number' && { until: until + offsetMs }),
  };
}
