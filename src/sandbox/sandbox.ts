// The part of Twilio's REST API that otp-tui uses, on 127.0.0.1 and in Twilio's own formats, so that the
// whole product runs without an account. This file is the HTTP server, and what it refuses before routing.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { accountRoutes } from './account.ts';
import { errorReply, notFound, type Reply, type Route } from './api.ts';
import { callRoutes } from './calls.ts';
import { messageRoutes } from './messages.ts';
import type { Credentials, SandboxOptions } from './options.ts';
import { authenticate, BODY_LIMIT, decodeForm, EMPTY_FORM, isForm, readBody } from './request.ts';
import { verifyRoutes } from './verify.ts';

export type { Credentials, Pace, SandboxOptions, SentText } from './options.ts';

export interface Sandbox {
  /** For `TWILIO_API_URL`. */
  readonly origin: string;
  readonly port: number;
  /** Closes at once, even if there are open connections. */
  close(): Promise<void>;
}

/** In ms. */
const REQUEST_TIMEOUT = 30_000;

/**
 * Starts a sandbox. Rejects if it cannot listen on the port.
 *
 * @example
 * const sandbox = await startSandbox({ onText: (text) => console.log(JSON.stringify(text)) });
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { clock = Date.now } = options;
  const routes = [
    ...accountRoutes(options),
    ...messageRoutes(options),
    ...callRoutes(options),
    ...verifyRoutes(options),
  ];
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT }, (request, response) => {
    answer(routes, options.credentials, request)
      .catch(() => errorReply(20500, 'Internal server error'))
      .then((reply) => write(response, reply, clock()))
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
  const [path = '', search = ''] = url.split(/\?(.*)/s);
  const route = routes.find((one) => one.path.test(path));
  if (!route) return notFound(path);
  const params = route.path.exec(path)?.groups ?? {};
  const authenticated = authenticate(params.account, request.headers.authorization, credentials);
  if (authenticated === undefined) {
    return errorReply(20003, 'Authenticate', { headers: { 'www-authenticate': 'Basic realm="Twilio API"' } });
  }
  const handle = route.methods[method];
  if (!handle) return methodNotAllowed(Object.keys(route.methods));
  const query = decodeForm(Buffer.from(search));
  if (!query) return badRequest('the query is not percent-encoded UTF-8');
  const asked = { path, ...authenticated, params, query };
  if (method === 'GET') return handle({ ...asked, form: EMPTY_FORM });

  if (!isForm(request)) return notAForm();
  const body = await readBody(request);
  if (!body) return bodyTooLarge();
  const form = decodeForm(body);
  if (!form) return badRequest('the form is not percent-encoded UTF-8');
  return handle({ ...asked, form });
}

function methodNotAllowed(allowed: readonly string[]): Reply {
  return errorReply(20004, 'Method not allowed', { status: 405, headers: { allow: allowed.join(', ') } });
}

// Twilio does not document its answers to the requests below. The codes are modelled on its 20404 and 20429.

function badRequest(reason: string): Reply {
  return errorReply(20400, `Bad request: ${reason}`);
}

function bodyTooLarge(): Reply {
  const message = `The request body is larger than ${BODY_LIMIT} bytes`;
  return errorReply(20413, message, { status: 413, headers: { connection: 'close' } });
}

function notAForm(): Reply {
  return errorReply(20415, 'The request body must be application/x-www-form-urlencoded', { status: 415 });
}

function write(response: ServerResponse, { status, headers, body }: Reply, now: number): void {
  const json = JSON.stringify(body);
  response
    .writeHead(status, {
      'content-type': 'application/json;charset=utf-8',
      'content-length': Buffer.byteLength(json),
      date: new Date(now).toUTCString(),
      ...headers,
    })
    .end(json);
}

// What arrived is not a request, so there is no response to write to, only a socket.
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
    // Never removed: an error event without a listener would end the process.
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
