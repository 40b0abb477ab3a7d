import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isE164,
  isPhoneNumber,
  maskPhoneNumber,
  parsePhoneNumber,
  phoneProblem,
  writePhoneNumber,
} from '../../src/core/phone.ts';

describe('a phone number', () => {
  it.each(['+14155552671', '+447911123456', '+4915112345678', '+8613800138000', '+37255512345', '+15005550006'])(
    'is %s',
    (text) => {
      expect(isPhoneNumber(text)).toBe(true);
    },
  );

  it.each([
    ['nothing', ''],
    ['no plus sign', '14155552671'],
    ['a zero first', '+04155552671'],
    ['spaces', '+1 415 555 2671'],
    ['a space around', ' +14155552671'],
    ['a line end', '+14155552671\n'],
    ['letters', '+1415555CALL'],
    ['an extension', '+14155552671;ext=5'],
    ['too few digits for its country', '+1415555267'],
    ['too many digits for its country', '+141555526711'],
    ['more than 15 digits', '+1234567890123456'],
    ['a country that there is not', '+9990000000'],
    ['full-width digits', '+１4155552671'],
    ['another spelling of the same phone', '+4407911123456'],
    ['a channel before it', 'whatsapp:+14155552671'],
  ])('is not one with %s', (_, text) => {
    expect(isPhoneNumber(text)).toBe(false);
  });
});

describe('the form of E.164', () => {
  it.each(['+14155552671', '+1415555267', '+1234567', '+123456789012345'])('is that of %s', (text) => {
    expect(isE164(text)).toBe(true);
  });

  it.each(['', '14155552671', '+04155552671', '+1 415 555 2671', '+14155552671\n', '+123456', '+1234567890123456'])(
    'is not that of %j',
    (text) => {
      expect(isE164(text)).toBe(false);
    },
  );
});

describe('a phone number as people write it', () => {
  it.each([
    ['+14155552671', '+14155552671'],
    ['+1 (415) 555-2671', '+14155552671'],
    ['+1 415.555.2671', '+14155552671'],
    ['+1-415-555-2671', '+14155552671'],
    ['(+1) 415 555 2671', '+14155552671'],
    ['  +1 415 555 2671 ', '+14155552671'],
    ['+1\u00a0415\u202f555\u20112671', '+14155552671'],
    ['+44 7911 123456', '+447911123456'],
    ['+44 (0)7911 123456', '+447911123456'],
    ['+4407911123456', '+447911123456'],
    ['+49 (0)151 123 456 78', '+4915112345678'],
    // Italy's leading zero is part of the number.
    ['+39 06 1234 5678', '+390612345678'],
  ])('%s is %s', (text, number) => {
    expect(parsePhoneNumber(text)).toBe(number);
  });

  it.each([
    ['nothing', ''],
    ['no digits', '+'],
    ['no country', '(415) 555-2671'],
    ["no country, but another one's way out", '00 1 415 555 2671'],
    ['a country that there is not', '+999 123 456 789'],
    ['two plus signs', '++1 415 555 2671'],
    ['two numbers', '+1 415 555 2671 +1 415 555 2672'],
    ['two endings', '+1 415 555 26/71'],
    ['two numbers, by a comma', '+14155552671,+14155552672'],
    ['an extension', '+1 415 555 2671 x5'],
    ['an extension, as a URI has it', '+1-415-555-2671;ext=5'],
    ['an extension after a hash', '+1 415 555 2671#5'],
    ['letters', '+1 415 555 CALL'],
    ['a scheme', 'tel:+1-415-555-2671'],
    ['a channel', 'whatsapp:+14155552671'],
    ['a digit too few', '+1 (415) 555-267'],
    ['a digit too many', '+1 (415) 555-26711'],
    ['a line end', '+1 415 555\n2671'],
    ['an invisible character', '+1 415\u200b555 2671'],
    ['digits of another script', '+1 ４１５ 555 2671'],
    ['more than can be a number', `+1${'0'.repeat(10_000)}`],
  ])('is not one with %s', (_, text) => {
    expect(parsePhoneNumber(text)).toBeUndefined();
  });

  const digits = fc.stringMatching(/^[1-9][0-9]{5,14}$/);
  const separators = fc.array(fc.constantFrom('', '', '', ' ', '-', '.', '(', ')'), { minLength: 16, maxLength: 16 });

  it('is the same phone however it is grouped', () => {
    const country = fc.constantFrom('1', '44', '49', '39', '7', '54', '52', '86', '372');
    fc.assert(
      fc.property(country, digits, separators, (code, rest, between) => {
        const number = code + rest;
        const grouped = [...number].map((digit, index) => (between[index] ?? '') + digit).join('');
        expect(parsePhoneNumber(`+${grouped}`)).toBe(parsePhoneNumber(`+${number}`));
      }),
    );
  });

  it('is E.164 as we take it, and read again gives itself', () => {
    fc.assert(
      fc.property(digits, (number) => {
        const parsed = parsePhoneNumber(`+${number}`);
        fc.pre(parsed !== undefined);
        expect(isPhoneNumber(parsed as string)).toBe(true);
        expect(parsePhoneNumber(parsed as string)).toBe(parsed);
        expect(parsePhoneNumber(writePhoneNumber(parsed as string))).toBe(parsed);
      }),
    );
  });
});

describe('why a text is not a phone number', () => {
  it.each<[string, string | undefined]>([
    ['+1 (415) 555-267', '+1415555267 is too short for +1'],
    ['+1 (415) 555-26711', '+141555526711 is too long for +1'],
    ['+44 (0)7911', '+4407911 is too short for +44'],
    ['+1', '+1 is too short'],
    ['+999 123 456 789', "+999123456789 begins with no country's code"],
    ['(415) 555-2671', 'its country is missing: begin with +'],
    ['00 1 415 555 2671', 'its country is missing: begin with +'],
    [`+1${'0'.repeat(10_000)}`, `+1${'0'.repeat(17)}… is too long`],
    ['+1 415 555 CALL', undefined],
    ['Acme', undefined],
    ['', undefined],
  ])('%.30s: %s', (text, problem) => {
    expect(parsePhoneNumber(text)).toBeUndefined();
    expect(phoneProblem(text)).toBe(problem);
  });

  it('is never about a number that is one', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9][0-9]{5,14}$/), (number) => {
        fc.pre(parsePhoneNumber(`+${number}`) !== undefined);
        expect(phoneProblem(`+${number}`)).toBeUndefined();
      }),
    );
  });
});

describe('a masked phone number', () => {
  it.each([
    ['+14155552671', '+1 ••• ••• ••71'],
    ['+447911123456', '+44 •••• ••••56'],
    ['+37255512345', '+372 •••• ••45'],
  ])('%s is shown as %s', (number, shown) => {
    expect(maskPhoneNumber(number, '•')).toBe(shown);
  });

  it('is masked with the given character', () => {
    expect(maskPhoneNumber('+14155552671', '*')).toBe('+1 *** *** **71');
  });

  it.each(['+14155552671', '+447911123456', '+4915112345678', '+8613800138000', '+390612345678', '+5491123456789'])(
    'shows two digits of %s beside the country',
    (number) => {
      const [country = '', ...rest] = maskPhoneNumber(number, '•').split(' ');
      expect(number.startsWith(country)).toBe(true);
      expect(rest.join('').replaceAll('•', '')).toBe(number.slice(-2));
      expect(country.length + rest.join('').length).toBe(number.length);
    },
  );
});

describe('a whole phone number', () => {
  it('is written in groups', () => {
    expect(writePhoneNumber('+14155552671')).toBe('+1 415 555 2671');
  });

  it('is left unchanged if it is not a phone number', () => {
    expect(writePhoneNumber('nobody')).toBe('nobody');
  });
});
