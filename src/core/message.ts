// Composes the text that carries a code.

const MINUTE = 60_000;

/** The values for `{code}`, `{service}` and `{minutes}` in a template. */
export interface MessageParts {
  readonly code: string;
  readonly service: string | undefined;
  /** How long the code is valid, in ms. */
  readonly expiresIn: number;
}

/**
 * The text for a code, from a custom template or in the default wording.
 *
 * @example
 * composeMessage(undefined, { code: '12345', service: 'Acme', expiresIn: 300_000 })
 * // '12345 is your verification code for Acme. It expires in 5 minutes.'
 */
export function composeMessage(template: string | undefined, { code, service, expiresIn }: MessageParts): string {
  if (template === undefined) {
    const purpose = service === undefined ? '' : ` for ${service}`;
    return `${code} is your verification code${purpose}. It expires in ${lifeInWords(expiresIn)}.`;
  }
  const minutes = String(Math.max(1, Math.floor(expiresIn / MINUTE)));
  const values: Record<string, string> = { code, service: service ?? '', minutes };
  return template.replace(/\{(code|service|minutes)\}/g, (_, name: string) => values[name] ?? '');
}

// Rounded down, so as not to promise too much.
function lifeInWords(ms: number): string {
  const [count, unit] = ms < MINUTE ? [Math.floor(ms / 1_000), 'second'] : [Math.floor(ms / MINUTE), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
