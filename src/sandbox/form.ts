// How a request body becomes parameters. Stricter than URLSearchParams, which repairs broken input in
// silence: a mistake in an encoder should show here, not at Twilio.

import type { IncomingMessage } from 'node:http';

/** Parameters by name; of one given twice, the first. */
export type Form = ReadonlyMap<string, string>;

/** Larger than any text: 1,600 characters of three bytes, each percent-encoded, are under 15 KB. */
export const BODY_LIMIT = 64 * 1024;

// A client that is still writing sees no answer, so what is too large is read to its end and dropped. Up to here.
const DRAIN_LIMIT = 16 * 1024 * 1024;

export function isForm(request: IncomingMessage): boolean {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  return type.trim().toLowerCase() === 'application/x-www-form-urlencoded';
}

/** The whole body, or undefined where it is over the limit. Rejects where the client goes away. */
export function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_LIMIT) chunks.push(chunk);
      else chunks.length = 0;
      if (size > DRAIN_LIMIT) resolve(undefined);
    });
    request.on('end', () => resolve(size <= BODY_LIMIT ? Buffer.concat(chunks) : undefined));
    request.on('error', reject);
    request.on('close', () => reject(new Error('the client closed the connection before the end of its request')));
  });
}

/** The parameters, or undefined where the encoding is broken or the text is not UTF-8. */
export function decodeForm(body: Buffer): Form | undefined {
  const form = new Map<string, string>();
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    for (const pair of text.split('&')) {
      const [name = '', ...value] = pair.split('=').map(decode);
      if (pair !== '' && !form.has(name)) form.set(name, value.join('='));
    }
  } catch {
    return undefined;
  }
  return form;
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
