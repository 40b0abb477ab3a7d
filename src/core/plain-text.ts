// Text from outside (Twilio, the environment, a pasted line), made safe to show and to log.

/**
 * The text on one line, without control characters and invisible formatting, cut at a length with a mark.
 *
 * @example plainText('bad\u001b[2J\nnews', 40) // 'bad[2J news'
 */
export function plainText(text: string, most = 200): string {
  const line = text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .trim();
  const characters = [...line];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : line;
}
