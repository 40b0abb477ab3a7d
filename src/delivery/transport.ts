// The HTTP client for the Twilio SDK. Uses only the proxy from our settings, enforces a time limit, and verifies
// certificates whatever the environment says. The SDK's own client takes proxies and certificate files from the
// environment, and its errors contain the code and the credentials.

import type { ClientRequest, IncomingMessage } from 'node:http';
import { loading } from '../core/missing-package.ts';
import { trusting } from '../trust.ts';
import type { ProxyAddress } from './proxy-address.ts';
import type { Tunnel } from './tunnel.ts';

/** A request as the SDK makes it, as far as it is used here. */
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

/** There was no response. Contains nothing from the request. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /** Whether the request may have reached Twilio. */
  readonly sent: boolean;
  /** The system's name for what went wrong, such as `ECONNREFUSED`. */
  override readonly cause: string;
  /** The proxy, if the request got no further than that. */
  readonly proxy: string | undefined;
  constructor(cause: string, sent: boolean, proxy?: string) {
    super(`no response: ${cause}`);
    this.cause = cause;
    this.sent = sent;
    this.proxy = proxy;
  }
}

const MAX_RESPONSE_BYTES = 1_048_576;
const UNREADABLE = 'an unreadable answer';

/**
 * An HTTP client for the SDK.
 *
 * @param timeLimit for a whole request, in ms
 * @param proxy for requests over TLS; other requests go directly
 * @param ca certificates of additional authorities to trust, in PEM format
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
      const tunnel = tls && proxy && (await loading('https-proxy-agent', import('./tunnel.ts')));
      const via = tunnel && { ...proxy, ...tunnel.tunnelTo(url, proxy, tls) };
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
      reject(new TransportError(cause, sent, atProxy ? via?.origin : undefined));
      request.destroy();
    };
    const timer = setTimeout(() => {
      fail('ETIMEDOUT');
      if (atProxy) via?.abandon();
    }, timeLimit);
    request.on('proxyConnect', ({ statusCode }: { statusCode: number }) => {
      // Any other answer of the proxy would be mistaken for Twilio's.
      if (statusCode === 200) atProxy = false;
      else fail(statusCode > 0 ? `HTTP ${statusCode}` : UNREADABLE);
    });
    request.on('socket', (socket) => {
      // Before that, not a byte of the request has left.
      socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
        sent = true;
      });
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      fail(error.code ?? (atProxy ? UNREADABLE : error.name));
    });
    // For every other ending, such as a protocol upgrade. After a complete response it has no effect.
    request.on('close', () => fail('ECONNRESET'));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > MAX_RESPONSE_BYTES) fail('an endless response');
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

// Options that were not given are undefined.
function fields(values: object | undefined): [string, string][] {
  return Object.entries(values ?? {}).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return [];
    return Array.isArray(value) ? value.map((item) => [name, String(item)]) : [[name, String(value)]];
  });
}
