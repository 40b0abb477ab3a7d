// The parts of the official SDK that otp-tui uses, imported file by file: loading the whole SDK takes ten times as
// long. This file itself is loaded only for the first request.

import { arch, platform } from 'node:os';
import type { Twilio } from 'twilio';
import domain from 'twilio/lib/base/Domain.js';
import version from 'twilio/lib/base/Version.js';
import { CallListInstance } from 'twilio/lib/rest/api/v2010/account/call.js';
import { MessageListInstance } from 'twilio/lib/rest/api/v2010/account/message.js';
import { ServiceListInstance } from 'twilio/lib/rest/verify/v2/service.js';
import type { SdkRequest, SdkResponse } from './transport.ts';

/** Sent to Twilio in the User-Agent. The package is pinned exactly, and a test compares our requests with the whole SDK's. */
const SDK_VERSION = '6.2.0';

/** The parts of the SDK's client that are used, by their original names. */
export type TwilioClient = Pick<Twilio, 'messages' | 'calls'> & {
  readonly verify: { readonly v2: Pick<Twilio['verify']['v2'], 'services'> };
  /** Fetches what has no resource here: the SDK's own ones for an account load a hundred files. */
  fetch(api: '2010' | 'messaging' | 'verify', path: string, params?: object): Promise<unknown>;
};

/** The credentials for the SDK's requests, where they go, and what transports them. */
export interface TwilioClientOptions {
  readonly username: string;
  readonly password: string;
  readonly accountSid: string;
  /** The origins of the APIs, such as `https://api.twilio.com`. */
  readonly api: string;
  readonly messaging: string;
  readonly verify: string;
  readonly request: (request: SdkRequest) => Promise<SdkResponse>;
}

/** A client made of the SDK's own resources. */
export function twilioClient({
  username,
  password,
  accountSid,
  api,
  messaging,
  verify,
  request,
}: TwilioClientOptions): TwilioClient {
  const client = {
    accountSid,
    request: ({ headers = {}, ...rest }: SdkRequest) =>
      request({ ...rest, username, password, headers: { ...headers, ...headersFor(rest.method, headers) } }),
  };
  // Stands in for the SDK's own client, which would pull in an HTTP library.
  const at = (origin: string, path: string) => new version.default(new domain.default(client as never, origin), path);
  const versions = { 2010: at(api, '2010-04-01'), messaging: at(messaging, 'v1'), verify: at(verify, 'v2') };
  // The resources are typed for the SDK's subclasses, but use only what those inherit.
  const account = versions[2010] as never;
  return {
    messages: MessageListInstance(account, accountSid),
    calls: CallListInstance(account, accountSid),
    verify: { v2: { services: ServiceListInstance(versions.verify as never) } },
    fetch: (name, uri, params = {}) =>
      versions[name].fetch({ uri, method: 'get', params, headers: { Accept: 'application/json' } }),
  };
}

/** The headers that the SDK's client adds to a resource's own. */
function headersFor(method: string, given: Readonly<Record<string, string>>): Record<string, string> {
  const sends = method === 'post' || method === 'put';
  return {
    'User-Agent': `twilio-node/${SDK_VERSION} (${platform()} ${arch()}) node/${process.version}`,
    'Accept-Charset': 'utf-8',
    ...(sends && !given['Content-Type'] ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}),
    ...(method !== 'delete' && !given.Accept ? { Accept: 'application/json' } : {}),
  };
}
