// A system log of a test's own: a datagram socket, and what was written to it.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Perl, because Node has no such sockets. */
const LISTEN =
  'use Socket; $| = 1; socket(S, AF_UNIX, SOCK_DGRAM, 0) and bind(S, pack_sockaddr_un($ARGV[0])) or die $!;' +
  'print "ready\n"; while (defined recv(S, $m, 65536, 0)) { print "$m\n" }';

interface Listener {
  /** The datagrams so far. */
  readonly heard: readonly string[];
  /** Listens no more, but does not say so. */
  hang(): void;
}

/** Listens at a path. */
export async function listenAt(path: string, cleanup: (close: () => void) => void): Promise<Listener> {
  const child = spawn('perl', ['-e', LISTEN, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  cleanup(() => void child.kill('SIGKILL'));
  const heard: string[] = [];
  await new Promise<void>((resolve) => {
    createInterface(child.stdout).on('line', (line) => (line === 'ready' ? resolve() : heard.push(line)));
  });
  return { heard, hang: () => void child.kill('SIGSTOP') };
}
