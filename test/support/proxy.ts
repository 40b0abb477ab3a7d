// An HTTP proxy on 127.0.0.1 that answers CONNECT requests, or does not, and a server that accepts
// TLS off: for tests of the way to Twilio over real connections.

import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';

/** For NODE_EXTRA_CA_CERTS: what the servers here show, good for the name `localhost` only. */
export const CERTIFICATE = join(import.meta.dirname, 'localhost.pem');

const pem = readFileSync(CERTIFICATE);

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

export interface ConnectProxy extends Listener {
  /** The requested targets, each with its `Proxy-Authorization`. */
  readonly asked: readonly { readonly target: string; readonly authorization: string | undefined }[];
  /** All bytes that clients sent through it, after it let them. */
  heard(): string;
}

export interface ProxyOptions {
  readonly tls?: boolean;
  /** What it answers instead of connecting. */
  readonly answer?: string;
}

export async function startProxy({ tls = false, answer }: ProxyOptions = {}): Promise<ConnectProxy> {
  const server = tls ? createHttpsServer({ key: pem, cert: pem }) : createHttpServer();
  const asked: { target: string; authorization: string | undefined }[] = [];
  const chunks: Buffer[] = [];
  server.on('connect', ({ url = '', headers }, client: Duplex) => {
    asked.push({ target: url, authorization: headers['proxy-authorization'] });
    client.on('error', () => {});
    if (answer !== undefined) {
      client.end(answer);
      return;
    }
    const { hostname, port } = new URL(`http://${url}`);
    const target = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.on('data', (chunk: Buffer) => chunks.push(chunk));
      client.pipe(target).pipe(client);
    });
    target.on('error', () => client.destroy());
    client.on('close', () => target.destroy());
  });
  return { ...(await listen(server)), asked, heard: () => Buffer.concat(chunks).toString('latin1') };
}

/** Takes TLS off and passes on to a port. */
export function startTls(inner: number): Promise<Listener> {
  return listen(
    createTlsServer({ key: pem, cert: pem }, (client) => {
      const target = connect(inner, '127.0.0.1');
      for (const socket of [client, target]) socket.on('error', () => {});
      client.pipe(target).pipe(client);
      client.on('close', () => target.destroy());
    }),
  );
}

/** Takes connections and says nothing. */
export function startSilence(): Promise<Listener> {
  return listen(createServer((socket) => socket.on('error', () => {}).resume()));
}

/** A port that nothing listens on. */
export async function deadPort(): Promise<number> {
  const { port, close } = await startSilence();
  await close();
  return port;
}

async function listen(server: Server): Promise<Listener> {
  const sockets = new Set<Duplex>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
