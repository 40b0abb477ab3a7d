// The outcomes of sends and checks. Expected results are values; only `report.ts` puts them into words.

import type { Channel } from './channel.ts';

/** Why something could not be done. Contains no secrets and no control characters. */
export interface Problem {
  /** Twilio's error code, if it gave one. */
  readonly code?: number;
  /** For the person at the keyboard: what happened and, if they can do something, what. Nothing about the account. */
  readonly message: string;
  /**
   * What it takes, if trying again does not help: an `administrator`, or a `call` in place of a text. Left out if the
   * message says what to do.
   */
  readonly remedy?: 'administrator' | 'call';
  /** For the operator: the cause, and what to fix. */
  readonly detail: string;
  /** Twilio's page about the error code. */
  readonly help?: string;
  /** Twilio's own message. */
  readonly said?: string;
}

/** Everything the operator is told about a problem, on one line. */
export function explain({ detail, help, said }: Problem): string {
  return `${detail}${help === undefined ? '' : ` See ${help}`}${said === undefined ? '' : ` Twilio says: ${said}`}`;
}

/** When the next code may be sent to a recipient and when the newest one expires; ms since 1970. */
export interface Times {
  readonly resendAt: number;
  readonly expiresAt: number;
}

/** The recipient is locked until then; `null` means until an operator unlocks it. */
export interface Locked {
  readonly kind: 'locked';
  readonly until: number | null;
  /** Set for the wrong try that locked it. */
  readonly isNew?: true;
}

/** The store or the audit log could not be read or written, so nothing was decided. */
export interface StoreFailed {
  readonly kind: 'store-failed';
  /**
   * Left out if no try was charged, and nothing else was done. `perhaps`: the connection broke before the store
   * answered. `spent`: the code was right and is now used, but that could not be recorded.
   */
  readonly charged?: 'yes' | 'perhaps' | 'spent';
  readonly problem: Problem;
}

/** What was given is no phone number in E.164, so nothing was sent or judged, and nobody was asked. */
export interface InvalidPhone {
  readonly kind: 'invalid-phone';
}

/** The rules do not allow a send now. `too-soon`: the last one was a moment ago; `too-many`: all sends of the window are used up. */
export interface Wait {
  readonly kind: 'too-soon' | 'too-many';
  /** When the next send is allowed, ms since 1970. */
  readonly resendAt: number;
  /** When the code already sent expires, or `null` if there is no valid one. */
  readonly expiresAt: number | null;
  /** When that code was sent, ms since 1970; left out if there is none. */
  readonly sentAt?: number;
}

/** A code was issued and is valid. */
type Issued =
  /** Twilio accepted the text. `deliveryId` is for tracking, where that is possible. */
  | ({ readonly kind: 'sent'; readonly deliveryId?: string | undefined } & Times)
  /** Twilio did not answer: the text may be on its way, so the code is valid and the send counts. */
  | ({ readonly kind: 'unknown'; readonly problem: Problem } & Times);

/** No code was issued. An earlier one may still be valid. */
type NotIssued =
  /** No text was sent; the send does not count. */
  { readonly kind: 'refused'; readonly problem: Problem } | Wait | Locked | StoreFailed;

/** The outcome of issuing a code. */
export type Issuance = Issued | NotIssued;

/**
 * The outcome of a send. `length` is the number of digits in the code, or in one sent earlier; left out if only the
 * service that makes the codes knows it and it could not be asked.
 */
export type SendOutcome =
  | (Issued & { readonly length: number })
  | ((NotIssued | InvalidPhone) & { readonly length?: number });

/** The outcome of a check. */
export type CheckOutcome =
  | Accepted
  /** A wrong code. `superseded`: it is the code that the newest one replaced. */
  | { readonly kind: 'incorrect'; readonly triesLeft: number; readonly superseded: boolean }
  | { readonly kind: 'used' }
  /** Not a code of this length. Costs no try. */
  | { readonly kind: 'invalid'; readonly length: number }
  | { readonly kind: 'expired' }
  | { readonly kind: 'exhausted' }
  /** The service that judges the code could not be asked. Costs no try. */
  | { readonly kind: 'unchecked'; readonly problem: Problem }
  /** No code was sent, so there is nothing to check. */
  | { readonly kind: 'unsent' }
  /** Too many wrong recovery codes were entered: none is judged until then, in ms since 1970. Texted codes are. */
  | { readonly kind: 'throttled'; readonly until: number }
  | InvalidPhone
  | Locked
  | StoreFailed;

/** A correct code, and nothing else. */
export type Accepted =
  /** The code that was sent; `by` is left out. `channel`: how it was sent, if that is known. */
  | ({ readonly kind: 'accepted'; readonly by?: 'code'; readonly channel?: Channel } & Cleared)
  /** A recovery code. `recoveryLeft`: how many can still be used. */
  | ({ readonly kind: 'accepted'; readonly by: 'recovery'; readonly recoveryLeft: number } & Cleared);

interface Cleared {
  /** Wrong codes entered since the last right one; left out if there were none. */
  readonly failures?: number;
}

/** The outcome of making recovery codes. `made`: all earlier ones are worthless, and these are shown nowhere else. */
export type RecoveryOutcome = { readonly kind: 'made'; readonly codes: readonly string[] } | StoreFailed;

/** How many recovery codes can still be used. */
export interface RecoveryLeft {
  readonly kind: 'left';
  readonly count: number;
}

/** What an unlock cleared. */
export interface UnlockOutcome {
  readonly kind: 'unlocked';
  /** Wrong tries in a row. */
  readonly failures: number;
  readonly wasLocked: boolean;
  /** Unanswered codes in the last 24 hours, which no longer count. */
  readonly sends: number;
  /** Wrong recovery codes; left out if there were none. */
  readonly recoveryTries?: number;
}

/** How a recipient stands. Times are in ms since 1970. */
export interface Standing {
  readonly kind: 'standing';
  /** The newest code: `valid`, or why it is not. */
  readonly newestCode: 'none' | 'valid' | 'used' | 'exhausted' | 'expired';
  /** When it was sent; left out if there is none, or if that no longer counts. */
  readonly sentAt?: number;
  /** When it expires; left out if there is none. */
  readonly expiresAt?: number;
  /** Wrong tries left; 0 if it is not valid. */
  readonly triesLeft: number;
  /** How many more codes may be sent in this window. */
  readonly sendsLeft: number;
  /** When the next one may be sent; left out if it may be now. */
  readonly resendAt?: number;
  /** Wrong tries in a row. */
  readonly failures: number;
  readonly locked: boolean;
  /** Until when; `null` means until an operator unlocks it. Left out if not locked. */
  readonly until?: number | null;
  /** Recovery codes that can still be used. */
  readonly recoveryLeft: number;
}

/** How far a text has got. `passed-on`: the carrier has it, but the phone may not. */
export type Progress =
  | { readonly kind: 'accepted' | 'sending' | 'passed-on' | 'delivered' }
  | { readonly kind: 'undelivered'; readonly problem: Problem };

/** The times in an outcome, in ms since 1970. Add new ones here, or they will not be shifted. */
export interface OutcomeTimes {
  readonly kind?: string;
  readonly resendAt?: number;
  readonly expiresAt?: number | null;
  readonly until?: number | null;
  readonly sentAt?: number;
}

/**
 * Shifts all times in an outcome, to express it in another clock's time.
 *
 * @param offsetMs how far the other clock is ahead; negative if it is behind
 * @example shiftTimes({ kind: 'locked', until: 60_000 }, 1_000).until // 61000
 */
export function shiftTimes<Outcome extends OutcomeTimes>(outcome: Outcome, offsetMs: number): Outcome {
  const { resendAt, expiresAt, until, sentAt } = outcome;
  return {
    ...outcome,
    ...(typeof resendAt === 'number' && { resendAt: resendAt + offsetMs }),
    ...(typeof expiresAt === 'number' && { expiresAt: expiresAt + offsetMs }),
    ...(typeof until === 'number' && { until: until + offsetMs }),
    ...(sentAt !== undefined && { sentAt: sentAt + offsetMs }),
  };
}
