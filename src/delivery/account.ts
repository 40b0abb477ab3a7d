// Makes requests to Twilio with its official SDK. The SDK's errors never leave this file: they can contain the
// code and the credentials.

import { setTimeout as sleep } from 'node:timers/promises';
import { loading, MissingPackageError } from '../core/missing-package.ts';
import type { Problem } from '../core/outcome.ts';
import { plainText } from '../core/plain-text.ts';
import type { AccountOptions, Timer } from './account-options.ts';
import { proxyFailure, refusal, retryOf, UNREADABLE, unanswered, unreachable } from './problems.ts';
import { readProxyAddress } from './proxy-address.ts';
import { originOf, readOrigin } from './route.ts';
import { type SdkRequest, type SdkResponse, TransportError, transport } from './transport.ts';
import type { TwilioClient } from './twilio-sdk.ts';

/** Why a request failed. `refused`: it had no effect; `unknown`: it may have had one. */
export interface Failure {
  readonly kind: 'refused' | 'unknown';
  readonly problem: Problem;
  /** What went wrong on the way, such as `ECONNREFUSED`, if Twilio did not answer. */
  readonly cause?: string;
}

export type Answer<Result> = { readonly kind: 'answered'; readonly result: Result } | Failure;

export interface Account {
  /**
   * Makes a request. Retries for a while if Twilio says that it did nothing.
   *
   * @param code must not appear in a problem, even if an answer quotes it
   */
  ask<Result>(request: (client: TwilioClient) => Promise<Result>, code?: string): Promise<Answer<Result>>;
}

const TIME_LIMIT = 10_000;
const FIRST_WAIT = 500;
const SYSTEM_TIMER: Timer = { now: () => performance.now(), sleep };

/**
 * A Twilio account. The SDK is loaded on the first request.
 *
 * @throws RangeError if credentials are missing, edge or region is not a plain name, or proxy or apiUrl is not a
 * valid address
 */
export function twilioAccount(options: AccountOptions): Account {
  const { accountSid, authToken, apiKey, apiSecret, edge = '', region = '', ca } = options;
  const { timeLimit = TIME_LIMIT, timer = SYSTEM_TIMER, onResponse } = options;
  const proxy = typeof options.proxy === 'string' ? readProxyAddress(options.proxy) : options.proxy;
  const [username, password] = apiKey === undefined ? [accountSid, authToken] : [apiKey, apiSecret];
  if (!password) throw new RangeError('set authToken, or apiKey and apiSecret');
  // They become part of the host name: anything else could send the credentials to another host.
  if (!/^[a-z0-9-]*$/.test(edge + region))
    throw new RangeError('edge and region must be lower-case letters, digits and dashes');
  const apiUrl = options.apiUrl ? readOrigin(options.apiUrl) : undefined;
  if (options.apiUrl && !apiUrl)
    throw new RangeError('apiUrl must be an https:// origin, or http:// on a loopback address');
  const credentials = [password, Buffer.from(`${username}:${password}`).toString('base64')];

  let loaded: Promise<TwilioClient> | undefined;
  const load = async () => {
    const { twilioClient } = await loading('twilio', import('./twilio-sdk.ts'));
    const route = { apiUrl, edge, region };
    const send = transport(timeLimit, proxy, ca).request;
    return twilioClient({
      username: username ?? '',
      password,
      accountSid,
      api: originOf('api', route),
      messaging: originOf('messaging', route),
      verify: originOf('verify', route),
      request: onResponse ? heard(send, onResponse) : send,
    });
  };

  return {
    async ask(request, code) {
      loaded ??= load();
      let client: TwilioClient;
      try {
        client = await loaded;
      } catch (error) {
        if (error instanceof MissingPackageError) return { kind: 'refused', problem: error.problem };
        throw error;
      }
      const giveUpAt = timer.now() + timeLimit / 2;
      for (let wait = FIRST_WAIT; ; wait *= 2) {
        try {
          return { kind: 'answered', result: await request(client) };
        } catch (error) {
          const { retryable, failure } = classifyError(error, credentials, code);
          if (!retryable || timer.now() + wait > giveUpAt) return failure;
          await timer.sleep(wait);
        }
      }
    },
  };
}

/** What an error means for the request. @param secret the code, which must not appear in the failure */
function classifyError(
  error: unknown,
  credentials: readonly string[],
  secret: string | undefined,
): { readonly retryable: boolean; readonly failure: Failure } {
  if (error instanceof TransportError) return { retryable: false, failure: noResponse(error) };
  if (error instanceof MissingPackageError) {
    return { retryable: false, failure: { kind: 'refused', problem: error.problem } };
  }
  const { status, code: errorCode, message } = error as { status?: unknown; code?: unknown; message?: unknown };
  if (typeof status !== 'number') return { retryable: false, failure: unreadableAnswer('unknown') };
  const code = typeof errorCode === 'number' ? errorCode : undefined;
  const quote = typeof message === 'string' && !containsSecret(message, credentials, secret) ? message : undefined;
  // 503 means that nothing was done. After any other 5xx the text may be on its way.
  const kind = status >= 500 && status !== 503 ? 'unknown' : 'refused';
  const retryable = kind === 'refused' && retryOf(code, status) === 'now';
  return { retryable, failure: { kind, problem: refusal(status, code, quote) } };
}

function noResponse({ sent, cause, proxy }: TransportError): Failure {
  if (proxy) return { kind: 'refused', problem: proxyFailure(proxy, cause), cause };
  return sent
    ? { kind: 'unknown', problem: unanswered(cause), cause }
    : { kind: 'refused', problem: unreachable(cause), cause };
}

/** The failure if an answer does not fit the request: it may not be Twilio's. */
export function unreadableAnswer(kind: Failure['kind']): Failure {
  return { kind, problem: UNREADABLE, cause: 'an unreadable answer' };
}

function heard(
  send: (request: SdkRequest) => Promise<SdkResponse>,
  onResponse: (headers: SdkResponse['headers']) => void,
) {
  return async (request: SdkRequest) => {
    const response = await send(request);
    onResponse(response.headers);
    return response;
  };
}

/**
 * Whether a text, as it would be shown, contains a secret: whatever answered may have quoted the request.
 * Finds a code even with other characters between its digits, as in the TwiML of a call.
 */
function containsSecret(text: string, credentials: readonly string[], code: string | undefined): boolean {
  const shown = plainText(text, Number.POSITIVE_INFINITY);
  if (credentials.some((secret) => shown.includes(secret))) return true;
  return code !== undefined && containsDigits(shown, code);
}

/** How far apart two digits of a code may be, in characters. */
const MAX_GAP = 40;

// In a single pass: a regular expression would backtrack badly on a long answer.
function containsDigits(text: string, code: string): boolean {
  const last = Array<number>(code.length).fill(Number.NEGATIVE_INFINITY);
  for (let at = 0; at < text.length; at++) {
    for (let digit = code.length - 1; digit >= 0; digit--) {
      if (text[at] !== code[digit]) continue;
      if (digit === 0 || at - (last[digit - 1] ?? 0) <= MAX_GAP + 1) last[digit] = at;
    }
    if (last.at(-1) === at) return true;
  }
  return false;
}
