// What is said about a state, after the one before it.

import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../../src/conversation/state.ts';
import { narrator } from '../../../src/faces/prompt/narrator.ts';
import { NOW, WRONG } from '../screen/painter.ts';

const DELIVERY = { id: 'SM1', progress: null, byCall: false, startedAt: NOW };
const OPENING: Conversation = { ...WRONG, notice: null, expiresAt: null, busy: 'sending' };
const SENT: Conversation = { ...OPENING, busy: null, expiresAt: NOW + 300_000, delivery: DELIVERY };
const CHECKING: Conversation = { ...SENT, busy: 'checking', notice: { tone: 'plain', text: 'Checking…' } };
const CODE_SENT = 'Code sent to +1 ••• ••• ••71. It expires in 5 minutes.';

function bad(text: string): Conversation['notice'] {
  return { tone: 'bad', text };
}

function plain(text: string): Conversation['notice'] {
  return { tone: 'plain', text };
}

/** What is said about each state. */
function said(...states: readonly Conversation[]): string[][] {
  const { see } = narrator();
  return states.map((state) => see(state, false));
}

describe('the prompt says', () => {
  it('its title, and what is approved', () => {
    expect(said({ ...OPENING, approving: 'to run ls' })).toEqual([['OTP Verification', 'to run ls']]);
    expect(said(OPENING)).toEqual([['OTP Verification']]);
  });

  it('that a code was sent, once', () => {
    const resent = { ...SENT, delivery: { ...DELIVERY, startedAt: NOW + 1 } };
    expect(said(OPENING, SENT, SENT, { ...SENT, busy: 'sending' }, resent).slice(1)).toEqual([
      [CODE_SENT],
      [],
      [],
      [CODE_SENT],
    ]);
  });

  it('that a code was sent before, in one line', () => {
    const outcome = { kind: 'too-soon', resendAt: NOW, expiresAt: NOW + 300_000, sentAt: NOW - 12_999 } as const;
    const again: Conversation = {
      ...SENT,
      delivery: null,
      last: { about: 'send', outcome, opening: true },
      notice: plain('A code was sent 12 seconds ago and still works. Enter it.'),
    };
    expect(said(OPENING, again)[1]).toEqual(['Code sent 12 seconds ago to +1 ••• ••• ••71. It expires in 5 minutes.']);
    expect(said(OPENING, { ...again, callsOnly: true })[1]).toEqual([
      'Call made 12 seconds ago to +1 ••• ••• ••71. Its code expires in 5 minutes.',
    ]);
  });

  it('that a recovery code works too, once, before the first question', () => {
    const recovery = { ...WRONG.recovery, left: 8 };
    const [opening, sent] = [OPENING, SENT].map((state) => ({ ...state, recovery }));
    if (!opening || !sent) throw new Error('no states');
    const invalid = { ...sent, notice: bad('Invalid OTP! Enter all 5 digits.') };
    expect(said(opening, sent, { ...CHECKING, recovery }, invalid)).toEqual([
      ['OTP Verification'],
      [CODE_SENT, 'A recovery code works too.'],
      [],
      [invalid.notice?.text],
    ]);
    const notice = bad('Could not send the code: no such number.');
    expect(said(opening, { ...sent, notice })[1]).toEqual([notice?.text, 'A recovery code works too.']);
    // The question asks for one.
    const last = { about: 'send', outcome: { kind: 'locked', until: null }, opening: true } as const;
    expect(said(opening, { ...sent, last, notice: bad('Locked!') })[1]).toEqual(['Locked!']);
  });

  it('why none was, and nothing of a code', () => {
    const refused = { ...SENT, expiresAt: null, delivery: { ...DELIVERY, progress: 'undelivered' as const } };
    const notice = bad('Could not send the code: no such number.');
    expect(said(OPENING, { ...refused, notice })[1]).toEqual([notice?.text]);
    expect(said(OPENING, { ...SENT, notice })[1]).toEqual([notice?.text]);
  });

  it('each outcome, even if it is the same again', () => {
    const invalid = { ...SENT, notice: bad('Invalid OTP! Enter all 5 digits.') };
    expect(said(OPENING, SENT, CHECKING, invalid, invalid, CHECKING, invalid).slice(2)).toEqual([
      [],
      [invalid.notice?.text],
      [],
      [],
      [invalid.notice?.text],
    ]);
  });

  it('a countdown once, and in words that fit the prompt', () => {
    const wait = (text: string) => ({ ...SENT, expiresAt: null, notice: bad(text) });
    const states = [
      wait('Please wait 2m for it.'),
      wait('Please wait 99s for it.'),
      wait('Please wait 1 second for it.'),
    ];
    expect(said(OPENING, ...states).slice(1)).toEqual([['Please wait 2m for it.'], [], []]);
    expect(said(OPENING, SENT, wait('OTP expired! Press RESEND OTP for a new one.'))[2]).toEqual([
      'OTP expired! Enter r for a new one.',
    ]);
  });

  it('nothing when a button need not wait any longer', () => {
    const expired = (wait: string) => ({ ...SENT, notice: bad(`OTP expired! Press RESEND OTP${wait} for a new one.`) });
    expect(said(OPENING, SENT, expired(' in 2s'), expired(' in 1s'), expired('')).slice(2)).toEqual([
      ['OTP expired! Enter r in 2s for a new one.'],
      [],
      [],
    ]);
  });

  it('how long to wait whenever it is asked', () => {
    const { see } = narrator();
    const wait = { ...SENT, notice: bad('Please wait 27s.') };
    for (const state of [OPENING, SENT, CHECKING]) see(state, false);
    expect([see(wait, false), see(wait, false), see(wait, true)]).toEqual([
      ['Please wait 27s.'],
      [],
      ['Please wait 27s.'],
    ]);
  });

  it('good news when it is asked for, once', () => {
    const { see, news } = narrator();
    for (const state of [OPENING, SENT]) see(state, false);
    expect(news()).toEqual([]);
    const onItsWay = { ...SENT, delivery: { ...DELIVERY, progress: 'passed-on' as const } };
    const delivered = { ...SENT, delivery: { ...DELIVERY, progress: 'delivered' as const } };
    expect(see(onItsWay, false)).toEqual([]);
    expect([news(), news()]).toEqual([['On its way.'], []]);
    expect(see({ ...delivered, notice: plain('You can ask for another code: press RESEND OTP.') }, false)).toEqual([]);
    expect([news(), news()]).toEqual([['Delivered.', 'You can ask for another code: enter r.'], []]);
  });

  it('that a text is not delivered at once, and once', () => {
    const lost = { ...SENT, delivery: { ...DELIVERY, progress: 'undelivered' as const } };
    const notice = bad('Not delivered: the phone is off.');
    const { see, news } = narrator();
    for (const state of [OPENING, SENT]) see(state, false);
    expect(see({ ...lost, notice }, false)).toEqual([notice?.text]);
    expect(news()).toEqual([]);
    expect(see({ ...CHECKING, delivery: lost.delivery }, false)).toEqual([]);
    expect(see({ ...lost, notice: bad('Incorrect OTP! 4 tries left.') }, false)).toEqual([
      'Incorrect OTP! 4 tries left.',
    ]);
  });

  it('that a text is not delivered after the answer that hid it', () => {
    const lost = { ...DELIVERY, progress: 'undelivered' as const };
    const wrong = bad('Incorrect OTP! 4 tries left.');
    expect(said(OPENING, SENT, { ...CHECKING, delivery: lost }, { ...SENT, delivery: lost, notice: wrong })[3]).toEqual(
      [wrong?.text, 'Not delivered.'],
    );
  });
});
