// Makes text from outside (Twilio, the environment, a pasted line) safe to show and to log.

/** Matches most text, and saves V8 from compiling the Unicode classes below. */
const ASCII = /^[ -~]*$/;

/**
 * The text on one line, without control characters and invisible formatting, truncated with an ellipsis.
 *
 * @param max how many characters to keep
 *
 * @example plainText('bad\u001b[2J\nnews', 40) // 'bad[2J news'
 */
export function plainText(text: string, max = 200): string {
  const spaced = text.replace(/\s+/g, ' ');
  const visible = ASCII.test(spaced) ? spaced : spaced.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, '');
  const line = visible.trim();
  const characters = [...line];
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : line;
}
