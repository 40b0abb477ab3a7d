// Which way requests go: to which of Twilio's hosts.

interface Route {
  readonly apiUrl?: string | undefined;
  readonly edge?: string | undefined;
  readonly region?: string | undefined;
}

/** The origin that requests go to; the SDK forms its host alike. */
export function twilioOrigin({ apiUrl, edge, region }: Route, product: 'api' | 'verify' = 'api'): string {
  if (apiUrl) return apiUrl;
  const place = [edge, region || (edge && 'us1')].filter(Boolean);
  return `https://${[product, ...place, 'twilio.com'].join('.')}`;
}
