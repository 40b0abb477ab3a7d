// What counts as a phone number, and how one is shown without being given away.

import { createRequire } from 'node:module';

// Required, not imported: its hundred ES modules take twice as long to load, before the first frame.
const { isPossiblePhoneNumber, parsePhoneNumberFromString }: typeof import('libphonenumber-js/min') = createRequire(
  import.meta.url,
)('libphonenumber-js/min');

/** Whether a text is a phone number in E.164 (a plus sign and up to 15 digits) that can exist. */
export function isPhoneNumber(text: string): boolean {
  if (!/^\+[1-9][0-9]{6,14}$/.test(text) || !isPossiblePhoneNumber(text)) return false;
  // One phone has one spelling, or each would have tries and locks of its own.
  return parsePhoneNumberFromString(text)?.number === text;
}

/**
 * A phone number for show: its country and last two digits, in its country's grouping.
 *
 * @example maskPhoneNumber('+14155552671', '•') // '+1 ••• ••• ••71'
 */
export function maskPhoneNumber(number: string, mask: string): string {
  const phone = parsePhoneNumberFromString(number);
  const country = `+${phone?.countryCallingCode ?? ''}`;
  const national = (phone?.formatInternational() ?? number).slice(country.length).replace(/[^0-9]+/g, ' ');
  const hidden = national.replace(/[0-9](?=(?:\D*[0-9]){2})/g, mask);
  return `${country} ${hidden.trim()}`;
}

/** A phone number for show, whole: `+1 415 555 2671`. */
export function writePhoneNumber(number: string): string {
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}
