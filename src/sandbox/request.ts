// Reads what every request has before a resource handles it: the credentials (Basic authentication) and the
// parameters in its body.

import type { IncomingMessage } from 'node:http';
import type { Credentials } from './options.ts';

/** Returns a parameter by name: the first if it is given twice, empty if it is missing. Twilio treats empty as missing. */
export type Form = (name: string) => string;

export const EMPTY_FORM: Form = () => '';

const ACCOUNT = /^AC[0-9a-f]{32}$/i;
const API_KEY = /^SK[0-9a-f]{32}$/i;

/** The sandbox does not know whose a key is, and Verify's paths do not name the account. */
const ACCOUNT_OF_ANY_KEY = `AC${'0'.repeat(32)}`;

/**
 * The account that an Authorization header gives access to, or undefined if there is none. An account
 * authenticates with its own SID, or with any API key.
 *
 * @param named the account in the request's path, if the path names one
 * @param accepted the only credentials to accept; if left out, any non-empty password will do
 */
export function authenticate(
  named: string | undefined,
  authorization: string | undefined,
  accepted: readonly Credentials[] | undefined,
): { readonly account: string; readonly isKey: boolean } | undefined {
  const given = readBasic(authorization);
  if (!given || given.password === '') return undefined;
  const { username, password } = given;
  const isKey = API_KEY.test(username);
  if (!isKey && (named === undefined ? !ACCOUNT.test(username) : username !== named)) return undefined;
  if (accepted && !accepted.some((one) => one.username === username && one.password === password)) return undefined;
  return { account: named ?? (isKey ? ACCOUNT_OF_ANY_KEY : username), isKey };
}

function readBasic(authorization = ''): Credentials | undefined {
  const token = /^Basic +([A-Za-z0-9+/]+=*) *$/i.exec(authorization)?.[1];
  if (token === undefined) return undefined;
  // A password may contain colons, a user name may not.
  const [, username, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(token, 'base64').toString()) ?? [];
  return username === undefined || password === undefined ? undefined : { username, password };
}

/** In bytes. The longest text, 1,600 characters of three bytes each, takes less than 15 KB once percent-encoded. */
export const BODY_LIMIT = 64 * 1024;

// A client that is still writing does not read the answer, so the rest of a body that is too large is read and
// thrown away, up to this many bytes.
const DRAIN_LIMIT = 16 * 1024 * 1024;

export function isForm(request: IncomingMessage): boolean {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  return type.trim().toLowerCase() === 'application/x-www-form-urlencoded';
}

/** The whole body, or undefined if it is over the limit. Rejects if the client disconnects before its end. */
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
    request.on('close', () => reject(new Error('the client disconnected before the end of its request')));
  });
}

/**
 * The parameters, or undefined if the percent-encoding is broken or the text is not UTF-8. Stricter than
 * URLSearchParams, which silently repairs bad input: an encoder's mistake should show up here, not at Twilio.
 */
export function decodeForm(body: Buffer): Form | undefined {
  const parameters = new Map<string, string>();
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    for (const pair of text.split('&')) {
      const [name = '', ...value] = pair.split('=').map(decode);
      if (pair !== '' && !parameters.has(name)) parameters.set(name, value.join('='));
    }
  } catch {
    return undefined;
  }
  return (name) => parameters.get(name) ?? '';
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
