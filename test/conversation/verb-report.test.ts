// What `send` and `check` say, and with which status they end.

import { describe, expect, it } from 'vitest';
import { reportCheckVerb, reportSendVerb } from '../../src/conversation/verb-report.ts';
import type { CheckOutcome, SendOutcome } from '../../src/core/outcome.ts';

const NOW = Date.UTC(2026, 0, 1, 12);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const length = 5;
const problem = { message: 'the text service cannot be reached.', detail: 'a detail' };

function send(outcome: SendOutcome, byCall = false): [number, string] {
  const { status, text } = reportSendVerb(outcome, {
    recipient: '+1 *** *** **71',
    now: NOW,
    resendAfter: 30 * SECOND,
    byCall,
  });
  return [status, text];
}

function check(outcome: CheckOutcome): [number, string] {
  const { status, text } = reportCheckVerb(outcome, NOW);
  return [status, text];
}

describe('send', () => {
  const times = { expiresAt: NOW + 5 * MINUTE, resendAt: NOW + 30 * SECOND, length };

  it('says where the code went', () => {
    expect(send({ kind: 'sent', ...times })).toEqual([0, 'Code sent to +1 *** *** **71. It expires in 5 minutes.']);
    expect(send({ kind: 'sent', ...times }, true)).toEqual([
      0,
      'Call to +1 *** *** **71. Its code expires in 5 minutes.',
    ]);
  });

  it.each(['too-soon', 'too-many'] as const)('succeeds if a code that counts was sent a moment ago (%s)', (kind) => {
    const wait = { kind, resendAt: NOW + SECOND, expiresAt: NOW + MINUTE, sentAt: NOW - 29 * SECOND };
    expect(send(wait)).toEqual([0, 'A code was sent 29 seconds ago and still works. Enter it.']);
    expect(send({ ...wait, sentAt: NOW - 30 * SECOND })[0]).toBe(75);
    expect(send({ ...wait, expiresAt: NOW })[0]).toBe(75);
  });

  it.each<[SendOutcome, number, string]>([
    [{ kind: 'too-soon', resendAt: NOW + SECOND, expiresAt: null }, 75, 'Please wait 1s for another code.'],
    [
      { kind: 'too-many', resendAt: NOW + 10 * MINUTE, expiresAt: NOW + MINUTE, sentAt: NOW - MINUTE },
      75,
      'Please wait 10m: too many codes were sent. The last one still works.',
    ],
    [{ kind: 'locked', until: null }, 75, 'Locked! Ask the administrator to unlock this phone.'],
    [{ kind: 'refused', problem }, 69, 'Could not send the code: the text service cannot be reached.'],
    [
      { kind: 'unknown', problem, ...times },
      69,
      'Could not send the code: the text service cannot be reached. If a code arrives, it is valid.',
    ],
    [{ kind: 'store-failed', problem }, 73, 'Could not send the code: the text service cannot be reached.'],
  ])('fails: %j', (outcome, status, words) => {
    expect(send(outcome)).toEqual([status, words]);
  });
});

describe('check', () => {
  it.each<[CheckOutcome, number, string]>([
    [{ kind: 'accepted' }, 0, 'Login Success!'],
    [{ kind: 'accepted', failures: 1 }, 0, 'Login Success! 1 wrong code was entered since the last right one.'],
    [
      { kind: 'accepted', by: 'recovery', recoveryLeft: 7, failures: 3 },
      0,
      'Login Success! 7 recovery codes left. 3 wrong codes were entered since the last right one.',
    ],
    [{ kind: 'incorrect', triesLeft: 4, superseded: false }, 1, 'Incorrect OTP! 4 tries left.'],
    [{ kind: 'used' }, 1, 'OTP already used!'],
    [{ kind: 'invalid', length }, 1, 'Invalid OTP! Enter all 5 digits.'],
    [{ kind: 'expired' }, 1, 'OTP expired! Run otp-tui send for a new one.'],
    [{ kind: 'exhausted' }, 1, 'Too many attempts! Run otp-tui send for a new code.'],
    [{ kind: 'unsent' }, 1, 'No code has been sent yet. Run otp-tui send.'],
    [{ kind: 'unchecked', problem }, 69, `Not checked: ${problem.message} That did not use up a try.`],
    [{ kind: 'throttled', until: NOW + MINUTE }, 75, 'Please wait 60s: too many wrong recovery codes.'],
    [{ kind: 'locked', until: null }, 75, 'Locked! Ask the administrator to unlock this phone.'],
    [{ kind: 'store-failed', charged: 'spent', problem }, 73, `Not let in: ${problem.message} The code is used.`],
  ])('%j', (outcome, status, words) => {
    expect(check(outcome)).toEqual([status, words]);
  });

  it('names no button, as there is none', () => {
    expect(check({ kind: 'locked', until: NOW })[1]).toBe('You can try again now: run otp-tui send.');
  });
});
