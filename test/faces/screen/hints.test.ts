// The hint line: only keys that do something now, with what they do.

import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../../src/conversation/state.ts';
import { hintLines } from '../../../src/faces/screen/hints.ts';
import { KEY_HELP } from '../../../src/faces/screen/keys.ts';
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
});
