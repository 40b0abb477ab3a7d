// Reads a code from what a person typed or pasted.

/**
 * The digits of an entry, or undefined if it is not a code of this length. Spaces, dashes
 * and full-width digits are accepted.
 *
 * @example readCode(' 4-8 2 1３', 5) // '48213'
 */
export function readCode(entry: string, length: number): string | undefined {
  const digits = withAsciiForms(entry).replace(/[\s\p{Pd}]/gu, '');
  return digits.length === length && /^[0-9]+$/.test(digits) ? digits : undefined;
}

/**
 * The only code of this length in a text, such as a pasted message; undefined if there is none or more than one.
 *
 * @example findCode('G-482 13 is your code', 5) // '48213'
 */
export function findCode(text: string, length: number): string | undefined {
  const plain = withAsciiForms(text);
  // Any non-digit separates numbers; or, failing that, anything but a single space or dash between two digits. A
  // complete number is not joined with its neighbours, such as the time of the message.
  for (const separator of [/[^0-9]+/, /[^0-9\p{Zs}\p{Pd}]+|[\p{Zs}\p{Pd}]{2,}/u]) {
    const numbers = plain.split(separator).map((number) => number.replace(/[^0-9]+/g, ''));
    const codes = new Set(numbers.filter((digits) => digits.length === length));
    if (codes.size > 0) return codes.size === 1 ? [...codes][0] : undefined;
  }
  return undefined;
}

/**
 * Replaces full-width digits and letters with ASCII ones. Unicode normalization (NFKC) would too, but takes quadratic
 * time on a run of accents: seconds for a paste of 100 kB.
 */
export function withAsciiForms(text: string): string {
  return text.replace(/[０-９Ａ-Ｚａ-ｚ]/g, (form) => String.fromCharCode(form.charCodeAt(0) - 0xff10 + 0x30));
}
