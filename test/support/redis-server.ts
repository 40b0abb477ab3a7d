// A Redis of the tests' own, on a free port of this computer.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe } from 'vitest';
import { isMissing } from './what-cannot-run.ts';

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  readonly socket: string;
  /** Ends it as a power failure would. */
  kill(): Promise<void>;
  /** Starts it again on the same port with what it kept. */
  start(): Promise<void>;
  /** Freezes it, and lets it go on. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  /** Its connections by TCP, as the system sees them: those that their clients keep open, and bytes that it has not read. */
  connections(): { readonly open: number; readonly unread: number };
  /** Runs a command by redis-cli. */
  cli(...command: string[]): string;
  /** Ends it and removes what it kept. */
  remove(): Promise<void>;
}

/** Tests that need Redis: see `isMissing`. */
export function describeWithRedis(name: string, suite: () => void): void {
  describe.skipIf(isMissing('redis'))(name, suite);
}

/** Starts a Redis that writes down every change before it answers. */
export async function startRedis(...settings: string[]): Promise<RedisServer> {
  const directory = mkdtempSync(join(tmpdir(), 'otp-tui-redis-'));
  const socket = join(directory, 'redis.sock');
  const port = await freePort();
  const listening = settings.includes('--tls-port') ? [] : ['--port', `${port}`];
  const args = [...listening, ...settings.map((setting) => (setting === 'PORT' ? `${port}` : setting))];
  let server: ReturnType<typeof run>;

  function run() {
    const child = spawn(
      'redis-server',
      // biome-ignore format: a setting a line
      [
        '--bind', '127.0.0.1', '--unixsocket', socket, '--dir', directory, '--daemonize', 'no',
        '--save', '', '--appendonly', 'yes', '--appendfsync', 'always', ...args,
      ],
      { stdio: 'ignore' },
    );
    const end = once(child, 'exit');
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    end.then(() => process.removeListener('exit', kill));
    return { child, end };
  }

  const start = async () => {
    server = run();
    for (let round = 0; !isUp(socket); round++) {
      if (round > 500 || server.child.exitCode !== null) throw new Error('redis-server does not start');
      await sleep(10);
    }
  };
  const kill = async () => {
    server.child.kill('SIGKILL');
    await server.end;
  };
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    socket,
    kill,
    start,
    signal: (name) => void server.child.kill(name),
    connections: () => connectionsTo(port),
    cli: (...command) => spawnSync('redis-cli', ['-s', socket, ...command], { encoding: 'utf8' }).stdout.trim(),
    async remove() {
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The state of a connection that is closed, and remembered for a minute. */
const TIME_WAIT = '06';

function connectionsTo(port: number): { readonly open: number; readonly unread: number } {
  // proc_pid_net(5): a row a socket, with its own and the other address, and what waits to be sent and read, in hex.
  const rows = readFileSync('/proc/net/tcp', 'latin1').trim().split('\n').slice(1);
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  let open = 0;
  let unread = 0;
  for (const [, own = '', other = '', state, queues = ''] of rows.map((row) => row.trim().split(/\s+/))) {
    if (other.endsWith(end) && state !== TIME_WAIT) open += 1;
    if (own.endsWith(end)) unread += Number.parseInt(queues.split(':')[1] ?? '0', 16);
  }
  return { open, unread };
}

// It takes connections before it has read what it kept.
function isUp(socket: string): boolean {
  return spawnSync('redis-cli', ['-s', socket, 'PING'], { encoding: 'utf8' }).stdout.trim() === 'PONG';
}
