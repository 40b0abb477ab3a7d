// What the outcome of a send, of a check or of a delivery makes of a conversation.

import type { CheckOutcome, Progress, SendOutcome } from '../core/outcome.ts';
import { edit, keepFocus } from './editing.ts';
import { EXIT } from './exit.ts';
import { reportCheck, reportProgress, reportSend } from './report.ts';
import type { Conversation, Update } from './state.ts';

export function afterSend(state: Conversation, outcome: SendOutcome): Update {
  // A text that failed is not on its way, though its code could be entered.
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

/** A code that was sent before is the newest again, and its text is still on its way. */
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
  // Once verified, whatever is tried after it for curiosity does not take it back.
  if (state.verified && outcome.kind !== 'accepted') return [shown, []];
  const told: Conversation = { ...shown, focus: 'input', last: report };
  const cleared: Conversation = { ...told, digits: '', cursor: 0 };
  switch (outcome.kind) {
    case 'accepted':
      return [{ ...shown, verified: true, last: report }, state.stay ? [] : [{ kind: 'linger' }]];
    case 'invalid':
      return [{ ...shown, focus: 'input' }, []];
    case 'store-failed':
    case 'unchecked':
      // Nobody judged the code, so it may be right: it can be submitted again.
      return [told, []];
    case 'incorrect':
    case 'used':
    case 'expired':
      return [cleared, []];
    case 'exhausted':
    case 'locked':
      return [{ ...cleared, ...WITHOUT_CODE }, []];
    case 'unsent':
      // Why it was not sent is still the reason.
      return [{ ...cleared, ...WITHOUT_CODE, last: state.last?.status === EXIT.notSent ? state.last : report }, []];
    default:
      return outcome satisfies never;
  }
}

/** No code can be entered, so nothing is told of one. */
const WITHOUT_CODE = { expiresAt: null, delivery: null } as const;
