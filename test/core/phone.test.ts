import { describe, expect, it } from 'vitest';
import { isPhoneNumber, maskPhoneNumber, writePhoneNumber } from '../../src/core/phone.ts';

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

describe('a masked phone number', () => {
  it.each([
    ['+14155552671', '+1 ••• ••• ••71'],
    ['+447911123456', '+44 •••• ••••56'],
    ['+37255512345', '+372 •••• ••45'],
  ])('%s is shown as %s', (number, shown) => {
    expect(maskPhoneNumber(number, '•')).toBe(shown);
  });

  it('is masked with the mark that it is told', () => {
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

  it('is left as it is where it is none', () => {
    expect(writePhoneNumber('nobody')).toBe('nobody');
  });
});
