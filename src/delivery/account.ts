// Asks Twilio something with its official SDK. An error of the SDK never leaves this file: it can hold the
// code and the credentials.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '../core/outcome.ts';
import { plainText } from '../core/plain-text.ts';
import { noAnswer, notLetThrough, refusal, retryOf, unreachable } from './problems.ts';
import { type ProxyAddress, readProxyAddress } from './proxy-address.ts';
import { originOf, readOrigin } from './route.ts';
import { TransportError, transport } from './transport.ts';
import type { TwilioClient } from './twilio-sdk.ts';

export interface AccountOptions {
  /** `AC` and 32 hexadecimal digits. */
  readonly accountSid: string;
  /** The account's auth token; or the API key and its secret. */
  readonly authToken?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly apiSecret?: string | undefined;
  readonly edge?: string | undefined;
  readonly region?: string | undefined;
  /** An origin to talk to instead of Twilio's hosts. */
  readonly apiUrl?: string | undefined;
  /** The proxy to go through to an https: origin, `http://[user:password@]host[:port]` or with `https://`, or that read. */
  readonly proxy?: string | ProxyAddress | undefined;
  /** Certificates of further authorities to trust, beside those of Node, in PEM format. */
  readonly ca?: string | undefined;
  /** For one request, the proxy's part included, in ms; 10 s if left out. */
  readonly timeLimit?: number | undefined;
  /** What tells and passes the time between retries; the system's if left out. */
  readonly timer?: Timer | undefined;
}

export interface Timer {
  /** ms since any moment */
  now(): number;
  /** @param ms how long to wait */
  sleep(ms: number): Promise<unknown>;
}

/** Why a request has no answer. `refused`: nothing came of it; `unknown`: something may have. */
export interface Failure {
  readonly kind: 'refused' | 'unknown';
  readonly problem: Problem;
}

export type Answer<Result> = { readonly kind: 'answered'; readonly result: Result } | Failure;

export interface Account {
  /**
   * Makes a request, and again for a while where Twilio says that it has done nothing of it.
   *
   * @param code what must not be repeated from an answer
   */
  ask<Result>(request: (client: TwilioClient) => Promise<Result>, code?: string): Promise<Answer<Result>>;
}

const TIME_LIMIT = 10_000;
const FIRST_WAIT = 500;
const SYSTEM_TIMER: Timer = { now: () => performance.now(), sleep };

/**
 * A Twilio account. The SDK is loaded at the first request.
 *
 * @throws RangeError where credentials are missing, edge or region is not a plain name, or proxy or apiUrl is no
 * good address
 */
export function twilioAccount(options: AccountOptions): Account {
  const { accountSid, authToken, apiKey, apiSecret, edge = '', region = '', ca } = options;
  const { timeLimit = TIME_LIMIT, timer = SYSTEM_TIMER } = options;
  const proxy = typeof options.proxy === 'string' ? readProxyAddress(options.proxy) : options.proxy;
  const [username, password] = apiKey === undefined ? [accountSid, authToken] : [apiKey, apiSecret];
  if (!password) throw new RangeError('authToken, or apiKey with apiSecret, is missing');
  // The SDK builds the host from them: anything else would send the credentials elsewhere.
  if (!/^[a-z0-9-]*$/.test(edge + region))
    throw new RangeError('edge and region are lower-case letters, digits and dashes');
  const apiUrl = options.apiUrl ? readOrigin(options.apiUrl) : undefined;
  if (options.apiUrl && !apiUrl)
    throw new RangeError('apiUrl must be an https:// origin, or http:// on a loopback address');
  const credentials = [password, Buffer.from(`${username}:${password}`).toString('base64')];

  let made: Promise<TwilioClient> | undefined;
  const make = async () => {
    const { twilioClient } = await import('./twilio-sdk.ts');
    const route = { apiUrl, edge, region };
    return twilioClient({
      username: username ?? '',
      password,
      accountSid,
      api: originOf('api', route),
      verify: originOf('verify', route),
      request: transport(timeLimit, proxy, ca).request,
    });
  };

  return {
    async ask(request, code) {
      made ??= make();
      const client = await made;
      const giveUpAt = timer.now() + timeLimit / 2;
      for (let wait = FIRST_WAIT; ; wait *= 2) {
        try {
          return { kind: 'answered', result: await request(client) };
        } catch (error) {
          const { again, failure } = whatBecame(error, credentials, code);
          if (!again || timer.now() + wait > giveUpAt) return failure;
          await timer.sleep(wait);
        }
      }
    },
  };
}

/** What an error says of the request's fate. @param secret the code, which must not be repeated from it */
function whatBecame(
  error: unknown,
  credentials: readonly string[],
  secret: string | undefined,
): { readonly again: boolean; readonly failure: Failure } {
  if (error instanceof TransportError) return { again: false, failure: noResponse(error) };
  const { status, code: said, message } = error as { status?: unknown; code?: unknown; message?: unknown };
  if (typeof status !== 'number') {
    const problem = noAnswer('an answer that cannot be read');
    return { again: false, failure: { kind: 'unknown', problem } };
  }
  const code = typeof said === 'number' ? said : undefined;
  const words = typeof message === 'string' && !holdsAny(message, credentials, secret) ? message : undefined;
  // 503 is said before anything is done; after any other 5xx the text may be on its way.
  const kind = status >= 500 && status !== 503 ? 'unknown' : 'refused';
  const again = kind === 'refused' && retryOf(code, status) === 'now';
  return { again, failure: { kind, problem: refusal(status, code, words) } };
}

function noResponse({ sent, cause, proxy }: TransportError): Failure {
  if (proxy) return { kind: 'refused', problem: notLetThrough(proxy, cause) };
  return sent ? { kind: 'unknown', problem: noAnswer(cause) } : { kind: 'refused', problem: unreachable(cause) };
}

/**
 * Whether a text, as it would be shown, holds a secret: whatever answered may have quoted the request.
 * A code is found with other characters between its digits too, as a call says it.
 */
function holdsAny(text: string, credentials: readonly string[], code: string | undefined): boolean {
  const shown = plainText(text, Number.POSITIVE_INFINITY);
  if (credentials.some((secret) => shown.includes(secret))) return true;
  return code !== undefined && holdsDigits(shown, code);
}

/** As much as may stand between two digits of a code, in characters. */
const LONGEST_GAP = 40;

// In one pass: a regular expression would try every way to spread the digits over a long answer.
function holdsDigits(text: string, code: string): boolean {
  const last = Array<number>(code.length).fill(Number.NEGATIVE_INFINITY);
  for (let at = 0; at < text.length; at++) {
    for (let digit = code.length - 1; digit >= 0; digit--) {
      if (text[at] !== code[digit]) continue;
      if (digit === 0 || at - (last[digit - 1] ?? 0) <= LONGEST_GAP + 1) last[digit] = at;
    }
    if (last.at(-1) === at) return true;
  }
  return false;
}
