// A tunnel through an HTTP proxy. The proxy connects us to the target and TLS runs through that connection, so
// the proxy sees only a host and a port. The only importer of https-proxy-agent.

import type { Agent } from 'node:http';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { Trust } from '../trust.ts';
import type { ProxyAddress } from './proxy-address.ts';

export interface Tunnel {
  /** For the request. */
  readonly options: {
    readonly agent: Agent;
    readonly checkServerIdentity: (name: string, certificate: PeerCertificate) => Error | undefined;
  };
  /** Hangs up on a proxy that has not answered. Not after that: then the connection belongs to the request. */
  readonly abandon: () => void;
}

/** A tunnel for one request. @param trust which certificates to accept from an `https:` proxy */
export function tunnelTo(target: URL, { origin, authorization }: ProxyAddress, trust: Trust): Tunnel {
  const waiting = new AbortController();
  const agent = new HttpsProxyAgent(new URL(origin), {
    // Not in the URL: the package writes that to standard error if DEBUG is set.
    ...(authorization === undefined ? {} : { headers: { 'Proxy-Authorization': authorization } }),
    ...trust,
    signal: waiting.signal,
  });
  const host = target.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    // If the target is an IP address the package drops its name, and Node would check the proxy's name instead.
    options: { agent, checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate) },
    abandon: () => waiting.abort(),
  };
}
