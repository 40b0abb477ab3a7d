// The hint line: only keys that do something now, with what they do.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Conversation, type Effect, fieldOf, type Key } from '../../../src/conversation/state.ts';
import { openConversation, update } from '../../../src/conversation/update.ts';
import type { CheckOutcome, SendOutcome } from '../../../src/core/outcome.ts';
import { hintLines } from '../../../src/faces/screen/hints.ts';
import { KEY_HELP } from '../../../src/faces/screen/keys.ts';
import { checked, sent } from '../../conversation/conversations.ts';
import { NOW, WRONG } from './painter.ts';

const EMPTY: Partial<Conversation> = { digits: '', cursor: 0 };
const LOCKED: Conversation['last'] = { about: 'check', outcome: { kind: 'locked', until: null } };
const TOO_MANY: Conversation['last'] = {
  about: 'send',
  outcome: { kind: 'too-many', expiresAt: NOW + 60_000, resendAt: NOW + 60_000, sentAt: NOW },
  opening: false,
};

const CASES: [string, Partial<Conversation>, string][] = [
  ['on the input with digits', {}, 'Enter submit   Tab next   Esc clear   ? help'],
  ['on an empty input', EMPTY, 'Tab next   Esc leave   ? help'],
  ['on a button', { ...EMPTY, focus: 'submit' }, 'Enter press   Tab next   Esc leave   ? help'],
  ['on a button, with digits', { focus: 'resend' }, 'Enter press   Tab next   Esc clear   ? help'],
  ['while keys wait', { busy: 'checking' }, 'Ctrl-C leave'],
  ['while locked out', { last: LOCKED }, 'Esc leave'],
  ['after too many sends, while a code is valid', { last: TOO_MANY }, 'Enter submit   Tab next   Esc clear   ? help'],
  ['after success', { verified: true }, 'Esc leave'],
  ['after success, if it stays', { verified: true, stay: true }, 'Enter submit   Tab next   Esc leave   ? help'],
  ['the same, on RESEND OTP', { verified: true, stay: true, focus: 'resend' }, 'Tab next   Esc leave   ? help'],
];

describe('the hints', () => {
  it.each(CASES)('%s', (_, form, line) => {
    expect(hintLines({ ...WRONG, ...form })[0]).toBe(line);
  });

  it.each(CASES)('get shorter for a narrow form: %s', (_, form) => {
    const widths = hintLines({ ...WRONG, ...form, now: NOW }).map((line) => line.length);
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
    expect(widths.at(-1)).toBeLessThanOrEqual(30);
  });

  it.each(CASES)('name keys that the help explains: %s', (_, form) => {
    const explained = KEY_HELP.map(({ keys }) => keys)
      .join(', ')
      .split(', ');
    const named =
      hintLines({ ...WRONG, ...form })
        .at(-1)
        ?.split('  ') ?? [];
    expect(named.filter((key) => key !== '?' && !explained.includes(key))).toEqual([]);
  });

  it('are kept as promises, whatever has happened', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.constantFrom(0, 8),
        fc.array(STEP, { maxLength: 40, size: 'max' }),
        (stay, left, steps) => {
          let [form] = openConversation({ length: 5, recipient: '+1 ••71', stay, offersCall: true, now: NOW });
          [form] = update(form, { kind: 'counted', recoveryLeft: left }, NOW);
          for (const { passed, key, send, check } of steps) {
            const event = form.busy === null ? key : form.busy === 'sending' ? sent(send) : checked(check);
            const [next, effects] = update(form, event, form.now + passed);
            if (effects.some(({ kind }) => kind === 'close')) return;
            form = next;
            if (form.help) continue;
            for (const hint of (hintLines(form)[0] ?? '').split('   ')) {
              expect([hint, isKept(hint, form)]).toEqual([hint, true]);
              seen.add(hint);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
    expect([...seen].sort()).toEqual(Object.keys(PROMISES).sort());
  });
});

const PROBLEM = { message: 'the text service is busy.', detail: 'not for the form' };
const [SOON, LATER] = [NOW + 30_000, NOW + 300_000];
const CODE = { expiresAt: LATER, resendAt: SOON, length: 5 };
const SENT: SendOutcome = { kind: 'sent', ...CODE };
const SENDS: readonly SendOutcome[] = [
  { kind: 'unknown', problem: PROBLEM, ...CODE },
  { kind: 'too-soon', expiresAt: LATER, resendAt: SOON, sentAt: NOW },
  { kind: 'too-soon', expiresAt: null, resendAt: SOON, sentAt: NOW },
  { kind: 'too-many', expiresAt: LATER, resendAt: LATER, sentAt: NOW },
  { kind: 'too-many', expiresAt: null, resendAt: LATER, sentAt: NOW },
  { kind: 'refused', problem: PROBLEM },
  { kind: 'locked', until: LATER },
  { kind: 'locked', until: null },
];
const CHECKS: readonly CheckOutcome[] = [
  { kind: 'accepted' },
  { kind: 'incorrect', triesLeft: 4, superseded: false },
  { kind: 'used' },
  { kind: 'invalid', length: 5 },
  { kind: 'expired' },
  { kind: 'exhausted' },
  { kind: 'unsent' },
  { kind: 'unchecked', problem: PROBLEM },
  { kind: 'throttled', until: LATER },
  { kind: 'locked', until: LATER },
  { kind: 'locked', until: null },
];
const KEYS: readonly Key[] = [
  ...[...'12A'].map((text) => ({ kind: 'type', text }) as const),
  ...['48213', '7Q2M-0XKD-VH4T-9WRA'].map((text) => ({ kind: 'paste', text }) as const),
  ...(['next', 'previous', 'enter', 'space', 'backspace', 'clear', 'help'] as const).map((kind) => ({ kind })),
];
/** A key, or the answer to what is in progress, and how long it takes to come. */
const STEP = fc.record({
  passed: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(40_000)),
  key: fc.constantFrom(...KEYS),
  send: fc.oneof(fc.constant(SENT), fc.constantFrom(...SENDS)),
  check: fc.constantFrom(...CHECKS),
});

interface Pressed {
  readonly before: Conversation;
  readonly after: Conversation;
  readonly effects: readonly Effect['kind'][];
}

/** What each hint promises. */
const PROMISES: Record<string, readonly [key: Key['kind'], isKept: (pressed: Pressed) => boolean]> = {
  'Enter submit': ['enter', ({ after, effects }) => effects.includes('check') || after.topic?.about === 'entry'],
  'Enter press': ['enter', ({ before, after, effects }) => effects.length > 0 || after.focus !== before.focus],
  'Tab next': ['next', ({ before, after }) => after.focus !== before.focus],
  'Esc clear': ['escape', ({ before, after }) => fieldOf(before).text !== '' && fieldOf(after).text === ''],
  'Esc leave': ['escape', ({ effects }) => effects.includes('close')],
  'Ctrl-C leave': ['interrupt', ({ effects }) => effects.includes('close')],
  '? help': ['help', ({ after }) => after.help],
};

function isKept(hint: string, before: Conversation): boolean {
  const [kind, kept] = PROMISES[hint] ?? [];
  if (!kind || !kept) return false;
  const [after, effects] = update(before, { kind } as Key, before.now);
  return kept({ before, after, effects: effects.map((effect) => effect.kind) });
}
