// What Twilio's statuses say about a code's progress. `sent` is not `delivered`.

import type { Progress } from '../core/outcome.ts';
import { deliveryFailure } from './problems.ts';

/** The progress of a text: https://www.twilio.com/docs/messaging/api/message-resource#message-status-values */
export function progressOfText(status: string, errorCode: number | null): Progress | undefined {
  switch (status) {
    case 'accepted':
    case 'scheduled':
    case 'queued':
      return { kind: 'accepted' };
    case 'sending':
      return { kind: 'sending' };
    case 'sent':
      return { kind: 'passed-on' };
    case 'delivered':
    case 'read':
      return { kind: 'delivered' };
    case 'undelivered':
    case 'failed':
    case 'canceled':
      return { kind: 'undelivered', problem: deliveryFailure(errorCode) };
    default:
      return undefined;
  }
}

/** The progress of a call: https://www.twilio.com/docs/voice/api/call-resource#call-status-values */
export function progressOfCall(status: string): Progress | undefined {
  switch (status) {
    case 'queued':
    case 'initiated':
      return { kind: 'accepted' };
    case 'ringing':
      return { kind: 'sending' };
    case 'in-progress':
    case 'completed':
      return { kind: 'delivered' };
    case 'busy':
    case 'no-answer':
    case 'failed':
    case 'canceled':
      return { kind: 'undelivered', problem: noCall(status) };
    default:
      return undefined;
  }
}

function noCall(status: 'busy' | 'no-answer' | 'failed' | 'canceled') {
  const message = {
    busy: 'the phone was busy. Try again in a minute.',
    'no-answer': 'nobody answered the call. Try again.',
    failed: 'the call could not be put through. Try again.',
    canceled: 'the call was cancelled. Try again.',
  }[status];
  return { message, detail: `the call ended as ${status}.` };
}
