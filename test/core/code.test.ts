import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deriveSecret,
  digestCode,
  drawCode,
  ledgerKey,
  matchesDigest,
  placeholderDigest,
  serviceKey,
} from '../../src/core/code.ts';
import { findCode, readCode } from '../../src/core/entry.ts';

const KEY = 'a key for these tests';

/**
 * A million characters each, of what is slow to read for a reader that goes back over what it has read: with
 * as many steps as the square of that, none of the tests with them would come to an end.
 */
const MEGABYTES: Readonly<Record<string, string>> = {
  digits: '1'.repeat(1_000_000),
  'full-width digits': '１'.repeat(1_000_000),
  'digits and spaces': '1 '.repeat(500_000),
  'digits and dashes': '1-'.repeat(500_000),
  'digits and pairs of spaces': '1  '.repeat(333_333),
  'digits and letters': '1x'.repeat(500_000),
  spaces: ' '.repeat(1_000_000),
  dashes: '–'.repeat(1_000_000),
  'a digit under accents in the wrong order': `1${'\u0301\u0316'.repeat(500_000)}`,
  'letters that stand for eighteen': '\ufdfa'.repeat(1_000_000),
  'halves of surrogate pairs': '\ud83d'.repeat(1_000_000),
};

describe('drawing a code', () => {
  it.each([4, 5, 6, 7, 8, 9, 10])('of %i digits gives every digit at each place, equally often', (length) => {
    const draws = 100_000;
    const seen = Array.from({ length }, () => new Array<number>(10).fill(0));
    let misfits = 0;
    for (let n = 0; n < draws; n++) {
      const code = drawCode(length);
      if (code.length !== length) misfits++;
      for (let place = 0; place < length; place++) {
        const counts = seen[place];
        const digit = code.charCodeAt(place) - 48;
        if (counts && digit >= 0 && digit <= 9) counts[digit] = (counts[digit] ?? 0) + 1;
        else misfits++;
      }
    }
    expect(misfits).toBe(0);
    // 10 000 of each are expected, give or take 95: eight times that is never seen by chance.
    for (const counts of seen) {
      expect(Math.min(...counts)).toBeGreaterThan(9_240);
      expect(Math.max(...counts)).toBeLessThan(10_760);
    }
  });

  it('asks for each digit on its own and keeps leading zeros', () => {
    const limits: number[] = [];
    const digits = [0, 0, 4, 0, 9];
    const code = drawCode(5, (limit) => {
      limits.push(limit);
      return digits[limits.length - 1] ?? 0;
    });
    expect(code).toBe('00409');
    expect(limits).toEqual([10, 10, 10, 10, 10]);
  });
});

describe('reading an entry', () => {
  it.each([
    ['plain digits', '48213', '48213'],
    ['leading zeros', '00013', '00013'],
    ['spaces around and between', ' 48 213 ', '48213'],
    ['tabs and line ends', '48\t213\r\n', '48213'],
    ['no-break and thin spaces', '48\u00a02\u20091\u202f3', '48213'],
    ['a hyphen', '48-213', '48213'],
    ['other dashes', '4\u20108\u20112\u20131\u20143', '48213'],
    ['full-width digits, hyphen and space', '４８－２１　３', '48213'],
  ])('takes %s', (_, entry, code) => {
    expect(readCode(entry, 5)).toBe(code);
  });

  it.each([
    ['nothing', ''],
    ['only spaces', '     '],
    ['a digit too few', '4821'],
    ['a digit too many', '482130'],
    ['a letter at the end', '4821a'],
    ['a letter at the start', 'a8213'],
    ['a letter between', '48a13'],
    ['letters beside the digits', '48213a'],
    ['a sign', '+48213'],
    ['a decimal point', '482.13'],
    ['digits of another script', '٤٨٢١٣'],
    ['emoji', '4️⃣8️⃣2️⃣1️⃣3️⃣'],
    ['digits in circles', '④⑧②①③'],
    ['raised digits', '4821³'],
    ['fractions', '48½3'],
    ['a control character', '482\u001b13'],
    ['a second line of digits', '48213\n48213'],
    ['half a surrogate pair', '4821\ud83d'],
  ])('does not take %s', (_, entry) => {
    expect(readCode(entry, 5)).toBeUndefined();
  });

  it('uses the given length', () => {
    expect(readCode('482130', 6)).toBe('482130');
    expect(readCode('4821 3000 00', 10)).toBe('4821300000');
  });

  it.each(Object.entries(MEGABYTES))('takes %s for no code', (_, megabyte) => {
    expect(readCode(megabyte, 5)).toBeUndefined();
  });

  it('finds a code at the end of a megabyte of spaces', () => {
    expect(readCode(`${' '.repeat(1_000_000)}48213`, 5)).toBe('48213');
  });
});

describe('finding a code in a text', () => {
  it.each([
    ['the code alone', '48213', '48213'],
    ['the default wording', '48213 is your verification code for Acme. It expires in 5 minutes.', '48213'],
    ['prose before it', 'Your code is: 00213.', '00213'],
    ['a letter and a dash before it', 'G-48213 is your code', '48213'],
    ['a space in it', 'code 482 13', '48213'],
    ['a space between all digits', '4 8 2 1 3', '48213'],
    ['dashes in it', '4-8\u20132\u20141\u20103', '48213'],
    ['full-width digits', 'コード：４８２１３', '48213'],
    ['a no-break space in it', 'code 48\u00a0213', '48213'],
    ['a full-width space and dash in it', 'コード：４８　２－１３', '48213'],
    ['brackets', '<48213>', '48213'],
    ['other numbers of other lengths', 'Order 1234567: code 48213, valid 10 min, line 1', '48213'],
    ['the same code twice', '48213\n@example.com #48213', '48213'],
    ['a time beside it', '15:02 48213 10:32', '48213'],
    ['the same code twice, written differently', '482-13 or 48213', '48213'],
  ])('finds it with %s', (_, text, code) => {
    expect(findCode(text, 5)).toBe(code);
  });

  it.each([
    ['nothing', ''],
    ['no digits', 'there is no code'],
    ['two candidates', '48213 or 31284'],
    ['a run that is too long', '482131'],
    ['a run that is too long, with spaces in it', '4821 31'],
    ['a run that is too short', '4821'],
    ['digits on two lines', '482\n13'],
    ['digits with two spaces between', '482  13'],
    ['digits of another script', '٤٨٢١٣'],
  ])('finds none in %s', (_, text) => {
    expect(findCode(text, 5)).toBeUndefined();
  });

  it('uses the given length', () => {
    expect(findCode('48213 and 482131', 6)).toBe('482131');
    expect(findCode('1234 567 890', 10)).toBe('1234567890');
  });

  it.each(Object.entries(MEGABYTES))('finds it after %s', (_, megabyte) => {
    expect(findCode(`${megabyte}x 48213`, 5)).toBe('48213');
  });

  it('finds none in 64 million digits', () => {
    expect(findCode('1'.repeat(64_000_000), 5)).toBeUndefined();
  });
});

describe('a digest of a code', () => {
  const service = serviceKey(KEY, '+14155552671', '');
  const expiresAt = 1_767_225_900_000;
  const digestFor = digestCode(KEY, service, '48213');
  const seal = digestFor(expiresAt);
  const stored = { seal, expiresAt };

  it('matches its code', () => {
    expect(matchesDigest(KEY, service, '48213', stored)).toBe(true);
  });

  it.each([
    ['another code', KEY, service, '48214'],
    ['a part of the code', KEY, service, '4821'],
    ['the code under another key', `${KEY}.`, service, '48213'],
    ['the code of another service', KEY, serviceKey(KEY, '+14155552671', 'Acme'), '48213'],
    ['the code of another recipient', KEY, serviceKey(KEY, '+14155552672', ''), '48213'],
  ])('does not match %s', (_, key, other, code) => {
    expect(matchesDigest(key, other, code, stored)).toBe(false);
  });

  it.each([1, -1, 5 * 60_000])('does not match if its expiry is moved by %i ms', (later) => {
    expect(matchesDigest(KEY, service, '48213', { seal, expiresAt: expiresAt + later })).toBe(false);
  });

  it('is the HMAC-SHA-256 of the word "code", the key of the service, the id, the expiry and the code', () => {
    const digest = 'd5fbbfc563e482f592c413014f9780713888b87bda00019a406452a4c29de00d';
    const acme = serviceKey(KEY, '+14155552671', 'Acme');
    expect(matchesDigest(KEY, acme, '48213', { seal: { id: 'an id', digest }, expiresAt: 1_767_225_900_000 })).toBe(
      true,
    );
  });

  it('does not match under another id', () => {
    const { id } = digestCode(KEY, service, '48213')(expiresAt);
    expect(matchesDigest(KEY, service, '48213', { seal: { ...seal, id }, expiresAt })).toBe(false);
  });

  it.each(['', '00', 'not hexadecimal', `${seal.digest}00`])('matches nothing if its value is %j', (digest) => {
    expect(matchesDigest(KEY, service, '48213', { seal: { ...seal, digest }, expiresAt })).toBe(false);
  });

  it('is different each time, and does not show the code', () => {
    const again = digestCode(KEY, service, '48213')(expiresAt);
    expect(again.id).not.toBe(seal.id);
    expect(again.digest).not.toBe(seal.digest);
    expect(seal.id).toMatch(/^[0-9a-f]{32}$/);
    expect(seal.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('keeps its id if the rules run again and give another expiry', () => {
    expect(digestFor(expiresAt)).toEqual(seal);
    expect(digestFor(expiresAt + 1)).toEqual({ id: seal.id, digest: expect.not.stringContaining(seal.digest) });
  });

  it('matches only the code, recipient, service and expiry that it was made for', () => {
    const any = fc.record({
      key: fc.constantFrom('one key of the tests', 'another key of tests'),
      recipient: fc.constantFrom('+14155552671', '+14155552672', '+1415555267'),
      service: fc.oneof(fc.constantFrom('', '1', 'Acme', '","'), fc.string({ maxLength: 30 })),
      expiresAt: fc.oneof(fc.constantFrom(expiresAt, expiresAt + 1), fc.maxSafeNat()),
      code: fc.stringMatching(/^[0-9]{4,10}$/),
    });
    type Parts = typeof any extends fc.Arbitrary<infer T> ? T : never;
    // Mostly equal in all but one part, which shows whether the digest covers that part.
    const part = fc.constantFrom<keyof Parts>('key', 'recipient', 'service', 'expiresAt', 'code');
    fc.assert(
      fc.property(any, any, fc.option(part), (made, other, differs) => {
        const asked = differs === null ? other : { ...made, [differs]: other[differs] };
        const place = (one: Parts) => serviceKey(one.key, one.recipient, one.service);
        const seal = digestCode(made.key, place(made), made.code)(made.expiresAt);
        const isSame = Object.entries(made).every(([name, value]) => asked[name as keyof Parts] === value);
        const matches = matchesDigest(asked.key, place(asked), asked.code, { seal, expiresAt: asked.expiresAt });
        expect(matches).toBe(isSame);
      }),
      { numRuns: 1_000 },
    );
  });

  it('that stands in for a code of an outside service matches nothing and is different each time', () => {
    const foreign = placeholderDigest()(expiresAt);
    expect(matchesDigest(KEY, service, '', { seal: foreign, expiresAt })).toBe(false);
    expect(matchesDigest(KEY, service, '48213', { seal: foreign, expiresAt })).toBe(false);
    expect(foreign.id).toMatch(/^[0-9a-f]{32}$/);
    expect(placeholderDigest()(expiresAt).id).not.toBe(foreign.id);
  });
});

describe('the keys of ledgers and services', () => {
  it('are the same for the same key, recipient and service', () => {
    expect(ledgerKey(KEY, '+14155552671')).toBe(ledgerKey(KEY, '+14155552671'));
    expect(serviceKey(KEY, '+14155552671', 'Acme')).toBe(serviceKey(KEY, '+14155552671', 'Acme'));
  });

  it('differ for another key, recipient or service, however the parts run together', () => {
    const names = [
      ledgerKey(KEY, '+14155552671'),
      ledgerKey(`${KEY}.`, '+14155552671'),
      ledgerKey(KEY, '+14155552672'),
      serviceKey(KEY, '+14155552671', 'Acme'),
      serviceKey(`${KEY}.`, '+14155552671', 'Acme'),
      serviceKey(KEY, '+14155552672', 'Acme'),
      serviceKey(KEY, '+14155552671', ''),
      serviceKey(KEY, '+1415555267', '1Acme'),
      serviceKey(KEY, '+14155552671","Acme', ''),
    ];
    expect(new Set(names).size).toBe(names.length);
  });

  // Made with another program: printf '["ledger","+14155552671"]' | openssl dgst -sha256 -hmac 'a key for these tests'
  it('are the same in every version, or an update would lift every lock', () => {
    expect(ledgerKey(KEY, '+14155552671')).toBe('08f551c105a7371159e27506fc35bac198a93b55192c19d8de3381b2434dd9af');
    expect(serviceKey(KEY, '+14155552671', 'Acme')).toBe(
      'ec7eed9228b10a37d9edf96da528eafeaa00b1a69fbaea88c0f4874955848640',
    );
    expect(deriveSecret(KEY)).toBe('4cbf804ccec8bdc44635f2f5ded3386dc27985616e8cb686a5d6e55d8033c3b4');
  });

  it('show neither the phone number nor the service', () => {
    expect(ledgerKey(KEY, '+14155552671')).toMatch(/^[0-9a-f]{64}$/);
    expect(serviceKey(KEY, '+14155552671', 'Acme')).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a derived key', () => {
  it('is the same for the same secret and does not reveal it', () => {
    const secret = 'twilio-auth-token';
    expect(deriveSecret(secret)).toBe(deriveSecret(secret));
    expect(deriveSecret(secret)).not.toBe(deriveSecret(`${secret}.`));
    expect(deriveSecret(secret)).toMatch(/^[0-9a-f]{64}$/);
  });
});
