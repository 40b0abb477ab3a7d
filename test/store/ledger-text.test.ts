import { describe, expect, it } from 'vitest';
import { EMPTY_LEDGER, type Ledger } from '../../src/core/ledger.ts';
import { readLedger, writeLedger } from '../../src/store/ledger-text.ts';

const challenge = {
  service: 'a service',
  seal: { id: 'an id', digest: 'a digest' },
  expiresAt: 1_767_225_900_000,
  tries: 2,
  used: false,
};
const send = { sealId: 'an id', at: 1_767_225_600_000 };
const LEDGER: Ledger = { ...EMPTY_LEDGER, challenges: [challenge, { ...challenge, over: true }], sends: [send] };

const read = (value: unknown) => readLedger(JSON.stringify(value));
const withCode = (code: object) => ({ ...LEDGER, challenges: [code] });
const withSend = (one: object) => ({ ...LEDGER, sends: [one] });

function without(whole: object, name: string): object {
  return Object.fromEntries(Object.entries(whole).filter(([other]) => other !== name));
}

describe('a ledger as text', () => {
  it('is read as it was written', () => {
    expect(readLedger(writeLedger(LEDGER))).toEqual(LEDGER);
    expect(readLedger(writeLedger(EMPTY_LEDGER))).toEqual(EMPTY_LEDGER);
  });

  it('may leave out whether a code is over, as versions did that knew no more of it than its expiry', () => {
    expect(read(withCode(challenge))?.challenges).toEqual([challenge]);
    for (const over of [true, false]) expect(read(withCode({ ...challenge, over }))).toBeDefined();
  });

  it.each<[string, object, (part: object) => unknown]>([
    ['the ledger', LEDGER, (part) => part],
    ['a code', challenge, withCode],
    ['a seal', challenge.seal, (seal) => withCode({ ...challenge, seal })],
    ['a send', send, withSend],
  ])('is refused where a field of %s is missing, is of another kind, or is not known', (_, part, place) => {
    for (const name of Object.keys(part)) {
      expect([name, read(place(without(part, name)))]).toEqual([name, undefined]);
      for (const value of [null, {}, -1, [1], name === 'tries' ? 'a' : 0.5, Number.NaN]) {
        // Any finite number is a time.
        const isTime = ['expiresAt', 'at', 'lockedUntil', 'seenAt'].includes(name) && Number.isFinite(value);
        expect([name, value, read(place({ ...part, [name]: value })) !== undefined]).toEqual([name, value, isTime]);
      }
    }
    for (const name of ['new', 'toString', '__proto__']) {
      const text = JSON.stringify(place({ ...part, mark: 1 })).replace('"mark"', JSON.stringify(name));
      expect([name, readLedger(text)]).toEqual([name, undefined]);
    }
    expect(read(place(part))).toBeDefined();
  });

  it.each([0, 'yes', null])('is refused where a code is over: %j', (over) => {
    expect(read(withCode({ ...challenge, over }))).toBeUndefined();
  });

  it.each(['', '{', 'null', '[]', '1', '"{}"'])('is refused where it is %j', (text) => {
    expect(readLedger(text)).toBeUndefined();
  });
});
