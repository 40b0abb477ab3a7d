// Who may use the API: Basic authentication as Twilio asks for it. Any password will do, unless the
// sandbox was given the credentials to accept.

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const API_KEY = /^SK[0-9a-f]{32}$/i;

/**
 * Whether an Authorization header opens an account: by its own SID, or by an API key, of which any could be its own.
 *
 * @param accepted the credentials to accept; without it, every password that is not empty
 */
export function mayUse(
  account: string | undefined,
  authorization: string | undefined,
  accepted: readonly Credentials[] | undefined,
): boolean {
  const given = readBasic(authorization);
  if (!given || given.password === '') return false;
  if (given.username !== account && !API_KEY.test(given.username)) return false;
  return accepted?.some((one) => one.username === given.username && one.password === given.password) ?? true;
}

function readBasic(authorization = ''): Credentials | undefined {
  const token = /^Basic +([A-Za-z0-9+/]+=*) *$/i.exec(authorization)?.[1];
  if (token === undefined) return undefined;
  // A password may hold colons, a user name may not.
  const [, username, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(token, 'base64').toString()) ?? [];
  return username === undefined || password === undefined ? undefined : { username, password };
}
