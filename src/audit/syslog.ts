// An audit log in the system's log, by way of util-linux's `logger`: Node cannot write to a datagram socket itself.

import { spawn } from 'node:child_process';
import { plainText } from '../core/plain-text.ts';
import { AuditError, type AuditLog } from './log.ts';

/** Absolute, so that PATH cannot choose another. */
const LOGGERS = ['/usr/bin/logger', '/bin/logger'];
/** In bytes. By default `logger` cuts lines at 1 KiB. */
const MAX_LINE = 4_096;
/** A system log that is stuck must not hold up a login for longer, in ms. */
const PATIENCE = 5_000;

export interface SyslogOptions {
  /** The paths where `logger` may be. */
  readonly loggers?: readonly string[];
  /** The socket to write to, instead of the system's. */
  readonly socket?: string;
  /** In ms. */
  readonly patience?: number;
}

/** The system's log, facility authpriv. */
export function syslog({ loggers = LOGGERS, socket, patience = PATIENCE }: SyslogOptions = {}): AuditLog {
  const args = [
    // Without it, `logger` succeeds even if nobody listens.
    '--socket-errors=on',
    // Not --id: as root, util-linux 2.38 then claims another user's identity, and the socket may refuse the line.
    ...['--tag', `otp-tui[${process.pid}]`, '--priority', 'authpriv.notice', '--size', String(MAX_LINE)],
    ...(socket === undefined ? [] : ['--socket', socket]),
  ];
  const log = async (input: string) => {
    for (const logger of loggers) {
      const problem = await run(logger, args, input, patience);
      if (problem === undefined) return;
      if (problem !== ABSENT) throw new AuditError(advising(problem));
    }
    throw new AuditError(advising(`there is no ${loggers.join(' or ')}`, 'install util-linux'));
  };
  // With nothing to write, it only connects to the socket.
  return { probe: () => log(''), write: (line) => log(`${line}\n`) };
}

const ABSENT = 'absent';

/** What is wrong, and what to do about it. */
function advising(why: string, next = 'check that a system log is running'): string {
  return `syslog: ${why}; ${next}, or set OTP_AUDIT to a file`;
}

/** Runs a program with an input. @returns why it failed, if it did */
function run(program: string, args: readonly string[], input: string, timeout: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: '/',
      env: {},
      stdio: ['pipe', 'ignore', 'pipe'],
      // Or a Ctrl-C, or the end of the terminal, would end it with us.
      detached: true,
    });
    const patience = setTimeout(() => endGroup(child.pid), timeout);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(0, 200);
    });
    child.on('error', ({ code }: NodeJS.ErrnoException) => {
      clearTimeout(patience);
      resolve(code === 'ENOENT' ? ABSENT : `logger cannot be started: ${code}`);
    });
    child.on('close', (status, signal) => {
      clearTimeout(patience);
      // If the socket refuses a line, `logger` says so and succeeds.
      if (status === 0 && said === '') return resolve(undefined);
      if (signal !== null) return resolve(`logger was ended by ${signal}, or took too long`);
      resolve(plainText(said).replace(/^logger: /, '') || `logger failed with status ${status}`);
    });
    // It ended before it read everything; its status says why.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Ends a process with all that it started. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself just now.
  }
}
