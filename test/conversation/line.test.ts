// Whole lines, as the plain prompt reports them.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversation, Key } from '../../src/conversation/state.ts';
import { openConversation, update } from '../../src/conversation/update.ts';

const NOW = Date.UTC(2030, 0, 1, 12);
const SENT = { kind: 'sent', length: 5, resendAt: NOW + 30_000, expiresAt: NOW + 300_000 } as const;

function ready(options: Partial<Conversation> = {}): Conversation {
  const [opened] = openConversation({ length: 5, recipient: '+1 ••• ••• ••71', stay: false, now: NOW, ...options });
  return update(opened, { kind: 'sent', outcome: SENT }, NOW)[0];
}

function line(text: string): Key {
  return { kind: 'line', text };
}

describe('a line', () => {
  it.each([
    ['a code', '48213'],
    ['a code with spaces and dashes', ' 4-8 2 1  3\t'],
    ['full-width digits', '４８２１３'],
    ['a whole message', 'G-48213 is your code. It expires at 12:30.'],
    ['control characters around it', '\0\x1b[31m48213\x07'],
  ])('with %s submits the code', (_, text) => {
    const [state, effects] = update(ready(), line(text), NOW);
    expect(effects).toEqual([{ kind: 'check', entry: '48213' }]);
    expect(state).toMatchObject({ busy: 'checking', digits: '48213' });
  });

  it.each(['1234', '123456', 'no code', '11111 or 22222', '482\x0013', '\ufffd'])(
    'without a single code submits none: %j',
    (text) => {
      expect(update(ready(), line(text), NOW)[1]).toEqual([{ kind: 'check', entry: '' }]);
    },
  );

  it.each(['', ' ', '\t'])('that is blank submits nothing: %j', (text) => {
    expect(update(ready(), line(text), NOW)).toEqual([ready(), []]);
  });

  it('waits while another is being checked', () => {
    const [busy] = update(ready(), line('11111'), NOW);
    const [waiting] = update(busy, line('48213'), NOW);
    const outcome = { kind: 'incorrect', triesLeft: 4, superseded: false } as const;
    expect(update(waiting, { kind: 'checked', outcome }, NOW)[1]).toEqual([{ kind: 'check', entry: '48213' }]);
  });

  it('submits five digits, a whole recovery code or none, whatever it is', () => {
    const anything = fc.oneof(
      fc.string({ unit: fc.constantFrom('Q', 'x', '４', 'o', '-', ' '), minLength: 16, maxLength: 20 }),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('1', '４', ' ', '-', 'x') }),
    );
    fc.assert(
      fc.property(anything, (text) => {
        for (const effect of update(ready(), line(text), NOW)[1]) {
          expect(effect).toEqual({ kind: 'check', entry: expect.stringMatching(/^(?:[0-9]{5}|[0-9QX]{16})?$/) });
        }
      }),
    );
  });
});

describe('leaving', () => {
  it('gives up, whatever was typed', () => {
    const [typed] = update(ready(), { kind: 'type', text: '4' }, NOW);
    expect(update(typed, { kind: 'leave' }, NOW)[1]).toEqual([
      { kind: 'close', status: 1, line: 'Not verified: cancelled.' },
    ]);
  });

  it('repeats nothing where what was said stays in sight', () => {
    const failed = {
      kind: 'sent',
      outcome: { kind: 'store-failed', problem: { message: 'no.', detail: '' } },
    } as const;
    const line = 'Not verified: cancelled.';
    const [forgets] = update(ready(), failed, NOW);
    const [keeps] = update(ready({ keepsLines: true }), failed, NOW);
    expect(update(forgets, { kind: 'leave' }, NOW)[1]).toMatchObject([
      { status: 73, line: `Could not send the code: no. ${line}` },
    ]);
    expect(update(keeps, { kind: 'leave' }, NOW)[1]).toEqual([{ kind: 'close', status: 73, line }]);
    const [accepted] = update(ready({ keepsLines: true }), { kind: 'checked', outcome: { kind: 'accepted' } }, NOW);
    expect(update(accepted, { kind: 'escape' }, NOW)[1]).toEqual([{ kind: 'close', status: 0, line: '' }]);
  });

  it('of Ctrl-C is an interruption, as a key and as a signal', () => {
    for (const event of [{ kind: 'interrupt' } as const, { kind: 'signal', name: 'SIGINT', number: 2 } as const]) {
      expect(update(ready(), event, NOW)[1]).toEqual([
        { kind: 'close', status: 130, line: 'Not verified: interrupted.' },
      ]);
    }
  });
});
