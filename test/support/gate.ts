// The built program at a terminal, with a sandbox in Twilio's place, for tests that live through what
// a person lives through.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test as base } from 'vitest';
import { PROGRAM, SETTINGS, temporaryFolder } from './program.ts';
import { openSandbox, type TestSandbox } from './sandbox.ts';
import { runInShell, type ShellTerminal } from './shell.ts';
import type { Launch } from './terminal.ts';

export interface GateOptions extends Pick<Launch, 'args' | 'env' | 'cols' | 'rows' | 'cwd' | 'claims'> {
  /** Whom to ask instead of a sandbox. */
  readonly origin?: string;
  /** The `.env` file in the program's directory. */
  readonly envFile?: string;
  /** Where the shell sends its streams, such as `2>errors`. */
  readonly redirect?: string;
}

export interface Gate extends ShellTerminal {
  /** The program's directory, which is its HOME too. */
  readonly folder: string;
  /** What takes Twilio's place, unless the test names something else. */
  readonly sandbox: TestSandbox;
  /** Every code that was texted from there, oldest first. */
  readonly codes: readonly string[];
  newestCode(): string;
  /** Waits until the form says where a code was sent, and none is being sent. */
  ready(): Promise<void>;
  /** What was written to a file in the program's directory. */
  written(file: string): string;
  /** All that the program has written, to the terminal and to files. */
  everything(): string;
}

/** A server in Twilio's place that answers as a test wants it to. */
export interface Api {
  readonly origin: string;
  /** The requests' parameters; the code is in `Body`. */
  readonly requests: readonly URLSearchParams[];
}

export type Answer = (response: ServerResponse, parameters: URLSearchParams) => void;

type Cleanup = (cleanup: () => void | Promise<void>) => void;

interface Fixtures {
  /** Starts the program in a shell at a terminal. */
  readonly open: (options?: GateOptions) => Promise<Gate>;
  /** The same, once the first code was sent. */
  readonly openReady: (options?: GateOptions) => Promise<Gate>;
  /** Starts a server in Twilio's place that answers as told, or never. */
  readonly startApi: (answer?: Answer) => Promise<Api>;
}

/** A test of the program at a terminal. Whatever it starts ends with it. */
export const test = base.extend<Fixtures>({
  open: ({ onTestFinished }, use) => use((options) => openGate(onTestFinished, options)),
  openReady: ({ open }, use) =>
    use(async (options) => {
      const gate = await open(options);
      await gate.ready();
      return gate;
    }),
  startApi: ({ onTestFinished }, use) => use((answer) => openApi(onTestFinished, answer)),
});

async function openGate(cleanup: Cleanup, options: GateOptions = {}): Promise<Gate> {
  const { args = [], env, envFile, redirect, ...size } = options;
  const folder = temporaryFolder(cleanup);
  if (envFile !== undefined) writeFileSync(join(folder, '.env'), envFile, { mode: 0o600 });
  const sandbox = await openSandbox(cleanup);
  const origin = options.origin ?? sandbox.origin;
  const program = [PROGRAM, ...args];
  const launch = redirect
    ? { command: '/bin/bash', args: ['-c', `exec "$@" ${redirect}`, 'bash', process.execPath, ...program] }
    : { command: process.execPath, args: program };
  const shell = runInShell({
    ...launch,
    cwd: folder,
    ...size,
    env: { HOME: folder, ...SETTINGS, TWILIO_API_URL: origin, ...env },
  });
  cleanup(() => shell.close());
  const isReady = () => /sent to \+/.test(shell.text()) && !shell.text().includes('Sending the code');
  const written = (file: string) => readFileSync(join(folder, file), 'utf8');
  return {
    ...shell,
    folder,
    sandbox,
    codes: sandbox.codes,
    newestCode: sandbox.newestCode,
    ready: () => shell.until(isReady),
    written,
    everything() {
      const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() && entry.name !== '.env');
      return [shell.raw(), ...files.map(({ parentPath, name }) => readFileSync(join(parentPath, name)))].join('\n');
    },
  };
}

async function openApi(cleanup: Cleanup, answer: Answer = () => {}): Promise<Api> {
  const requests: URLSearchParams[] = [];
  const server = createServer(async (request, response) => {
    const parameters = new URLSearchParams((await request.setEncoding('utf8').toArray()).join(''));
    requests.push(parameters);
    answer(response, parameters);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup(() => {
    server.close();
    server.closeAllConnections();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}
