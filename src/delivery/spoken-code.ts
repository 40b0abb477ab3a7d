// How a call reads out a code: one digit at a time, slowly, twice.

const PAUSE = '<Pause length="1"/>';

/**
 * The TwiML of a call that reads out a code.
 *
 * @example spokenCode('48', undefined) // '<Response><Say>Your verification code is</Say><Pause …'
 */
export function spokenCode(code: string, service: string | undefined): string {
  const purpose = service === undefined ? '' : ` for ${escapeXml(service)}`;
  const digits = [...code].map((digit) => `<Say>${digit}</Say>`).join(PAUSE);
  const once = `<Say>Your verification code${purpose} is</Say>${PAUSE}${digits}${PAUSE}`;
  return `<Response>${once}<Say>Once more.</Say>${once}<Say>Goodbye.</Say></Response>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
