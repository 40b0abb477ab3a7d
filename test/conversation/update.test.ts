// The form without a terminal: events in, the next form and its effects out.

import { describe, expect, it } from 'vitest';
import {
  type Conversation,
  type ConversationEvent,
  type Effect,
  isCodeValid,
  type Key,
} from '../../src/conversation/state.ts';
import { openConversation, update } from '../../src/conversation/update.ts';
import type { CheckOutcome, SendOutcome } from '../../src/core/outcome.ts';
import { checked, MINUTE, NOW, OPTIONS, opened, play, ready, SENT, sent, TIMES, typed } from './conversations.ts';

const PROBLEM = { message: 'the text service is busy.', detail: 'not for the form' };

const ENTER: Key = { kind: 'enter' };
const ACCEPTED = checked({ kind: 'accepted' });
const INCORRECT = checked({ kind: 'incorrect', triesLeft: 4, superseded: false });

function keys(...kinds: Exclude<Key['kind'], 'type' | 'paste' | 'press' | 'line'>[]): Key[] {
  return kinds.map((kind) => ({ kind }));
}

function closeOf(effects: readonly Effect[]) {
  const [close, ...more] = effects.filter((effect) => effect.kind === 'close');
  expect(more).toEqual([]);
  return close && [close.status, close.line];
}

it('a code that is over before its time, as after the clock was turned back, has no life left to show', () => {
  const { form } = play(ready(), ...typed('48212'), ENTER, checked({ kind: 'expired' }));
  expect(form).toMatchObject({ expiresAt: NOW, focus: 'resend' });
  const { form: unknown } = play(opened(), sent({ kind: 'too-soon', length: 5, resendAt: NOW + 1, expiresAt: null }));
  expect(play(unknown, ENTER, checked({ kind: 'expired' })).form.expiresAt).toBe(null);
});

describe('a form that opens', () => {
  it('sends the first code at once and says so', () => {
    const [form, effects] = openConversation(OPTIONS);
    expect(effects).toEqual([{ kind: 'send' }]);
    expect(form).toMatchObject({ busy: 'sending', focus: 'input', digits: '', notice: { text: 'Sending the code…' } });
  });

  it('keeps what is typed until that code was sent', () => {
    const early = play(opened(), ...typed('123'));
    expect(early.form.digits).toBe('');
    expect(play(early.form, SENT).form).toMatchObject({ digits: '123', cursor: 3, busy: null, waiting: [] });
  });

  it('submits what is typed and entered before that code was sent', () => {
    const { form, effects } = play(opened(), ...typed('12345'), ENTER, SENT);
    expect(effects).toEqual([{ kind: 'check', entry: '12345' }]);
    expect(form.busy).toBe('checking');
  });

  it('answers no Enter that comes before anything else, as a second one after the command line', () => {
    const { form, effects } = play(opened(), ENTER, ENTER, SENT);
    expect(effects).toEqual([]);
    expect(form).toMatchObject({ busy: null, notice: null });
  });
});

describe('moving', () => {
  it.each<[string, Key[], Conversation['focus']]>([
    ['Tab', keys('next'), 'submit'],
    ['Tab twice', keys('next', 'next'), 'resend'],
    ['Tab around', keys('next', 'next', 'next'), 'input'],
    ['Shift-Tab', keys('previous'), 'resend'],
    ['Shift-Tab twice', keys('previous', 'previous'), 'submit'],
    ['Shift-Tab around', keys('previous', 'previous', 'previous'), 'input'],
    ['a digit on a button', [...keys('next'), ...typed('7')], 'input'],
    ['an arrow on a button', keys('next', 'left'), 'input'],
    ['a click into the input', [...keys('next'), { kind: 'press', control: 'input' }], 'input'],
  ])('%s', (_, events, focus) => {
    const { form, effects } = play(ready(), ...events);
    expect(form.focus).toBe(focus);
    expect(effects).toEqual([]);
  });
});

describe('editing', () => {
  it.each<[string, Key[], string, number]>([
    ['digits fill the slots', typed('482'), '482', 3],
    ['leading zeros stand', typed('00004'), '00004', 5],
    ['no digit is taken beyond the last slot', typed('1234567'), '12345', 5],
    ['a full-width digit is a digit', typed('１２'), '12', 2],
    ['spaces and dashes are passed over', typed('1 2-3–4'), '1234', 4],
    ['a letter is not taken', typed('1a2'), '12', 2],
    ['an emoji is not taken', typed('1🙂2'), '12', 2],
    ['a character that stands for two digits is not taken', typed('㉑'), '', 0],
    ['Left, then a digit, inserts', [...typed('13'), ...keys('left'), ...typed('2')], '123', 2],
    ['Left stops at the first slot', [...typed('1'), ...keys('left', 'left')], '1', 0],
    ['Right stops after the last digit', [...typed('12'), ...keys('left', 'right', 'right')], '12', 2],
    ['Home', [...typed('123'), ...keys('home')], '123', 0],
    ['End', [...typed('123'), ...keys('home', 'end')], '123', 3],
    ['Backspace takes the digit before', [...typed('123'), ...keys('left', 'backspace')], '13', 1],
    ['Backspace at the first slot takes nothing', [...typed('123'), ...keys('home', 'backspace')], '123', 0],
    ['Delete takes the digit under the cursor', [...typed('123'), ...keys('home', 'delete')], '23', 0],
    ['Delete after the last digit takes nothing', [...typed('123'), ...keys('delete')], '123', 3],
    ['Ctrl-U clears', [...typed('123'), ...keys('clear')], '', 0],
    ['Esc clears', [...typed('123'), ...keys('escape')], '', 0],
  ])('%s', (_, events, digits, cursor) => {
    const { form, effects } = play(ready(), ...events);
    expect(form).toMatchObject({ digits, cursor });
    expect(effects).toEqual([]);
  });

  it.each(['a', '🙂', '\ufffd'])('says what %j is not', (text) => {
    expect(play(ready(), { kind: 'type', text }).form.notice).toEqual({
      tone: 'bad',
      text: 'Invalid OTP! Digits only.',
    });
  });

  it('takes away what was said when digits change, not when the cursor moves', () => {
    const wrong = play(ready(), ...typed('12a')).form;
    expect(play(wrong, ...keys('left')).form.notice?.text).toBe('Invalid OTP! Digits only.');
    expect(play(wrong, ...typed('3')).form.notice).toBeNull();
  });

  it('leaves standing that the last code was wrong', () => {
    const wrong = play(ready(), ...typed('12345'), ENTER, INCORRECT).form;
    expect(play(wrong, ...typed('9')).form.notice?.text).toBe('Incorrect OTP! 4 tries left.');
  });
});

describe('pasting', () => {
  it.each([
    ['a code', '48213', '48213'],
    ['a code and the line end after it', '48213\r\n', '48213'],
    ['a code in a message', 'G-482 13 is your code.', '48213'],
    ['a code over what was typed', '00000', '00000'],
    ['full-width digits', '４８２１３', '48213'],
  ])('%s fills the input and does not submit', (_, text, digits) => {
    const { form, effects } = play(ready(), ...typed('9'), ...keys('next'), { kind: 'paste', text });
    expect(form).toMatchObject({ digits, cursor: 5, focus: 'input' });
    expect(effects).toEqual([]);
  });

  it.each([
    ['no code', 'hello'],
    ['nothing', ''],
    ['too few digits', '1234'],
    ['too many digits', '123456'],
    ['two different codes', '11111 or 22222?'],
    ['control characters', '\u001b[31m\u0000'],
    ['100 KB of digits', '1'.repeat(100_000)],
  ])('%s is refused and changes no digit', (_, text) => {
    const { form } = play(ready(), ...typed('9'), { kind: 'paste', text });
    expect(form).toMatchObject({
      digits: '9',
      notice: { tone: 'bad', text: 'Invalid OTP! No 5-digit code in what you pasted.' },
    });
  });
});

describe('pressing', () => {
  const check = { kind: 'check', entry: '12345' } as const;
  it.each<[string, Key[], Effect]>([
    ['Enter in the input submits', keys('enter'), check],
    ['Enter on SUBMIT submits', keys('next', 'enter'), check],
    ['Space on SUBMIT submits', keys('next', 'space'), check],
    ['a click on SUBMIT submits', [{ kind: 'press', control: 'submit' }], check],
    ['Enter on RESEND OTP sends', keys('previous', 'enter'), { kind: 'send' }],
    ['Space on RESEND OTP sends', keys('previous', 'space'), { kind: 'send' }],
    ['a click on RESEND OTP sends', [{ kind: 'press', control: 'resend' }], { kind: 'send' }],
  ])('%s', (_, events, effect) => {
    const { form, effects } = play(ready(), ...typed('12345'), ...events);
    expect(effects).toEqual([effect]);
    expect(form).toMatchObject(
      effect.kind === 'send'
        ? { busy: 'sending', focus: 'resend', notice: { text: 'Sending the code…' } }
        : { busy: 'checking', notice: { text: 'Checking…' } },
    );
  });

  it('does nothing on Space in the input', () => {
    const form = ready();
    expect(play(form, ...keys('space'))).toEqual({ form, effects: [] });
  });

  it('submits what there is: the verifier says that digits are missing', () => {
    expect(play(ready(), ...typed('12'), ENTER).effects).toEqual([{ kind: 'check', entry: '12' }]);
  });
});

describe('what comes of a send', () => {
  const waits = { resendAt: NOW + 27_000, expiresAt: NOW + MINUTE };
  it.each<{
    name: string;
    outcome: SendOutcome;
    /** Empty if nothing is said. */
    text: string | RegExp;
    tone: string;
    status: number;
    cleared: boolean;
  }>([
    {
      name: 'sent',
      outcome: { kind: 'sent', length: 5, ...TIMES },
      text: '',
      tone: 'plain',
      status: 1,
      cleared: true,
    },
    {
      name: 'perhaps sent',
      outcome: { kind: 'unknown', length: 5, problem: PROBLEM, ...TIMES },
      text: 'Could not send the code: the text service is busy. If a code arrives, it is valid.',
      tone: 'bad',
      status: 69,
      cleared: true,
    },
    {
      name: 'refused',
      outcome: { kind: 'refused', problem: PROBLEM },
      text: 'Could not send the code: the text service is busy.',
      tone: 'bad',
      status: 69,
      cleared: false,
    },
    {
      name: 'too soon, with a code on its way',
      outcome: { kind: 'too-soon', ...waits },
      text: 'Please wait 27s for another code; the last one still works.',
      tone: 'plain',
      status: 1,
      cleared: false,
    },
    {
      name: 'too soon, with no code left',
      outcome: { kind: 'too-soon', ...waits, expiresAt: null },
      text: 'Please wait 27s for another code.',
      tone: 'bad',
      status: 1,
      cleared: false,
    },
    {
      name: 'too many',
      outcome: { kind: 'too-many', ...waits },
      text: 'Please wait 27s: too many codes were sent. The last one still works.',
      tone: 'bad',
      status: 75,
      cleared: false,
    },
    {
      name: 'too many, with no code left',
      outcome: { kind: 'too-many', ...waits, expiresAt: null },
      text: 'Please wait 27s: too many codes were sent.',
      tone: 'bad',
      status: 75,
      cleared: false,
    },
    {
      name: 'locked',
      outcome: { kind: 'locked', until: NOW + 15 * MINUTE },
      text: /^Locked! Too many wrong codes\. Try again after .*\d\d:\d\d \(in 15 minutes\)\.$/,
      tone: 'bad',
      status: 75,
      cleared: false,
    },
    {
      name: 'locked for good',
      outcome: { kind: 'locked', until: null },
      text: 'Locked! Ask the administrator to unlock this phone.',
      tone: 'bad',
      status: 75,
      cleared: false,
    },
    {
      name: 'a lost store',
      outcome: { kind: 'store-failed', problem: PROBLEM },
      text: 'Could not send the code: the text service is busy.',
      tone: 'bad',
      status: 73,
      cleared: false,
    },
  ])('$name', ({ outcome, text, tone, status, cleared }) => {
    const before = play(ready(), ...typed('123'), { kind: 'press', control: 'resend' }).form;
    const { form, effects } = play(before, sent(outcome));
    expect(effects).toEqual([]);
    if (text === '') expect(form.notice).toBeNull();
    else expect(form.notice).toMatchObject({ tone, text: expect.stringMatching(text) });
    expect(form).toMatchObject({
      busy: null,
      digits: cleared ? '' : '123',
      focus: cleared ? 'input' : 'resend',
    });

    const [closed, line] = closeOf(play(form, ...keys('clear', 'escape')).effects) ?? [];
    expect(closed).toBe(status);
    expect(line).toBe(`${tone === 'bad' ? `${form.notice?.text} ` : ''}Not verified: the form was closed.`);
  });

  it('takes over when the code dies and when another may be sent', () => {
    expect(ready()).toMatchObject(TIMES);
    expect(
      play(ready(), { kind: 'press', control: 'resend' }, sent({ kind: 'too-soon', ...waits })).form,
    ).toMatchObject(waits);
    const refused = sent({ kind: 'refused', problem: PROBLEM });
    expect(play(ready(), { kind: 'press', control: 'resend' }, refused).form).toMatchObject(TIMES);
  });
});

describe('what comes of a check', () => {
  it.each<{
    name: string;
    outcome: CheckOutcome;
    text: string | RegExp;
    status?: number;
    digits?: string;
    focus?: Conversation['focus'];
  }>([
    {
      name: 'a wrong code',
      outcome: { kind: 'incorrect', triesLeft: 4, superseded: false },
      text: 'Incorrect OTP! 4 tries left.',
    },
    {
      name: 'the last try but one',
      outcome: { kind: 'incorrect', triesLeft: 1, superseded: false },
      text: 'Incorrect OTP! 1 try left.',
    },
    {
      name: 'the code that the newest one replaced',
      outcome: { kind: 'incorrect', triesLeft: 3, superseded: true },
      text: 'Incorrect OTP! A newer code was sent. 3 tries left.',
    },
    { name: 'a code used before', outcome: { kind: 'used' }, text: 'OTP already used!' },
    {
      name: 'no code',
      outcome: { kind: 'invalid', length: 5 },
      text: 'Invalid OTP! Enter all 5 digits.',
      digits: '12345',
    },
    {
      name: 'a code too old',
      outcome: { kind: 'expired' },
      text: 'OTP expired! Press RESEND OTP in 30s for a new one.',
      focus: 'resend',
    },
    {
      name: 'tries used up',
      outcome: { kind: 'exhausted' },
      text: 'Too many attempts! Press RESEND OTP in 30s for a new code.',
      focus: 'resend',
    },
    {
      name: 'no code sent yet',
      outcome: { kind: 'unsent' },
      text: 'No code has been sent yet. Press RESEND OTP in 30s.',
      focus: 'resend',
    },
    {
      name: 'locked',
      outcome: { kind: 'locked', until: NOW + 15 * MINUTE },
      text: /^Locked! Too many wrong codes\. Try again after .*\d\d:\d\d \(in 15 minutes\)\.$/,
      status: 75,
    },
    {
      name: 'locked for good',
      outcome: { kind: 'locked', until: null },
      text: 'Locked! Ask the administrator to unlock this phone.',
      status: 75,
    },
    {
      name: 'a lost store',
      outcome: { kind: 'store-failed', problem: PROBLEM },
      text: 'Not checked: the text service is busy. That did not use up a try.',
      status: 73,
      digits: '12345',
    },
    {
      name: 'nobody to ask',
      outcome: { kind: 'unchecked', problem: PROBLEM },
      text: 'Not checked: the text service is busy. That did not use up a try.',
      status: 69,
      digits: '12345',
    },
  ])('$name', ({ outcome, text, status = 1, digits = '', focus = 'input' }) => {
    const before = play(ready(), ...typed('12345'), { kind: 'press', control: 'submit' }).form;
    const { form, effects } = play(before, checked(outcome));
    expect(effects).toEqual([]);
    expect(form.notice).toMatchObject({ tone: 'bad', text: expect.stringMatching(text) });
    expect(form).toMatchObject({ busy: null, focus, digits, cursor: digits.length, verified: false });

    // An entry that was no code says nothing of how the last code fared.
    const remembered = outcome.kind === 'invalid' ? '' : `${form.notice?.text.replace(/ Press .*/, '')} `;
    expect(closeOf(play(form, ...keys('clear', 'escape')).effects)).toEqual([
      status,
      `${remembered}Not verified: the form was closed.`,
    ]);
  });

  it('is the end of the code’s life, by whatever clock it was judged', () => {
    const { form } = play(ready(), ...typed('12345'), ENTER, checked({ kind: 'expired' }));
    expect(form.expiresAt).toBe(NOW);
    expect(isCodeValid(form)).toBe(false);
  });

  it('is success for a correct code, which closes by itself after it was seen', () => {
    const { form, effects } = play(ready(), ...typed('12345'), ENTER, ACCEPTED);
    expect(effects).toEqual([{ kind: 'check', entry: '12345' }, { kind: 'linger' }]);
    expect(form).toMatchObject({ verified: true, notice: { tone: 'good', text: 'Login Success!' } });
    expect(closeOf(play(form, { kind: 'seen' }).effects)).toEqual([0, 'Login Success!']);
  });
});

describe('while a send or a check is under way', () => {
  const checking = play(ready(), ...typed('12345'), ENTER).form;

  it('lets keys wait and then plays them in order', () => {
    const waiting = play(checking, ...typed('67'), ...keys('left'), ...typed('8'));
    expect(waiting).toMatchObject({ form: { digits: '12345' }, effects: [] });
    expect(play(waiting.form, INCORRECT).form).toMatchObject({ digits: '687', cursor: 2, waiting: [] });
  });

  it.each<[string, Key[]]>([
    ['Enter', keys('enter')],
    ['Enter three times', keys('enter', 'enter', 'enter')],
    ['Space on SUBMIT', keys('space')],
    ['a second click on SUBMIT', [{ kind: 'press', control: 'submit' }]],
    ['a click on RESEND OTP', [{ kind: 'press', control: 'resend' }]],
  ])('%s does not cost another try or send', (_, events) => {
    expect(play(checking, ...events, INCORRECT).effects).toEqual([]);
  });

  it('plays an Enter after digits that were typed meanwhile: it is a try of its own', () => {
    const { form, effects } = play(checking, ENTER, ...typed('54321'), ENTER, INCORRECT);
    expect(effects).toEqual([{ kind: 'check', entry: '54321' }]);
    expect(form.busy).toBe('checking');
  });

  it('lets the keys after that Enter wait again', () => {
    const again = play(checking, ...typed('54321'), ENTER, ENTER, ...typed('9'), INCORRECT).form;
    expect(play(again, INCORRECT)).toMatchObject({ form: { digits: '9', busy: null }, effects: [] });
  });

  it('closes at once on Ctrl-C', () => {
    expect(closeOf(play(checking, ...keys('interrupt')).effects)).toEqual([130, 'Not verified: interrupted.']);
  });

  it('does nothing more after an Esc that waited and closes the form', () => {
    const { effects } = play(opened(), ...keys('escape'), ...typed('12345'), ENTER, SENT);
    expect(effects).toEqual([{ kind: 'close', status: 1, line: 'Not verified: the form was closed.' }]);
  });

  it('keeps no more than the first 64 keys of a flood', () => {
    expect(play(checking, ...typed('1'.repeat(10_000))).form.waiting).toHaveLength(64);
  });
});

describe('after success', () => {
  const success = (stay: boolean) => play(ready({ stay }), ...typed('12345'), ENTER, ACCEPTED).form;

  it('takes no key but Esc, which closes with 0', () => {
    const form = success(false);
    const others = [
      ...typed('9'),
      ...keys('next', 'enter', 'backspace'),
      { kind: 'press', control: 'resend' } as const,
    ];
    expect(play(form, ...others)).toEqual({ form, effects: [] });
    expect(closeOf(play(form, ...keys('escape')).effects)).toEqual([0, 'Login Success!']);
  });

  it('stays open if asked to, until Esc, even with digits in the input', () => {
    const { form, effects } = play(ready({ stay: true }), ...typed('12345'), ENTER, ACCEPTED);
    expect(effects).toEqual([{ kind: 'check', entry: '12345' }]);
    expect(form.digits).toBe('12345');
    expect(closeOf(play(form, ...keys('escape')).effects)).toEqual([0, 'Login Success!']);
  });

  it('says on a second SUBMIT that the code was used, and the status of 0 stands', () => {
    const again = play(success(true), ENTER, checked({ kind: 'used' }));
    expect(again.effects).toEqual([{ kind: 'check', entry: '12345' }]);
    expect(again.form.notice).toMatchObject({ tone: 'bad', text: 'OTP already used!' });
    expect(closeOf(play(again.form, ...keys('escape')).effects)).toEqual([0, 'Login Success!']);
  });

  it('sends no more codes', () => {
    expect(play(success(true), { kind: 'press', control: 'resend' }).effects).toEqual([]);
  });

  it('closes with 0 when nobody presses a key any more', () => {
    expect(closeOf(play(success(true), { kind: 'idle', after: 600_000 }).effects)).toEqual([0, 'Login Success!']);
  });

  it.each<[ConversationEvent, number, string]>([
    [{ kind: 'interrupt' }, 130, 'interrupted'],
    [{ kind: 'signal', name: 'SIGTERM', number: 15 }, 143, 'ended by SIGTERM'],
    [{ kind: 'end-of-input' }, 1, 'the input ended'],
  ])('is not let in on $kind, and is not told that the code was wrong', (event, status, why) => {
    expect(closeOf(play(success(false), event).effects)).toEqual([status, `Login Success! Not completed: ${why}.`]);
  });
});

describe('leaving', () => {
  it.each<[ConversationEvent, number, string]>([
    [{ kind: 'escape' }, 1, 'Not verified: the form was closed.'],
    [{ kind: 'interrupt' }, 130, 'Not verified: interrupted.'],
    [{ kind: 'idle', after: 600_000 }, 124, 'Not verified: no input for 10 minutes.'],
    [{ kind: 'end-of-input' }, 1, 'Not verified: the input ended.'],
    [{ kind: 'signal', name: 'SIGHUP', number: 1 }, 129, 'Not verified: ended by SIGHUP.'],
    [{ kind: 'signal', name: 'SIGTERM', number: 15 }, 143, 'Not verified: ended by SIGTERM.'],
  ])('on $kind', (event, status, line) => {
    expect(closeOf(play(ready(), event).effects)).toEqual([status, line]);
    const wrong = play(ready(), ...typed('12345'), ENTER, INCORRECT).form;
    expect(closeOf(play(wrong, event).effects)).toEqual([status, `Incorrect OTP! 4 tries left. ${line}`]);
  });

  it('never exits with 0 if success was to be shown but did not happen', () => {
    expect(play(ready(), { kind: 'seen' }).effects).toEqual([]);
  });
});

describe('help', () => {
  it('opens on its key and closes on any, which does nothing else', () => {
    const open = play(ready(), ...keys('help')).form;
    expect(open.help).toBe(true);
    for (const key of [...typed('1'), ...keys('escape', 'enter', 'next')]) {
      expect(play(open, key)).toMatchObject({ form: { help: false, digits: '', focus: 'input' }, effects: [] });
    }
  });

  it('does not keep Ctrl-C from closing', () => {
    expect(closeOf(play(ready(), ...keys('help', 'interrupt')).effects)?.[0]).toBe(130);
  });
});

describe('what was said', () => {
  const later = (form: Conversation, ms: number) => update(form, { kind: 'tick' }, form.now + ms)[0];

  it('stays if it remains true', () => {
    const wrong = play(ready(), INCORRECT).form;
    expect(later(wrong, 4 * MINUTE).notice).toEqual(wrong.notice);
  });

  it.each<CheckOutcome>([{ kind: 'exhausted' }, { kind: 'locked', until: null }, { kind: 'unsent' }])(
    'of a code that cannot be entered any more ($kind) goes without the rest of its life',
    (outcome) => {
      expect(play(ready(), checked(outcome)).form).toMatchObject({ expiresAt: null, delivery: null });
    },
  );

  it('of a send that failed is the reason still, after a code that was never sent', () => {
    const { form } = play(opened(), sent({ kind: 'refused', problem: PROBLEM }), checked({ kind: 'unsent' }));
    expect(form.notice?.text).toContain('No code has been sent yet.');
    const line = 'Could not send the code: the text service is busy. Not verified: the form was closed.';
    expect(closeOf(play(form, ...keys('escape')).effects)).toEqual([69, line]);
  });
});

describe('the length of the codes', () => {
  const eight = { ...TIMES, length: 8 };
  it.each<SendOutcome>([
    { kind: 'sent', ...eight },
    { kind: 'unknown', problem: PROBLEM, ...eight },
    { kind: 'too-soon', ...eight },
    { kind: 'too-many', ...eight },
    { kind: 'locked', until: null, length: 8 },
    { kind: 'refused', problem: PROBLEM, length: 8 },
    { kind: 'store-failed', problem: PROBLEM, length: 8 },
  ])('is known from a send that ended as $kind, for a code sent before may be entered too', (outcome) => {
    const { form } = play(opened(), sent(outcome), ...typed('12345678'));
    expect(form).toMatchObject({ length: 8, digits: '12345678' });
  });

  it.each<SendOutcome>([
    { kind: 'too-soon', ...TIMES, length: 4 },
    { kind: 'refused', problem: PROBLEM, length: 4 },
  ])('may turn out shorter than what was typed, which then cannot be the code: $kind', (outcome) => {
    const typedBefore = play(ready(), ...typed('12345'), { kind: 'press', control: 'resend' }).form;
    const [form] = update(typedBefore, sent(outcome), NOW);
    expect(form).toMatchObject({ length: 4, digits: '', cursor: 0 });
  });

  it('leaves what was typed alone if it still fits', () => {
    const [form] = update(
      play(ready(), ...typed('1234'), { kind: 'press', control: 'resend' }).form,
      sent({ kind: 'too-soon', ...TIMES, length: 4 }),
      NOW,
    );
    expect(form).toMatchObject({ length: 4, digits: '1234', cursor: 4 });
  });

  it('stays as it was if only the service knows it, and could not be asked', () => {
    expect(play(opened(), sent({ kind: 'refused', problem: PROBLEM })).form.length).toBe(5);
  });
});

it('follows the time on every event', () => {
  const [form, effects] = update(ready(), { kind: 'tick' }, NOW + 1_234);
  expect(form).toEqual({ ...ready(), now: NOW + 1_234 });
  expect(effects).toEqual([]);
});
