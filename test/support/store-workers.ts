// Starts and ends other processes at a store.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const WORKER = join(import.meta.dirname, 'store-worker.mjs');

export interface Worker {
  readonly process: ChildProcess;
  /** What it said so far, after `ready`. */
  readonly said: unknown[];
  readonly end: Promise<Ended>;
  go(): void;
}

export interface Ended {
  readonly status: number | null;
  /** What it wrote to standard error. */
  readonly complaints: string;
}

/** Starts a worker and waits until it can go; `around` is a command line that runs it, as in a namespace. */
export async function startWorker(
  place: string,
  task: readonly string[],
  around: readonly string[] = [],
): Promise<Worker> {
  const [command = process.execPath, ...rest] = [...around, process.execPath, WORKER, place, ...task];
  // Node reads these certificates at every start, which takes longer than many a test.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const child = spawn(command, rest, { stdio: 'pipe', env });
  let complaints = '';
  child.stderr.on('data', (text) => {
    complaints += text;
  });
  // Gone before it was told to go.
  child.stdin.on('error', () => {});
  const said: unknown[] = [];
  const lines = createInterface(child.stdout);
  const isReady = once(lines, 'line');
  const closed = once(child, 'close');
  const end = closed.then(() => ({ status: child.exitCode, complaints }));
  await Promise.race([isReady, end.then(() => Promise.reject(new Error(`worker ended early: ${complaints}`)))]);
  lines.on('line', (line) => said.push(JSON.parse(line)));
  return { process: child, said, end, go: () => child.stdin.write('go\n') };
}

/** Starts one worker for each task, lets them go together and waits for their ends. */
export async function runWorkers(place: string, tasks: readonly (readonly string[])[]): Promise<readonly Worker[]> {
  const workers = await Promise.all(tasks.map((task) => startWorker(place, task)));
  for (const worker of workers) worker.go();
  for (const { status, complaints } of await Promise.all(workers.map(({ end }) => end))) {
    if (status !== 0) throw new Error(`a worker ended with ${status}: ${complaints}`);
  }
  return workers;
}
