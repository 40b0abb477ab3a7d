import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCode } from '../../src/core/entry.ts';
import { digestRecoveryCode, drawRecoveryCodes, recoveryCodeMatcher } from '../../src/core/recovery-code.ts';
import { readRecoveryCode, writeRecoveryCode } from '../../src/core/recovery-entry.ts';

const KEY = 'a key of the tests';
const ALICE = '+14155552671';
const BOB = '+14155552672';
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const symbol = fc.constantFrom(...ALPHABET);
const anyCode = fc.array(symbol, { minLength: 16, maxLength: 16 }).map((symbols) => symbols.join(''));

/** The ways in which people write one symbol. */
function spellings(one: string): string[] {
  const plain = [
    one,
    one.toLowerCase(),
    ...(one === '0' ? ['O', 'o'] : []),
    ...(one === '1' ? ['I', 'i', 'L', 'l'] : []),
  ];
  return [...plain, ...plain.map((form) => String.fromCharCode(form.charCodeAt(0) + 0xfee0))];
}

describe('drawing', () => {
  it('gives eight codes of 16 symbols, 80 bits each (NIST SP 800-63B-4 §4.2.1.1: at least 64)', () => {
    const limits: number[] = [];
    const codes = drawRecoveryCodes((limit) => limits.push(limit) % limit);
    expect(codes.map((code) => code.length)).toEqual(Array(8).fill(16));
    expect(limits).toEqual(Array(8 * 16).fill(32));
    // 1, 2, … 31, 0 over and over: each symbol stands for one number.
    const drawn = ALPHABET.slice(1) + ALPHABET.slice(0, 1);
    expect(codes.join('')).toBe(drawn.repeat(4));
  });

  it('uses every symbol in every place, about as often, and gives no code twice', () => {
    const codes = Array.from({ length: 500 }, () => drawRecoveryCodes()).flat();
    expect(new Set(codes).size).toBe(4_000);
    for (let place = 0; place < 16; place++) {
      const counts = new Map<string, number>();
      for (const code of codes) counts.set(code.charAt(place), (counts.get(code.charAt(place)) ?? 0) + 1);
      expect([...counts.keys()].sort().join('')).toBe(ALPHABET);
      // 125 expected; 60 is almost six standard deviations away.
      for (const count of counts.values()) expect(Math.abs(count - 125)).toBeLessThan(66);
    }
  });
});

describe('writing', () => {
  it('groups the symbols by four', () => {
    expect(writeRecoveryCode('0123456789ABCDEF')).toBe('0123-4567-89AB-CDEF');
  });
});

describe('reading', () => {
  it('gives back what was written, however a person types it', () => {
    const separator = fc.constantFrom('', '', ' ', '-', '–', '—', '\u2212', '\uff0d', '\u3000', '\u00a0', '\t', ' - ');
    const typed = anyCode.chain((code) =>
      fc
        .tuple(
          ...[...code].map((one) =>
            fc.tuple(fc.constantFrom(...spellings(one)), separator).map((parts) => parts.join('')),
          ),
        )
        .map((parts) => ({ code, entry: ` ${parts.join('')}\n` })),
    );
    fc.assert(
      fc.property(typed, ({ code, entry }) => {
        expect(readRecoveryCode(entry)).toBe(code);
        expect(readRecoveryCode(writeRecoveryCode(code))).toBe(code);
      }),
    );
  });

  it.each([
    ['', 'nothing'],
    ['0123-4567-89AB-CDE', 'a symbol too few'],
    ['0123-4567-89AB-CDEFG', 'a symbol too many'],
    ['0123-4567-89AB-CDEU', 'a U'],
    ['0123_4567_89AB_CDEF', 'other separators'],
    ['0123-4567-89AB-CDE\u017f', 'an ſ, whose upper case is S'],
    ['0123-4567-89AB-CDE\u0131', 'an ı, whose upper case is I'],
    ['0123-4567-89AB-CDE\u0661', 'an Arabic digit'],
    ['0123-4567-89AB-CDEF\u0301', 'an accent'],
    ['0123-4567-89AB-CDEF\n0123-4567-89AB-CDEF', 'two codes'],
  ])('does not take %j: %s', (entry) => {
    expect(readRecoveryCode(entry)).toBeUndefined();
  });

  it('never takes an entry for both a recovery code and a texted one', () => {
    const entry = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(...'0123456789 -Oo３') }),
      anyCode,
      fc.bigInt({ min: 0n, max: 10n ** 18n }).map(String),
    );
    fc.assert(
      fc.property(entry, fc.integer({ min: 4, max: 10 }), (text, length) => {
        expect(readRecoveryCode(text) !== undefined && readCode(text, length) !== undefined).toBe(false);
      }),
    );
  });

  it('takes a moment for a paste of 100 kB', () => {
    for (const flood of ['-', 'A', '\u0301', '０', 'ＡＢ-']) {
      const start = performance.now();
      expect(readRecoveryCode(flood.repeat(100_000))).toBeUndefined();
      expect(performance.now() - start).toBeLessThan(2_000);
    }
  });
});

describe('a digest', () => {
  it('matches its own code for its own recipient under its own key, and no other', () => {
    fc.assert(
      fc.property(anyCode, anyCode, (code, other) => {
        const stored = digestRecoveryCode(KEY, ALICE, code);
        expect(stored).toMatch(/^[0-9a-f]{64}$/);
        expect(recoveryCodeMatcher(KEY, ALICE, code)(stored)).toBe(true);
        expect(recoveryCodeMatcher(KEY, ALICE, other)(stored)).toBe(other === code);
        expect(recoveryCodeMatcher(KEY, BOB, code)(stored)).toBe(false);
        expect(recoveryCodeMatcher(`${KEY}!`, ALICE, code)(stored)).toBe(false);
      }),
    );
  });

  it('matches nothing where it is damaged', () => {
    const code = '0123456789ABCDEF';
    const matches = recoveryCodeMatcher(KEY, ALICE, code);
    const digest = digestRecoveryCode(KEY, ALICE, code);
    for (const damaged of [
      '',
      'x',
      digest.slice(2),
      `${digest}00`,
      digest.replace(/.$/, (end) => (end === '0' ? '1' : '0')),
    ]) {
      expect(matches(damaged)).toBe(false);
    }
  });
});
