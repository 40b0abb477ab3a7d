// What the sandbox's tests share: an account, a text and a call that are accepted, a sandbox, and how to talk to it.

import { beforeAll } from 'vitest';
import { type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';
import { type Watched, watch } from '../support/watched.ts';

export const ACCOUNT = `AC${'0123456789abcdef'.repeat(2)}`;
export const TOKEN = 'a token: with a colon';

export const GOOD_TEXT = { To: '+15551230001', From: '+15005550006', Body: '12345 is your verification code.' };

export const MESSAGES_PATH = `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`;

export const GOOD_CALL = {
  To: '+15551230001',
  From: '+15005550006',
  Twiml: '<Response><Say>Your code is: 1, 2, 3, 4, 5.</Say></Response>',
};

export const CALLS_PATH = `/2010-04-01/Accounts/${ACCOUNT}/Calls.json`;

export const VERIFY_SERVICE = `VA${'fedcba9876543210'.repeat(2)}`;

export const VERIFY_PATH = `/v2/Services/${VERIFY_SERVICE}`;

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

/** Creates a message, or what the path says, from parameters or from a body that is already encoded. */
export function post(
  origin: string,
  parameters: Record<string, string> | string | Buffer,
  path = MESSAGES_PATH,
): Promise<Answer> {
  const isEncoded = typeof parameters === 'string' || Buffer.isBuffer(parameters);
  return call(origin, path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: isEncoded ? parameters : new URLSearchParams(parameters).toString(),
  });
}

/** When a test starts, and what it creates first is created. */
export const CREATED_AT = Date.UTC(2026, 4, 24, 17, 18, 27);

export interface SharedSandbox extends Watched {
  readonly origin: string;
  readonly port: number;
  /** A message or call, as it is so many ms after the test's start. */
  fetchAt(list: string, sid: unknown, ms: number): Promise<Answer['json']>;
}

/** One sandbox for all tests of a file. Before each of them its time is `CREATED_AT`. */
export function sharedSandbox(options: SandboxOptions = {}): SharedSandbox {
  const shared = Object.assign(watch(CREATED_AT), {
    origin: '',
    port: 0,
    async fetchAt(list: string, sid: unknown, ms: number) {
      shared.now = CREATED_AT + ms;
      return (await call(shared.origin, list.replace('.json', `/${sid}.json`))).json;
    },
  });
  beforeAll(async () => {
    const { origin, port, close } = await startSandbox({ ...shared.options, ...options });
    Object.assign(shared, { origin, port });
    return close;
  });
  return shared;
}
