// What the notice says as time passes, and what the keys do then.

import { describe, expect, it } from 'vitest';
import { isByCall, isCodeValid, isLockedOut, leavesOnEscape } from '../../src/conversation/state.ts';
import type { CheckOutcome, SendOutcome } from '../../src/core/outcome.ts';
import { at, checked, MINUTE, NOW, opened, play, RESEND, ready, SENT, sent, TIMES, typed } from './conversations.ts';

const PROBLEM = { message: 'the text service is busy. Try again in a minute.', detail: 'not for the form' };

describe('a wait', () => {
  it.each<[string, SendOutcome, (seconds: number) => string]>([
    [
      'for another code',
      { kind: 'too-soon', resendAt: NOW + 27_000, expiresAt: null },
      (seconds) => `Please wait ${seconds}s for another code.`,
    ],
    [
      'for another code, with one that works',
      { kind: 'too-soon', ...TIMES, resendAt: NOW + 27_000 },
      (seconds) => `Please wait ${seconds}s for another code; the last one still works.`,
    ],
    [
      'after too many',
      { kind: 'too-many', resendAt: NOW + 27_000, expiresAt: null },
      (seconds) => `Please wait ${seconds}s: too many codes were sent.`,
    ],
  ])('%s counts down with the clock, and then says what to press', (_, outcome, words) => {
    const { form } = play(ready(), RESEND, sent(outcome));
    for (const seconds of [27, 26, 10, 1]) {
      expect(at(form, 27_000 - 1_000 * seconds).form.notice?.text).toBe(words(seconds));
    }
    expect(at(form, 27_000).form.notice).toEqual({
      tone: 'plain',
      text: 'You can ask for another code now: press RESEND OTP.',
    });
  });

  it('for a lock counts down, and then says what to press; the status stays that of the refusal', () => {
    const until = NOW + 15 * MINUTE;
    const { form } = play(ready(), ...typed('12345'), { kind: 'enter' }, checked({ kind: 'locked', until }));
    expect(form.notice?.text).toMatch(/^Locked! .* \(in 15 minutes\)\.$/);
    expect(at(form, 14 * MINUTE).form.notice?.text).toMatch(/^Locked! .* \(in 60 seconds\)\.$/);
    const over = at(form, 15 * MINUTE).form;
    expect(over.notice?.text).toBe('You can try again now: press RESEND OTP.');
    expect(play(over, { kind: 'escape' }).effects).toMatchObject([{ kind: 'close', status: 75 }]);
  });

  it('is told in the last line as it is when the form closes', () => {
    const { form } = play(ready(), RESEND, sent({ kind: 'too-many', resendAt: NOW + 27_000, expiresAt: null }));
    const line = 'Please wait 17s: too many codes were sent. Not verified: the form was closed.';
    expect(play(at(form, 10_000).form, { kind: 'escape' }).effects).toEqual([{ kind: 'close', status: 75, line }]);
  });
});

describe('a code that expires while the person waits', () => {
  it('is said to have expired, and RESEND OTP has the focus', () => {
    const form = play(ready(), ...typed('12')).form;
    expect(at(form, 5 * MINUTE - 1).form).toMatchObject({ notice: null, focus: 'input' });
    expect(at(form, 5 * MINUTE).form).toMatchObject({
      notice: { tone: 'bad', text: 'OTP expired! Press RESEND OTP for a new one.' },
      focus: 'resend',
      digits: '12',
    });
  });

  it('is said to have expired whatever was said before, and until a new one is sent', () => {
    const wrong = play(ready(), checked({ kind: 'incorrect', triesLeft: 4, superseded: false })).form;
    const { form } = at(wrong, 5 * MINUTE);
    for (const later of [form, at(form, 60 * MINUTE).form, play(form, ...typed('1x2')).form]) {
      expect(later.notice?.text).toBe('OTP expired! Press RESEND OTP for a new one.');
    }
    const times = { expiresAt: NOW + 10 * MINUTE, resendAt: NOW };
    expect(play(form, RESEND, sent({ kind: 'sent', length: 5, ...times })).form).toMatchObject({
      notice: null,
      focus: 'input',
    });
  });

  it.each<[string, SendOutcome, number]>([
    ['a refusal', { kind: 'refused', problem: PROBLEM }, 69],
    ['a lost store', { kind: 'store-failed', problem: PROBLEM }, 73],
    ['too many sends', { kind: 'too-many', resendAt: NOW, expiresAt: TIMES.expiresAt }, 75],
    ['a code that was sent', { kind: 'sent', length: 5, ...TIMES }, 1],
  ])('leaves the status of %s before it', (_, outcome, status) => {
    const { form } = at(play(ready(), RESEND, sent(outcome)).form, 5 * MINUTE);
    expect(play(form, { kind: 'escape' }).effects).toMatchObject([{ kind: 'close', status }]);
  });

  it('waits for the answer to what is under way', () => {
    const checking = play(ready(), ...typed('12345'), { kind: 'enter' }).form;
    expect(at(checking, 5 * MINUTE).form.notice?.text).toBe('Checking…');
  });

  it('is no news after success', () => {
    const { form } = play(ready({ stay: true }), ...typed('12345'), { kind: 'enter' }, checked({ kind: 'accepted' }));
    expect(at(form, 60 * MINUTE).form).toMatchObject({ notice: { text: 'Login Success!' }, focus: 'input' });
  });
});

describe('what is true of a form', () => {
  const lock = (until: number | null) =>
    play(ready(), ...typed('12345'), { kind: 'enter' }, checked({ kind: 'locked', until })).form;

  it('is that only leaving helps while the phone is locked', () => {
    expect(isLockedOut(ready())).toBe(false);
    expect(isLockedOut(lock(null))).toBe(true);
    const locked = lock(NOW + MINUTE);
    expect([at(locked, MINUTE - 1), at(locked, MINUTE)].map(({ form }) => isLockedOut(form))).toEqual([true, false]);
    expect(isLockedOut(play(ready(), RESEND, sent({ kind: 'locked', until: null })).form)).toBe(true);
    expect(isCodeValid(locked)).toBe(false);
  });

  it.each<[string, () => Parameters<typeof leavesOnEscape>[0], boolean]>([
    ['an empty input leaves', () => ready(), true],
    ['digits are cleared', () => play(ready(), ...typed('12')).form, false],
    ['a locked form leaves, digits or not', () => play(lock(null), ...typed('12')).form, true],
  ])('is what Esc does: %s', (_, form, leaves) => {
    expect(leavesOnEscape(form())).toBe(leaves);
    const { effects } = play(form(), { kind: 'escape' });
    expect(effects.some(({ kind }) => kind === 'close')).toBe(leaves);
  });

  it('is that a code can be entered from when it was sent until it expires', () => {
    expect(isCodeValid(opened())).toBe(false);
    expect(isCodeValid(ready())).toBe(true);
    expect(isCodeValid(at(ready(), 5 * MINUTE).form)).toBe(false);
    const exhausted: CheckOutcome = { kind: 'exhausted' };
    expect(isCodeValid(play(ready(), ...typed('12345'), { kind: 'enter' }, checked(exhausted)).form)).toBe(false);
  });
});

describe('where codes go out by call', () => {
  const calling = opened({ callsOnly: true });

  it('says that it calls, first and with RESEND OTP', () => {
    expect(calling.notice?.text).toBe('Calling…');
    const called = play(calling, SENT).form;
    expect(isByCall(called)).toBe(true);
    expect(play(called, RESEND)).toMatchObject({ form: { notice: { text: 'Calling…' } }, effects: [{ kind: 'send' }] });
  });

  it('is by text again if the next code is sent as one', () => {
    const called = play(
      { ...ready({ offersCall: true }), now: NOW + 30_000 },
      { kind: 'press', control: 'call' },
      SENT,
    ).form;
    expect(isByCall(called)).toBe(true);
    expect(isByCall(play(called, RESEND, SENT).form)).toBe(false);
  });
});
