// How the form behaves: a pure function from a form and an event to the next form and the effects
// that must follow. Knows nothing of how it looks or of blessed.

import { findCode } from '../core/entry.ts';
import type { CheckOutcome, Progress, SendOutcome } from '../core/outcome.ts';
import { EXIT, type Report, reportCheck, reportProgress, reportSend } from '../report.ts';

export type Control = 'input' | 'submit' | 'resend' | 'call';
const RING: readonly Control[] = ['input', 'submit', 'resend'];
const RING_WITH_CALL: readonly Control[] = [...RING, 'call'];

/** After so long without word that a text was delivered, a call is offered; in ms. */
export const CALL_AFTER = 30_000;

/** What a person may do. Everything but `interrupt` waits while a send or a check is under way. */
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

export type FormEvent =
  | Key
  /** `length` is there where only the sender knew how long its codes are. */
  | { readonly kind: 'sent'; readonly outcome: SendOutcome; readonly length?: number }
  /** How far the text with that id has got. */
  | { readonly kind: 'progress'; readonly id: string; readonly outcome: Progress }
  | { readonly kind: 'checked'; readonly outcome: CheckOutcome }
  /** Time passed. */
  | { readonly kind: 'tick' }
  /** `Login Success!` was shown long enough. */
  | { readonly kind: 'seen' }
  /** No key for too long. */
  | { readonly kind: 'idle' }
  /** A signal asks the program to end. */
  | { readonly kind: 'signal'; readonly name: string; readonly number: number }
  /** The keyboard is gone. */
  | { readonly kind: 'end-of-input' };

export type Effect =
  | { readonly kind: 'send'; readonly channel?: 'call' }
  /** Ask for `progress` events about a text. */
  | { readonly kind: 'follow'; readonly id: string }
  | { readonly kind: 'check'; readonly entry: string }
  /** Ask for a `seen` event after about a second. */
  | { readonly kind: 'linger' }
  | { readonly kind: 'close'; readonly status: number; readonly line: string };

export interface Form {
  /** Digits in a code. */
  readonly length: number;
  /** The recipient, masked. */
  readonly recipient: string;
  /** Whether the form stays open after success. */
  readonly stay: boolean;
  readonly digits: string;
  /** The slot that the next digit goes to, 0 – length. */
  readonly cursor: number;
  readonly focus: Control;
  readonly busy: 'sending' | 'checking' | null;
  /** Keys that came while busy. */
  readonly waiting: readonly Key[];
  readonly notice: Omit<Report, 'status'> | null;
  readonly help: boolean;
  /** When the newest code dies and when another may be sent, ms since 1970. */
  readonly expiresAt: number | null;
  readonly resendAt: number;
  readonly now: number;
  readonly verified: boolean;
  /** Whether a call may be offered where a text does not arrive. */
  readonly offersCall: boolean;
  /** What is known of the newest code's way to the phone. */
  readonly delivery: {
    readonly id: string | undefined;
    readonly progress: Progress['kind'] | null;
    readonly byCall: boolean;
    readonly startedAt: number;
  } | null;
  /** The same of the code that is being sent. */
  readonly next: Form['delivery'];
  /** The last outcome: what the shell is told if the form closes now. */
  readonly last: Report | null;
}

export type Update = readonly [form: Form, effects: readonly Effect[]];

/** A flood of keys while busy is not kept beyond this. */
const MOST_WAITING = 64;

/** A form that has just been opened, with its first send under way. */
export function openForm(
  options: Pick<Form, 'length' | 'recipient' | 'stay' | 'now'> & Partial<Pick<Form, 'offersCall'>>,
): Update {
  const form: Form = {
    offersCall: false,
    delivery: null,
    next: null,
    ...options,
    digits: '',
    cursor: 0,
    focus: 'input',
    busy: null,
    waiting: [],
    notice: null,
    help: false,
    expiresAt: null,
    resendAt: 0,
    verified: false,
    last: null,
  };
  return startSend(form);
}

/** What an event makes of a form. @param now ms since 1970 */
export function update(before: Form, event: FormEvent, now: number): Update {
  const form = { ...before, now };
  switch (event.kind) {
    case 'sent':
      return replay(afterSend({ ...form, length: event.length ?? form.length }, event.outcome), form);
    case 'progress':
      return [afterProgress(form, event.id, event.outcome), []];
    case 'checked':
      return replay(afterCheck(form, event.outcome), form);
    case 'tick':
      return [keepFocus(withoutStale(form)), []];
    case 'seen':
      return form.verified ? giveUp(form) : [form, []];
    case 'idle':
      return close(form, form.verified ? EXIT.verified : EXIT.idle, 'no key was pressed for too long');
    case 'end-of-input':
      return close(form, EXIT.notVerified, 'the input ended');
    case 'interrupt':
      return close(form, EXIT.interrupted, 'interrupted');
    case 'signal':
      return close(form, EXIT.signalled + event.number, `ended by ${event.name}`);
    default:
      if (form.busy) return [{ ...form, waiting: [...form.waiting, event].slice(0, MOST_WAITING) }, []];
      return onKey(form, event);
  }
}

function onKey(form: Form, key: Key): Update {
  if (form.help) return [{ ...form, help: false }, []];
  if (form.verified && !form.stay) return key.kind === 'escape' ? giveUp(form) : [form, []];
  switch (key.kind) {
    case 'type':
      return [type(form, key.text), []];
    case 'paste':
      return [paste(form, key.text), []];
    case 'press':
      return activate({ ...form, focus: key.control }, key.control);
    case 'enter':
      return activate(form, form.focus === 'input' ? 'submit' : form.focus);
    case 'space':
      return activate(form, form.focus);
    case 'next':
      return [{ ...form, focus: neighbour(form, 1) }, []];
    case 'previous':
      return [{ ...form, focus: neighbour(form, -1) }, []];
    case 'left':
      return [edit(form, form.digits, form.cursor - 1), []];
    case 'right':
      return [edit(form, form.digits, form.cursor + 1), []];
    case 'home':
      return [edit(form, form.digits, 0), []];
    case 'end':
      return [edit(form, form.digits, form.digits.length), []];
    case 'backspace':
      return [edit(form, without(form.digits, form.cursor - 1), form.cursor - 1), []];
    case 'delete':
      return [edit(form, without(form.digits, form.cursor), form.cursor), []];
    case 'clear':
      return [edit(form, '', 0), []];
    case 'escape':
      return form.digits === '' || form.verified ? giveUp(form) : [edit(form, '', 0), []];
    case 'help':
      return [{ ...form, help: true }, []];
    case 'interrupt':
      return [form, []];
    default:
      return key satisfies never;
  }
}

/** Whether the button CALL ME is there: a text has failed, or nobody knows where it is. */
export function isCallOffered({ offersCall, delivery, verified, now }: Form): boolean {
  if (!offersCall || verified || delivery === null || delivery.progress === 'delivered') return false;
  return delivery.progress === 'undelivered' || now - delivery.startedAt >= CALL_AFTER;
}

function neighbour(form: Form, step: 1 | -1): Control {
  const ring = isCallOffered(form) ? RING_WITH_CALL : RING;
  return ring.at((ring.indexOf(form.focus) + step) % ring.length) ?? 'input';
}

/** What was said is taken away when it is not true any more. */
function withoutStale(form: Form): Form {
  const isStale = form.notice?.until !== undefined && form.now >= form.notice.until;
  return isStale ? { ...form, notice: null } : form;
}

/** A button that has gone does not keep the focus. */
function keepFocus(form: Form): Form {
  return form.focus === 'call' && !isCallOffered(form) ? { ...form, focus: 'input' } : form;
}

function type(form: Form, text: string): Form {
  const digits = text.normalize('NFKC');
  if (/^[\s\p{Pd}]*$/u.test(digits)) return form;
  if (!/^[0-9]$/.test(digits)) return { ...form, notice: invalid('Digits only.') };
  if (form.digits.length === form.length) return { ...form, focus: 'input' };
  const next = form.digits.slice(0, form.cursor) + digits + form.digits.slice(form.cursor);
  return edit(form, next, form.cursor + 1);
}

function paste(form: Form, text: string): Form {
  const code = findCode(text, form.length);
  if (code === undefined)
    return { ...form, notice: invalid(`No single code of ${form.length} digits in what was pasted.`) };
  return edit(form, code, code.length);
}

/** Typing takes away what was said, but not that the last code was wrong. */
function edit(form: Form, digits: string, cursor: number): Form {
  const stands = digits === form.digits || (form.notice?.tone === 'bad' && form.notice.text === form.last?.text);
  return {
    ...form,
    digits,
    cursor: Math.max(0, Math.min(cursor, digits.length)),
    focus: 'input',
    notice: stands ? form.notice : null,
  };
}

function without(digits: string, index: number): string {
  return index < 0 ? digits : digits.slice(0, index) + digits.slice(index + 1);
}

function activate(form: Form, control: Control): Update {
  if (control === 'input') return [form, []];
  if (control === 'resend') return form.verified ? [form, []] : startSend(form);
  if (control === 'call') return isCallOffered(form) ? startSend(form, 'call') : [form, []];
  return [
    { ...form, busy: 'checking', notice: { tone: 'plain', text: 'Checking…' } },
    [{ kind: 'check', entry: form.digits }],
  ];
}

function startSend(form: Form, channel?: 'call'): Update {
  const text = channel ? 'Calling…' : 'Sending the code…';
  const delivery: Form['delivery'] = {
    id: undefined,
    progress: null,
    byCall: channel === 'call',
    startedAt: form.now,
  };
  // The text before it goes on to be known until another one has taken its place.
  const pending = { ...form, busy: 'sending' as const, notice: { tone: 'plain' as const, text }, next: delivery };
  return [pending, [channel ? { kind: 'send', channel } : { kind: 'send' }]];
}

function afterSend(form: Form, outcome: SendOutcome): Update {
  // A text that failed is not on its way, though its code could be entered.
  const lost = outcome.kind === 'too-soon' && form.delivery?.progress === 'undelivered';
  const report = reportSend(lost ? { ...outcome, expiresAt: null } : outcome, form.length, form.now);
  const shown: Form = { ...form, busy: null, notice: report, last: report, next: null };
  switch (outcome.kind) {
    case 'sent': {
      const { deliveryId: id } = outcome;
      const delivery = form.next && { ...form.next, id };
      const sent = { ...edit(shown, '', 0), ...timesOf(outcome), notice: report, delivery };
      return [keepFocus(sent), id === undefined ? [] : [{ kind: 'follow', id }]];
    }
    case 'unknown':
      return [keepFocus({ ...edit(shown, '', 0), ...timesOf(outcome), notice: report, delivery: form.next }), []];
    case 'too-soon':
    case 'too-many':
      return [{ ...shown, ...timesOf(outcome) }, []];
    case 'refused':
      return [{ ...shown, delivery: afterRefusal(form) }, []];
    case 'locked':
    case 'store-failed':
      return [shown, []];
    default:
      return outcome satisfies never;
  }
}

/** A code that was sent before is the newest again, and its text is still on its way. */
function afterRefusal({ delivery, next, expiresAt, now }: Form): Form['delivery'] {
  if (delivery?.id !== undefined && expiresAt !== null && now < expiresAt) return delivery;
  return next && { ...next, progress: 'undelivered' };
}

function afterProgress(form: Form, id: string, outcome: Progress): Form {
  if (form.delivery?.id !== id || form.verified) return form;
  const known = keepFocus({ ...form, delivery: { ...form.delivery, progress: outcome.kind } });
  if (outcome.kind !== 'undelivered' || form.busy) return known;
  const report = reportProgress(outcome);
  return { ...known, notice: report, last: report };
}

function timesOf({ expiresAt, resendAt }: Pick<Form, 'expiresAt' | 'resendAt'>): Pick<Form, 'expiresAt' | 'resendAt'> {
  return { expiresAt, resendAt };
}

function afterCheck(form: Form, outcome: CheckOutcome): Update {
  const report = reportCheck(outcome, form.now);
  const shown: Form = { ...form, busy: null, notice: report };
  if (outcome.kind === 'accepted') {
    return [{ ...shown, verified: true, last: report }, form.stay ? [] : [{ kind: 'linger' }]];
  }
  // Once verified, whatever is tried after it for curiosity does not take it back.
  if (form.verified) return [shown, []];
  if (outcome.kind === 'invalid') return [{ ...shown, focus: 'input' }, []];
  // Nobody judged the code, so it may be right: it can be submitted again.
  if (outcome.kind === 'store-failed' || outcome.kind === 'unchecked') {
    return [{ ...shown, last: report, focus: 'input' }, []];
  }
  const cleared: Form = { ...shown, digits: '', cursor: 0, focus: 'input' };
  switch (outcome.kind) {
    case 'unsent':
      // Why it was not sent is still the reason.
      return [{ ...cleared, ...WITHOUT_CODE, last: form.last?.status === EXIT.notSent ? form.last : report }, []];
    case 'exhausted':
    case 'locked':
      return [{ ...cleared, ...WITHOUT_CODE, last: report }, []];
    default:
      return [{ ...cleared, last: report }, []];
  }
}

/** No code can be entered, so nothing is told of one. */
const WITHOUT_CODE = { expiresAt: null, delivery: null } as const;

/**
 * Plays the keys that waited. Presses at the front were meant for what was under way then, before
 * its answer could be read: played again they would cost another try or send.
 */
function replay([after, effects]: Update, before: Form): Update {
  const first = before.last === null && before.busy === 'sending';
  const skipped = first ? 0 : before.waiting.findIndex((key) => !['enter', 'space', 'press'].includes(key.kind));
  const keys = skipped < 0 ? [] : before.waiting.slice(skipped);
  let form: Form = { ...after, waiting: [] };
  const all = [...effects];
  for (const key of keys) {
    // A form that an Esc closed neither sends nor checks.
    if (all.some(({ kind }) => kind === 'close')) break;
    const [next, more] = update(form, key, form.now);
    form = next;
    all.push(...more);
  }
  return [form, all];
}

function giveUp(form: Form): Update {
  return close(form, form.last?.status ?? EXIT.notVerified, 'the form was closed');
}

function close(form: Form, status: number, why: string): Update {
  const said = form.last && form.last.tone !== 'plain' ? `${form.last.text} ` : '';
  const line = `${said}${form.verified ? 'Not let in' : 'Not verified'}: ${why}.`;
  return [form, [{ kind: 'close', status, line: status === EXIT.verified ? said.trimEnd() : line }]];
}

function invalid(detail: string): Form['notice'] {
  return { tone: 'bad', text: `Invalid OTP! ${detail}` };
}
