// Runs a Node program on an 80×24 terminal and measures when it wrote something, and its use of memory and CPU.

import { readdirSync, readFileSync } from 'node:fs';
import { spawn } from '@lydell/node-pty';

/** In ms. Nothing measured here takes nearly as long, however busy the machine. */
const TIMEOUT = 30_000;

/**
 * Starts `node` with these arguments. Its environment is `env` alone, without NODE_EXTRA_CA_CERTS, which Node 20
 * parses at every start.
 *
 * @param name its name in error messages
 */
export function startProgram(name, args, { env, cwd }) {
  const startedAt = performance.now();
  const pty = spawn(process.execPath, args, { cols: 80, rows: 24, cwd, env });
  let output = '';
  let ending;
  let look = () => {};

  pty.onData((data) => {
    output += data;
    look();
  });
  pty.onExit(({ exitCode, signal }) => {
    ending = { status: signal ? `signal ${signal}` : exitCode };
    look();
  });

  /** Waits for something, and fails with a plain message if it can no longer happen. */
  const until = (what, isSo, isLost) =>
    new Promise((resolve, reject) => {
      const giveUp = (why) => reject(new Error(`${name}: ${what} did not happen: ${why}. Its output: ${said(output)}`));
      const timer = setTimeout(() => giveUp(`${TIMEOUT / 1_000} s passed`), TIMEOUT);
      look = () => {
        const now = performance.now() - startedAt;
        if (isSo()) resolve(now);
        else if (isLost()) giveUp(`it ended with ${ending.status}`);
        else return;
        clearTimeout(timer);
        look = () => {};
      };
      look();
    });

  return {
    startedAt,
    pid: pty.pid,
    /** @returns the ms from its start until it had written the words */
    wrote: (words) =>
      until(
        `${words} in its output`,
        () => output.match(words) !== null,
        () => ending !== undefined,
      ),
    /** @returns the ms from its start until it ended with status 0 */
    ended: () =>
      until(
        'its end with status 0',
        () => ending?.status === 0,
        () => ending !== undefined,
      ),
    async kill() {
      if (ending) return;
      pty.kill('SIGKILL');
      await until(
        'its end',
        () => ending !== undefined,
        () => false,
      );
    },
  };
}

/** The peak memory of a process so far, in MB. */
export function peakMemory(pid) {
  return fieldOf(`/proc/${pid}/status`, 'VmHWM') / 1_024;
}

/** The CPU time of a process's threads so far, in ms, and how often they have woken up. */
export function activity(pid) {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`);
  return {
    // The same as utime plus stime in /proc/PID/stat, but in ns instead of steps of 10 ms.
    ms: sum(threads.map((thread) => Number(readFileSync(`${thread}/schedstat`, 'utf8').split(' ')[0]))) / 1e6,
    wakeups: sum(threads.map((thread) => fieldOf(`${thread}/status`, 'voluntary_ctxt_switches'))),
  };
}

function fieldOf(file, name) {
  return Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1]);
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

function said(output) {
  return JSON.stringify(output.slice(-300));
}
