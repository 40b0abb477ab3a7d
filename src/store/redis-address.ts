// The address of a Redis, parsed from a URL. The password goes into its own field and nowhere else: the place, which
// messages show, never contains it.

export interface RedisAddress {
  /** The address in words. Safe to show. */
  readonly place: string;
  readonly target: { readonly path: string } | { readonly host: string; readonly port: number; readonly tls: boolean };
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
}

/** Whether a store's address is meant for Redis, valid or not. */
export function isOfRedis(name: string): boolean {
  return /^redis(s|\+unix)?:/.test(name);
}

const FORMS = 'redis://[user:password@]host[:port][/database], the same with rediss:// for TLS, or redis+unix:///path';

/**
 * Parses `redis://`, `rediss://` and `redis+unix://` URLs. For a socket, database, user and password are query
 * parameters, because its URL has no other place for them.
 *
 * @throws RangeError if it is none of these; the message does not quote the URL
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
  return new RangeError(`not a Redis address: use ${FORMS}`);
}
