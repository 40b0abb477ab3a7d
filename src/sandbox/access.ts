// Who may use the API: Basic authentication as Twilio asks for it. Any password will do, unless the
// sandbox was given the credentials to accept.

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const ACCOUNT = /^AC[0-9a-f]{32}$/i;
const API_KEY = /^SK[0-9a-f]{32}$/i;

/** The account behind an API key where the path names none: no key has told whose it is. */
const ACCOUNT_OF_ANY_KEY = `AC${'0'.repeat(32)}`;

/**
 * The account that an Authorization header opens, or undefined where it opens none: with its own SID, or with an
 * API key, of which any could be its own.
 *
 * @param named the account in the request's path; Verify's paths have none
 * @param accepted the credentials to accept; without it, every password that is not empty
 */
export function openAccount(
  named: string | undefined,
  authorization: string | undefined,
  accepted: readonly Credentials[] | undefined,
): string | undefined {
  const given = readBasic(authorization);
  if (!given || given.password === '') return undefined;
  const { username, password } = given;
  const isKey = API_KEY.test(username);
  if (!isKey && (named === undefined ? !ACCOUNT.test(username) : username !== named)) return undefined;
  if (accepted && !accepted.some((one) => one.username === username && one.password === password)) return undefined;
  return named ?? (isKey ? ACCOUNT_OF_ANY_KEY : username);
}

function readBasic(authorization = ''): Credentials | undefined {
  const token = /^Basic +([A-Za-z0-9+/]+=*) *$/i.exec(authorization)?.[1];
  if (token === undefined) return undefined;
  // A password may hold colons, a user name may not.
  const [, username, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(token, 'base64').toString()) ?? [];
  return username === undefined || password === undefined ? undefined : { username, password };
}
