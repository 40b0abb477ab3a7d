// Makes text from outside (Twilio, the environment, a pasted line) safe to show and to log.

/**
 * The text on one line, without control characters and invisible formatting, truncated with an ellipsis.
 *
 * @param max how many characters to keep
 *
 * @example plainText('bad\u001b[2J\nnews', 40) // 'bad[2J news'
 */
export function plainText(text: string, max = 200): string {
  const line = text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .trim();
  const characters = [...line];
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : line;
}
