// The state of a conversation, its events and its effects. Independent of any face.

import type { CheckOutcome, Progress, SendOutcome } from '../core/outcome.ts';
import { SYMBOLS } from '../core/recovery-entry.ts';
import type { Notice } from './report.ts';

/** `recovery` turns the input into a field for a recovery code, and back. */
export type Control = 'input' | 'submit' | 'resend' | 'call' | 'recovery';

/** How long to wait for a text to be delivered before offering a call, in ms. */
export const CALL_AFTER = 30_000;

/** What the person can do. All but `interrupt` is queued while a send or a check is in progress. */
export type Key =
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'press'; readonly control: Control }
  /** A whole line, submitted as one. A blank one submits nothing. */
  | { readonly kind: 'line'; readonly text: string }
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
        /** Gives up, whatever was typed. */
        | 'leave'
        | 'help'
        | 'interrupt';
    };

export type ConversationEvent =
  | Key
  /** How many recovery codes are left. Counted with each send, and known before its answer. */
  | { readonly kind: 'counted'; readonly recoveryLeft: number }
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

/** What the newest notice is about. `notices.ts` words it, anew with each event, since its words follow the clock. */
export type Topic =
  /** `opening`: the form made the send by itself. */
  | { readonly about: 'send'; readonly outcome: SendOutcome; readonly opening: boolean }
  | { readonly about: 'check'; readonly outcome: CheckOutcome }
  | { readonly about: 'delivery'; readonly outcome: Extract<Progress, { kind: 'undelivered' }> }
  /** What was typed or pasted is not a code. */
  | { readonly about: 'entry'; readonly detail: string };

/** The entry of a recovery code, which is kept apart from the digits. */
interface RecoveryEntry {
  /** How many codes were left at the last send. */
  readonly left: number;
  /** Whether the input takes one, in place of the texted code. */
  readonly isOpen: boolean;
  readonly symbols: string;
  /** The place of the next symbol. */
  readonly cursor: number;
}

export interface Conversation {
  /** Digits in a code. */
  readonly length: number;
  /** The recipient, masked. */
  readonly recipient: string;
  /** What is being approved, such as `to run kubectl delete ns prod`; empty if unknown. */
  readonly approving: string;
  /** Whether it continues after success, until the person leaves. */
  readonly stay: boolean;
  /** Whether what was said stays in sight after the end, so that it need not be repeated. */
  readonly keepsLines?: boolean;
  readonly digits: string;
  /** The slot for the next digit, 0 – length. */
  readonly cursor: number;
  readonly recovery: RecoveryEntry;
  readonly focus: Control;
  readonly busy: 'sending' | 'checking' | null;
  /** Keys queued while busy. */
  readonly waiting: readonly Key[];
  /** Until the first send has had its answer: a code that is valid, or a refusal. While not busy, it waits for `resendAt`. */
  readonly opening: boolean;
  /** What to say now; `null` if what to do is plain to see. Follows from `topic`. */
  readonly notice: Notice | null;
  readonly topic: Topic | null;
  readonly help: boolean;
  /** When the newest code expires and when another may be sent, ms since 1970. */
  readonly expiresAt: number | null;
  readonly resendAt: number;
  readonly now: number;
  readonly verified: boolean;
  /** Whether codes go out by call rather than as texts. */
  readonly callsOnly: boolean;
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
  readonly last: Topic | null;
}

export type Update = readonly [state: Conversation, effects: readonly Effect[]];

/** Whether there is a code that can be entered. */
export function isCodeValid({ expiresAt, now }: Conversation): boolean {
  return expiresAt !== null && now < expiresAt;
}

/** Whether the recipient is locked, so that no texted code helps. */
export function isLocked({ last, verified, now }: Conversation): boolean {
  if (verified || last === null || last.about === 'entry' || last.outcome.kind !== 'locked') return false;
  return last.outcome.until === null || now < last.outcome.until;
}

/** Whether nothing helps but leaving. */
export function isLockedOut(state: Conversation): boolean {
  return isLocked(state) && !isRecoveryOffered(state);
}

/** Whether no code is valid and the form will send one by itself, at `resendAt`. */
export function waitsToSend({ opening, busy, verified }: Conversation): boolean {
  return opening && busy === null && !verified;
}

/** What the input takes: what is in it, the place of the next character, and how many there are. */
export function fieldOf({ recovery, digits, cursor, length }: Conversation) {
  return recovery.isOpen
    ? { text: recovery.symbols, cursor: recovery.cursor, length: SYMBOLS }
    : { text: digits, cursor, length };
}

/** Whether Esc leaves. If not, it clears the input. */
export function leavesOnEscape(state: Conversation): boolean {
  return fieldOf(state).text === '' || state.verified || isLockedOut(state);
}

/** Whether the newest code goes out by call, or the first will. */
export function isByCall({ delivery, next, callsOnly }: Conversation): boolean {
  return (delivery ?? next)?.byCall ?? callsOnly;
}

/** Whether to show the CALL ME button: a text has failed, or has been on its way for too long. */
export function isCallOffered({ offersCall, delivery, verified, now }: Conversation): boolean {
  if (!offersCall || verified || delivery === null || delivery.progress === 'delivered') return false;
  return delivery.progress === 'undelivered' || now - delivery.startedAt >= CALL_AFTER;
}

/** Whether there is a way to enter a recovery code. */
export function isRecoveryOffered({ recovery, verified }: Conversation): boolean {
  return recovery.left > 0 && !verified;
}

/** The stops of the focus after the input, in their order. */
export function stopsOf(state: Conversation): readonly Control[] {
  return [
    ...(['submit', 'resend'] as const),
    ...(isCallOffered(state) ? (['call'] as const) : []),
    ...(isRecoveryOffered(state) ? (['recovery'] as const) : []),
  ];
}
