// Where a Redis is, read from a URL. The password goes into its own field and nowhere else: the name
// of the place, which messages show, never holds it.

export interface RedisAddress {
  /** The place in words that may be shown. */
  readonly place: string;
  readonly target: { readonly path: string } | { readonly host: string; readonly port: number; readonly tls: boolean };
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
}

/** Whether the name of a store is that of a Redis, a good one or not. */
export function isOfRedis(name: string): boolean {
  return /^redis(s|\+unix)?:/.test(name);
}

const FORMS = 'redis://[user:password@]host[:port][/database], the same with rediss:// for TLS, or redis+unix:///path';

/**
 * Reads `redis://`, `rediss://` and `redis+unix://` URLs. A socket's database, user and password are
 * parameters, as its URL has no other place for them.
 *
 * @throws RangeError where it is none of these; the message does not repeat the URL
 * @example readRedisAddress('redis+unix:///run/redis.sock?db=2').database // 2
 */
export function readRedisAddress(url: string): RedisAddress {
  if (!URL.canParse(url)) throw malformed();
  const { protocol, hostname, port, pathname, searchParams, username, password, hash } = new URL(url);
  const known = protocol === 'redis+unix:' ? ['db', 'user', 'password'] : [];
  if (hash || [...searchParams.keys()].some((name) => !known.includes(name))) throw malformed();

  if (protocol === 'redis+unix:') {
    const path = decode(pathname);
    const database = readDatabase(searchParams.get('db') ?? '');
    if (hostname || !path.startsWith('/') || path === '/') throw malformed();
    return {
      place: `Redis at ${path}, database ${database}`,
      target: { path },
      username: searchParams.get('user') || undefined,
      password: searchParams.get('password') || undefined,
      database,
    };
  }

  if ((protocol !== 'redis:' && protocol !== 'rediss:') || !hostname) throw malformed();
  const database = readDatabase(pathname.replace(/^\//, ''));
  // Without the brackets that a URL puts around an IPv6 address.
  const host = decode(hostname).replace(/^\[(.*)\]$/, '$1');
  return {
    place: `Redis at ${hostname}:${port || 6379}, database ${database}`,
    target: { host, port: Number(port || 6379), tls: protocol === 'rediss:' },
    username: decode(username) || undefined,
    password: decode(password) || undefined,
    database,
  };
}

function readDatabase(text: string): number {
  if (!/^[0-9]{0,5}$/.test(text)) throw malformed();
  return Number(text);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformed();
  }
}

function malformed(): RangeError {
  return new RangeError(`not an address of Redis: give ${FORMS}`);
}
