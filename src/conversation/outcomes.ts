// How the outcome of a send, a check or a delivery changes a conversation.

import type { CheckOutcome, Progress, SendOutcome } from '../core/outcome.ts';
import { statusOf, turnAway } from './closing.ts';
import { fill, offerRecovery } from './editing.ts';
import { EXIT } from './exit.ts';
import { EXPIRED } from './notices.ts';
import { type Conversation, isLockedOut, isRecoveryOffered, type Topic, type Update } from './state.ts';

export function afterSend(state: Conversation, outcome: SendOutcome): Update {
  // A text that failed is not on its way, although its code is still valid, and stays the reason if the person leaves.
  const isLost = outcome.kind === 'too-soon' && state.delivery?.progress === 'undelivered';
  const { opening } = state;
  const topic: Topic = { about: 'send', outcome: isLost ? { ...outcome, expiresAt: null } : outcome, opening };
  const last = isLost && wasNotSent(state) ? state.last : topic;
  const shown: Conversation = { ...state, busy: null, topic, last, next: null, opening: false };
  switch (outcome.kind) {
    case 'sent': {
      const { deliveryId: id } = outcome;
      const delivery = state.next && { ...state.next, id };
      const sent = { ...withoutDigits(shown), ...timesOf(outcome), delivery };
      return [sent, id === undefined ? [] : [{ kind: 'follow', id }]];
    }
    case 'unknown':
      return [{ ...withoutDigits(shown), ...timesOf(outcome), delivery: state.next }, []];
    case 'too-soon':
    case 'too-many': {
      // If there is nothing to enter, the form sends as soon as it may, unless that is too long to wait for.
      const waiting = { ...shown, ...timesOf(outcome), opening: opening && outcome.expiresAt === null };
      const isTooLong = outcome.kind === 'too-many' && state.now < outcome.resendAt;
      if (!waiting.opening || !isTooLong) return [waiting, []];
      return isRecoveryOffered(waiting) ? [offerRecovery({ ...waiting, opening: false }), []] : turnAway(waiting);
    }
    case 'refused':
      return [{ ...shown, delivery: afterRefusal(state) }, []];
    case 'locked': {
      const locked = { ...shown, ...WITHOUT_CODE };
      return opening && isLockedOut(locked) ? turnAway(locked) : [offerRecovery(locked), []];
    }
    case 'invalid-phone':
    case 'store-failed':
      return [shown, []];
    default:
      return outcome satisfies never;
  }
}

/** Makes room for the new code. A recovery code that is being typed stays. */
function withoutDigits(state: Conversation): Conversation {
  return { ...state, digits: '', cursor: 0, focus: state.recovery.isOpen ? state.focus : 'input' };
}

/** The previous code is the newest again, and its text is still on its way. */
function afterRefusal({ delivery, next, expiresAt, now }: Conversation): Conversation['delivery'] {
  if (delivery?.id !== undefined && expiresAt !== null && now < expiresAt) return delivery;
  return next && { ...next, progress: 'undelivered' };
}

export function afterProgress(state: Conversation, id: string, outcome: Progress): Conversation {
  if (state.delivery?.id !== id || state.verified) return state;
  const known = { ...state, delivery: { ...state.delivery, progress: outcome.kind } };
  if (outcome.kind !== 'undelivered' || state.busy) return known;
  const topic: Topic = { about: 'delivery', outcome };
  return { ...known, topic, last: topic };
}

function timesOf({ expiresAt, resendAt }: Pick<Conversation, 'expiresAt' | 'resendAt'>) {
  return { expiresAt, resendAt };
}

export function afterCheck(state: Conversation, outcome: CheckOutcome): Update {
  const topic: Topic = { about: 'check', outcome };
  const shown: Conversation = { ...state, busy: null, topic };
  // Once verified, further tries do not undo it.
  if (state.verified && outcome.kind !== 'accepted') return [shown, []];
  const judged: Conversation = { ...shown, focus: 'input', last: topic };
  const cleared = fill(judged, '', 0);
  switch (outcome.kind) {
    case 'accepted':
      return [{ ...shown, verified: true, opening: false, last: topic }, state.stay ? [] : [{ kind: 'linger' }]];
    case 'invalid':
      return [{ ...shown, focus: 'input' }, []];
    case 'invalid-phone':
    case 'store-failed':
    case 'unchecked':
      // The code was not judged, so it may be right: keep it, to be submitted again.
      return [judged, []];
    case 'incorrect':
    case 'used':
      return [{ ...cleared, last: staysRefused(state) ? state.last : topic }, []];
    case 'throttled':
      return [cleared, []];
    case 'expired': {
      // It may be over before its time: if the clock was turned back, or at a service that makes the codes.
      const expiresAt = state.expiresAt && Math.min(state.expiresAt, state.now);
      return [{ ...cleared, expiresAt, focus: 'resend' }, []];
    }
    case 'locked':
      return [offerRecovery({ ...cleared, ...WITHOUT_CODE }), []];
    case 'exhausted':
      return [{ ...cleared, ...WITHOUT_CODE, focus: 'resend' }, []];
    case 'unsent': {
      // If it could not be sent, that is still the reason.
      return [{ ...cleared, ...WITHOUT_CODE, focus: 'resend', last: wasNotSent(state) ? state.last : topic }, []];
    }
    default:
      return outcome satisfies never;
  }
}

/** Whether a recovery code was tried because of a refusal: a wrong one changes nothing about that. */
function staysRefused(state: Conversation): boolean {
  return state.recovery.isOpen && isRefused(state);
}

/** Whether the last outcome was a refusal, whose exit status stands when the form is closed. */
function isRefused(state: Conversation): boolean {
  const status = statusOf(state);
  return status === EXIT.notSent || status === EXIT.store || status === EXIT.tryLater;
}

function wasNotSent(state: Conversation): boolean {
  return statusOf(state) === EXIT.notSent;
}

/** There is no valid code, so the form shows nothing about one. */
const WITHOUT_CODE = { expiresAt: null, delivery: null } as const;

/** The newest code's life has ended while the person waited. If the last outcome was a refusal, that stays the reason. */
export function afterExpiry(state: Conversation): Conversation {
  const focus = state.recovery.isOpen ? state.focus : 'resend';
  return { ...state, focus, topic: EXPIRED, last: isRefused(state) ? state.last : EXPIRED };
}
