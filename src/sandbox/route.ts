// What a part of the API is made of: a path, and a handler for each method. A new resource is a file
// with its routes and one line in `sandbox.ts`.

import type { Form } from './form.ts';
import type { Reply } from './reply.ts';

/** A request that got past authentication, with its body read. */
export interface ApiRequest {
  readonly path: string;
  /** The account that the credentials opened. */
  readonly account: string;
  /** The named groups of the route's path. */
  readonly params: Readonly<Partial<Record<string, string>>>;
  /** Empty for a GET. */
  readonly form: Form;
}

export interface Route {
  /** Matches the whole path; the group `account`, where there is one, is the account that the request has to open. */
  readonly path: RegExp;
  readonly methods: Readonly<Partial<Record<string, (request: ApiRequest) => Reply>>>;
}

export interface FoundRoute {
  readonly route: Route;
  readonly params: ApiRequest['params'];
}

export function findRoute(routes: readonly Route[], path: string): FoundRoute | undefined {
  for (const route of routes) {
    const match = route.path.exec(path);
    if (match) return { route, params: match.groups ?? {} };
  }
  return undefined;
}
