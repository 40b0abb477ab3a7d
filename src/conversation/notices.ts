// What the notice says: words a conversation's topic anew at each moment, so that its countdowns are true.

import {
  type Circumstances,
  type Notice,
  type Report,
  reportCheck,
  reportEntry,
  reportProgress,
  reportSend,
} from './report.ts';
import { type Conversation, isByCall, isCallOffered, isCodeValid, type Topic, waitsToSend } from './state.ts';

/** The topic when the newest code's life ends while the person waits. */
export const EXPIRED: Topic = { about: 'check', outcome: { kind: 'expired' } };

/** The state with the notice that is true of it. */
export function withNotice(state: Conversation): Conversation {
  return { ...state, notice: noticeOf(state) };
}

/** Never `null` while busy, or if no code can be entered. */
function noticeOf(state: Conversation): Notice | null {
  if (state.busy) return { tone: 'plain', text: busyInWords(state) };
  const { topic, last } = state;
  const now = topic && reportOf(topic, state);
  if (now && now.text !== '') return noticeFrom(now);
  if (isCodeValid(state) && !state.verified) return null;
  const before = last && reportOf(last, state);
  return noticeFrom(before && before.text !== '' ? before : reportOf(EXPIRED, state));
}

function noticeFrom({ status: _, ...notice }: Report): Notice {
  return notice;
}

function busyInWords({ busy, next }: Conversation): string {
  if (busy === 'checking') return 'Checking…';
  return next?.byCall ? 'Calling…' : 'Sending the code…';
}

/** What can be said about a topic now, and the exit status if it is the last outcome. */
export function reportOf(topic: Topic, state: Conversation): Report {
  const circumstances = circumstancesOf(state);
  switch (topic.about) {
    case 'send':
      return reportSend(topic.outcome, state.now, { ...circumstances, opening: topic.opening });
    case 'check':
      return reportCheck(topic.outcome, state.now, circumstances);
    case 'delivery':
      return reportProgress(topic.outcome, state.now, circumstances);
    case 'entry':
      return reportEntry(topic.detail);
    default:
      return topic satisfies never;
  }
}

function circumstancesOf(state: Conversation): Circumstances {
  return {
    byCall: isByCall(state),
    callOffered: isCallOffered(state),
    sendsAt: waitsToSend(state) ? state.resendAt : null,
    resendAt: state.resendAt,
  };
}
