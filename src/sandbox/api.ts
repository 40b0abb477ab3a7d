// The building blocks of the API: routes, replies, and resources that are created by a POST and then
// change with time. A new resource takes a file that returns its routes, and one line in `sandbox.ts`.

import { randomBytes } from 'node:crypto';
import type { ApiOptions, SentText } from './options.ts';
import { pageOf } from './page.ts';
import type { Form } from './request.ts';

/** An authenticated request whose body has been read. */
export interface ApiRequest {
  readonly path: string;
  /** The account of the credentials. */
  readonly account: string;
  /** Whether they are an API key's. */
  readonly isKey: boolean;
  /** The named groups of the route's path. */
  readonly params: Readonly<Partial<Record<string, string>>>;
  /** Empty for a GET. */
  readonly form: Form;
  /** The parameters after the path's `?`. */
  readonly query: Form;
}

export interface Route {
  /** Matches the whole path. The group `account`, if it has one, is the account that the credentials must be for. */
  readonly path: RegExp;
  readonly methods: Readonly<Partial<Record<string, (request: ApiRequest) => Reply>>>;
}

/** An answer that has not been written yet. Errors are replies too, so that handlers need not throw. */
export interface Reply {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The HTTP statuses of errors by their code. All other errors have 400. */
const STATUSES: Readonly<Record<number, number>> = {
  10001: 403,
  10002: 403,
  20003: 401,
  20005: 403,
  20008: 403,
  20404: 404,
  20429: 429,
  20500: 500,
  20503: 503,
  60202: 429,
  60203: 429,
  60205: 403,
  60212: 429,
  60223: 403,
  60238: 403,
  60410: 403,
  60605: 403,
  575001: 403,
};

/** An error in Twilio's JSON. */
export function errorReply(
  code: number,
  message: string,
  { status = STATUSES[code] ?? 400, headers = {} } = {},
): Reply {
  return { status, headers, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}

export function notFound(path: string): Reply {
  return errorReply(20404, `The requested resource ${path} was not found`);
}

/** The fields of every resource in the 2010 API. */
export interface Created {
  readonly sid: string;
  readonly account: string;
  /** In ms since 1970. */
  readonly createdAt: number;
}

/** One kind of resource in the 2010 API. Once created, it changes only with time. `Own` are the fields of this kind alone. */
interface ResourceKind<Own extends object> {
  /** Its name in paths, such as `Messages`. */
  readonly name: string;
  /** What its SIDs start with; new ones start with the first. */
  readonly prefixes: readonly [string, ...string[]];
  /** Checks the parameters; then returns an error, or makes the resource and says what reaches the phone. */
  create(form: Form, make: (own: Own, text: TextParts) => Reply): Reply;
  /** The resource in Twilio's JSON. @param uri its path, without the ending `.json` */
  describe(resource: Own & Created, uri: string, now: number): object;
}

type TextParts = Pick<SentText, 'to' | 'from' | 'body'>;

/** The routes to create resources of a kind, to list them and to fetch one. */
export function resourceRoutes<Own extends object>(
  { name, prefixes, create, describe }: ResourceKind<Own>,
  { onText, clock = Date.now }: ApiOptions,
): readonly Route[] {
  const resources = new Map<string, Own & Created>();
  const reply = (status: number, resource: Own & Created, now: number): Reply => {
    const uri = `/2010-04-01/Accounts/${resource.account}/${name}/${resource.sid}`;
    return { status, body: describe(resource, uri, now) };
  };

  function post({ account, form }: ApiRequest): Reply {
    return create(form, (own, text) => {
      const resource = { ...own, sid: newSid(prefixes[0]), account, createdAt: clock() };
      remember(resources, resource.sid, resource);
      onText?.({ time: new Date(resource.createdAt).toISOString(), ...text, sid: resource.sid });
      return reply(201, resource, resource.createdAt);
    });
  }

  function get({ path, account, params: { sid = '' } }: ApiRequest): Reply {
    const resource = resources.get(sid);
    return resource?.account === account ? reply(200, resource, clock()) : notFound(path);
  }

  function list(request: ApiRequest): Reply {
    const all = [...resources.values()].filter(({ account }) => account === request.account).reverse();
    const items = all.map((one) => reply(200, one, clock()).body);
    return pageOf(name.toLowerCase(), items, request);
  }

  const path = `/2010-04-01/Accounts/(?<account>AC[0-9a-fA-F]{32})/${name}`;
  return [
    { path: new RegExp(`^${path}\\.json$`), methods: { GET: list, POST: post } },
    { path: new RegExp(`^${path}/(?<sid>(?:${prefixes.join('|')})[0-9a-f]{32})\\.json$`), methods: { GET: get } },
  ];
}

const MAX_REMEMBERED = 1_000;

/** Adds or replaces a value. Only the newest thousand are remembered, so that a running sandbox does not grow. */
export function remember<Value>(values: Map<string, Value>, key: string, value: Value): void {
  values.delete(key);
  values.set(key, value);
  const [oldest] = values.keys();
  if (values.size > MAX_REMEMBERED && oldest !== undefined) values.delete(oldest);
}

/** @example newSid('SM') // 'SM' and 32 hexadecimal digits */
export function newSid(prefix: string): string {
  return `${prefix}${randomBytes(16).toString('hex')}`;
}

/** A time as the 2010 API writes it. @example rfc2822(0) // 'Thu, 01 Jan 1970 00:00:00 +0000' */
export function rfc2822(time: number): string {
  return new Date(time).toUTCString().replace('GMT', '+0000');
}

/** A time as Verify writes it. @example iso8601(0) // '1970-01-01T00:00:00Z' */
export function iso8601(time: number): string {
  return new Date(time).toISOString().replace(/\.[0-9]+Z$/, 'Z');
}
