// How a code is read from what a person typed or pasted.

/**
 * The digits of an entry, or undefined where it is not a code of this length. Spaces, dashes
 * and full-width digits are accepted.
 *
 * @example readCode(' 4-8 2 1３', 5) // '48213'
 */
export function readCode(entry: string, length: number): string | undefined {
  const digits = withPlainDigits(entry).replace(/[\s\p{Pd}]/gu, '');
  return digits.length === length && /^[0-9]+$/.test(digits) ? digits : undefined;
}

/** What ends a number in a text: any other character; or any but a single space or dash between two digits. */
const NUMBER_ENDS = [/[^0-9]+/, /[^0-9\p{Zs}\p{Pd}]+|[\p{Zs}\p{Pd}]{2,}/u];

/**
 * The one code of this length in a text, such as a pasted message, or undefined where there is none or a choice.
 *
 * @example findCode('G-482 13 is your code', 5) // '48213'
 */
export function findCode(text: string, length: number): string | undefined {
  const plain = withPlainDigits(text);
  // A number that is whole is not joined with its neighbours, such as the time of the message.
  for (const end of NUMBER_ENDS) {
    const numbers = plain.split(end).map((number) => number.replace(/[^0-9]+/g, ''));
    const codes = new Set(numbers.filter((digits) => digits.length === length));
    if (codes.size > 0) return codes.size === 1 ? [...codes][0] : undefined;
  }
  return undefined;
}

/**
 * Full-width digits become plain ones, and nothing else changes. Unicode's normal forms do the same and more, but
 * take as many steps as the square of a run of accents: seconds for a paste of 100 kB.
 */
function withPlainDigits(text: string): string {
  return text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xff10 + 0x30));
}
