// Parses phone numbers, and masks them for display.

import { parsePhoneNumberFromString, validatePhoneNumberLength } from 'libphonenumber-js/min';
import { plainText } from './plain-text.ts';

const E164 = /^\+[1-9][0-9]{6,14}$/;
/** A plus sign, then digits as people group them. A slash is left out: `2671/72` is read as two numbers. */
const AS_WRITTEN = /^ *\(?\+[0-9 ()\u00a0\u2009\u202f.\-\u2010-\u2015\u2212]+$/;

/** How much of a number is repeated, in characters: a little more than the longest has. */
const MAX_SHOWN = 20;

/** Whether a text is a phone number in E.164 (a plus sign and up to 15 digits) that can exist. */
export function isPhoneNumber(text: string): boolean {
  return isE164(text) && parsePhoneNumber(text) === text;
}

/** Whether a text has the form of E.164, whatever the numbering plan of its country says. */
export function isE164(text: string): boolean {
  return E164.test(text);
}

/**
 * Parses a phone number as people write it, with its country code. A phone has one result, however it is
 * written: a trunk prefix such as the `(0)` in `+44 (0)20 …` is dropped.
 *
 * @returns E.164, or undefined if the number is impossible or ambiguous: without a country code, with an extension
 * or with letters
 * @example parsePhoneNumber('+1 (415) 555-2671') // '+14155552671'
 */
export function parsePhoneNumber(text: string): string | undefined {
  if (!AS_WRITTEN.test(text)) return undefined;
  const digits = digitsOf(text);
  const phone = parsePhoneNumberFromString(digits);
  if (!phone?.isPossible() || !E164.test(phone.number)) return undefined;
  // Each phone must have exactly one spelling, since tries and locks are counted per spelling.
  const isStable = phone.number === digits || parsePhoneNumberFromString(phone.number)?.number === phone.number;
  return isStable ? phone.number : undefined;
}

/**
 * Why `parsePhoneNumber` refuses a text, with what the text was read as.
 *
 * @returns undefined if there is no more to say than that it is not a phone number
 * @example phoneProblem('+1 (415) 555-267') // '+1415555267 is too short for +1'
 */
export function phoneProblem(text: string): string | undefined {
  if (!AS_WRITTEN.test(text)) return AS_WRITTEN.test(`+${text}`) ? 'its country is missing: begin with +' : undefined;
  const digits = digitsOf(text);
  const shown = plainText(digits, MAX_SHOWN);
  const country = parsePhoneNumberFromString(digits)?.countryCallingCode;
  const there = country === undefined ? '' : ` for +${country}`;
  const problem = validatePhoneNumberLength(digits);
  switch (problem) {
    case 'TOO_SHORT':
      return `${shown} is too short${there}`;
    case 'TOO_LONG':
      return `${shown} is too long${there}`;
    case 'INVALID_LENGTH':
      return `${shown} has the wrong length${there}`;
    case 'INVALID_COUNTRY':
      return `${shown} begins with no country's code`;
    case 'NOT_A_NUMBER':
    case undefined:
      return undefined;
    default:
      return problem satisfies never;
  }
}

/** A plus sign and the digits. */
function digitsOf(text: string): string {
  return `+${text.replace(/[^0-9]/g, '')}`;
}

/**
 * Masks a phone number except for its country code and last two digits, in its country's grouping.
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

/** The calling code of a number's country: `+44`. */
export function callingCodeOf(number: string): string | undefined {
  const code = parsePhoneNumberFromString(number)?.countryCallingCode;
  return code && `+${code}`;
}

/** Formats a whole phone number for display: `+1 415 555 2671`. */
export function writePhoneNumber(number: string): string {
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}
