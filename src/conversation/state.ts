// The state of a conversation, its events and its effects. Independent of any face.

import type { CheckOutcome, Progress, SendOutcome } from '../core/outcome.ts';
import type { Report } from './report.ts';

export type Control = 'input' | 'submit' | 'resend' | 'call';

/** How long to wait for a text to be delivered before offering a call, in ms. */
export const CALL_AFTER = 30_000;

/** What the person can do. All but `interrupt` is queued while a send or a check is in progress. */
export type Key =
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'press'; readonly control: Control }
  | {
      readonly kind:
        | 'next'
        | 'previous'
        | 'enter'
        | 'space'
        | 'left'
        | 'right'
        | 'home'
        | 'end'
        | 'backspace'
        | 'delete'
        | 'clear'
        | 'escape'
        | 'help'
        | 'interrupt';
    };

export type ConversationEvent =
  | Key
  | { readonly kind: 'sent'; readonly outcome: SendOutcome }
  /** How far the text with that id has got. */
  | { readonly kind: 'progress'; readonly id: string; readonly outcome: Progress }
  | { readonly kind: 'checked'; readonly outcome: CheckOutcome }
  /** Time has passed. */
  | { readonly kind: 'tick' }
  /** `Login Success!` was shown long enough. */
  | { readonly kind: 'seen' }
  /** There was no input for `after` ms. */
  | { readonly kind: 'idle'; readonly after: number }
  /** A signal asks the program to end. */
  | { readonly kind: 'signal'; readonly name: string; readonly number: number }
  /** Input has ended. */
  | { readonly kind: 'end-of-input' };

export type Effect =
  | { readonly kind: 'send'; readonly channel?: 'call' }
  /** Ask for `progress` events about a text. */
  | { readonly kind: 'follow'; readonly id: string }
  | { readonly kind: 'check'; readonly entry: string }
  /** Ask for a `seen` event after about a second. */
  | { readonly kind: 'linger' }
  | { readonly kind: 'close'; readonly status: number; readonly line: string };

export interface Conversation {
  /** Digits in a code. */
  readonly length: number;
  /** The recipient, masked. */
  readonly recipient: string;
  /** What is being approved, such as `to run kubectl delete ns prod`; empty if unknown. */
  readonly approving: string;
  /** Whether it continues after success, until the person leaves. */
  readonly stay: boolean;
  readonly digits: string;
  /** The slot for the next digit, 0 – length. */
  readonly cursor: number;
  readonly focus: Control;
  readonly busy: 'sending' | 'checking' | null;
  /** Keys queued while busy. */
  readonly waiting: readonly Key[];
  readonly notice: Omit<Report, 'status'> | null;
  readonly help: boolean;
  /** When the newest code expires and when another may be sent, ms since 1970. */
  readonly expiresAt: number | null;
  readonly resendAt: number;
  readonly now: number;
  readonly verified: boolean;
  /** Whether to offer a call if a text does not arrive. */
  readonly offersCall: boolean;
  /** What is known about the delivery of the newest code. */
  readonly delivery: {
    readonly id: string | undefined;
    readonly progress: Progress['kind'] | null;
    readonly byCall: boolean;
    readonly startedAt: number;
  } | null;
  /** The same for the code being sent. */
  readonly next: Conversation['delivery'];
  /** The last outcome, which decides the exit status if the form closes now. */
  readonly last: Report | null;
}

export type Update = readonly [state: Conversation, effects: readonly Effect[]];

/** Whether to show the CALL ME button: a text has failed, or has been on its way for too long. */
export function isCallOffered({ offersCall, delivery, verified, now }: Conversation): boolean {
  if (!offersCall || verified || delivery === null || delivery.progress === 'delivered') return false;
  return delivery.progress === 'undelivered' || now - delivery.startedAt >= CALL_AFTER;
}
