// Turns outcomes into words and exit statuses. Only `operator-report.ts`, for the verbs of operators, does so too.

import { agoInWords, shortWait, waitInWords } from '../core/duration.ts';
import type {
  Accepted,
  CheckOutcome,
  Locked,
  Problem,
  Progress,
  SendOutcome,
  StoreFailed,
  Wait,
} from '../core/outcome.ts';
import { EXIT } from './exit.ts';

/** What to tell the person. */
export interface Notice {
  readonly tone: 'plain' | 'good' | 'bad';
  /** On a form, presses are worded as `Press RESEND OTP` and `Press CALL ME`. */
  readonly text: string;
}

/** What to tell the person about an outcome, and the exit status if it is the last one. */
export interface Report extends Notice {
  readonly status: number;
}

/** What the words depend on besides the outcome and the time. */
export interface Circumstances {
  /** Whether the newest code goes out by call. */
  readonly byCall: boolean;
  /** Whether CALL ME is there to be pressed. */
  readonly callOffered: boolean;
  /** When the form will send by itself, if it waits to. */
  readonly sendsAt: number | null;
  /** When another code may be sent: RESEND OTP and CALL ME wait until then. */
  readonly resendAt: number;
}

const PLAIN_CIRCUMSTANCES: Circumstances = { byCall: false, callOffered: false, sendsAt: null, resendAt: 0 };

/** What an administrator runs to see what is wrong. */
const SHOWS_MORE = 'otp-tui doctor';
const ASK_AGAIN = 'You can ask for another code now: press RESEND OTP.';

/**
 * @param now ms since 1970
 * @param circumstances `opening` if the form made the send by itself
 * @returns with an empty text if all is well and there is nothing to say
 */
export function reportSend(
  outcome: SendOutcome,
  now: number,
  { opening = false, ...circumstances }: Partial<Circumstances> & { readonly opening?: boolean } = {},
): Report {
  const given = { ...PLAIN_CIRCUMSTANCES, ...circumstances };
  switch (outcome.kind) {
    case 'sent':
      return now < outcome.expiresAt ? plain('') : reportCheck({ kind: 'expired' }, now, given);
    case 'unknown':
      return bad(`${notSent(outcome.problem, now, given)} If a code arrives, it is valid.`, EXIT.notSent);
    case 'refused':
      return bad(notSent(outcome.problem, now, given), EXIT.notSent);
    case 'too-soon':
      return opening ? reportOpening(outcome, now, given) : reportTooSoon(outcome, now);
    case 'too-many': {
      if (now >= outcome.resendAt) return plain(ASK_AGAIN, EXIT.tryLater);
      const text = `Please wait ${shortWait(outcome.resendAt - now)}: too many codes were sent.`;
      return bad(isValid(outcome, now) ? `${text} The last one still works.` : text, EXIT.tryLater);
    }
    case 'invalid-phone':
      return bad('Could not send the code: this phone number is not valid.', EXIT.notSent);
    case 'locked':
      return reportLock(outcome, now);
    case 'store-failed':
      return bad(notSent(outcome.problem, now, given), EXIT.store);
    default:
      return outcome satisfies never;
  }
}

function notSent(problem: Problem, now: number, given: Circumstances): string {
  return `Could not send the code: ${problemInWords(problem, now, given)}`;
}

/** What to press, and how soon. */
function press(button: 'RESEND OTP' | 'CALL ME', now: number, { resendAt }: Circumstances): string {
  return now < resendAt ? `Press ${button} in ${shortWait(resendAt - now)}` : `Press ${button}`;
}

function reportTooSoon(outcome: Wait, now: number): Report {
  if (now >= outcome.resendAt) return plain(ASK_AGAIN);
  const wait = `Please wait ${shortWait(outcome.resendAt - now)} for another code`;
  return isValid(outcome, now) ? plain(`${wait}; the last one still works.`) : bad(`${wait}.`, EXIT.notVerified);
}

/** For a form that was opened again soon after a send. */
function reportOpening(outcome: Wait, now: number, { byCall, sendsAt }: Circumstances): Report {
  const { sentAt = now } = outcome;
  if (!isValid(outcome, now)) return sendsAt === null ? reportTooSoon(outcome, now) : plain(sendingIn(sendsAt, now));
  const ago = agoInWords(now - sentAt);
  const sent = byCall ? `A call was made ${ago} and its code` : `A code was sent ${ago} and`;
  return plain(`${sent} still works. Enter it.`);
}

function isValid({ expiresAt }: Wait, now: number): boolean {
  return expiresAt !== null && now < expiresAt;
}

function sendingIn(at: number, now: number): string {
  return `Sending in ${shortWait(at - now)}…`;
}

/** @param now ms since 1970 */
export function reportCheck(outcome: CheckOutcome, now: number, circumstances: Partial<Circumstances> = {}): Report {
  const given = { ...PLAIN_CIRCUMSTANCES, ...circumstances };
  const { sendsAt } = given;
  const resend = (what = '') =>
    sendsAt === null ? `${press('RESEND OTP', now, given)}${what}.` : sendingIn(sendsAt, now);
  switch (outcome.kind) {
    case 'accepted':
      return { tone: 'good', text: successInWords(outcome), status: EXIT.verified };
    case 'incorrect': {
      const newer = outcome.superseded ? ' A newer code was sent.' : '';
      const tries = `${outcome.triesLeft} ${outcome.triesLeft === 1 ? 'try' : 'tries'} left.`;
      return bad(`Incorrect OTP!${newer} ${tries}`, EXIT.notVerified);
    }
    case 'used':
      return bad('OTP already used!', EXIT.notVerified);
    case 'invalid':
      return reportEntry(`Enter all ${outcome.length} digits.`);
    case 'expired':
      return bad(`OTP expired! ${resend(' for a new one')}`, EXIT.notVerified);
    case 'exhausted':
      return bad(`Too many attempts! ${resend(' for a new code')}`, EXIT.notVerified);
    case 'unchecked':
      return bad(`Not checked: ${problemInWords(outcome.problem, now, given)} ${costInWords({})}`, EXIT.notSent);
    case 'unsent':
      return bad(`No code has been sent yet. ${resend()}`, EXIT.notVerified);
    case 'throttled':
      return reportThrottled(outcome.until, now);
    case 'invalid-phone':
      return bad('Not checked: this phone number is not valid.', EXIT.notSent);
    case 'locked':
      return reportLock(outcome, now);
    case 'store-failed':
      if (outcome.charged === 'spent')
        return bad(`Not let in: ${outcome.problem.message} ${costInWords(outcome)}`, EXIT.store);
      return bad(`Not checked: ${problemInWords(outcome.problem, now, given)} ${costInWords(outcome)}`, EXIT.store);
    default:
      return outcome satisfies never;
  }
}

function successInWords(outcome: Accepted): string {
  const success = 'Login Success!';
  if (outcome.by !== 'recovery') return success;
  const { recoveryLeft } = outcome;
  if (recoveryLeft === 0) return `${success} No recovery codes left: make new ones.`;
  return `${success} ${recoveryLeft} recovery ${recoveryLeft === 1 ? 'code' : 'codes'} left.`;
}

/** For an entry that is not a code. */
export function reportEntry(detail: string): Report {
  return bad(`Invalid OTP! ${detail}`, EXIT.notVerified);
}

/** For a text or call that Twilio accepted but that did not reach the phone. */
export function reportProgress(
  { problem }: Extract<Progress, { kind: 'undelivered' }>,
  now: number,
  given: Circumstances,
): Report {
  return bad(`Not delivered: ${problemInWords(problem, now, given)}`, EXIT.notSent);
}

/** What happened and who can do what about it. */
function problemInWords({ message, code, remedy }: Problem, now: number, given: Circumstances): string {
  if (remedy === undefined) return message;
  if (remedy === 'call' && given.callOffered) return `${message} ${press('CALL ME', now, given)}.`;
  const named = code === undefined ? message : message.replace(/\.$/, ` (Twilio ${code}).`);
  return `${named} Administrator: run ${SHOWS_MORE}.`;
}

/** How far a code has got, for the line under the recipient. `accepted` and `passed-on` are not `delivered`. */
export function progressInWords(progress: Progress['kind'], byCall: boolean): string {
  const [text, call] = {
    accepted: ['queued at Twilio', 'queued at Twilio'],
    sending: ['sending', 'ringing'],
    'passed-on': ['on its way', 'ringing'],
    delivered: ['delivered', 'answered'],
    undelivered: ['not delivered', 'not answered'],
  }[progress] as [string, string];
  return byCall ? call : text;
}

function costInWords({ charged }: Pick<StoreFailed, 'charged'>): string {
  switch (charged) {
    case undefined:
      return 'That did not use up a try.';
    case 'perhaps':
      return 'A try may be used up.';
    case 'yes':
      return 'A try was used up.';
    case 'spent':
      return 'The code is used.';
    default:
      return charged satisfies never;
  }
}

function reportLock({ until }: Locked, now: number): Report {
  if (until === null) return bad('Locked! Ask the administrator to unlock this phone.', EXIT.tryLater);
  if (now >= until) return plain('You can try again now: press RESEND OTP.', EXIT.tryLater);
  const again = `Try again after ${timeInWords(until, now)} (in ${waitInWords(until - now)}).`;
  return bad(`Locked! Too many wrong codes. ${again}`, EXIT.tryLater);
}

/** Too many wrong recovery codes. */
function reportThrottled(until: number, now: number): Report {
  if (now >= until) return plain('You can enter a recovery code again.', EXIT.tryLater);
  return bad(`Please wait ${shortWait(until - now)}: too many wrong recovery codes.`, EXIT.tryLater);
}

// Rounded up to a minute, and with the day unless it is today.
function timeInWords(time: number, now: number): string {
  const date = new Date(Math.ceil(time / 60_000) * 60_000);
  const timeOfDay = `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
  const isToday = date.toDateString() === new Date(now).toDateString();
  const day = date.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
  return isToday ? timeOfDay : `${day}, ${timeOfDay}`;
}

function plain(text: string, status: number = EXIT.notVerified): Report {
  return { tone: 'plain', text, status };
}

function bad(text: string, status: number): Report {
  return { tone: 'bad', text, status };
}
