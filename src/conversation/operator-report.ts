// Turns the outcomes of an operator's verbs into words and exit statuses.

import { ageInWords, waitInWords } from '../core/duration.ts';
import { explain, type RecoveryOutcome, type Standing, type StoreFailed, type UnlockOutcome } from '../core/outcome.ts';
import { EXIT } from './exit.ts';
import type { Report } from './report.ts';

/** For the operator who ran `unlock`. @param recipient masked */
export function reportUnlock(outcome: UnlockOutcome | StoreFailed, recipient: string): Report {
  if (outcome.kind === 'store-failed') {
    const { problem, charged } = outcome;
    const done = charged === undefined ? '' : `. It ${charged === 'perhaps' ? 'may be' : 'is'} unlocked all the same`;
    return { tone: 'bad', text: `could not unlock ${recipient}: ${explain(problem)}${done}`, status: EXIT.store };
  }
  const { failures, wasLocked, sends, recoveryTries = 0 } = outcome;
  const cleared = [
    ...(failures > 0 ? [`${failures} wrong ${failures === 1 ? 'try' : 'tries'} in a row`] : []),
    ...(recoveryTries > 0 ? [`${recoveryTries} wrong recovery ${recoveryTries === 1 ? 'code' : 'codes'}`] : []),
    ...(sends > 0 ? [`${sends} ${sends === 1 ? 'send' : 'sends'}`] : []),
  ].join(' and ');
  const text = cleared
    ? `${recipient}: ${cleared} cleared${wasLocked ? ', unlocked' : ''}`
    : `${recipient} had no wrong tries: nothing to clear`;
  return { tone: 'plain', text, status: EXIT.verified };
}

/** For whoever ran `recovery` and has the codes in front of them. @param recipient masked */
export function reportRecovery(outcome: RecoveryOutcome, recipient: string): Report {
  if (outcome.kind === 'made') {
    const text = `recovery codes for ${recipient}: keep them safe and apart from the phone. Each works once; all earlier ones no longer work`;
    return { tone: 'plain', text, status: EXIT.verified };
  }
  const { problem, charged } = outcome;
  return { tone: 'bad', text: noRecovery(recipient, explain(problem), charged), status: EXIT.store };
}

function noRecovery(recipient: string, why: string, charged: StoreFailed['charged']): string {
  const earlier =
    charged === undefined ? 'still work' : charged === 'perhaps' ? 'may no longer work' : 'no longer work';
  return `no recovery codes for ${recipient}: ${why}. Any earlier ones ${earlier}`;
}

/** For whoever ran `recovery` and did not get the codes, although they were made. @param recipient masked */
export function reportLostRecovery(recipient: string): string {
  return `the recovery codes for ${recipient} could not be written, and any earlier ones no longer work: make new ones`;
}

/** For whoever ended `recovery` before the store had answered. @param recipient masked */
export function reportLeftRecovery(recipient: string): string {
  return `${noRecovery(recipient, 'ended before an answer', 'perhaps')}: make new ones`;
}

/** For whoever ran `status`. @param recipient masked @param now ms since 1970 */
export function reportStanding(outcome: Standing | StoreFailed, recipient: string, now: number): Report {
  if (outcome.kind === 'store-failed') {
    return { tone: 'bad', text: `no status of ${recipient}: ${explain(outcome.problem)}`, status: EXIT.store };
  }
  const { sendsLeft, resendAt, failures, recoveryLeft } = outcome;
  const lines = [
    recipient,
    `newest code: ${newestInWords(outcome, now)}`,
    `sends left: ${sendsLeft}${resendAt === undefined ? '' : `, the next one in ${waitInWords(resendAt - now)}`}`,
    `wrong codes in a row: ${failures}`,
    `lock: ${lockInWords(outcome, now)}`,
    `recovery codes left: ${recoveryLeft}`,
  ];
  return { tone: 'plain', text: lines.join('\n'), status: EXIT.verified };
}

function newestInWords({ newestCode, sentAt, expiresAt = 0, triesLeft }: Standing, now: number): string {
  const sent = sentAt === undefined ? '' : `, sent ${ageInWords(Math.max(0, now - sentAt))} ago`;
  switch (newestCode) {
    case 'none':
      return 'none';
    case 'valid': {
      const tries = `${triesLeft} ${triesLeft === 1 ? 'try' : 'tries'} left`;
      return `valid${sent}, expires in ${waitInWords(expiresAt - now)}, ${tries}`;
    }
    case 'used':
      return 'used';
    case 'exhausted':
      return `no tries left${sent}`;
    case 'expired':
      return `expired${sent}`;
    default:
      return newestCode satisfies never;
  }
}

function lockInWords({ locked, until = null }: Standing, now: number): string {
  if (!locked) return 'none';
  return until === null ? 'until otp-tui unlock' : `for another ${waitInWords(until - now)}`;
}
