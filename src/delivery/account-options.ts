// Which Twilio account, and the way to it. Part of the library's types, so it names neither the SDK's nor Node's.

import type { ProxyAddress } from './proxy-address.ts';

/** Which Twilio account, and the way to it. */
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
  /** The proxy for https: origins, already parsed or as `http[s]://[user:password@]host[:port]`. */
  readonly proxy?: string | ProxyAddress | undefined;
  /** Certificates of authorities to trust in addition to Node's, in PEM format. */
  readonly ca?: string | undefined;
  /** For one request, including the time at the proxy, in ms; 10 s if left out. */
  readonly timeLimit?: number | undefined;
  /** Is told the headers of each response. */
  readonly onResponse?: ((headers: Readonly<Record<string, string | string[] | undefined>>) => void) | undefined;
  /** Times the retries; the system's timer if left out. */
  readonly timer?: Timer | undefined;
}

export interface Timer {
  /** ms since an arbitrary moment */
  now(): number;
  /** @param ms how long to wait */
  sleep(ms: number): Promise<unknown>;
}
