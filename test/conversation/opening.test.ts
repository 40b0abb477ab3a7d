// A form that is opened again, soon after a code was sent or when none may be sent.

import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../src/conversation/state.ts';
import type { SendOutcome } from '../../src/core/outcome.ts';
import { at, checked, MINUTE, NOW, opened, play, RESEND, ready, SENT, sent, typed } from './conversations.ts';

const resendAt = NOW + 18_000;
const STILL_VALID: SendOutcome = { kind: 'too-soon', resendAt, expiresAt: NOW + 4 * MINUTE, sentAt: NOW - 12_000 };
const TOO_SOON: SendOutcome = { kind: 'too-soon', resendAt, expiresAt: null };

function text(form: Conversation): string | undefined {
  return form.notice?.text;
}

describe('with a code that is still valid', () => {
  it('says how long ago it was sent, and takes it', () => {
    const { form, effects } = play(opened(), sent(STILL_VALID));
    expect(effects).toEqual([]);
    expect(form).toMatchObject({ expiresAt: NOW + 4 * MINUTE, resendAt, busy: null, focus: 'input' });
    expect(form.notice).toMatchObject({
      tone: 'plain',
      text: 'A code was sent 12 seconds ago and still works. Enter it.',
    });
    expect(text(at(form, 1_000).form)).toBe('A code was sent 13 seconds ago and still works. Enter it.');
    expect(text(at(form, 200_000).form)).toBe('A code was sent 3 minutes ago and still works. Enter it.');
    const entered = play(form, ...typed('12345'), { kind: 'enter' }, checked({ kind: 'accepted' }));
    expect(entered.form.verified).toBe(true);
  });

  it.each<[string, Partial<SendOutcome>, boolean, string]>([
    ['a moment ago', { sentAt: NOW - 10 }, false, 'A code was sent a moment ago and still works. Enter it.'],
    ['a second ago', { sentAt: NOW - 1_999 }, false, 'A code was sent 1 second ago and still works. Enter it.'],
    ['by call', {}, true, 'A call was made 12 seconds ago and its code still works. Enter it.'],
  ])('that was sent %s', (_, fields, callsOnly, words) => {
    const { form } = play(opened({ callsOnly }), sent({ ...STILL_VALID, ...fields } as SendOutcome));
    expect(text(form)).toBe(words);
  });

  it('sends none by itself when the wait is over or the code has expired', () => {
    const { form } = play(opened(), sent(STILL_VALID));
    for (const ms of [18_000, 4 * MINUTE]) expect(at(form, ms).effects).toEqual([]);
  });

  it('stays open if too many were sent, and takes it too', () => {
    const { form, effects } = play(opened(), sent({ ...STILL_VALID, kind: 'too-many' } as SendOutcome));
    expect(effects).toEqual([]);
    expect(text(form)).toBe('Please wait 18s: too many codes were sent. The last one still works.');
  });
});

describe('without a valid code, but too soon for another', () => {
  const waiting = play(opened(), sent(TOO_SOON)).form;

  it('counts down and then sends by itself', () => {
    expect(waiting).toMatchObject({ busy: null, notice: { tone: 'plain', text: 'Sending in 18s…' } });
    expect(text(at(waiting, 999).form)).toBe('Sending in 18s…');
    expect(text(at(waiting, 1_000).form)).toBe('Sending in 17s…');
    expect(at(waiting, 17_999)).toMatchObject({ form: { notice: { text: 'Sending in 1s…' } }, effects: [] });
    const sending = at(waiting, 18_000);
    expect(sending).toMatchObject({ form: { busy: 'sending' }, effects: [{ kind: 'send' }] });
    expect(play(sending.form, SENT).form).toMatchObject({ opening: false, notice: null, busy: null });
  });

  it('sends at once if the wait was over before the answer came', () => {
    const late = at(opened(), 18_000).form;
    expect(play(late, sent(TOO_SOON)).effects).toEqual([{ kind: 'send' }]);
  });

  it('keeps waiting after RESEND OTP was pressed, and is still sent only once', () => {
    const pressed = play(waiting, RESEND);
    expect(pressed.effects).toEqual([{ kind: 'send' }]);
    const again = play(pressed.form, sent(TOO_SOON));
    expect(text(again.form)).toBe('Sending in 18s…');
    expect(at(again.form, 18_000).effects).toEqual([{ kind: 'send' }]);
  });

  it('says so again once what was typed is corrected', () => {
    const wrong = play(waiting, ...typed('x')).form;
    expect(text(wrong)).toBe('Invalid OTP! Digits only.');
    expect(text(play(wrong, ...typed('1')).form)).toBe('Sending in 18s…');
  });

  it.each<[Parameters<typeof checked>[0], string]>([
    [{ kind: 'expired' }, 'OTP expired! Sending in 18s…'],
    [{ kind: 'exhausted' }, 'Too many attempts! Sending in 18s…'],
    [{ kind: 'unsent' }, 'No code has been sent yet. Sending in 18s…'],
  ])('says of a try that ended as %j that a code is coming', (outcome, words) => {
    const { form } = play(waiting, ...typed('12345'), { kind: 'enter' }, checked(outcome));
    expect(text(form)).toBe(words);
    expect(at(form, 18_000).effects).toEqual([{ kind: 'send' }]);
  });

  it('sends nothing once somebody was verified, or has left', () => {
    const accepted = play(waiting, ...typed('12345'), { kind: 'enter' }, checked({ kind: 'accepted' })).form;
    expect(at(accepted, 18_000).effects).toEqual([]);
    expect(play(waiting, { kind: 'escape' }).effects).toMatchObject([{ kind: 'close', status: 1 }]);
  });

  it('closes if the phone was locked in the meantime', () => {
    const { effects } = play(at(waiting, 18_000).form, sent({ kind: 'locked', until: null }));
    expect(effects).toMatchObject([{ kind: 'close', status: 75 }]);
  });

  it('does not send by itself later, if it was RESEND OTP that came too soon', () => {
    const { form } = play(ready(), RESEND, sent(TOO_SOON));
    expect(text(form)).toBe('Please wait 18s for another code.');
    expect(at(form, 18_000).effects).toEqual([]);
  });
});

describe('when nothing can help', () => {
  it.each<[SendOutcome, RegExp]>([
    [
      { kind: 'locked', until: NOW + 15 * MINUTE },
      /^Locked! Too many wrong codes\. Try again after .*\d\d:\d\d \(in 15 minutes\)\.$/,
    ],
    [{ kind: 'locked', until: null }, /^Locked! Ask the administrator to unlock this phone\.$/],
    [
      { kind: 'too-many', resendAt: NOW + 10 * MINUTE, expiresAt: null },
      /^Please wait 10m: too many codes were sent\.$/,
    ],
  ])('%j closes at once with one line and 75, whatever was typed', (outcome, line) => {
    const { effects } = play(opened(), ...typed('12345'), { kind: 'enter' }, sent(outcome));
    expect(effects).toEqual([{ kind: 'close', status: 75, line: expect.stringMatching(line) }]);
  });

  it('stays open if the wait was over before the answer came', () => {
    const late = at(opened(), MINUTE).form;
    const tooMany = play(late, sent({ kind: 'too-many', resendAt: NOW + MINUTE, expiresAt: null }));
    expect(tooMany).toMatchObject({ form: { busy: 'sending' }, effects: [{ kind: 'send' }] });
    const locked = play(late, sent({ kind: 'locked', until: NOW + MINUTE }));
    expect(locked.effects).toEqual([]);
    expect(text(locked.form)).toBe('You can try again now: press RESEND OTP.');
  });

  it('stays open if it was RESEND OTP that was refused, so that the words can be read', () => {
    for (const outcome of [
      { kind: 'locked', until: null },
      { kind: 'too-many', resendAt, expiresAt: null },
    ] as const) {
      expect(play(ready(), RESEND, sent(outcome)).effects).toEqual([{ kind: 'send' }]);
    }
  });
});
