// Servers on loopback that answer as no good server would, and the traps that nothing should walk into.

import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

export interface Hostile {
  readonly origin: string;
  readonly host: string;
  /** What each connection has sent so far; of an encrypted one, decrypted. */
  readonly heard: readonly { readonly bytes: string }[];
  close(): Promise<void>;
}

/** A server that hears the bytes and may do anything to the socket; `whole` once a whole request is there. */
export async function rawServer(
  behave: (socket: Socket) => void,
  whole: (socket: Socket, request: string) => void = () => {},
): Promise<Hostile> {
  const heard: { bytes: string }[] = [];
  const server = createServer((socket) => {
    const said = { bytes: '' };
    heard.push(said);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      const was = isWhole(said.bytes);
      said.bytes += chunk;
      if (!was && isWhole(said.bytes)) whole(socket, said.bytes);
    });
    behave(socket);
  });
  return listen(server, 'http', heard);
}

/** A server that answers each request with these bytes, as they are, and closes. */
export function answeringServer(answer: string | ((request: string) => string)): Promise<Hostile> {
  return rawServer(
    () => {},
    (socket, request) => socket.end(typeof answer === 'string' ? answer : answer(request)),
  );
}

export function httpServer(listener: RequestListener): Promise<Hostile> {
  return listen(createHttpServer(listener), 'http', []);
}

/** An HTTPS server with a certificate that nobody has signed. */
export function selfSignedServer(key: string, cert: string, listener: RequestListener): Promise<Hostile> {
  return listen(createTlsServer({ key, cert }, listener), 'https', []);
}

/** One whole response in HTTP/1.1. */
export function response(status: string, body: string, headers = 'content-type: application/json'): string {
  return `HTTP/1.1 ${status}\r\n${headers}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`;
}

function isWhole(request: string): boolean {
  const [head = '', body] = request.split('\r\n\r\n');
  const length = Number(/^content-length: *([0-9]+)/im.exec(head)?.[1] ?? 0);
  return body !== undefined && Buffer.byteLength(body) >= length;
}

async function listen(server: Server, scheme: string, heard: Hostile['heard']): Promise<Hostile> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin: `${scheme}://${host}`,
    host,
    heard,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
