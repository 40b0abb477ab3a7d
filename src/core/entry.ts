// How a code is read from what a person typed or pasted.

/**
 * The digits of an entry, or undefined where it is not a code of this length. Spaces, dashes
 * and full-width digits are accepted.
 *
 * @example readCode(' 4-8 2 1３', 5) // '48213'
 */
export function readCode(entry: string, length: number): string | undefined {
  const digits = entry.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '');
  return digits.length === length && /^[0-9]+$/.test(digits) ? digits : undefined;
}

/**
 * The one code of this length in a text, such as a pasted message, or undefined where there is none or a choice.
 *
 * @example findCode('G-482 13 is your code', 5) // '48213'
 */
export function findCode(text: string, length: number): string | undefined {
  const plain = text.normalize('NFKC');
  // A number that is whole is not joined with its neighbours, such as the time of the message.
  for (const pattern of [/[0-9]+/g, /[0-9](?:[ \p{Pd}]?[0-9])*/gu]) {
    const runs = (plain.match(pattern) ?? []).map((run) => run.replace(/[^0-9]/g, ''));
    const codes = new Set(runs.filter((digits) => digits.length === length));
    if (codes.size > 0) return codes.size === 1 ? [...codes][0] : undefined;
  }
  return undefined;
}
