// What the sandbox's tests share: an account, a text that is taken, and how both are sent.

export const ACCOUNT = `AC${'0123456789abcdef'.repeat(2)}`;
export const TOKEN = 'a token: with a colon';

export const GOOD_TEXT = { To: '+15551230001', From: '+15005550006', Body: '12345 is your verification code.' };

export const MESSAGES_PATH = `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`;

export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Record<string, unknown>;
}

/** A request with the account's credentials, which `init` can override. */
export async function call(origin: string, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(origin + path, {
    ...init,
    headers: { authorization: basic(ACCOUNT, TOKEN), ...(init.headers as Record<string, string>) },
  });
  return { status: response.status, headers: response.headers, json: (await response.json()) as Answer['json'] };
}

/** Creates a message from parameters, or from a body that is already encoded. */
export function post(origin: string, parameters: Record<string, string> | string | Buffer): Promise<Answer> {
  const isEncoded = typeof parameters === 'string' || Buffer.isBuffer(parameters);
  return call(origin, MESSAGES_PATH, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: isEncoded ? parameters : new URLSearchParams(parameters).toString(),
  });
}
