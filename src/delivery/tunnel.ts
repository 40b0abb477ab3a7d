// A way through an HTTP proxy: it is asked to connect us to the target, and TLS with the target goes
// through that connection, so that the proxy sees a host and a port. The only importer of the agent's package.

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
  /** Hangs up on a proxy that has not answered. Only until then: later the connection is the request's. */
  readonly abandon: () => void;
}

/** A tunnel for one request. @param trust whose certificate an `https:` proxy may show */
export function tunnelTo(target: URL, { place, authorization }: ProxyAddress, trust: Trust): Tunnel {
  const waiting = new AbortController();
  const agent = new HttpsProxyAgent(new URL(place), {
    // Not in the URL, which the package writes to standard error where DEBUG is set.
    ...(authorization === undefined ? {} : { headers: { 'Proxy-Authorization': authorization } }),
    ...trust,
    signal: waiting.signal,
  });
  const host = target.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    // The package forgets a target that is an address, and Node would take the proxy's name for it.
    options: { agent, checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate) },
    abandon: () => waiting.abort(),
  };
}
