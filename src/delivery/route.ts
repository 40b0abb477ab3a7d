// Which way requests go: to which of Twilio's hosts, and through which proxy.

import type { ProxyAddress } from './proxy-address.ts';

interface Route {
  readonly apiUrl?: string | undefined;
  readonly edge?: string | undefined;
  readonly region?: string | undefined;
  /** Verify has a host of its own. */
  readonly verifyServiceSid?: string | undefined;
  readonly proxy?: ProxyAddress | undefined;
}

/** Reads an origin; plain HTTP is for a loopback address alone, since the request holds the credentials. */
export function readOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, origin, href } = new URL(text);
  const loopback = /^(127(\.[0-9]+){3}|localhost|\[::1\])$/.test(hostname);
  const safe = protocol === 'https:' || (protocol === 'http:' && loopback);
  return safe && href === `${origin}/` ? origin : undefined;
}

/** The origin that a product of Twilio's is reached at. */
export function originOf(product: 'api' | 'verify', { apiUrl, edge, region }: Route): string {
  if (apiUrl) return apiUrl;
  const place = [edge, region || (edge && 'us1')].filter(Boolean);
  return `https://${[product, ...place, 'twilio.com'].join('.')}`;
}

/** The origin that codes are sent through. */
export function twilioOrigin(route: Route): string {
  return originOf(route.verifyServiceSid ? 'verify' : 'api', route);
}

/** The way in words, for the operator. */
export function routeInWords(route: Route): string {
  const through = route.proxy ? ` through the proxy ${route.proxy.place}` : '';
  return `texts are handed to ${twilioOrigin(route)}${through}`;
}
