// Turns outcomes into words and exit statuses. No other file does either.

import { shortWait } from '../core/duration.ts';
import {
  type CheckOutcome,
  explain,
  type Locked,
  type Progress,
  type SendOutcome,
  type StoreFailed,
  type UnlockOutcome,
} from '../core/outcome.ts';
import { EXIT } from './exit.ts';

/** What to tell the person about an outcome, and the exit status if it is the last one. */
export interface Report {
  readonly tone: 'plain' | 'good' | 'bad';
  readonly text: string;
  readonly status: number;
  /** When it stops being true, ms since 1970. */
  readonly until?: number;
}

/** @param now ms since 1970 */
export function reportSend(outcome: SendOutcome, now: number): Report {
  switch (outcome.kind) {
    case 'sent':
      return {
        tone: 'plain',
        text: `Code sent. Enter the ${outcome.length} digits.`,
        status: EXIT.notVerified,
        until: outcome.expiresAt,
      };
    case 'unknown':
      return bad(`Could not send the code: ${outcome.problem.message} If one arrives, use it.`, EXIT.notSent);
    case 'refused':
      return bad(`Could not send the code: ${outcome.problem.message}`, EXIT.notSent);
    case 'too-soon': {
      const wait = `Please wait ${shortWait(outcome.resendAt - now)} for another code`;
      const until = outcome.resendAt;
      if (outcome.expiresAt === null) return { ...bad(`${wait}.`, EXIT.notVerified), until };
      return { tone: 'plain', text: `${wait}; one is already on its way.`, status: EXIT.notVerified, until };
    }
    case 'too-many': {
      const stillValid = outcome.expiresAt === null ? '' : ' The newest one is still valid.';
      const text = `Please wait ${shortWait(outcome.resendAt - now)}: too many codes were sent.${stillValid}`;
      return { ...bad(text, EXIT.tryLater), until: outcome.resendAt };
    }
    case 'locked':
      return reportLock(outcome, now);
    case 'store-failed':
      return bad(`Could not send the code: ${outcome.problem.message}`, EXIT.store);
    default:
      return outcome satisfies never;
  }
}

/** @param now ms since 1970 */
export function reportCheck(outcome: CheckOutcome, now: number): Report {
  switch (outcome.kind) {
    case 'accepted':
      return { tone: 'good', text: 'Login Success!', status: EXIT.verified };
    case 'incorrect': {
      const newer = outcome.superseded ? ' A newer code was sent.' : '';
      const tries = `${outcome.triesLeft} ${outcome.triesLeft === 1 ? 'try' : 'tries'} left.`;
      return bad(`Incorrect OTP!${newer} ${tries}`, EXIT.notVerified);
    }
    case 'used':
      return bad('OTP already used!', EXIT.notVerified);
    case 'invalid':
      return bad(`Invalid OTP! Enter all ${outcome.length} digits.`, EXIT.notVerified);
    case 'expired':
      return bad('OTP expired! Press RESEND OTP for a new one.', EXIT.notVerified);
    case 'exhausted':
      return bad('Too many attempts! Press RESEND OTP for a new code.', EXIT.notVerified);
    case 'unchecked':
      return bad(`Not checked: ${outcome.problem.message} No try was used up.`, EXIT.notSent);
    case 'unsent':
      return bad('No code has been sent yet. Press RESEND OTP.', EXIT.notVerified);
    case 'locked':
      return reportLock(outcome, now);
    case 'store-failed':
      return bad(`Not checked: ${outcome.problem.message} ${costInWords(outcome)}`, EXIT.store);
    default:
      return outcome satisfies never;
  }
}

/** For a text that Twilio accepted but could not deliver. */
export function reportProgress({ problem }: Extract<Progress, { kind: 'undelivered' }>): Report {
  return bad(`Not delivered: ${problem.message}`, EXIT.notSent);
}

/** How far a code has got, for the line under the recipient. `accepted` and `passed-on` are not `delivered`. */
export function progressInWords(progress: Progress['kind'], byCall: boolean): string {
  const [text, call] = {
    accepted: ['queued at Twilio', 'call placed'],
    sending: ['sending', 'ringing'],
    'passed-on': ['on its way', 'ringing'],
    delivered: ['delivered', 'call answered'],
    undelivered: ['not delivered', 'call not answered'],
  }[progress] as [string, string];
  return byCall ? call : text;
}

/** For the operator who ran `unlock`. @param recipient masked */
export function reportUnlock(outcome: UnlockOutcome | StoreFailed, recipient: string): Report {
  if (outcome.kind === 'store-failed') {
    return bad(`could not unlock ${recipient}: ${explain(outcome.problem)}`, EXIT.store);
  }
  const { failures, wasLocked, sends } = outcome;
  const cleared = [
    ...(failures > 0 ? [`${failures} wrong ${failures === 1 ? 'try' : 'tries'} in a row`] : []),
    ...(sends > 0 ? [`${sends} ${sends === 1 ? 'send' : 'sends'}`] : []),
  ].join(' and ');
  const text = cleared
    ? `${recipient}: ${cleared} cleared${wasLocked ? ', unlocked' : ''}`
    : `${recipient} had no wrong tries: nothing to clear`;
  return { tone: 'plain', text, status: EXIT.verified };
}

function costInWords({ charged }: StoreFailed): string {
  switch (charged) {
    case undefined:
      return 'No try was used up.';
    case 'perhaps':
      return 'A try may be used up.';
    case 'yes':
      return 'A try was used up.';
    default:
      return charged satisfies never;
  }
}

function reportLock({ until }: Locked, now: number): Report {
  if (until === null) return bad('Locked! Ask the administrator to unlock this phone.', EXIT.tryLater);
  return { ...bad(`Locked! Try again after ${timeInWords(until, now)}: too many wrong codes.`, EXIT.tryLater), until };
}

// Rounded up to a minute, and with the day unless it is today.
function timeInWords(time: number, now: number): string {
  const date = new Date(Math.ceil(time / 60_000) * 60_000);
  const timeOfDay = `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
  const isToday = date.toDateString() === new Date(now).toDateString();
  const day = date.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
  return isToday ? timeOfDay : `${day}, ${timeOfDay}`;
}

function bad(text: string, status: number): Report {
  return { tone: 'bad', text, status };
}
