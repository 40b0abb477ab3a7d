// Scenes painted as text and compared with the drawings.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportCheck, reportProgress, reportSend } from '../../../src/conversation/report.ts';
import type { Conversation } from '../../../src/conversation/state.ts';
import { TWILIO_ERRORS } from '../../../src/delivery/errors.ts';
import { ASCII, COLOURLESS, CONSOLE, FRAMED, UNICODE } from '../../../src/faces/screen/glyphs.ts';
import type { Rect, Scene } from '../../../src/faces/screen/scene.ts';
import { view } from '../../../src/faces/screen/view.ts';
import { area, COMPACT, drawing, FULL, HELP, NOW, paint, show, WRONG } from './painter.ts';

const NOT_SET_UP =
  'Could not send the code: texting is not set up correctly (Twilio 20003). Administrator: run otp-tui --verbose.';
const APPROVING = 'to run kubectl delete ns prod';

/** The rows inside the box. */
function inside(form: Conversation, on: Rect, glyphs = UNICODE) {
  return show(form, on, glyphs)
    .split('\n')
    .slice(1, -1)
    .map((row) => row.replaceAll('│', ' ').trim());
}

/** The rows of a form that are not empty and no edges. */
function words(form: Conversation, on: Rect = FULL, glyphs = UNICODE) {
  return show(form, on, glyphs)
    .split('\n')
    .map((row) => row.replaceAll(/[▄▀┌┐└┘│─]+/g, ' ').trim())
    .filter((row) => row !== '');
}

describe('the drawings', () => {
  it('full, from 58x18', () => {
    expect(show(WRONG)).toBe(
      drawing(`
        . ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄
        .                    OTP Verification
        .
        .              Code sent to +1 ••• ••• ••71
        .                     expires in 4:32
        .
        .         ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄
        .            4       8       2
        .         ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀
        .
        .         ▄▄▄▄▄▄▄▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄
        .             SUBMIT         RESEND OTP (27s)
        .         ▀▀▀▀▀▀▀▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
        .
        .             ✗ Incorrect OTP! 4 tries left.
        .
        .      Enter submit   Tab next   Esc clear   ? help
        . ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
      `).replaceAll(/^\./gm, ''),
    );
  });

  it('full, with all its air and what is approved, in the middle of a larger screen', () => {
    const form: Conversation = { ...WRONG, approving: APPROVING, focus: 'submit', resendAt: 0 };
    expect(show(form, area(61, 24))).toBe(
      drawing(`
        .
        .   ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄
        .
        .                      OTP Verification
        .                to run kubectl delete ns prod
        .
        .                Code sent to +1 ••• ••• ••71
        .                       expires in 4:32
        .
        .           ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄
        .              4       8       2
        .           ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀
        .
        .           ▄▄▄▄▄▄▄▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄
        .             ▸ SUBMIT ◂          RESEND OTP
        .           ▀▀▀▀▀▀▀▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
        .
        .               ✗ Incorrect OTP! 4 tries left.
        .
        .
        .         Enter press   Tab next   Esc clear   ? help
        .   ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
        .
        .
      `).replaceAll(/^\./gm, ''),
    );
  });

  it('full, with a third button and a long notice', () => {
    const delivery = { id: 'SM1', progress: 'undelivered', byCall: false, startedAt: NOW } as const;
    const notice = { tone: 'bad', text: 'Too many attempts! Press RESEND OTP for a new code.' } as const;
    expect(inside({ ...WRONG, offersCall: true, delivery, focus: 'call', notice }, FULL).slice(9)).toEqual([
      '▄▄▄▄▄▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄▄▄▄▄▄▄',
      'SUBMIT       RESEND OTP (27s)     ▸ CALL ME ◂',
      '▀▀▀▀▀▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀▀▀▀▀▀▀',
      '✗ Too many attempts! Press',
      'RESEND OTP for a new code.',
      '',
      'Enter press   Tab next   Esc clear   ? help',
    ]);
  });

  it('compact, from 34x9', () => {
    expect(show(WRONG, COMPACT)).toBe(
      drawing(`
        ┌────────────────────────────────┐
        │        OTP Verification        │
        │ sent to +1 ••• ••• ••71   4:32 │
        │         4  8  2  _  _          │
        │   SUBMIT     RESEND OTP (27s)  │
        │ ✗ Incorrect OTP! 4 tries left. │
        │                                │
        │ Enter  Tab  Esc  ?             │
        └────────────────────────────────┘
      `),
    );
  });

  it('in ASCII', () => {
    expect(show({ ...WRONG, notice: { tone: 'good', text: 'Login Success!' } }, FULL, ASCII)).toBe(
      drawing(`
        . +-----------------------------------------------------+
        . |                  OTP Verification                   |
        . |                                                     |
        . |            Code sent to +1 *** *** **71             |
        . |                   expires in 4:32                   |
        . |                                                     |
        . |                                                     |
        . |        [ 4 ]   [ 8 ]   [ 2 ]   [ _ ]   [   ]        |
        . |                                                     |
        . |                                                     |
        . |                                                     |
        . |         [ SUBMIT ]     [ RESEND OTP (27s) ]         |
        . |                                                     |
        . |                                                     |
        . |                  OK Login Success!                  |
        . |                                                     |
        . |    Enter submit   Tab next   Esc clear   ? help     |
        . +-----------------------------------------------------+
      `).replaceAll(/^\./gm, ''),
    );
  });

  it('without colours', () => {
    const rows = words({ ...WRONG, focus: 'submit' }, FULL, COLOURLESS);
    expect(rows).toContain('[ 4 ]   [ 8 ]   [ 2 ]   [   ]   [   ]');
    expect(rows).toContain('[> SUBMIT <]    [ RESEND OTP (27s) ]');
    expect(rows).toContain('!! Incorrect OTP! 4 tries left.');
    expect(rows).toContain('Code sent to +1 ••• ••• ••71');
    expect(show(WRONG, FULL, COLOURLESS)).toMatch(/^ ┌─{53}┐$/m);
  });

  it('with 16 colours: lines around the buttons and the slot to type in', () => {
    expect(inside(WRONG, FULL, FRAMED).slice(5, 12)).toEqual([
      '▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄ ┌─────┐ ▄▄▄▄▄▄▄',
      '4       8       2',
      '▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀ └─────┘ ▀▀▀▀▀▀▀',
      '',
      '┌────────────┐ ┌──────────────────────┐',
      'SUBMIT         RESEND OTP (27s)',
      '└────────────┘ └──────────────────────┘',
    ]);
    expect(words(WRONG, COMPACT, FRAMED)).toContain('[ SUBMIT ]  [RESEND OTP (27s)]');
  });

  it('with 16 colours: a soft area for the button with the focus, so that nothing touches it', () => {
    expect(inside({ ...WRONG, focus: 'submit' }, FULL, FRAMED).slice(9, 12)).toEqual([
      '▄▄▄▄▄▄▄▄▄▄▄▄▄▄ ┌──────────────────────┐',
      '▸ SUBMIT ◂       RESEND OTP (27s)',
      '▀▀▀▀▀▀▀▀▀▀▀▀▀▀ └──────────────────────┘',
    ]);
  });

  it('in the characters of the Linux console', () => {
    const form: Conversation = { ...WRONG, focus: 'submit', notice: { tone: 'plain', text: 'Checking…' } };
    const rows = words(form, FULL, CONSOLE);
    expect(rows).toContain('> SUBMIT <       RESEND OTP (27s)');
    expect(rows).toContain('Checking...');
  });
});

describe('sizes', () => {
  it.each([
    [58, 18, 55],
    [57, 18, 34],
    [58, 17, 34],
    [200, 17, 34],
    [57, 60, 34],
    [34, 9, 34],
    [80, 24, 55],
    [200, 60, 55],
  ])('a box on %ix%i is %i columns wide', (columns, rows, width) => {
    const [top = ''] = show(WRONG, area(columns, rows))
      .split('\n')
      .filter((row) => /[▄┌]/.test(row));
    expect(top.trim()).toHaveLength(width);
  });

  it.each([18, 19, 20, 21, 22, 23, 24, 60])('with %i rows the parts stay in order and keep their distance', (rows) => {
    for (const approving of ['', APPROVING]) {
      const shown = show({ ...WRONG, approving }, area(58, rows)).split('\n');
      const top = shown.findIndex((row) => row.includes('▄'));
      const box = shown.slice(top, shown.findLastIndex((row) => row.includes('▀')) + 1);
      expect(box.length).toBeGreaterThanOrEqual(18);
      expect(shown.length - box.length).toBeGreaterThanOrEqual(Math.min(2, rows - 18));
      const rowOf = (text: string) => box.findIndex((row) => row.includes(text));
      expect(rowOf('Code sent') - rowOf(approving || 'OTP Verification')).toBe(2);
      expect(rowOf('4  ') - rowOf('expires')).toBe(3);
      expect([3, 4]).toContain(rowOf('SUBMIT') - rowOf('4  '));
      expect(rowOf('Incorrect') - rowOf('SUBMIT')).toBe(3);
      expect(box.length - rowOf('? help')).toBe(2);
    }
  });

  it.each([
    [33, 9, ['Terminal too small', 'make it 34x9', 'Esc leaves']],
    [34, 8, ['Terminal too small', 'make it 34x9', 'Esc leaves']],
    [80, 2, ['Terminal too small', 'make it 34x9']],
    [80, 1, ['Terminal too small']],
    [8, 5, ['Terminal', 'make it ', 'Esc leav']],
    [1, 1, ['T']],
  ])('%ix%i is too small, and says what it needs', (columns, rows, lines) => {
    const scene = view({ ...WRONG, digits: '', cursor: 0 }, area(columns, rows), UNICODE, HELP);
    const shown = paint(scene, area(columns, rows)).trimEnd().split('\n');
    expect(shown).toEqual(lines.map((line) => line.trimEnd()));
    expect(scene).toMatchObject({ cursor: null, targets: [] });
  });

  it.each<[string, Partial<Conversation>]>([
    ['clears the digits', {}],
    ['closes the help', { digits: '', cursor: 0, help: true }],
    ['waits', { digits: '', cursor: 0, busy: 'checking' }],
  ])('too small, it says what leaves if Esc %s first', (_, form) => {
    expect(show({ ...WRONG, ...form }, area(33, 9)).trimEnd()).toMatch(/\nCtrl-C leaves$/);
  });

  it.each([4, 5, 6, 7, 8, 9, 10])('%i digits fit in both layouts, on one axis', (length) => {
    const digits = '1234567890'.slice(0, length);
    for (const on of [FULL, COMPACT]) {
      const scene = view({ ...WRONG, length, digits, cursor: length }, on, UNICODE, HELP);
      const y = scene.cursor?.y ?? 0;
      const row = paint(scene, on).split('\n')[y] ?? '';
      expect(row.replaceAll(/[^0-9]/g, '')).toBe(digits);
      const [input, submit, resend] = scene.targets;
      const air = (left: number, right: number) => Math.abs(left - (on.columns - right));
      expect(air(input?.x ?? 0, (input?.x ?? 0) + (input?.columns ?? 0))).toBeLessThanOrEqual(1);
      if (on === FULL)
        expect([submit?.x, (resend?.x ?? 0) + (resend?.columns ?? 0)]).toEqual([
          input?.x,
          (input?.x ?? 0) + (input?.columns ?? 0),
        ]);
      // On the last slot, as there is no next one.
      expect(row[scene.cursor?.x ?? -1]).toBe(digits.at(-1));
    }
  });

  it('has slots of three cells for more than eight digits', () => {
    const widths = [8, 9, 10].map((length) => {
      const { runs } = view({ ...WRONG, length }, FULL, UNICODE, HELP);
      return runs.find(({ role, on }) => role === 'slot' && on)?.text.length;
    });
    expect(widths).toEqual([5, 3, 3]);
  });
});

describe('where the code went', () => {
  it.each<[string, Partial<Conversation>, string[]]>([
    ['before the first code was sent', { expiresAt: null, busy: 'sending' }, ['Sending a code to +1 ••• ••• ••71', '']],
    ['when it could not be sent', { expiresAt: null }, ['Code for +1 ••• ••• ••71', '']],
    ['while it lives', {}, ['Code sent to +1 ••• ••• ••71', 'expires in 4:32']],
    ['in its last second', { expiresAt: NOW + 1 }, ['Code sent to +1 ••• ••• ••71', 'expires in 0:01']],
    ['when it is too old', { expiresAt: NOW }, ['Code sent to +1 ••• ••• ••71', 'expired']],
    ['after success, when its life is of no interest', { verified: true }, ['Code sent to +1 ••• ••• ••71', '']],
  ])('%s', (_, form, lines) => {
    expect(inside({ ...WRONG, ...form }, FULL).slice(2, 4)).toEqual(lines);
  });

  it('leaves out words if a long number needs the room', () => {
    const form = { ...WRONG, recipient: '+49 •••• •••••••••75' };
    expect(inside(form, COMPACT)[1]).toBe('+49 •••• •••••••••75 4:32');
  });

  it.each([
    ['full', FULL, 51],
    ['compact', COMPACT, 30],
  ])('marks the cut of one that is too long for the %s form', (_, on, width) => {
    const line = inside({ ...WRONG, recipient: '+1 '.padEnd(100, '•') }, on)[on === FULL ? 2 : 1] ?? '';
    expect(line).toHaveLength(width);
    expect(line).toMatch(/•…$/);
  });
});

describe('what is being approved', () => {
  it('is said below the title, and cut with a mark', () => {
    expect(inside({ ...WRONG, approving: APPROVING }, FULL)[1]).toBe(APPROVING);
    const [, line = ''] = inside({ ...WRONG, approving: `to run ${'x'.repeat(100)}` }, FULL);
    expect(line).toMatch(/^to run x{43}…$/);
  });

  it('is said in the compact form, instead of the title if there is no row for both', () => {
    expect(inside({ ...WRONG, approving: APPROVING }, area(40, 10)).slice(0, 3)).toEqual([
      'OTP Verification',
      'to run kubectl delete ns prod',
      'sent to +1 ••• ••• ••71   4:32',
    ]);
    const [title, ...others] = inside(WRONG, COMPACT);
    expect(title).toBe('OTP Verification');
    expect(inside({ ...WRONG, approving: APPROVING }, COMPACT)).toEqual([APPROVING, ...others]);
  });
});

describe('the notice', () => {
  const said = (text: string, on: Rect, tone: 'plain' | 'good' | 'bad' = 'bad') =>
    inside({ ...WRONG, notice: { tone, text } }, on)
      .slice(on === FULL ? 12 : 4, -1)
      .filter((row) => row !== '');

  it.each<[string, 'plain' | 'good' | 'bad', string, string[]]>([
    ['good', 'good', 'Login Success!', ['✓ Login Success!']],
    ['plain', 'plain', 'Checking…', ['Checking…']],
    [
      'two lines long',
      'bad',
      'Too many attempts! Press RESEND OTP for a new code.',
      ['✗ Too many attempts! Press', 'RESEND OTP for a new code.'],
    ],
    [
      'longer',
      'bad',
      'Could not send the code: the text service is not set up right and will be set up next week, perhaps.',
      ['✗ Could not send the code: the text service is not', 'set up right and will be set up next week, perhaps.'],
    ],
  ])('%s', (_, tone, text, lines) => {
    expect(said(text, FULL, tone)).toEqual(lines);
  });

  describe.each([
    ['one row', 'Incorrect OTP! 4 tries left.', 1],
    ['two rows', 'Too many attempts! Press RESEND OTP for a new code.', 2],
    ['three rows', NOT_SET_UP, 3],
  ])('of %s', (_, text, count) => {
    const forms = ['', APPROVING].flatMap((approving) =>
      [0, 8].map((left): Conversation => ({ ...WRONG, approving, recovery: { ...WRONG.recovery, left } })),
    );
    const said = { tone: 'bad', text } as const;

    it.each([18, 19, 20, 21, 22, 24, 60])('touches neither the hints nor a button on %i rows', (rows) => {
      for (const form of forms) {
        for (const glyphs of [UNICODE, COLOURLESS, FRAMED]) {
          const box = show({ ...form, notice: said }, area(58, rows), glyphs)
            .split('\n')
            .map((row) => row.replaceAll(/[│▄▀]/g, ' ').trim());
          const hints = box.findIndex((row) => row.endsWith('? help'));
          expect(box[hints - 1]).toBe('');
          const first = box.findIndex((row) => /^(?:✗|!!) /.test(row));
          if (count > 1) expect(first + count).toBe(hints - 1);
          expect(box[first - 1]).not.toContain('SUBMIT');
        }
      }
    });
  });

  it.each([18, 19, 20, 24])('of two rows moves nothing on %i rows', (rows) => {
    const long = { tone: 'bad', text: 'Too many attempts! Press RESEND OTP for a new code.' } as const;
    for (const left of [0, 8]) {
      const form = { ...WRONG, recovery: { ...WRONG.recovery, left } };
      const [before, after] = [null, long].map((notice) => view({ ...form, notice }, area(58, rows), UNICODE, HELP));
      expect(after?.runs).toEqual(expect.arrayContaining([...(before?.runs ?? [])]));
      expect(after?.targets).toEqual(before?.targets);
    }
  });

  it('begins right below the buttons of a low window if it is long', () => {
    const lines = (text: string) =>
      inside({ ...WRONG, notice: { tone: 'bad', text } }, FULL)
        .slice(11, -1)
        .filter((row) => row !== '');
    expect(lines(NOT_SET_UP)).toEqual([
      '✗ Could not send the code: texting is',
      'not set up correctly (Twilio 20003).',
      'Administrator: run otp-tui --verbose.',
    ]);
    expect(lines('x'.repeat(200))).toEqual(['✗', 'x'.repeat(51), `${'x'.repeat(50)}…`]);
  });

  it('has more rows in a higher compact form, and the place of the hints and the title in a low one', () => {
    const form: Conversation = { ...WRONG, notice: { tone: 'bad', text: NOT_SET_UP } };
    expect(inside(form, area(34, 12))).toEqual([
      'OTP Verification',
      'sent to +1 ••• ••• ••71   4:32',
      '4  8  2  _  _',
      'SUBMIT     RESEND OTP (27s)',
      '✗ Could not send the code:',
      'texting is not set up',
      'correctly (Twilio 20003).',
      'Administrator: run',
      'otp-tui --verbose.',
      'Enter  Tab  Esc  ?',
    ]);
    expect(inside(form, area(34, 11)).slice(-2)).toEqual(['Administrator: run', 'otp-tui --verbose.']);
    expect(inside(form, area(34, 10)).slice(0, 2)).toEqual(['sent to +1 ••• ••• ••71   4:32', '4  8  2  _  _']);
    expect(inside(form, COMPACT)).toEqual([
      '4  8  2  _  _',
      'SUBMIT     RESEND OTP (27s)',
      '✗ Could not send the code:',
      'texting is not set up',
      'correctly (Twilio 20003).',
      'Administrator: run',
      'otp-tui --verbose.',
    ]);
  });

  it.each([
    ['full', FULL],
    ['full, above the phone', area(58, 24)],
    ['compact', COMPACT],
    ['compact, and a row higher', area(34, 10)],
    ['compact, and higher', area(34, 12)],
  ])('is whole in the %s form, whatever went wrong', (_, on) => {
    const problems = Object.entries(TWILIO_ERRORS).map(([code, problem]) => ({ ...problem, code: Number(code) }));
    const given = { byCall: false, callOffered: true, sendsAt: null, resendAt: NOW + 99_000 };
    for (const callOffered of [true, false]) {
      for (const problem of problems) {
        for (const { tone, text } of [
          reportSend({ kind: 'refused', problem }, NOW, { ...given, callOffered }),
          reportProgress({ kind: 'undelivered', problem }, NOW, { ...given, callOffered }),
          reportCheck({ kind: 'unchecked', problem }, NOW, { ...given, callOffered }),
        ]) {
          for (const approving of ['', APPROVING]) {
            for (const glyphs of [UNICODE, COLOURLESS]) {
              const shown = words({ ...WRONG, approving, notice: { tone, text } }, on, glyphs).join(' ');
              expect(shown.replaceAll(/ +/g, ' ')).toContain(text);
            }
          }
        }
      }
    }
  });

  it('has the name of a button in one line', () => {
    const text = 'OTP expired! Press RESEND OTP in 2s for a new one.';
    expect(said(text, FULL)).toEqual(['✗ OTP expired! Press RESEND OTP', 'in 2s for a new one.']);
    expect(said(text, COMPACT)).toEqual(['✗ OTP expired! Press', 'RESEND OTP in 2s for a']);
  });

  it('of three rows moves no button in the compact form, but takes the place of the hints', () => {
    const text = 'Please wait 10m for another code; the last one still works.';
    const [waiting, quiet] = [{ tone: 'plain', text } as const, null].map((notice) =>
      view({ ...WRONG, notice }, COMPACT, UNICODE, HELP),
    );
    expect(waiting?.targets).toEqual(quiet?.targets);
    expect(said(text, COMPACT, 'plain')).toEqual(['Please wait 10m for another', 'code; the last one']);
    expect(inside({ ...WRONG, notice: { tone: 'plain', text } }, COMPACT).at(-1)).toBe('still works.');
  });

  it('leaves no word alone in the last line of the compact form', () => {
    expect(inside(WRONG, COMPACT, COLOURLESS).slice(4, 6)).toEqual(['!! Incorrect OTP!', '4 tries left.']);
    expect(said('OTP expired! Press RESEND OTP in 2s for a new one.', area(34, 12))).toEqual([
      '✗ OTP expired! Press',
      'RESEND OTP in 2s for a',
      'new one.',
    ]);
  });

  it('does without the blanks around it', () => {
    for (const on of [FULL, COMPACT]) {
      for (const tone of ['bad', 'plain'] as const) {
        expect(said('  DEMO: 48213  ', on, tone)).toEqual([tone === 'bad' ? '✗ DEMO: 48213' : 'DEMO: 48213']);
      }
    }
  });

  it('wraps in the compact form, too', () => {
    expect(said('Incorrect OTP! A newer code was sent. 3 tries left.', COMPACT)).toEqual([
      '✗ Incorrect OTP! A newer code',
      'was sent. 3 tries left.',
    ]);
  });

  it.each([18, 19, 20, 24, 60])(
    'takes a third row if it needs one, above an unmoved line of hints, on %i rows',
    (rows) => {
      const text =
        'Could not send the code: this phone cannot be reached by text (Twilio 572002). Administrator: run otp-tui --verbose.';
      for (const approving of ['', APPROVING]) {
        const shown = words({ ...WRONG, approving, notice: { tone: 'bad', text } }, area(58, rows));
        expect(shown.slice(-4, -1).join(' ')).toBe(`✗ ${text}`);
        expect(shown.at(-1)).toMatch(/help$/);
        expect(shown).toContain('SUBMIT         RESEND OTP (27s)');
      }
    },
  );

  it('is whole, whatever Twilio refuses', () => {
    for (const [code, { message, remedy, detail }] of Object.entries(TWILIO_ERRORS)) {
      const problem = { message, detail, code: Number(code), ...(remedy && { remedy }) };
      const reports = [
        reportSend({ kind: 'refused', problem }, NOW),
        reportProgress({ kind: 'undelivered', problem }, NOW, {
          byCall: false,
          callOffered: false,
          sendsAt: null,
          resendAt: 0,
        }),
        reportCheck({ kind: 'unchecked', problem }, NOW),
      ];
      for (const notice of reports) {
        expect(words({ ...WRONG, notice }, FULL).join(' ')).toContain(`✗ ${notice.text} Enter`);
      }
    }
  });

  it('of five rows does not touch the hints of the compact form if the window has a row more', () => {
    for (const approving of ['', APPROVING]) {
      for (const rows of [14, 17, 18]) {
        const box = inside({ ...WRONG, approving, notice: { tone: 'bad', text: NOT_SET_UP } }, area(50, rows));
        const last = box.indexOf('otp-tui --verbose.');
        expect(box.slice(last + 1, last + 3)).toEqual(['', 'Enter  Tab  Esc  ?']);
      }
    }
  });

  it('moves no part of a compact form that has rows for it', () => {
    const form: Conversation = { ...WRONG, notice: { tone: 'bad', text: `${'word '.repeat(20)}end.` } };
    expect(words(form, area(50, 17)).join(' ')).toContain(`✗ ${form.notice?.text} Enter`);
    const top = (drawn: Conversation) =>
      show(drawn, area(50, 17))
        .split('\n')
        .findIndex((row) => row.includes('OTP V'));
    expect(top(form)).toBe(top(WRONG));
  });

  it('is empty if there is nothing to say', () => {
    expect(inside({ ...WRONG, notice: null }, FULL).slice(13, -1)).toEqual(['', '']);
  });

  it('has the spinner before it while something is under way, if there is one', () => {
    const busy: Conversation = { ...WRONG, busy: 'checking', notice: { tone: 'plain', text: 'Checking…' } };
    for (const on of [FULL, COMPACT]) {
      expect(words(busy, on, { ...UNICODE, busy: '⠋' })).toContain('⠋ Checking…');
      expect(words(busy, on)).toContain('Checking…');
      expect(words({ ...busy, busy: null }, on, { ...UNICODE, busy: '⠋' })).toContain('Checking…');
    }
  });
});

describe('the buttons', () => {
  it.each([0, 1, 5_000, 27_000, 99_000, 600_000, 86_400_000])(
    'nothing moves when RESEND OTP waits for %i ms',
    (wait) => {
      const others = ({ runs, targets }: Scene) => ({
        runs: runs.map((run) => ({
          ...run,
          role: run.role === 'waiting' ? 'button' : run.role,
          text: run.text.includes('RESEND') ? ' '.repeat(run.text.length) : run.text,
        })),
        targets,
      });
      for (const focus of ['resend', 'input'] as const) {
        for (const on of [FULL, COMPACT]) {
          const waiting = view({ ...WRONG, focus, resendAt: NOW + wait }, on, UNICODE, HELP);
          expect(others(waiting)).toEqual(others(view({ ...WRONG, focus }, on, UNICODE, HELP)));
          expect(paint(waiting, on)).toMatch(wait === 0 ? /RESEND OTP(?! \()/ : /RESEND OTP \(/);
        }
      }
    },
  );

  it.each([
    ['full', FULL],
    ['compact', COMPACT],
  ])('are found by the mouse where they are drawn, in the %s form', (_, on) => {
    const scene = view(WRONG, on, UNICODE, HELP);
    const rows = paint(scene, on).split('\n');
    const seen = scene.targets.map(({ control, x, y, columns, rows: height }) => [
      control,
      rows
        .slice(y, y + height)
        .map((row) => row.slice(x, x + columns))
        .join(''),
    ]);
    expect(seen).toEqual([
      ['input', expect.stringContaining('8')],
      ['submit', expect.stringContaining('SUBMIT')],
      ['resend', expect.stringContaining('RESEND OTP (27s)')],
    ]);
  });

  it('say that RESEND OTP must wait by a role of its own', () => {
    for (const on of [FULL, COMPACT]) {
      const roleOf = (form: Partial<Conversation>) =>
        view({ ...WRONG, ...form }, on, UNICODE, HELP).runs.find(({ text }) => text.includes('RESEND'))?.role;
      expect(roleOf({})).toBe('waiting');
      expect(roleOf({ resendAt: NOW })).toBe('button');
      expect(roleOf({ focus: 'resend' })).toBe('focused');
    }
  });

  it('has marks and a role of its own where the focus is, and the cursor only in the input', () => {
    for (const on of [FULL, COMPACT]) {
      for (const focus of ['input', 'submit', 'resend'] as const) {
        const scene = view({ ...WRONG, focus }, on, UNICODE, HELP);
        const marked = scene.runs.filter(({ text }) => text.includes('▸'));
        expect(marked.map(({ role, text }) => [role, /SUBMIT|RESEND/.exec(text)?.[0].toLowerCase()])).toEqual(
          focus === 'input' ? [] : [['focused', focus]],
        );
        expect(scene.cursor !== null).toBe(focus === 'input');
      }
    }
  });

  it('puts the cursor on the slot that the next digit goes to', () => {
    const scene = view({ ...WRONG, digits: '123', cursor: 1 }, FULL, UNICODE, HELP);
    const { x, y } = scene.cursor ?? { x: 0, y: 0 };
    expect(paint(scene, FULL).split('\n')[y]?.[x]).toBe('2');
    const mark = scene.runs.find(({ role }) => role === 'slot-mark');
    expect(mark).toMatchObject({ x: x - 3, y: y + 1, text: '▀▀▀▀▀▀▀' });
  });
});

describe('the stops of the compact form', () => {
  const delivery = { id: 'SM1', progress: 'undelivered', byCall: false, startedAt: NOW } as const;
  const row = (focus: Conversation['focus'], glyphs = UNICODE) =>
    show({ ...WRONG, offersCall: true, delivery, focus }, COMPACT, glyphs).split('\n')[4];

  it('are shown two at a time, and follow the focus', () => {
    expect(row('input')).toBe('│   SUBMIT     RESEND OTP (27s) ›│');
    expect(row('submit')).toBe('│ ▸ SUBMIT ◂   RESEND OTP (27s) ›│');
    expect(row('resend')).toBe('│   SUBMIT    ▸RESEND OTP (27s)◂›│');
    expect(row('call')).toBe('│‹ RESEND OTP (27s)  ▸ CALL ME ◂ │');
    expect(row('call', ASCII)).toBe('|<[RESEND OTP (27s)] [>CALL ME<] |');
  });

  it('can be clicked where they are shown', () => {
    const { targets } = view({ ...WRONG, offersCall: true, delivery, focus: 'call' }, COMPACT, UNICODE, HELP);
    expect(targets.map(({ control }) => control)).toEqual(['input', 'resend', 'call']);
  });
});

it('has no button that stands out, and no countdown of another wait, while the phone is locked', () => {
  const last = { about: 'check', outcome: { kind: 'locked', until: NOW + 900_000 } } as const;
  for (const on of [FULL, COMPACT]) {
    const scene = view({ ...WRONG, expiresAt: null, last }, on, UNICODE, HELP);
    expect(paint(scene, on)).toMatch(/ RESEND OTP(?! \()/);
    expect(scene.runs.map(({ role }) => role)).not.toContain('button');
  }
});

it('gives the title, the notice and the hints their roles', () => {
  const { runs } = view(WRONG, FULL, UNICODE, HELP);
  const roleOf = (part: string) => runs.find(({ text }) => text.includes(part))?.role;
  expect(['OTP Verification', 'Incorrect', 'Tab next', 'Code sent', 'expires'].map(roleOf)).toEqual([
    'title',
    'bad',
    'hint',
    'panel',
    'quiet',
  ]);
});

it('shows help in place of the form', () => {
  const shown = show({ ...WRONG, help: true });
  expect(shown).toContain('Any key closes this help.');
  expect(shown).not.toContain('SUBMIT');
});

it('stays on the screen and inside its box, and draws no control character, whatever the form and the size', () => {
  const text = fc.string({ unit: 'binary', maxLength: 200 });
  const form = fc
    .record({
      length: fc.integer({ min: 4, max: 10 }),
      recipient: fc.oneof(text, fc.constant('+1 ••• ••• ••71')),
      approving: fc.oneof(text, fc.constant('')),
      code: fc.stringMatching(/^[0-9]{0,10}$/),
      at: fc.nat(10),
      focus: fc.constantFrom('input', 'submit', 'resend', 'call'),
      busy: fc.constantFrom(null, 'sending', 'checking'),
      notice: fc.option(fc.record({ tone: fc.constantFrom('plain', 'good', 'bad'), text })),
      help: fc.boolean(),
      verified: fc.boolean(),
      expiresAt: fc.option(fc.integer({ min: NOW - 1_000, max: NOW + 600_000 })),
      resendAt: fc.integer({ min: NOW - 1_000, max: NOW + 86_400_000 }),
    })
    .map(({ code, at, ...rest }): Conversation => {
      const digits = code.slice(0, rest.length);
      return { ...WRONG, ...rest, digits, cursor: Math.min(at, digits.length) };
    });
  const rect = fc.record({
    x: fc.nat(3),
    y: fc.nat(3),
    columns: fc.integer({ min: 1, max: 120 }),
    rows: fc.integer({ min: 1, max: 40 }),
  });
  fc.assert(
    fc.property(form, rect, fc.constantFrom(UNICODE, ASCII, COLOURLESS, FRAMED, CONSOLE), (drawn, on, glyphs) => {
      const { runs, cursor, targets } = view(drawn, on, glyphs, HELP);
      const [first] = runs;
      const frame = runs.filter(
        ({ role, x, text: row }) => role === 'panel' && x === first?.x && row.length === first.text.length,
      );
      const box: Rect =
        first?.role === 'panel' ? { x: first.x, y: first.y, columns: first.text.length, rows: frame.length } : on;
      const boxed = first?.role === 'panel';
      expect(contains(on, box)).toBe(true);
      const within = boxed ? { x: box.x + 1, y: box.y + 1, columns: box.columns - 2, rows: box.rows - 2 } : on;
      const content = boxed ? runs.slice(frame.length) : runs;
      for (const { x, y, text: row } of content) {
        expect(contains(within, { x, y, columns: [...row].length, rows: 1 }), `${x},${y} ${JSON.stringify(row)}`).toBe(
          true,
        );
      }
      for (const target of targets) expect(contains(within, target)).toBe(true);
      if (cursor) expect(contains(within, { ...cursor, columns: 1, rows: 1 })).toBe(true);
      expect(runs.map((run) => run.text).join('')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    }),
    { numRuns: 500 },
  );
});

function contains(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.columns <= outer.x + outer.columns &&
    inner.y + inner.rows <= outer.y + outer.rows
  );
}
