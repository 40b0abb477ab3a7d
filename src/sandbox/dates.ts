// The two ways in which Twilio writes a time: the API of 2010 as in a mail, Verify as in ISO 8601.

/** @example rfc2822(0) // 'Thu, 01 Jan 1970 00:00:00 +0000' */
export function rfc2822(time: number): string {
  return new Date(time).toUTCString().replace('GMT', '+0000');
}

/** @example iso8601(0) // '1970-01-01T00:00:00Z' */
export function iso8601(time: number): string {
  return new Date(time).toISOString().replace(/\.[0-9]+Z$/, 'Z');
}
