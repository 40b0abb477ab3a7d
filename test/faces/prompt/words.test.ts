import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportCheck, reportSend } from '../../../src/conversation/report.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy.ts';
import { keysOf } from '../../../src/faces/prompt/keys.ts';
import { codeSent, forPrompt, help, inAscii, question } from '../../../src/faces/prompt/words.ts';
import { NOW, WRONG } from '../screen/painter.ts';

const DELIVERY = { id: undefined, progress: 'undelivered', byCall: false, startedAt: NOW } as const;
const CALLING = { ...WRONG, offersCall: true, delivery: DELIVERY };

describe('the question', () => {
  it('names what can be entered', () => {
    expect(question(WRONG)).toBe('Enter the 5 digits, r for another code, q to give up: ');
    expect(question(CALLING)).toBe('Enter the 5 digits, r for another code, c for a call, q to give up: ');
    expect(question({ ...WRONG, verified: true, stay: true })).toBe('Enter the 5 digits, q to leave: ');
  });

  it('asks for no digits where there is no code', () => {
    const problem = { message: 'no.', detail: '' };
    const refused = { about: 'send', outcome: { kind: 'refused', problem }, opening: true } as const;
    const notSent = { ...WRONG, expiresAt: null, last: refused };
    expect(question(notSent)).toBe('Enter r to try again, q to give up: ');
    expect(question({ ...CALLING, ...notSent, delivery: DELIVERY, offersCall: true })).toBe(
      'Enter r to try again, c for a call, q to give up: ',
    );
    expect(question({ ...WRONG, last: refused })).toContain('the 5 digits');
    const outcome = { kind: 'too-soon', resendAt: NOW + 1, expiresAt: null } as const;
    const tooSoon = { about: 'send', outcome, opening: false } as const;
    expect(question({ ...WRONG, expiresAt: null, last: tooSoon })).toBe('Enter r for a new code, q to give up: ');
    expect(question({ ...WRONG, expiresAt: NOW })).toBe('Enter r for a new code, q to give up: ');
    expect(question({ ...WRONG, expiresAt: null, opening: true })).toBe('Enter q to give up: ');
    const locked = { about: 'check', outcome: { kind: 'locked', until: NOW + 1 } } as const;
    expect(question({ ...WRONG, expiresAt: null, last: locked })).toBe('Enter q to leave: ');
  });
});

describe('a line', () => {
  it.each([
    ['r', [{ kind: 'press', control: 'resend' }]],
    [' R ', [{ kind: 'press', control: 'resend' }]],
    ['q', [{ kind: 'leave' }]],
    ['?', [{ kind: 'help' }, { kind: 'help' }]],
    ['c', [{ kind: 'line', text: 'c' }]],
    ['rr', [{ kind: 'line', text: 'rr' }]],
    ['', [{ kind: 'line', text: '' }]],
    [' 482 13', [{ kind: 'line', text: ' 482 13' }]],
  ])('%j', (line, keys) => {
    expect(keysOf(line, WRONG)).toEqual(keys);
  });

  it('asks for a call where one is offered', () => {
    expect(keysOf('c', CALLING)).toEqual([{ kind: 'press', control: 'call' }]);
  });
});

describe('words', () => {
  it('about a code are made from the state', () => {
    const state = { ...WRONG, expiresAt: NOW + 299_500 };
    expect(codeSent(state)).toBe('Code sent to +1 ••• ••• ••71. It expires in 5 minutes.');
  });

  it.each([
    ['OTP expired! Press RESEND OTP for a new one.', 'OTP expired! Enter r for a new one.'],
    ['No code has been sent yet. Press RESEND OTP.', 'No code has been sent yet. Enter r.'],
    ['You can ask for another: press RESEND OTP, or press CALL ME.', 'You can ask for another: enter r, or enter c.'],
    ['Do not press it.', 'Do not press it.'],
  ])('for people with buttons: %s', (text, words) => {
    expect(forPrompt(text)).toBe(words);
  });

  it('never name a button', () => {
    const problem = { message: 'the carrier says no. Press CALL ME.', detail: '' };
    const reports = [
      reportCheck({ kind: 'expired' }, NOW),
      reportCheck({ kind: 'exhausted' }, NOW),
      reportCheck({ kind: 'unsent' }, NOW),
      reportSend({ kind: 'refused', problem }, NOW),
    ];
    for (const { text } of reports) expect(forPrompt(text)).not.toMatch(/RESEND|CALL|[Pp]ress/);
  });

  it('of the help are the rules and what can be entered', () => {
    expect(help(CALLING, DEFAULT_POLICY).join('\n')).toMatch(
      /r sends another code\.\nq gives up, .*\n.*5 minutes and 5 tries\./,
    );
    expect(help(CALLING, DEFAULT_POLICY).join('\n')).toContain('c calls you');
    expect(help(WRONG, DEFAULT_POLICY).join('\n')).not.toMatch(/c calls you|recovery/);
    const locked = { about: 'check', outcome: { kind: 'locked', until: NOW + 1 } } as const;
    for (const done of [
      { ...WRONG, verified: true, stay: true },
      { ...WRONG, last: locked },
    ]) {
      expect(help(done, DEFAULT_POLICY)).toContain('q leaves, and so does Ctrl-C.');
      expect(help(done, DEFAULT_POLICY).join('\n')).not.toMatch(/another code\./);
    }
    const recoverable = { ...WRONG, recovery: { ...WRONG.recovery, left: 1 } };
    expect(help(recoverable, DEFAULT_POLICY)).toContain('A recovery code works once, even when locked.');
  });

  it('are ASCII for a terminal that shows nothing else', () => {
    expect(inAscii('Sending… • – — · Zürich')).toBe('Sending... * - - - Z?rich');
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => /^[\n -~]*$/.test(inAscii(text))));
  });
});
