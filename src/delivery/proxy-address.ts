// The address of an HTTP proxy, parsed from a URL as curl does. User name and password go into a header and
// nowhere else: the origin, which messages show, never contains them.

export interface ProxyAddress {
  /** The proxy's origin, always with its port. Safe to show. */
  readonly origin: string;
  /** The value of the `Proxy-Authorization` header, if there is a login. */
  readonly authorization: string | undefined;
}

/** What a good address looks like. */
export const PROXY_FORM =
  'http://[user:password@]host[:port] or the same with https://, special characters percent-encoded';

/**
 * Parses an address. Without a scheme it is `http://`.
 *
 * @throws RangeError if it is not one; the message does not quote it
 * @example readProxyAddress('http://me:secret@proxy.example:3128').origin // 'http://proxy.example:3128'
 */
export function readProxyAddress(text: string): ProxyAddress {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(url)) throw malformed();
  const { protocol, hostname, port, pathname, search, hash, username, password } = new URL(url);
  // With a path, the "host" is likely part of a password that contains a slash.
  if (!/^https?:$/.test(protocol) || !hostname || pathname !== '/' || search || hash) throw malformed();
  const user = `${decode(username)}:${decode(password)}`;
  return {
    origin: `${protocol}//${hostname}:${port || defaultPort(protocol, url)}`,
    authorization: user === ':' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`,
  };
}

// A URL object drops its protocol's default port, but curl's default port for a proxy is a different one.
function defaultPort(protocol: string, url: string): number {
  if (protocol === 'https:') return 443;
  return /:0*80\/?$/.test(url) ? 80 : 1080;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformed();
  }
}

function malformed(): RangeError {
  return new RangeError(`not a proxy address: use ${PROXY_FORM}`);
}
