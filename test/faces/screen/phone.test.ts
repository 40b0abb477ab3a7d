// The demo's phone, beside the form, below it, or in its notice line.

import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../../src/conversation/state.ts';
import { ASCII, UNICODE } from '../../../src/faces/screen/glyphs.ts';
import { type Phone, viewWithPhone } from '../../../src/faces/screen/phone.ts';
import type { Role } from '../../../src/faces/screen/role.ts';
import { area, drawing, HELP, paint, WRONG } from './painter.ts';

const QUIET: Conversation = { ...WRONG, notice: null };
const PHONE: Phone = {
  number: '+1 500 555 0006',
  text: '48213 is your verification code. It expires in 5 minutes.',
};

function show(columns: number, rows: number, phone = PHONE, form = QUIET, glyphs = UNICODE) {
  return paint(viewWithPhone(form, phone, area(columns, rows), glyphs, HELP), area(columns, rows));
}

describe('the phone', () => {
  it('is beside the form from 92 columns, and as high', () => {
    expect(show(92, 18)).toBe(
      drawing(`
        .  ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄  ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄
        .                     OTP Verification                        DEMO · no text is sent
        .
        .               Code sent to +1 ••• ••• ••71                  +1 500 555 0006
        .                      expires in 4:32
        .                                                             ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄
        .          ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄             48213 is your
        .             4       8       2                                verification code. It
        .          ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀             expires in 5 minutes.
        .                                                             ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
        .          ▄▄▄▄▄▄▄▄▄▄▄▄▄▄ ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄
        .              SUBMIT         RESEND OTP (27s)
        .          ▀▀▀▀▀▀▀▀▀▀▀▀▀▀ ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
        .
        .
        .
        .       Enter submit   Tab next   Esc clear   ? help
        .  ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀  ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
      `).replaceAll(/^\./gm, ''),
    );
  });

  it('has its title beside that of the form, however high that is', () => {
    for (const rows of [18, 20, 22, 24, 60]) expect(show(92, rows)).toMatch(/OTP Verification +DEMO · no text is sent/);
  });

  it('is below it in a narrower window that is high enough', () => {
    expect(
      show(91, 26)
        .split('\n')
        .slice(18)
        .map((row) => row.trim()),
    ).toEqual([
      '▄'.repeat(55),
      'DEMO · no text is sent              +1 500 555 0006',
      '▄'.repeat(51),
      '48213 is your verification',
      'code. It expires in 5 minutes.',
      '▀'.repeat(51),
      '',
      '▀'.repeat(55),
    ]);
  });

  it('is below it on 25 rows too, without the air', () => {
    const rows = show(58, 25)
      .split('\n')
      .map((row) => row.trim());
    expect(rows).toHaveLength(25);
    expect(rows.slice(-3)).toEqual(['code. It expires in 5 minutes.', '▀'.repeat(51), '▀'.repeat(55)]);
  });

  it('is below it on 23 and 24 rows too, without the bubble', () => {
    const rows = (height: number) =>
      show(80, height)
        .split('\n')
        .slice(18)
        .map((row) => row.trim());
    const title = 'DEMO · no text is sent              +1 500 555 0006';
    const text = ['48213 is your verification', 'code. It expires in 5 minutes.'];
    expect(rows(23)).toEqual(['▄'.repeat(55), title, ...text, '▀'.repeat(55)]);
    expect(rows(24)).toEqual(['▄'.repeat(55), title, '', ...text, '▀'.repeat(55)]);
  });

  it.each([
    [91, 22],
    [92, 17],
    [58, 18],
    [34, 9],
  ])('speaks through the notice line on %ix%i', (columns, rows) => {
    const shown = show(columns, rows);
    expect(shown).toContain('DEMO: 48213 is your');
    expect(shown).not.toContain('no text is sent');
  });

  it('shows no text before there is one', () => {
    const silent = { number: PHONE.number, text: undefined };
    expect(show(92, 18, silent)).not.toContain('48213');
    expect(show(58, 18, silent)).not.toContain('DEMO:');
  });

  it.each<[string, Partial<Conversation>, string]>([
    ['success', { notice: { tone: 'good', text: 'Login Success!' } }, 'Login Success!'],
    ['what is under way', { busy: 'checking', notice: { tone: 'plain', text: 'Checking…' } }, 'Checking…'],
  ])('does not speak over %s', (_, form, words) => {
    const shown = show(58, 18, PHONE, { ...QUIET, ...form });
    expect(shown).toContain(words);
    expect(shown).not.toContain('DEMO:');
  });

  it('speaks after what went wrong, so that the code can still be read', () => {
    expect(show(34, 12, PHONE, WRONG)).toMatch(/✗ Incorrect OTP! 4 tries left.*\n.* DEMO: 48213 is your/);
    expect(show(58, 18, PHONE, WRONG)).toMatch(/✗ Incorrect OTP! 4 tries left\. DEMO: 48213 is/);
    const expired = { ...WRONG, expiresAt: 0, notice: { tone: 'bad', text: 'OTP expired!' } } as const;
    expect(show(58, 18, PHONE, expired)).not.toContain('DEMO:');
  });

  it.each([
    [58, 18],
    [40, 10],
    [34, 9],
  ])('has a plain colour after what went wrong, on %ix%i', (columns, rows) => {
    const { runs } = viewWithPhone(WRONG, PHONE, area(columns, rows), UNICODE, HELP);
    const wordsIn = (role: Role) => {
      const texts = runs.filter((run) => run.role === role).map(({ text }) => text.trim());
      return texts.filter((text) => text !== '').join(' ');
    };
    expect(wordsIn('bad')).toBe('✗ Incorrect OTP! 4 tries left.');
    expect(wordsIn('panel')).toContain(`DEMO: ${PHONE.text}`);
  });

  it('speaks in place of the plain words about the code', () => {
    const said = { tone: 'plain', text: 'A code was sent 12 seconds ago and still works. Enter it.' } as const;
    expect(show(58, 18, PHONE, { ...QUIET, notice: said })).toContain('DEMO: 48213');
  });

  it.each([
    [92, 18],
    [92, 24],
    [58, 25],
    [58, 18],
    [34, 9],
    [20, 5],
    [1, 1],
  ])('stays inside with the longest text, on %ix%i', (columns, rows) => {
    const phone = { number: '+123 4567 8901 2345', text: '12345 '.repeat(200) };
    const shown = show(columns, rows, phone);
    expect(shown.split('\n')).toHaveLength(rows);
    if (columns >= 34) expect(shown).toContain('…');
  });

  it('draws line ends, control characters and wide characters of a text as one cell at most', () => {
    const phone = { number: PHONE.number, text: '48213\nis\t\u001b[31myour ✅ 验证码' };
    expect(show(92, 18, phone)).toContain(' 48213 is [31myour ? ???');
    expect(show(58, 18, phone)).toContain('DEMO: 48213 is [31myour ? ???');
  });

  it('is drawn in ASCII, too', () => {
    expect(show(92, 18, PHONE, QUIET, ASCII)).toMatch(/^[ -~\n]*$/);
  });
});
