// The line under the buttons that offers recovery codes, and the field for one.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../../src/conversation/state.ts';
import { ASCII, COLOURLESS, CONSOLE, FRAMED, UNICODE } from '../../../src/faces/screen/glyphs.ts';
import { hintLines } from '../../../src/faces/screen/hints.ts';
import { view } from '../../../src/faces/screen/view.ts';
import { area, COMPACT, drawing, FULL, HELP, NOW, paint, show, WRONG } from './painter.ts';

const LOOKS = [UNICODE, ASCII, COLOURLESS, FRAMED, CONSOLE];
const LONG = { tone: 'bad', text: 'Locked! Too many wrong codes. Try again after 12:15 (in 15 minutes).' } as const;
/** As long as three rows of the panel. */
const LONGEST = { tone: 'bad', text: 'Could not send the code: '.padEnd(140, 'words ').trim() } as const;
const DELIVERY = { id: 'SM1', progress: 'undelivered', byCall: false, startedAt: NOW } as const;

const OFFERED: Conversation = { ...WRONG, recovery: { left: 8, isOpen: false, symbols: '', cursor: 0 } };
const OPEN: Conversation = {
  ...WRONG,
  notice: null,
  recovery: { left: 8, isOpen: true, symbols: '7Q2M0X', cursor: 6 },
};

function rowsOf(form: Conversation, on = FULL, glyphs = UNICODE) {
  return show(form, on, glyphs).split('\n');
}

describe('the line', () => {
  it('stands quietly under the buttons, and what it takes up is air', () => {
    expect(show({ ...OFFERED, notice: LONG })).toBe(
      drawing(`
        . ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄
        .                    OTP Verification
        .
        .              Code sent to +1 ••• ••• ••71
        .                     expires in 4:32
        .         ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄
        .            4       8       2
        .         ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀
        .         ▄▄▄▄▄▄▄▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄
        .             SUBMIT         RESEND OTP (27s)
        .         ▀▀▀▀▀▀▀▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
        .                   Use a recovery code
        .
        .           ✗ Locked! Too many wrong codes. Try
        .           again after 12:15 (in 15 minutes).
        .
        .      Enter submit   Tab next   Esc clear   ? help
        . ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
      `).replaceAll(/^\./gm, ''),
    );
    const { runs } = view(OFFERED, FULL, UNICODE, HELP);
    expect(runs.find(({ text }) => text.includes('recovery'))?.role).toBe('quiet');
  });

  it.each([
    ['soft', UNICODE, 'Use a recovery code', '▸ Use a recovery code ◂'],
    ['framed', FRAMED, '[ Use a recovery code ]', '[▸ Use a recovery code ◂]'],
    ['bare', ASCII, '[ Use a recovery code ]', '[> Use a recovery code <]'],
  ])('has marks where the focus is, if the form is %s', (_, glyphs, quiet, focused) => {
    const row = (focus: Conversation['focus']) =>
      rowsOf({ ...OFFERED, focus }, area(80, 24), glyphs)
        .find((line) => line.includes('recovery'))
        ?.replaceAll(/^[ |]+|[ |]+$/g, '');
    expect([row('input'), row('recovery')]).toEqual([quiet, focused]);
  });

  it.each([
    [58, 18],
    [80, 24],
    [200, 60],
  ])('moves nothing in a panel on %ix%i when it is pressed, or when the person is verified', (columns, rows) => {
    const on = area(columns, rows);
    const placeOf = (form: Conversation, text: string) => rowsOf(form, on).findIndex((row) => row.includes(text));
    for (const approving of ['', 'to run ls']) {
      const success = { tone: 'good', text: 'Login Success!' } as const;
      const forms = [OFFERED, { ...OPEN, notice: WRONG.notice }, { ...OFFERED, verified: true, notice: success }];
      const places = forms.map((form) => [
        ...['OTP Verification', 'SUBMIT'].map((text) => placeOf({ ...form, approving }, text)),
        placeOf({ ...form, approving }, form.verified ? success.text : 'Incorrect OTP!'),
      ]);
      expect(places[1]).toEqual(places[0]);
      expect(places[2]).toEqual(places[0]);
      expect(rowsOf({ ...OFFERED, approving }, on).filter((row) => row.trim() !== '').length).toBeLessThanOrEqual(rows);
    }
  });

  it('is alone in the row of stops of the compact form', () => {
    const row = (form: Partial<Conversation>) => rowsOf({ ...OFFERED, ...form }, COMPACT)[4];
    expect(row({})).toBe('│   SUBMIT     RESEND OTP (27s) ›│');
    expect(row({ focus: 'resend' })).toBe('│   SUBMIT    ▸RESEND OTP (27s)◂›│');
    expect(row({ focus: 'recovery' })).toBe('│‹▸ Use a recovery code ◂        │');
    const calling = { offersCall: true, delivery: DELIVERY } as const;
    expect(row({ ...calling, focus: 'call' })).toBe('│‹ RESEND OTP (27s)  ▸ CALL ME ◂›│');
    expect(row({ ...calling, focus: 'recovery' })).toBe('│‹▸ Use a recovery code ◂        │');
  });

  it('has hints that are true, also while the phone is locked', () => {
    const locked = { ...OFFERED, digits: '', cursor: 0, expiresAt: null } as const;
    const last = { about: 'check', outcome: { kind: 'locked', until: null } } as const;
    expect(hintLines({ ...locked, last, focus: 'recovery' })[0]).toBe('Enter press   Tab next   Esc leave   ? help');
    expect(hintLines({ ...locked, last })[0]).toBe('Tab next   Esc leave   ? help');
    expect(hintLines(OPEN)[0]).toBe('Enter submit   Tab next   Esc clear   ? help');
    expect(hintLines({ ...OPEN, recovery: { ...OPEN.recovery, symbols: '' } })[0]).toBe(
      'Tab next   Esc leave   ? help',
    );
  });

  it('is explained by the help', () => {
    const rule = 'A recovery code works once, even when locked.';
    expect(show({ ...OFFERED, help: true })).toContain(rule);
    expect(show({ ...WRONG, help: true })).not.toContain('recovery');
  });
});

describe('the field', () => {
  it('is as broad as the slots, and takes the place of where the texted code went', () => {
    expect(rowsOf(OPEN).slice(3, 12).join('\n')).toBe(
      drawing(`
        .            Recovery code for +1 ••• ••• ••71
        .
        .         ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄
        .                   7Q2M-0X__-____-____
        .         ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
        .         ▄▄▄▄▄▄▄▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄
        .             SUBMIT         RESEND OTP (27s)
        .         ▀▀▀▀▀▀▀▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
        .                   Use the texted code
      `).replaceAll(/^\./gm, ''),
    );
    expect(rowsOf(OPEN, FULL, ASCII).some((row) => row.includes('[ 7Q2M-0X__-____-____ ]'))).toBe(true);
    expect(rowsOf(OPEN, FULL, FRAMED).some((row) => /│ +7Q2M-0X__-____-____ +│/.test(row))).toBe(true);
  });

  it('fits into the compact form', () => {
    expect(show(OPEN, COMPACT)).toBe(
      drawing(`
        ┌────────────────────────────────┐
        │        OTP Verification        │
        │ recovery for +1 ••• ••• ••71   │
        │      7Q2M-0X__-____-____       │
        │   SUBMIT     RESEND OTP (27s) ›│
        │                                │
        │                                │
        │ Enter  Tab  Esc  ?             │
        └────────────────────────────────┘
      `),
    );
    expect(rowsOf(OPEN, COMPACT, ASCII)[3]).toContain(' [7Q2M-0X__-____-____] ');
  });

  it('has the cursor on the place of the next symbol, and can be clicked', () => {
    const symbols = '0123456789ABCDEF';
    for (const on of [FULL, COMPACT, area(50, 17), area(80, 24)]) {
      for (const glyphs of LOOKS) {
        for (let cursor = 0; cursor <= 16; cursor++) {
          const form = { ...OPEN, recovery: { ...OPEN.recovery, symbols, cursor } };
          const scene = view(form, on, glyphs, HELP);
          const { x, y } = scene.cursor ?? { x: -1, y: -1 };
          expect(paint(scene, on).split('\n')[y]?.[x]).toBe(symbols[Math.min(cursor, 15)]);
          const target = scene.targets.find(({ control }) => control === 'input');
          expect(target && x >= target.x && x < target.x + target.columns && y < target.y + target.rows).toBe(true);
        }
        expect(view({ ...OPEN, focus: 'submit' }, on, glyphs, HELP).cursor).toBeNull();
      }
    }
  });
});

it('everything fits on every screen, and nothing covers anything else', () => {
  const form = fc.record({
    length: fc.integer({ min: 4, max: 10 }),
    approving: fc.constantFrom('', 'to run kubectl delete ns prod'),
    isOpen: fc.boolean(),
    symbols: fc.stringMatching(/^[0-9A-H]{0,16}$/),
    calls: fc.boolean(),
    stop: fc.nat(4),
    notice: fc.constantFrom(null, LONG, LONGEST, WRONG.notice),
  });
  const size = fc.constantFrom([58, 18], [50, 17], [34, 9], [34, 10], [80, 24], [200, 60]);
  fc.assert(
    fc.property(form, size, fc.constantFrom(...LOOKS), (drawn, [columns = 0, rows = 0], glyphs) => {
      const { isOpen, symbols, calls, stop, ...rest } = drawn;
      const stops = ['input', 'submit', 'resend', 'recovery', ...(calls ? ['call'] : [])] as const;
      const focus = (stops[stop % stops.length] ?? 'input') as Conversation['focus'];
      const state: Conversation = {
        ...{ ...WRONG, ...rest, digits: '', cursor: 0, focus, offersCall: calls, delivery: calls ? DELIVERY : null },
        recovery: { left: 1, isOpen, symbols, cursor: symbols.length },
      };
      const on = area(columns, rows);
      const scene = view(state, on, glyphs, HELP);
      const shown = paint(scene, on);
      const words = scene.runs.filter(({ text }) => /[A-Za-z0-9]/.test(text));
      for (const { x, y, text } of words) {
        expect(
          shown
            .split('\n')
            [y]?.padEnd(columns)
            .slice(x, x + text.length),
        ).toBe(text);
      }
      expect(scene.targets.map(({ control }) => control)).toContain(focus);
      if (columns >= 58) expect(shown).toContain(isOpen ? 'Use the texted code' : 'Use a recovery code');
      if (focus === 'recovery') expect(shown).toMatch(/[▸>] ?Use (?:a recovery|the texted) code ?[◂<]/);
      // In a small window a long notice may take the place of the hints.
      const isLong = state.notice === LONG || state.notice === LONGEST;
      if (columns >= 58 || !isLong) expect(shown).toContain('Esc');
      if (columns >= 58 && state.notice) expect(shown.replaceAll(/[\s|│]+/g, ' ')).toContain(state.notice.text);
    }),
    { numRuns: 500 },
  );
});
