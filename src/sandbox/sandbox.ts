// The part of Twilio's REST API that otp-tui uses, on 127.0.0.1 and in Twilio's own formats, so that the
// whole product runs without an account. Owns the server; what a path means is the routes' business.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Credentials, openAccount } from './access.ts';
import { type CallsOptions, callRoutes } from './calls-api.ts';
import { BODY_LIMIT, decodeForm, isForm, readBody } from './form.ts';
import { type MessagesOptions, messageRoutes } from './messages-api.ts';
import {
  badRequest,
  bodyTooLarge,
  internalError,
  methodNotAllowed,
  notAForm,
  notAuthenticated,
  notFound,
  type Reply,
} from './reply.ts';
import { findRoute, type Route } from './route.ts';
import { type VerifyOptions, verifyRoutes } from './verify-api.ts';

export interface SandboxOptions extends MessagesOptions, CallsOptions, VerifyOptions {
  /** The port to listen on; a free one where it is 0 or left out. */
  readonly port?: number;
  /** The only credentials to accept; without it, the account's SID or any API key, with any password. */
  readonly credentials?: readonly Credentials[];
}

export interface Sandbox {
  /** For `TWILIO_API_URL`. */
  readonly origin: string;
  readonly port: number;
  /** Ends at once, whatever connections are open. */
  close(): Promise<void>;
}

const REQUEST_TIMEOUT = 30_000;

/**
 * Starts a sandbox. Rejects where the port cannot be had.
 *
 * @example
 * const sandbox = await startSandbox({ onText: (text) => console.log(JSON.stringify(text)) });
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const routes = [...messageRoutes(options), ...callRoutes(options), ...verifyRoutes(options)];
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT }, (request, response) => {
    answer(routes, options.credentials, request)
      .catch(internalError)
      .then((reply) => write(response, reply))
      .catch(() => response.destroy());
  });
  server.on('clientError', refuseGarbage);
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, port, close: () => close(server) };
}

async function answer(
  routes: readonly Route[],
  credentials: readonly Credentials[] | undefined,
  request: IncomingMessage,
): Promise<Reply> {
  const { method = '', url = '' } = request;
  const [path = ''] = url.split('?');
  const found = findRoute(routes, path);
  if (!found) return notFound(path);
  const { route, params } = found;
  const account = openAccount(params.account, request.headers.authorization, credentials);
  if (account === undefined) return notAuthenticated();
  const handle = route.methods[method];
  if (!handle) return methodNotAllowed(Object.keys(route.methods));
  if (method === 'GET') return handle({ path, account, params, form: new Map() });

  if (!isForm(request)) return notAForm();
  const body = await readBody(request);
  if (!body) return bodyTooLarge(BODY_LIMIT);
  const form = decodeForm(body);
  if (!form) return badRequest('the form is not percent-encoded UTF-8');
  return handle({ path, account, params, form });
}

function write(response: ServerResponse, { status, headers, body }: Reply): void {
  const json = JSON.stringify(body);
  response
    .writeHead(status, {
      'content-type': 'application/json;charset=utf-8',
      'content-length': Buffer.byteLength(json),
      ...headers,
    })
    .end(json);
}

// There is no request to answer yet, only a socket.
function refuseGarbage(_: Error, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const json = JSON.stringify(badRequest('this is not a whole HTTP request').body);
  const head = `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json;charset=utf-8\r\nconnection: close\r\n`;
  socket.end(`${head}content-length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // Stays for the server's life: an error event that nobody hears would end the process.
    server.on('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
