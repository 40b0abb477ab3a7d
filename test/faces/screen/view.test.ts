// Scenes painted as text and compared with the drawings.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../../src/conversation/state.ts';
import { ASCII, CONSOLE, UNICODE } from '../../../src/faces/screen/glyphs.ts';
import type { Rect, Scene } from '../../../src/faces/screen/scene.ts';
import { view } from '../../../src/faces/screen/view.ts';
import { area, drawing, HELP, NOW, paint, WRONG } from './painter.ts';

const FULL = area(50, 17);
const COMPACT = area(34, 9);

function show(form: Conversation, on: Rect = FULL, glyphs = UNICODE) {
  return paint(view(form, on, glyphs, HELP), on);
}

/** The rows inside the box that are not empty. */
function inside(form: Conversation, on: Rect, glyphs = UNICODE) {
  return show(form, on, glyphs)
    .split('\n')
    .slice(1, -1)
    .map((row) => row.slice(1, -1).trim());
}

describe('the drawings', () => {
  it('full, from 50x17', () => {
    expect(show(WRONG)).toBe(
      drawing(`
        ┌────────────────────────────────────────────────┐
        │                OTP Verification                │
        │                                                │
        │          Code sent to +1 ••• ••• ••71          │
        │          expires in 4:32                       │
        │                                                │
        │            ┌─────────────────────┐             │
        │            │  4   8   2   _   _  │             │
        │            └─────────────────────┘             │
        │                                                │
        │     ┌────────────┐ ┌────────────────────┐      │
        │     │   SUBMIT   │ │  RESEND OTP (27s)  │      │
        │     └────────────┘ └────────────────────┘      │
        │                                                │
        │  ✗ Incorrect OTP! 4 tries left.                │
        │  Tab move   Enter submit   Esc clear   ? help  │
        └────────────────────────────────────────────────┘
      `),
    );
  });

  it('full, with air above the title, in the middle of a larger screen', () => {
    const form: Conversation = { ...WRONG, digits: '', cursor: 0, focus: 'submit', resendAt: 0, notice: null };
    expect(show(form, area(54, 20))).toBe(
      drawing(`
        .
        .  ┌────────────────────────────────────────────────┐
        .  │                                                │
        .  │                OTP Verification                │
        .  │                                                │
        .  │          Code sent to +1 ••• ••• ••71          │
        .  │          expires in 4:32                       │
        .  │                                                │
        .  │            ┌─────────────────────┐             │
        .  │            │  _   _   _   _   _  │             │
        .  │            └─────────────────────┘             │
        .  │                                                │
        .  │     ┌────────────┐ ┌────────────────────┐      │
        .  │     │ ▸ SUBMIT ◂ │ │     RESEND OTP     │      │
        .  │     └────────────┘ └────────────────────┘      │
        .  │                                                │
        .  │                                                │
        .  │  Tab move   Enter submit   Esc clear   ? help  │
        .  └────────────────────────────────────────────────┘
        .
      `).replaceAll(/^\./gm, ''),
    );
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
        │ Tab  Enter  Esc  ?             │
        └────────────────────────────────┘
      `),
    );
  });

  it('in ASCII', () => {
    expect(show({ ...WRONG, focus: 'resend', notice: { tone: 'good', text: 'Login Success!' } }, FULL, ASCII)).toBe(
      drawing(`
        +------------------------------------------------+
        |                OTP Verification                |
        |                                                |
        |          Code sent to +1 *** *** **71          |
        |          expires in 4:32                       |
        |                                                |
        |            +---------------------+             |
        |            |  4   8   2   _   _  |             |
        |            +---------------------+             |
        |                                                |
        |     +------------+ +--------------------+      |
        |     |   SUBMIT   | |> RESEND OTP (27s) <|      |
        |     +------------+ +--------------------+      |
        |                                                |
        |  OK Login Success!                             |
        |  Tab move   Enter submit   Esc clear   ? help  |
        +------------------------------------------------+
      `),
    );
  });

  it('in the characters of the Linux console', () => {
    const rows = inside({ ...WRONG, focus: 'submit', notice: { tone: 'plain', text: 'Checking…' } }, FULL, CONSOLE);
    expect(rows).toContain('│ > SUBMIT < │ │  RESEND OTP (27s)  │');
    expect(rows).toContain('Checking...');
  });
});

describe('sizes', () => {
  it.each([
    [50, 17, 50],
    [49, 17, 34],
    [50, 16, 34],
    [200, 16, 34],
    [34, 9, 34],
    [200, 60, 50],
  ])('a box on %ix%i is %i columns wide', (columns, rows, width) => {
    const [top = ''] = show(WRONG, area(columns, rows))
      .split('\n')
      .filter((row) => row.includes('┌'));
    expect(top.trim()).toHaveLength(width);
  });

  it.each([
    [33, 9, ['Terminal too small', 'needs 34x9']],
    [34, 8, ['Terminal too small', 'needs 34x9']],
    [80, 1, ['Terminal too small']],
    [8, 5, ['Terminal', 'needs 34']],
    [1, 1, ['T']],
  ])('%ix%i is too small, and says what it needs', (columns, rows, lines) => {
    const scene = view({ ...WRONG, help: true }, area(columns, rows), UNICODE, HELP);
    expect(paint(scene, area(columns, rows)).trimEnd().split('\n')).toEqual(lines);
    expect(scene).toMatchObject({ cursor: null, targets: [] });
  });

  it.each([4, 5, 6, 7, 8, 9, 10])('%i digits fit in both layouts', (length) => {
    const digits = '1234567890'.slice(0, length);
    for (const on of [FULL, COMPACT]) {
      const scene = view({ ...WRONG, length, digits, cursor: length }, on, UNICODE, HELP);
      const row = paint(scene, on).split('\n')[on === FULL ? 7 : 3] ?? '';
      expect(row.replaceAll(/[^0-9]/g, '')).toBe(digits);
      const [left, right] = [row.slice(1, -1).search(/\S/), row.slice(1, -1).trimEnd().length];
      expect(Math.abs(left - (on.columns - 2 - right))).toBeLessThanOrEqual(1);
      // On the last slot, as there is no next one.
      expect(row[scene.cursor?.x ?? -1]).toBe(digits.at(-1));
    }
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
    ['full', FULL, 46],
    ['compact', COMPACT, 30],
  ])('marks the cut of one that is too long for the %s form', (_, on, width) => {
    const line = inside({ ...WRONG, recipient: '+1 '.padEnd(100, '•') }, on)[on === FULL ? 2 : 1] ?? '';
    expect(line).toHaveLength(width);
    expect(line).toMatch(/•…$/);
  });
});

describe('the notice', () => {
  const said = (text: string, on: Rect, tone: 'plain' | 'good' | 'bad' = 'bad') =>
    inside({ ...WRONG, notice: { tone, text } }, on).slice(on === FULL ? 12 : 4, -1);

  it.each<[string, 'plain' | 'good' | 'bad', string, string[]]>([
    ['good', 'good', 'Login Success!', ['', '✓ Login Success!']],
    ['plain', 'plain', 'Checking…', ['', 'Checking…']],
    [
      'two lines long',
      'bad',
      'Too many attempts! Press RESEND OTP for a new code.',
      ['✗ Too many attempts! Press RESEND OTP for a', 'new code.'],
    ],
    [
      'longer',
      'bad',
      'Could not send the code: the text service is not set up right and will be set up next week, perhaps.',
      ['✗ Could not send the code: the text service', 'is not set up right and will be set up ne…'],
    ],
    ['one long word', 'bad', 'x'.repeat(100), [`✗ ${'x'.repeat(42)}`, `${'x'.repeat(41)}…`]],
  ])('%s', (_, tone, text, lines) => {
    expect(said(text, FULL, tone)).toEqual(lines);
  });

  it('wraps in the compact form, too', () => {
    expect(said('Incorrect OTP! A newer code was sent. 3 tries left.', COMPACT)).toEqual([
      '✗ Incorrect OTP! A newer code',
      'was sent. 3 tries left.',
    ]);
  });

  it('is empty if there is nothing to say', () => {
    expect(inside({ ...WRONG, notice: null }, FULL).slice(12, -1)).toEqual(['', '']);
  });
});

describe('the buttons', () => {
  it.each([0, 1, 5_000, 27_000, 99_000, 600_000, 86_400_000])(
    'nothing moves when RESEND OTP waits for %i ms',
    (wait) => {
      const others = ({ runs, targets }: Scene) => ({
        runs: runs.map((run) => (run.text.includes('RESEND') ? { ...run, text: ' '.repeat(run.text.length) } : run)),
        targets,
      });
      for (const focus of ['resend', 'input'] as const) {
        for (const on of [FULL, COMPACT]) {
          const waiting = view({ ...WRONG, focus, resendAt: NOW + wait }, on, UNICODE, HELP);
          expect(others(waiting)).toEqual(others(view({ ...WRONG, focus }, on, UNICODE, HELP)));
          expect(paint(waiting, on)).toContain(wait === 0 ? 'RESEND OTP ' : 'RESEND OTP (');
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
  });
});

it('gives the title, the notice and the hints their roles', () => {
  const { runs } = view(WRONG, FULL, UNICODE, HELP);
  const roleOf = (part: string) => runs.find(({ text }) => text.includes(part))?.role;
  expect(['OTP Verification', 'Incorrect', 'Tab move', 'Code sent'].map(roleOf)).toEqual([
    'title',
    'notice',
    'hint',
    'box',
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
      code: fc.stringMatching(/^[0-9]{0,10}$/),
      at: fc.nat(10),
      focus: fc.constantFrom('input', 'submit', 'resend'),
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
    fc.property(form, rect, fc.constantFrom(UNICODE, ASCII, CONSOLE), (drawn, on, glyphs) => {
      const { runs, cursor, targets } = view(drawn, on, glyphs, HELP);
      const [first] = runs;
      const frame = runs.filter(
        ({ role, x, text: row }) => role === 'box' && x === first?.x && row.length === first.text.length,
      );
      const box: Rect =
        first?.role === 'box' ? { x: first.x, y: first.y, columns: first.text.length, rows: frame.length } : on;
      const boxed = first?.role === 'box';
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
