// How the outcome of a send, a check or a delivery changes a conversation.

import type { CheckOutcome, Progress, SendOutcome } from '../core/outcome.ts';
import { edit, keepFocus } from './editing.ts';
import { EXIT } from './exit.ts';
import { reportCheck, reportProgress, reportSend } from './report.ts';
import type { Conversation, Update } from './state.ts';

export function afterSend(state: Conversation, outcome: SendOutcome): Update {
  // A text that failed is not on its way, although its code is still valid.
  const lost = outcome.kind === 'too-soon' && state.delivery?.progress === 'undelivered';
  const report = reportSend(lost ? { ...outcome, expiresAt: null } : outcome, state.now);
  const shown: Conversation = { ...state, busy: null, notice: report, last: report, next: null };
  switch (outcome.kind) {
    case 'sent': {
      const { deliveryId: id } = outcome;
      const delivery = state.next && { ...state.next, id };
      const sent = { ...edit(shown, '', 0), ...timesOf(outcome), notice: report, delivery };
      return [keepFocus(sent), id === undefined ? [] : [{ kind: 'follow', id }]];
    }
    case 'unknown':
      return [keepFocus({ ...edit(shown, '', 0), ...timesOf(outcome), notice: report, delivery: state.next }), []];
    case 'too-soon':
    case 'too-many':
      return [{ ...shown, ...timesOf(outcome) }, []];
    case 'refused':
      return [{ ...shown, delivery: afterRefusal(state) }, []];
    case 'locked':
    case 'store-failed':
      return [shown, []];
    default:
      return outcome satisfies never;
  }
}

/** The previous code is the newest again, and its text is still on its way. */
function afterRefusal({ delivery, next, expiresAt, now }: Conversation): Conversation['delivery'] {
  if (delivery?.id !== undefined && expiresAt !== null && now < expiresAt) return delivery;
  return next && { ...next, progress: 'undelivered' };
}

export function afterProgress(state: Conversation, id: string, outcome: Progress): Conversation {
  if (state.delivery?.id !== id || state.verified) return state;
  const known = keepFocus({ ...state, delivery: { ...state.delivery, progress: outcome.kind } });
  if (outcome.kind !== 'undelivered' || state.busy) return known;
  const report = reportProgress(outcome);
  return { ...known, notice: report, last: report };
}

function timesOf({ expiresAt, resendAt }: Pick<Conversation, 'expiresAt' | 'resendAt'>) {
  return { expiresAt, resendAt };
}

export function afterCheck(state: Conversation, outcome: CheckOutcome): Update {
  const report = reportCheck(outcome, state.now);
  const shown: Conversation = { ...state, busy: null, notice: report };
  // Once verified, further tries do not undo it.
  if (state.verified && outcome.kind !== 'accepted') return [shown, []];
  const judged: Conversation = { ...shown, focus: 'input', last: report };
  const cleared: Conversation = { ...judged, digits: '', cursor: 0 };
  switch (outcome.kind) {
    case 'accepted':
      return [{ ...shown, verified: true, last: report }, state.stay ? [] : [{ kind: 'linger' }]];
    case 'invalid':
      return [{ ...shown, focus: 'input' }, []];
    case 'store-failed':
    case 'unchecked':
      // The code was not judged, so it may be right: keep it, to be submitted again.
      return [judged, []];
    case 'incorrect':
    case 'used':
    case 'expired':
      return [cleared, []];
    case 'exhausted':
    case 'locked':
      return [{ ...cleared, ...WITHOUT_CODE }, []];
    case 'unsent':
      // The reason is still why it was not sent.
      return [{ ...cleared, ...WITHOUT_CODE, last: state.last?.status === EXIT.notSent ? state.last : report }, []];
    default:
      return outcome satisfies never;
  }
}

/** There is no valid code, so the form shows nothing about one. */
const WITHOUT_CODE = { expiresAt: null, delivery: null } as const;
