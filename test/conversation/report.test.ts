import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/conversation/exit.ts';
import {
  reportLostRecovery,
  reportRecovery,
  reportStanding,
  reportUnlock,
} from '../../src/conversation/operator-report.ts';
import { reportCheck, reportProgress, reportSend } from '../../src/conversation/report.ts';
import type {
  CheckOutcome,
  Problem,
  SendOutcome,
  Standing,
  StoreFailed,
  UnlockOutcome,
} from '../../src/core/outcome.ts';

// 12:00:30 wherever the tests run, because times of day are shown in local time.
const NOW = new Date(2026, 0, 2, 12, 0, 30).getTime();
const MINUTE = 60_000;
const problem: Problem = { message: 'words for the person.', detail: 'words for the operator' };
const times = { resendAt: NOW + 30_000, expiresAt: NOW + 5 * MINUTE };

describe('a check', () => {
  const said: [CheckOutcome, 'good' | 'bad', number, string][] = [
    [{ kind: 'accepted' }, 'good', 0, 'Login Success!'],
    [{ kind: 'incorrect', triesLeft: 4, superseded: false }, 'bad', 1, 'Incorrect OTP! 4 tries left.'],
    [{ kind: 'incorrect', triesLeft: 1, superseded: false }, 'bad', 1, 'Incorrect OTP! 1 try left.'],
    [
      { kind: 'incorrect', triesLeft: 2, superseded: true },
      'bad',
      1,
      'Incorrect OTP! A newer code was sent. 2 tries left.',
    ],
    [{ kind: 'used' }, 'bad', 1, 'OTP already used!'],
    [{ kind: 'invalid', length: 6 }, 'bad', 1, 'Invalid OTP! Enter all 6 digits.'],
    [{ kind: 'expired' }, 'bad', 1, 'OTP expired! Press RESEND OTP for a new one.'],
    [{ kind: 'exhausted' }, 'bad', 1, 'Too many attempts! Press RESEND OTP for a new code.'],
    [{ kind: 'unsent' }, 'bad', 1, 'No code has been sent yet. Press RESEND OTP.'],
    [
      { kind: 'locked', until: NOW + 15 * MINUTE },
      'bad',
      75,
      'Locked! Too many wrong codes. Try again after 12:16 (in 15 minutes).',
    ],
    [{ kind: 'locked', until: null }, 'bad', 75, 'Locked! Ask the administrator to unlock this phone.'],
    [{ kind: 'unchecked', problem }, 'bad', 69, 'Not checked: words for the person. That did not use up a try.'],
    [{ kind: 'store-failed', problem }, 'bad', 73, 'Not checked: words for the person. That did not use up a try.'],
    [{ kind: 'invalid-phone' }, 'bad', 69, 'Not checked: this phone number is not valid.'],
    [{ kind: 'throttled', until: NOW + 59 * MINUTE }, 'bad', 75, 'Please wait 59m: too many wrong recovery codes.'],
    [{ kind: 'accepted', by: 'recovery', recoveryLeft: 7 }, 'good', 0, 'Login Success! 7 recovery codes left.'],
    [{ kind: 'accepted', by: 'recovery', recoveryLeft: 1 }, 'good', 0, 'Login Success! 1 recovery code left.'],
    [
      { kind: 'accepted', by: 'recovery', recoveryLeft: 0 },
      'good',
      0,
      'Login Success! No recovery codes left: make new ones.',
    ],
  ];
  it.each(said)('%j is %s, status %i: %s', (outcome, tone, status, text) => {
    expect(reportCheck(outcome, NOW)).toMatchObject({ tone, status, text });
  });

  it('has an example of every outcome here', () => {
    const every: Record<CheckOutcome['kind'], true> = {
      ...{ accepted: true, incorrect: true, used: true, invalid: true, expired: true, exhausted: true },
      ...{ unchecked: true, unsent: true, throttled: true, locked: true, 'store-failed': true },
      ...{ 'invalid-phone': true },
    };
    expect(new Set(said.map(([{ kind }]) => kind))).toEqual(new Set(Object.keys(every)));
  });

  it.each<[CheckOutcome, string]>([
    [{ kind: 'expired' }, 'OTP expired! Press RESEND OTP in 27s for a new one.'],
    [{ kind: 'exhausted' }, 'Too many attempts! Press RESEND OTP in 27s for a new code.'],
    [{ kind: 'unsent' }, 'No code has been sent yet. Press RESEND OTP in 27s.'],
  ])('%j says how soon to press, while the button waits: %s', (outcome, text) => {
    expect(reportCheck(outcome, NOW, { resendAt: NOW + 26_001 }).text).toBe(text);
  });

  it('alone gives status 0, and only if the code was accepted', () => {
    for (const [outcome] of said) {
      expect(reportCheck(outcome, NOW).status === 0, JSON.stringify(outcome)).toBe(outcome.kind === 'accepted');
    }
    expect(sent.filter(([outcome]) => reportSend(outcome, NOW).status === 0)).toEqual([]);
  });
});

const sent: [SendOutcome, 'plain' | 'bad', number, string][] = [
  [{ kind: 'sent', length: 5, ...times }, 'plain', 1, ''],
  [
    { kind: 'unknown', length: 5, problem, ...times },
    'bad',
    69,
    'Could not send the code: words for the person. If a code arrives, it is valid.',
  ],
  [{ kind: 'refused', problem }, 'bad', 69, 'Could not send the code: words for the person.'],
  [{ kind: 'invalid-phone' }, 'bad', 69, 'Could not send the code: this phone number is not valid.'],
  [
    { kind: 'too-soon', resendAt: NOW + 26_001, expiresAt: NOW + MINUTE },
    'plain',
    1,
    'Please wait 27s for another code; the last one still works.',
  ],
  [{ kind: 'too-soon', resendAt: NOW + 26_001, expiresAt: null }, 'bad', 1, 'Please wait 27s for another code.'],
  [
    { kind: 'too-many', resendAt: NOW + 10 * MINUTE, expiresAt: NOW + MINUTE },
    'bad',
    75,
    'Please wait 10m: too many codes were sent. The last one still works.',
  ],
  [
    { kind: 'too-many', resendAt: NOW + 10 * MINUTE, expiresAt: null },
    'bad',
    75,
    'Please wait 10m: too many codes were sent.',
  ],
  [
    { kind: 'locked', until: NOW + 30_000 },
    'bad',
    75,
    'Locked! Too many wrong codes. Try again after 12:01 (in 30 seconds).',
  ],
  [{ kind: 'locked', until: null }, 'bad', 75, 'Locked! Ask the administrator to unlock this phone.'],
  [{ kind: 'store-failed', problem }, 'bad', 73, 'Could not send the code: words for the person.'],
];

describe('a send', () => {
  it.each(sent)('%j is %s, status %i: %s', (outcome, tone, status, text) => {
    expect(reportSend(outcome, NOW)).toMatchObject({ tone, status, text });
  });

  it('has an example of every outcome here', () => {
    const every: Record<SendOutcome['kind'], true> = {
      ...{ sent: true, unknown: true, refused: true, 'too-soon': true, 'too-many': true, locked: true },
      ...{ 'store-failed': true, 'invalid-phone': true },
    };
    expect(new Set(sent.map(([{ kind }]) => kind))).toEqual(new Set(Object.keys(every)));
  });
});

it('names the day of the end of a lock that is not today', () => {
  const now = new Date(2026, 10, 23, 12, 0, 1).getTime();
  const said = (ms: number) => reportCheck({ kind: 'locked', until: now + ms }, now).text;
  expect(said(60 * MINUTE)).toBe('Locked! Too many wrong codes. Try again after 13:01 (in 60 minutes).');
  expect(said(24 * 60 * MINUTE)).toBe('Locked! Too many wrong codes. Try again after Tue 24 Nov, 12:01 (in 24 hours).');
});

it('shows the operator’s words to no one', () => {
  const outcomes = [
    ...sent.map(([outcome]) => reportSend(outcome, NOW)),
    reportCheck({ kind: 'store-failed', problem }, NOW),
  ];
  expect(JSON.stringify(outcomes)).not.toContain(problem.detail);
});

it('has the exit statuses of the contract', () => {
  expect(EXIT).toEqual({
    verified: 0,
    notVerified: 1,
    usage: 2,
    notSent: 69,
    defect: 70,
    store: 73,
    tryLater: 75,
    idle: 124,
    cannotRun: 126,
    notFound: 127,
    signalled: 128,
    interrupted: 130,
  });
});

describe('an unlocking', () => {
  it.each<[Omit<UnlockOutcome, 'kind'>, string]>([
    [{ failures: 0, wasLocked: false, sends: 0 }, 'PHONE had no wrong tries: nothing to clear'],
    [{ failures: 0, wasLocked: false, sends: 1 }, 'PHONE: 1 send cleared'],
    [{ failures: 1, wasLocked: false, sends: 0 }, 'PHONE: 1 wrong try in a row cleared'],
    [{ failures: 10, wasLocked: true, sends: 0 }, 'PHONE: 10 wrong tries in a row cleared, unlocked'],
    [{ failures: 0, wasLocked: false, sends: 0, recoveryTries: 1 }, 'PHONE: 1 wrong recovery code cleared'],
    [
      { failures: 0, wasLocked: false, sends: 2, recoveryTries: 9 },
      'PHONE: 9 wrong recovery codes and 2 sends cleared',
    ],
    [{ failures: 10, wasLocked: true, sends: 3 }, 'PHONE: 10 wrong tries in a row and 3 sends cleared, unlocked'],
  ])('%j is reported as: %s', (cleared, text) => {
    const report = reportUnlock({ kind: 'unlocked', ...cleared }, 'PHONE');
    expect(report).toEqual({ tone: 'plain', text, status: 0 });
  });

  it('that failed says why, and has the status of the store', () => {
    const report = reportUnlock({ kind: 'store-failed', problem }, 'PHONE');
    expect(report).toMatchObject({ tone: 'bad', text: `could not unlock PHONE: ${problem.detail}`, status: 73 });
  });

  it.each([
    ['perhaps', 'It may be unlocked all the same'],
    ['yes', 'It is unlocked all the same'],
  ] as const)('that failed after it was done, %s, says so', (charged, words) => {
    const { text } = reportUnlock({ kind: 'store-failed', problem, charged }, 'PHONE');
    expect(text).toBe(`could not unlock PHONE: ${problem.detail}. ${words}`);
  });
});

describe('how a phone stands', () => {
  const standing: Standing = {
    ...{
      kind: 'standing',
      newestCode: 'none',
      triesLeft: 0,
      sendsLeft: 5,
      failures: 0,
      locked: false,
      recoveryLeft: 8,
    },
  };
  const linesOf = (more: Partial<Standing>) => reportStanding({ ...standing, ...more }, 'PHONE', NOW).text.split('\n');

  it.each<[Partial<Standing>, string]>([
    [{}, 'newest code: none'],
    [
      { newestCode: 'valid', sentAt: NOW - 12_000, expiresAt: NOW + MINUTE, triesLeft: 1 },
      'newest code: valid, sent 12 seconds ago, expires in 60 seconds, 1 try left',
    ],
    [{ newestCode: 'used', expiresAt: NOW }, 'newest code: used'],
    [{ newestCode: 'exhausted', sentAt: NOW - 1_000 }, 'newest code: no tries left, sent 1 second ago'],
    [{ newestCode: 'expired', sentAt: NOW + 1_000 }, 'newest code: expired, sent 0 seconds ago'],
    [{ sendsLeft: 4, resendAt: NOW + 30_000 }, 'sends left: 4, the next one in 30 seconds'],
    [{ failures: 3 }, 'wrong codes in a row: 3'],
    [{ locked: true, until: NOW + 15 * MINUTE }, 'lock: for another 15 minutes'],
    [{ locked: true, until: null }, 'lock: until otp-tui unlock'],
    [{ recoveryLeft: 7 }, 'recovery codes left: 7'],
  ])('%j has the line: %s', (more, line) => {
    expect(linesOf(more)).toHaveLength(6);
    expect(linesOf(more)).toContain(line);
  });

  it('is unknown if the store failed, with its status', () => {
    const report = reportStanding({ kind: 'store-failed', problem }, 'PHONE', NOW);
    expect(report).toEqual({ tone: 'bad', text: `no status of PHONE: ${problem.detail}`, status: 73 });
  });
});

it('does not claim that no try was charged if the store failed after charging it', () => {
  const problem = { message: 'the store is gone.', detail: 'ENOENT' };
  const words = (charge: Partial<StoreFailed>) => reportCheck({ kind: 'store-failed', problem, ...charge }, 0).text;
  expect(words({})).toBe('Not checked: the store is gone. That did not use up a try.');
  expect(words({ charged: 'perhaps' })).toBe('Not checked: the store is gone. A try may be used up.');
  expect(words({ charged: 'yes' })).toBe('Not checked: the store is gone. A try was used up.');
  expect(words({ charged: 'spent' })).toBe('Not let in: the store is gone. The code is used.');
});

it('a call that must wait is not to be pressed at once', () => {
  const outcome = { kind: 'undelivered', problem: { ...problem, remedy: 'call' } } as const;
  const given = { byCall: false, callOffered: true, sendsAt: null, resendAt: NOW + 28_000 };
  expect(reportProgress(outcome, NOW, given).text).toBe('Not delivered: words for the person. Press CALL ME in 28s.');
  expect(reportProgress(outcome, NOW + 28_000, given).text).toBe('Not delivered: words for the person. Press CALL ME.');
});

describe('a failure that the person cannot mend', () => {
  const refused = (fields: Partial<Problem>): SendOutcome => ({
    kind: 'refused',
    problem: { message: 'this number cannot receive texts.', detail: 'for the operator', ...fields },
  });

  it.each<[string, SendOutcome, boolean, string]>([
    [
      'names Twilio’s code, and the command that shows an administrator more',
      refused({ remedy: 'administrator', code: 20003 }),
      true,
      'this number cannot receive texts (Twilio 20003). Administrator: run otp-tui doctor.',
    ],
    [
      'has no code to name if there was none',
      refused({ remedy: 'administrator' }),
      true,
      'this number cannot receive texts. Administrator: run otp-tui doctor.',
    ],
    [
      'names the button if a call may work',
      refused({ remedy: 'call', code: 21614 }),
      true,
      'this number cannot receive texts. Press CALL ME.',
    ],
    [
      'names no call if none is offered',
      refused({ remedy: 'call', code: 21614 }),
      false,
      'this number cannot receive texts (Twilio 21614). Administrator: run otp-tui doctor.',
    ],
  ])('%s', (_, outcome, callOffered, text) => {
    expect(reportSend(outcome, NOW, { callOffered }).text).toBe(`Could not send the code: ${text}`);
  });

  it('is not said of one that trying again may mend', () => {
    const text = reportSend(refused({ message: 'busy. Try again.', code: 20429 }), NOW).text;
    expect(text).toBe('Could not send the code: busy. Try again.');
  });
});

describe('recovery codes', () => {
  it('are not in the words about them', () => {
    const report = reportRecovery({ kind: 'made', codes: ['AAAA'] }, 'PHONE');
    expect(report).toEqual({
      tone: 'plain',
      status: 0,
      text: 'recovery codes for PHONE: keep them safe and apart from the phone. Each works once; all earlier ones no longer work',
    });
  });

  it.each([
    [{}, 'Any earlier ones still work'],
    [{ charged: 'perhaps' as const }, 'Any earlier ones may no longer work'],
    [{ charged: 'yes' as const }, 'Any earlier ones no longer work'],
  ])('that were not made say what became of the earlier ones: %j', (charged, words) => {
    expect(reportRecovery({ kind: 'store-failed', problem, ...charged }, 'PHONE')).toEqual({
      tone: 'bad',
      status: 73,
      text: `no recovery codes for PHONE: words for the operator. ${words}`,
    });
  });

  it('that were made and lost are to be made anew', () => {
    expect(reportLostRecovery('PHONE')).toBe(
      'the recovery codes for PHONE could not be written, and any earlier ones no longer work: make new ones',
    );
  });
});
