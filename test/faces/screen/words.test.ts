// The words about where a code went and how far it got.

import { describe, expect, it } from 'vitest';
import { heading, life, sentTo, shortHeading } from '../../../src/faces/screen/words.ts';
import { NOW, WRONG } from './painter.ts';

const sending = { ...WRONG, expiresAt: null, busy: 'sending' as const };

describe('where a code goes', () => {
  it.each([
    ['a text being sent', sending, 'Sending a code to', 'sending to'],
    ['a text', WRONG, 'Code sent to', 'sent to'],
    ['a call being made', { ...sending, callsOnly: true }, 'Calling', 'calling'],
    ['a call', { ...WRONG, callsOnly: true }, 'Call to', 'call to'],
    ['no code', { ...WRONG, expiresAt: null }, 'Code for', 'for'],
  ])('of %s', (_, form, long, short) => {
    expect([heading(form), sentTo(form), shortHeading(form)]).toEqual([long, short, short]);
  });

  it.each([
    [false, 'delivered to'],
    [true, 'answered by'],
  ])('on a small screen, once it is there (by call: %s)', (byCall, words) => {
    const delivery = { id: 'SM1', progress: 'delivered' as const, byCall, startedAt: NOW };
    expect(shortHeading({ ...WRONG, delivery })).toBe(words);
  });
});

describe('how far a code has got', () => {
  it.each([
    ['accepted', 'queued at Twilio', 'queued at Twilio'],
    ['sending', 'sending', 'ringing'],
    ['passed-on', 'on its way', 'ringing'],
    ['delivered', 'delivered', 'answered'],
    ['undelivered', 'not delivered', 'not answered'],
  ] as const)('%s', (progress, text, call) => {
    const at = (byCall: boolean) => life({ ...WRONG, delivery: { id: 'SM1', progress, byCall, startedAt: NOW } });
    expect([at(false), at(true)]).toEqual([`${text} · expires in 4:32`, `${call} · expires in 4:32`]);
  });
});
