// Where an HTTP proxy is, read from a URL as curl reads one. User and password go into a header and
// nowhere else: the place, which messages show, never holds them.

export interface ProxyAddress {
  /** The proxy's origin, always with its port; may be shown. */
  readonly place: string;
  /** What it is to be told of who we are: the value of `Proxy-Authorization`. */
  readonly authorization: string | undefined;
}

/** What a good address looks like. */
export const PROXY_FORM =
  'http://[user:password@]host[:port] or the same with https://, special characters percent-encoded';

/**
 * Reads an address; without a scheme it is `http://`.
 *
 * @throws RangeError where it is none; the message does not repeat it
 * @example readProxyAddress('http://me:secret@proxy.example:3128').place // 'http://proxy.example:3128'
 */
export function readProxyAddress(text: string): ProxyAddress {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(url)) throw malformed();
  const { protocol, hostname, port, pathname, search, hash, username, password } = new URL(url);
  // With a path, the host is likely half a password that has a slash in it.
  if (!/^https?:$/.test(protocol) || !hostname || pathname !== '/' || search || hash) throw malformed();
  const user = `${decode(username)}:${decode(password)}`;
  return {
    place: `${protocol}//${hostname}:${port || usualPort(protocol, url)}`,
    authorization: user === ':' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`,
  };
}

// A URL object leaves out a port that is its protocol's own; curl's own for a proxy is another.
function usualPort(protocol: string, url: string): number {
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
  return new RangeError(`not an address of a proxy: give ${PROXY_FORM}`);
}
