// Recovery codes in a conversation: when they are offered, how they are entered, and what comes of it.

import { describe, expect, it } from 'vitest';
import type { Conversation, Key } from '../../src/conversation/state.ts';
import { stopsOf } from '../../src/conversation/state.ts';
import type { CheckOutcome, SendOutcome } from '../../src/core/outcome.ts';
import {
  at,
  checked,
  MINUTE,
  NOW,
  type OPTIONS,
  opened,
  play,
  RESEND,
  ready,
  SENT,
  sent,
  typed,
} from './conversations.ts';

const CODE = '7Q2M0XKDVH4T9WRA';
const PROBLEM = { message: 'Twilio could not be reached.', detail: 'not for the form' };
const TURN: Key = { kind: 'press', control: 'recovery' };
const ENTER: Key = { kind: 'enter' };
const ESCAPE: Key = { kind: 'escape' };
const COUNTED = { kind: 'counted', recoveryLeft: 8 } as const;
const LOCKED = { kind: 'locked', until: NOW + 15 * MINUTE } as const;
const TOO_MANY: SendOutcome = { kind: 'too-many', resendAt: NOW + 10 * MINUTE, expiresAt: null };
const INCORRECT: CheckOutcome = { kind: 'incorrect', triesLeft: 9, superseded: false };
const ACCEPTED: CheckOutcome = { kind: 'accepted', by: 'recovery', recoveryLeft: 7 };

function offering(options: Partial<typeof OPTIONS> = {}): Conversation {
  return play(opened(options), COUNTED, SENT).form;
}

/** A form whose input takes a recovery code. */
function recovering(...keys: readonly Key[]): Conversation {
  return play(offering(), TURN, ...keys).form;
}

const text = ({ notice }: Conversation) => notice?.text;
const symbols = ({ recovery }: Conversation) => recovery.symbols;
const keys = (...kinds: ('next' | 'previous' | 'left' | 'home' | 'end' | 'backspace' | 'delete' | 'clear')[]) =>
  kinds.map((kind): Key => ({ kind }));

describe('recovery codes are offered', () => {
  it('as the last stop, if any are left', () => {
    expect(stopsOf(ready())).toEqual(['submit', 'resend']);
    expect(stopsOf(offering())).toEqual(['submit', 'resend', 'recovery']);
    expect(play(offering(), { kind: 'previous' }).form.focus).toBe('recovery');
    expect(play(offering(), ...keys('next', 'next', 'next', 'next')).form.focus).toBe('input');
    expect(stopsOf(play(opened(), { ...COUNTED, recoveryLeft: 0 }, SENT).form)).toEqual(['submit', 'resend']);
  });

  it.each<SendOutcome>([
    { kind: 'refused', problem: PROBLEM },
    { kind: 'unknown', problem: PROBLEM, length: 5, resendAt: NOW, expiresAt: NOW + MINUTE },
    { kind: 'too-soon', resendAt: NOW + 12_000, expiresAt: null },
    { kind: 'store-failed', problem: PROBLEM },
    LOCKED,
    TOO_MANY,
  ])('whatever came of the send: %j', (outcome) => {
    const { form } = play(opened(), COUNTED, sent(outcome));
    expect(stopsOf(form)).toContain('recovery');
    expect(play(form, ESCAPE).effects).toMatchObject([{ kind: 'close' }]);
    const open = form.recovery.isOpen ? [] : [TURN];
    const { effects } = play(form, ...open, ...typed(CODE), ENTER, checked(ACCEPTED), { kind: 'seen' });
    expect(effects.at(-1)).toEqual({ kind: 'close', status: 0, line: 'Login Success! 7 recovery codes left.' });
  });

  it('no longer once they were used up elsewhere', () => {
    const { form } = play(at(recovering(), 30_000).form, RESEND, { ...COUNTED, recoveryLeft: 0 }, SENT);
    expect(stopsOf(form)).toEqual(['submit', 'resend']);
    const waiting = play(
      opened(),
      COUNTED,
      sent({ kind: 'too-soon', resendAt: NOW + 12_000, expiresAt: null }),
      TURN,
    ).form;
    const later = play(at(waiting, 12_000).form, { ...COUNTED, recoveryLeft: 0 }, SENT).form;
    expect(later).toMatchObject({ focus: 'input', recovery: { isOpen: false } });
  });

  it('no longer once the person is verified', () => {
    const verified = play(offering({ stay: true }), ...typed('12345'), ENTER, checked({ kind: 'accepted' })).form;
    expect(stopsOf(verified)).toEqual(['submit', 'resend']);
    expect(play(verified, TURN).form).toMatchObject({ focus: 'input', recovery: { isOpen: false } });
  });

  it('nowhere if none are left: pressing what is not there does nothing', () => {
    expect(play(ready(), TURN)).toEqual({ form: ready(), effects: [] });
  });
});

describe('the input', () => {
  it('turns into a field for a recovery code and back, and keeps what was typed into either', () => {
    const both = play(offering(), ...typed('482'), TURN, ...typed('7q2')).form;
    expect(both).toMatchObject({
      focus: 'input',
      digits: '482',
      recovery: { isOpen: true, symbols: '7Q2', cursor: 3 },
    });
    const back = play(both, TURN).form;
    expect(back).toMatchObject({ focus: 'input', digits: '482', cursor: 3, recovery: { isOpen: false } });
    expect(play(back, ...typed('13'), ENTER).effects).toEqual([{ kind: 'check', entry: '48213' }]);
    expect(symbols(play(back, TURN, ...typed('m')).form)).toBe('7Q2M');
  });

  it('takes no letter while it is for the digits', () => {
    const form = play(offering(), ...typed('4m')).form;
    expect([form.digits, text(form)]).toEqual(['4', 'Invalid OTP! Digits only.']);
    expect(text(play(form, TURN).form)).toBeUndefined();
  });

  it.each<[string, Key[], string, number]>([
    ['letters and digits, as they are written', typed('7q2m-0xkd vh4t–9wra'), CODE, 16],
    ['letters that look like digits', typed('oIl'), '011', 3],
    ['full-width forms', typed('７ｑ'), '7Q', 2],
    ['no symbol beyond the last', typed(`${CODE}Z`), CODE, 16],
    ['Left, then a symbol, inserts', [...typed('7M'), ...keys('left'), ...typed('q')], '7QM', 2],
    ['Home and Delete', [...typed('7QM'), ...keys('home', 'delete')], 'QM', 0],
    ['Home, End and Backspace', [...typed('7QM'), ...keys('home', 'end', 'backspace')], '7Q', 2],
    ['Ctrl-U clears', [...typed('7QM'), ...keys('clear')], '', 0],
    ['Esc clears', [...typed('7QM'), ESCAPE], '', 0],
    ['on a button too', [...keys('next'), ...typed('7')], '7', 1],
  ])('takes a recovery code: %s', (_, events, expected, cursor) => {
    const { form, effects } = play(recovering(), ...events);
    expect(form).toMatchObject({ digits: '', focus: 'input', recovery: { symbols: expected, cursor } });
    expect(effects).toEqual([]);
  });

  it.each(['u', 'U', 'é', 'ſ', '🙂', '.'])('does not take %j, and says so', (character) => {
    const form = recovering(...typed(`7${character}`));
    expect([symbols(form), text(form)]).toEqual(['7', 'Invalid OTP! Letters and digits only, and no U.']);
    expect(text(play(form, ...typed('q')).form)).toBeUndefined();
  });

  it.each([
    ['the code', '7Q2M-0XKD-VH4T-9WRA\r\n'],
    ['the code among words', '3. 7q2m-0xkd-vh4t-9wra (on paper)'],
    ['the code without dashes', CODE.toLowerCase()],
  ])('is filled by a paste of %s, which never submits', (_, pasted) => {
    for (const form of [recovering(...typed('zz')), offering()]) {
      const { form: filled, effects } = play(form, { kind: 'paste', text: pasted });
      expect(filled).toMatchObject({ digits: '', recovery: { isOpen: true, symbols: CODE, cursor: 16 } });
      expect(effects).toEqual([]);
    }
  });

  it.each(['48213', 'hello', '7Q2M-0XKD-VH4T-9WRA or 7Q2M-0XKD-VH4T-9WRB'])(
    'is not filled by a paste of %j',
    (pasted) => {
      const form = play(recovering(...typed('7')), { kind: 'paste', text: pasted }).form;
      expect([symbols(form), text(form)]).toEqual(['7', 'Invalid OTP! No recovery code in what you pasted.']);
    },
  );

  it('submits nothing but a whole recovery code, so that no texted code is charged', () => {
    for (const entry of ['', '48213', '4821300000', CODE.slice(1)]) {
      const { form, effects } = play(recovering(...typed(entry)), ENTER);
      expect(effects).toEqual([]);
      expect([symbols(form), text(form)]).toEqual([entry, 'Invalid OTP! A recovery code has 16 letters and digits.']);
    }
    for (const press of [ENTER, { kind: 'press', control: 'submit' } as const]) {
      expect(play(recovering(...typed(CODE)), press).effects).toEqual([{ kind: 'check', entry: CODE }]);
    }
  });

  it('is left by Esc when it is empty', () => {
    expect(play(recovering(), ESCAPE).effects).toMatchObject([{ kind: 'close', status: 1 }]);
    expect(play(recovering(...typed('7')), ESCAPE, ESCAPE).effects).toMatchObject([{ kind: 'close', status: 1 }]);
  });

  it('is for the texted code again once another is asked for', () => {
    const later = at(recovering(...typed('7')), 30_000).form;
    const resent = play(later, RESEND, SENT).form;
    expect(resent).toMatchObject({ focus: 'input', digits: '', recovery: { isOpen: false, symbols: '7' } });
  });

  it('stays as it is while the form sends by itself, or the texted code expires', () => {
    const waiting = play(opened(), COUNTED, sent({ kind: 'too-soon', resendAt: NOW + 12_000, expiresAt: null })).form;
    const sending = at(play(waiting, TURN, ...typed('7q')).form, 12_000).form;
    expect(sending.busy).toBe('sending');
    const form = play(sending, ...typed('2'), SENT).form;
    expect(form).toMatchObject({ focus: 'input', recovery: { isOpen: true, symbols: '7Q2' } });
    expect(at(form, 5 * MINUTE).form).toMatchObject({ focus: 'input', recovery: { isOpen: true, symbols: '7Q2' } });
  });
});

describe('where no texted code can help', () => {
  it.each<SendOutcome>([LOCKED, { kind: 'locked', until: null }, TOO_MANY])(
    'a form that opens stays and asks for a recovery code: %j',
    (outcome) => {
      const { form, effects } = play(opened(), COUNTED, sent(outcome));
      expect(effects).toEqual([]);
      expect(form).toMatchObject({ focus: 'input', recovery: { isOpen: true } });
      expect(text(form)).toMatch(outcome.kind === 'locked' ? /^Locked!/ : /^Please wait 10m: too many codes were sent/);
      expect(play(form, ESCAPE).effects).toMatchObject([{ kind: 'close', status: 75 }]);
    },
  );

  it('it closes all the same if none are left', () => {
    for (const outcome of [LOCKED, TOO_MANY]) {
      const { effects } = play(opened(), { ...COUNTED, recoveryLeft: 0 }, sent(outcome));
      expect(effects).toMatchObject([{ kind: 'close', status: 75 }]);
    }
  });

  it('sends nothing by itself when the wait is over', () => {
    const { form } = play(opened(), COUNTED, sent(TOO_MANY));
    const later = at(form, 10 * MINUTE);
    expect([text(later.form), later.effects]).toEqual(['You can ask for another code now: press RESEND OTP.', []]);
  });

  it('asks for a recovery code after the wrong code that locked it', () => {
    const { form } = play(offering(), ...typed('12345'), ENTER, checked({ ...LOCKED, isNew: true }));
    expect(form).toMatchObject({ focus: 'input', digits: '', recovery: { isOpen: true } });
    expect(text(form)).toMatch(/^Locked!/);
  });

  it('drops the keys that were meant for the texted code', () => {
    const { form, effects } = play(opened(), ...typed('48213'), ENTER, COUNTED, sent(LOCKED));
    expect([symbols(form), effects, form.waiting]).toEqual(['', [], []]);
    expect(text(form)).toMatch(/^Locked!/);
  });

  it.each<CheckOutcome>([INCORRECT, { kind: 'used' }])(
    'a recovery code that is not accepted changes nothing: %j',
    (outcome) => {
      const locked = play(opened(), COUNTED, sent(LOCKED)).form;
      const { form } = play(locked, ...typed(CODE), ENTER, checked(outcome));
      expect([symbols(form), text(form)]).toEqual([
        '',
        expect.stringMatching(/Incorrect OTP! 9 tries left|already used/),
      ]);
      expect(play(form, ESCAPE).effects).toMatchObject([{ status: 75, line: expect.stringMatching(/^Locked! /) }]);
      expect(text(play(form, ...typed('7')).form)).toMatch(/^Locked!/);
    },
  );
});

describe('what comes of a recovery code', () => {
  const entered = (outcome: CheckOutcome) => play(recovering(...typed(CODE)), ENTER, checked(outcome));

  it.each<[CheckOutcome, string, number, string]>([
    [INCORRECT, 'Incorrect OTP! 9 tries left.', 1, ''],
    [{ kind: 'used' }, 'OTP already used!', 1, ''],
    [{ kind: 'throttled', until: NOW + 59 * MINUTE }, 'Please wait 59m: too many wrong recovery codes.', 75, ''],
    [
      { kind: 'store-failed', problem: PROBLEM },
      'Not checked: Twilio could not be reached. That did not use up a try.',
      73,
      CODE,
    ],
  ])('%j says: %s', (outcome, words, status, kept) => {
    const { form } = entered(outcome);
    expect(form).toMatchObject({ focus: 'input', verified: false, recovery: { isOpen: true, symbols: kept } });
    expect(text(form)).toBe(words);
    const { effects } = play(form, ...(kept === '' ? [] : [ESCAPE]), ESCAPE);
    expect(effects).toMatchObject([{ kind: 'close', status }]);
  });

  it('a correct one verifies, and says how many are left', () => {
    const { form, effects } = entered(ACCEPTED);
    expect(effects).toEqual([{ kind: 'check', entry: CODE }, { kind: 'linger' }]);
    expect(form).toMatchObject({
      verified: true,
      notice: { tone: 'good', text: 'Login Success! 7 recovery codes left.' },
    });
  });

  it('with --stay, the same again is told to be used', () => {
    const verified = play(play(offering({ stay: true }), TURN, ...typed(CODE)).form, ENTER, checked(ACCEPTED)).form;
    const again = play(verified, ENTER, checked({ kind: 'used' }));
    expect(again.effects).toEqual([{ kind: 'check', entry: CODE }]);
    expect(text(again.form)).toBe('OTP already used!');
    expect(play(again.form, ESCAPE).effects).toMatchObject([{ kind: 'close', status: 0 }]);
  });
});

describe('a line', () => {
  it.each(['7Q2M-0XKD-VH4T-9WRA', '7q2m 0xkd vh4t 9wra', '3. 7Q2M-0XKD-VH4T-9WRA'])(
    'that has the shape of a recovery code is one, whether any are left or not: %j',
    (line) => {
      for (const form of [ready(), offering()]) {
        expect(play(form, { kind: 'line', text: line }).effects).toEqual([{ kind: 'check', entry: CODE }]);
      }
    },
  );

  it('with digits is a texted code again, whatever came before it', () => {
    const { form, effects } = play(ready(), { kind: 'line', text: CODE }, checked(INCORRECT), {
      kind: 'line',
      text: '48213',
    });
    expect(effects.at(-1)).toEqual({ kind: 'check', entry: '48213' });
    expect(form.recovery.isOpen).toBe(false);
  });
});
