// What the lines of the audit log say, and that no line says more, whatever a client calls itself.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditLines, type Origin, turnedAwayLine } from '../../src/audit/line.ts';
import { CHANNELS } from '../../src/core/channel.ts';
import type { VerifierEvent } from '../../src/verifier-event.ts';
import { block, codesIn, tables } from '../docs/pages.ts';
import { ABOUT, AT, EVENTS, ORIGIN } from './events.ts';

const KEYS = 'time event outcome by service phone channel error sid host tty pid version detail user'.split(' ');
const SENT = { kind: 'sent', length: 5, deliveryId: `SM${'0'.repeat(32)}`, resendAt: AT, expiresAt: AT } as const;

describe('a line', () => {
  it('has all that is known, in one order, the user last', () => {
    const origin = { ...ORIGIN, host: '192.0.2.7', tty: 'ssh', user: 'alice' };
    expect(auditLines({ kind: 'send', channel: 'sms', outcome: SENT, ...ABOUT }, origin)).toEqual([
      '{"time":"2026-11-28T13:47:08.090Z","event":"send","outcome":"sent","service":"prod","phone":"+1 *** *** **71",' +
        '"channel":"sms","sid":"SM00000000000000000000000000000000","host":"192.0.2.7","tty":"ssh","pid":4711,' +
        '"version":"0.1.0","user":"alice"}',
    ]);
  });

  it('says why someone was not even asked, on one line of printable ASCII, the user last', () => {
    const away = { at: AT, outcome: 'unknown-user', detail: 'there is no user "x\n\u001b"' } as const;
    const origin = { ...ORIGIN, host: '192.0.2.7', tty: 'ssh', service: 'sshd', user: 'x"}\n{é' };
    expect(turnedAwayLine(away, origin)).toBe(
      '{"time":"2026-11-28T13:47:08.090Z","event":"refusal","outcome":"unknown-user","service":"sshd","host":"192.0.2.7",' +
        '"tty":"ssh","pid":4711,"version":"0.1.0","detail":"there is no user \\"x\\"","user":"x\\"} {\\u00e9"}',
    );
  });

  it('leaves out what is not known', () => {
    expect(auditLines({ kind: 'check', outcome: { kind: 'accepted' }, ...ABOUT, service: '' }, ORIGIN)).toEqual([
      '{"time":"2026-11-28T13:47:08.090Z","event":"check","outcome":"accepted","phone":"+1 *** *** **71","pid":4711,"version":"0.1.0"}',
    ]);
  });

  it('is written for each send, check, unlock and refusal, and another for a lock, at the moment of it', () => {
    const told = EVENTS.map((event) =>
      auditLines(event, ORIGIN).map((line) => {
        const { event: name, outcome, error } = JSON.parse(line);
        return [name, outcome, ...(error ? [error] : [])].join(' ');
      }),
    );
    expect(told).toEqual([
      ...[['send sent'], ['send sent'], ['send unknown'], ['refusal refused 21610'], ['refusal refused']],
      ...[['refusal too-soon'], ['refusal too-many'], ['refusal locked'], ['send store-failed']],
      ...[
        ['check accepted'],
        ['check accepted'],
        ['check throttled'],
        ['check incorrect'],
        ['check incorrect'],
        ['check used'],
        ['check invalid'],
      ],
      ...[['check expired'], ['check exhausted'], ['check unchecked 21610'], ['check unsent'], ['check locked']],
      ...[['check locked', 'lock locked'], ['check store-failed'], ['unlock unlocked'], ['unlock store-failed']],
      ...[['recovery made'], ['recovery store-failed']],
    ]);
  });

  it('has an example of every outcome here', () => {
    const every: Record<Exclude<VerifierEvent, { kind: 'progress' }>['outcome']['kind'], true> = {
      ...{ sent: true, unknown: true, refused: true, 'too-soon': true, 'too-many': true, locked: true },
      ...{ accepted: true, incorrect: true, used: true, invalid: true, expired: true, exhausted: true },
      ...{ unchecked: true, unsent: true, unlocked: true, 'store-failed': true, throttled: true, made: true },
    };
    expect(new Set(EVENTS.map(({ outcome }) => outcome.kind))).toEqual(new Set(Object.keys(every)));
  });

  it('is not written for the progress of a text', () => {
    const outcome = { kind: 'delivered' } as const;
    expect(auditLines({ kind: 'progress', deliveryId: 'SM', outcome, at: AT, service: '' }, ORIGIN)).toEqual([]);
  });

  it('is one line of printable ASCII, at most 2 KiB long, with known keys in their order, whatever is in it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 600 }),
      fc.constantFrom('"'.repeat(600), '\\'.repeat(600), '😀'.repeat(600), '\u2028\n\r', '\x1b[2J', '\ud800'),
    );
    const origins: fc.Arbitrary<Origin> = fc.record(
      { host: text, tty: text, user: text, pid: fc.constant(4_194_304), version: fc.constant('10.10.10-rc.10') },
      { requiredKeys: ['pid', 'version'] },
    );
    const sends = fc.record({ service: text, deliveryId: text, channel: fc.constantFrom(...CHANNELS) });
    const events = fc.oneof(
      fc.constantFrom(...EVENTS),
      sends.map(({ service, deliveryId, channel }): VerifierEvent => {
        return { kind: 'send', channel, outcome: { ...SENT, deliveryId }, ...ABOUT, service };
      }),
    );
    fc.assert(
      fc.property(events, origins, (event, origin) => {
        for (const line of auditLines(event, origin)) {
          expect(line).toMatch(/^[\x20-\x7e]{1,2048}$/);
          const facts = JSON.parse(line);
          expect(Object.keys(facts)).toEqual(KEYS.filter((key) => key in facts));
          for (const value of Object.values(facts)) expect(String(value)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
          expect([...(facts.user ?? '')].length).toBeLessThanOrEqual(64);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has the user at its end, so that no name can stand for another fact', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (user) => {
        const [line = ''] = auditLines({ kind: 'check', outcome: { kind: 'accepted' }, ...ABOUT }, { ...ORIGIN, user });
        const [plain = ''] = auditLines({ kind: 'check', outcome: { kind: 'accepted' }, ...ABOUT }, ORIGIN);
        expect(line.startsWith(plain.slice(0, -1))).toBe(true);
        expect(line.slice(plain.length - 1)).toMatch(/^(?:,"user":"(?:[^"\\]|\\.)+")?\}$/);
      }),
    );
  });
});

describe('docs/audit.md', () => {
  const [events = [], keys = []] = tables('docs/audit.md', 'The audit log', 2);

  it('explains every key, in the order of the line', () => {
    expect(keys.map(([key]) => codesIn(key)[0])).toEqual(KEYS);
  });

  it('names every event with its outcomes', () => {
    const documented = events.flatMap(([name, outcomes = '']) =>
      outcomes.split(', ').map((outcome) => `${name} ${outcome}`),
    );
    const turnedAway = (['unknown-user', 'misconfigured'] as const).map((outcome) =>
      turnedAwayLine({ at: AT, outcome, detail: '' }, ORIGIN),
    );
    const written = [...EVENTS.flatMap((event) => auditLines(event, ORIGIN)), ...turnedAway].map((line) => {
      const { event: name, outcome } = JSON.parse(line);
      return `${name} ${outcome}`;
    });
    expect(documented.sort()).toEqual([...new Set(written)].sort());
  });

  it('shows a line as it is written', () => {
    const line = block('docs/audit.md', 'The audit log', 'jsonl');
    const facts = JSON.parse(line);
    expect(`${JSON.stringify(facts)}\n`).toBe(line);
    expect(Object.keys(facts)).toEqual(KEYS.filter((key) => key in facts));
  });
});
