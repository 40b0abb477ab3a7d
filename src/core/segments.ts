// Counts the SMS segments of a text. In the GSM 03.38 alphabet one segment holds 160 septets, or 153 if there are
// several; otherwise 70 UTF-16 code units, or 67 if there are several.

const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENDED = new Set('\f^{}\\[~]|€');

/** @example countSegments('12345 is your verification code.') // 1 */
export function countSegments(text: string): number {
  const characters = [...text];
  const isGsm = characters.every((character) => BASIC.has(character) || EXTENDED.has(character));
  const [whole, part] = isGsm ? [160, 153] : [70, 67];
  const widths = characters.map((character) => (isGsm ? (EXTENDED.has(character) ? 2 : 1) : character.length));
  if (widths.reduce((sum, width) => sum + width, 0) <= whole) return 1;

  // Counted one by one, because no character is split across segments.
  let segments = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > part) {
      segments += 1;
      used = 0;
    }
    used += width;
  }
  return segments;
}
