// Where requests go: which of Twilio's hosts, and through which proxy.

import type { ProxyAddress } from './proxy-address.ts';

interface Route {
  readonly apiUrl?: string | undefined;
  readonly edge?: string | undefined;
  readonly region?: string | undefined;
  /** Verify has a host of its own. */
  readonly verifyServiceSid?: string | undefined;
  readonly proxy?: ProxyAddress | undefined;
}

/** Parses an origin. Plain HTTP is for loopback addresses only, since requests contain the credentials. */
export function readOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, origin, href } = new URL(text);
  const isLoopback = /^(127(\.[0-9]+){3}|localhost|\[::1\])$/.test(hostname);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback);
  return isSafe && href === `${origin}/` ? origin : undefined;
}

/** The origin of one of Twilio's APIs. */
export function originOf(product: 'api' | 'messaging' | 'verify', { apiUrl, edge, region }: Route): string {
  if (apiUrl) return apiUrl;
  const labels = [edge, region || (edge && 'us1')].filter(Boolean);
  return `https://${[product, ...labels, 'twilio.com'].join('.')}`;
}

/** The origin that codes are sent through. */
export function twilioOrigin(route: Route): string {
  return originOf(route.verifyServiceSid ? 'verify' : 'api', route);
}

/** The route in words, for the operator. */
export function routeInWords(route: Route): string {
  const through = route.proxy ? ` through the proxy ${route.proxy.origin}` : '';
  return `requests to Twilio go to ${twilioOrigin(route)}${through}`;
}
