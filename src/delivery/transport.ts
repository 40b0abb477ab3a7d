// Carries the Twilio SDK's requests through the proxy that our settings name and no other, within a time limit, and
// with certificates checked whatever the environment says. The SDK's own HTTP client reads proxies and certificate
// files from the environment, and its errors hold the code and the credentials.

import type { ClientRequest, IncomingMessage } from 'node:http';
import { trusting } from '../trust.ts';
import type { ProxyAddress } from './proxy-address.ts';
import type { Tunnel } from './tunnel.ts';

/** A request as the SDK makes it; the part that is used. */
export interface SdkRequest {
  readonly method: string;
  readonly uri: string;
  readonly username?: string;
  readonly password?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly params?: object;
  readonly data?: object;
}

export interface SdkResponse {
  readonly statusCode: number;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

/** No response came. Holds nothing of the request. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /** Whether the request may have reached Twilio. */
  readonly sent: boolean;
  /** The system's name for what went wrong, such as `ECONNREFUSED`. */
  override readonly cause: string;
  /** The proxy, where the request came no further. */
  readonly proxy: string | undefined;
  constructor(cause: string, sent: boolean, proxy?: string) {
    super(`no response: ${cause}`);
    this.cause = cause;
    this.sent = sent;
    this.proxy = proxy;
  }
}

const LONGEST_RESPONSE = 1_048_576;
const UNREADABLE = 'no answer that can be read';

/**
 * An HTTP client for the SDK.
 *
 * @param timeLimit for a whole request, in ms
 * @param proxy for requests over TLS; others go where they go without one
 * @param ca certificates of further authorities to trust, in PEM format
 */
export function transport(
  timeLimit: number,
  proxy?: ProxyAddress,
  ca?: string,
): { request(request: SdkRequest): Promise<SdkResponse> } {
  const trust = trusting(ca);
  return {
    async request({ method, uri, username, password, headers, params, data }) {
      const url = new URL(uri);
      for (const [name, value] of fields(params)) url.searchParams.append(name, value);
      const body = data ? new URLSearchParams(fields(data)).toString() : undefined;
      const secure = url.protocol === 'https:';
      const { request } = secure ? await import('node:https') : await import('node:http');
      const tls = secure ? await trust() : undefined;
      const via = tls && proxy ? { ...proxy, ...(await import('./tunnel.ts')).tunnelTo(url, proxy, tls) } : undefined;
      return exchange(
        request(url, {
          method: method.toUpperCase(),
          headers: { ...headers, ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }) },
          auth: `${username}:${password}`,
          agent: false,
          ...tls,
          ...via?.options,
        }),
        body,
        timeLimit,
        via,
      );
    },
  };
}

function exchange(
  request: ClientRequest,
  body: string | undefined,
  timeLimit: number,
  via: (ProxyAddress & Tunnel) | undefined,
): Promise<SdkResponse> {
  return new Promise((resolve, reject) => {
    let sent = false;
    let atProxy = via !== undefined;
    const fail = (cause: string) => {
      clearTimeout(timer);
      reject(new TransportError(cause, sent, atProxy ? via?.place : undefined));
      request.destroy();
    };
    const timer = setTimeout(() => {
      fail('ETIMEDOUT');
      if (atProxy) via?.abandon();
    }, timeLimit);
    request.on('proxyConnect', ({ statusCode }: { statusCode: number }) => {
      // What else it answers would be taken for Twilio's answer.
      if (statusCode === 200) atProxy = false;
      else fail(statusCode > 0 ? `HTTP ${statusCode}` : UNREADABLE);
    });
    request.on('socket', (socket) => {
      // Until then not a byte of the request has left.
      socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
        sent = true;
      });
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      fail(error.code ?? (atProxy ? UNREADABLE : error.name));
    });
    // Whatever else it may end in, such as another protocol; after a whole response it changes nothing.
    request.on('close', () => fail('ECONNRESET'));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > LONGEST_RESPONSE) fail('a response that does not end');
      });
      response.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.name));
      response.on('aborted', () => fail('ECONNRESET'));
      response.on('end', () => {
        clearTimeout(timer);
        const { statusCode = 0, headers } = response;
        resolve({ statusCode, headers, body: Buffer.concat(chunks).toString() });
      });
    });
    request.end(body);
  });
}

// The SDK leaves undefined where an option was not given.
function fields(values: object | undefined): [string, string][] {
  return Object.entries(values ?? {}).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return [];
    return Array.isArray(value) ? value.map((one) => [name, String(one)]) : [[name, String(value)]];
  });
}
