// An audit log in a file, which any number of processes append to. It is opened anew for each line, so that a file
// that was moved away, as logrotate does, gets no more lines.

import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { plainText } from '../core/plain-text.ts';
import { distrust, inWords } from './file-problem.ts';
import { AuditError, type AuditLog } from './log.ts';

const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_NOCTTY } = constants;
/** Reading is for the end of the file. Opening never waits, follows no link at the end of the path and takes no terminal. */
const FLAGS = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
const NEWLINE = 0x0a;

/** The log in a file, which is made with mode 0600 if it does not exist. */
export function fileLog(path: string): AuditLog {
  return {
    probe: () => withFile(path, async () => {}),
    write: (line) => withFile(path, (descriptor) => append(path, descriptor, line)),
  };
}

async function withFile(path: string, use: (descriptor: number) => Promise<void>): Promise<void> {
  try {
    const descriptor = openSync(path, FLAGS, 0o600);
    try {
      const problem = distrust(fstatSync(descriptor));
      if (problem !== undefined) throw failure(problem, path);
      await use(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw error instanceof AuditError ? error : failure(inWords(error), path);
  }
}

/** Appends the line in one write, which the system keeps apart from the writes of others. */
async function append(path: string, descriptor: number, line: string): Promise<void> {
  // A disk that filled up may have left half a line: ours must not become its end.
  const bytes = Buffer.from(`${(await endsInLine(descriptor)) ? '' : '\n'}${line}\n`);
  const written = writeSync(descriptor, bytes);
  if (written < bytes.length) throw failure(inWords({ code: 'ENOSPC' }), path);
}

async function endsInLine(descriptor: number): Promise<boolean> {
  const last = Buffer.alloc(1);
  // The line of another process can be seen half written, too, but not for long.
  for (let looks = 10; looks > 0; looks -= 1) {
    const { size } = fstatSync(descriptor);
    if (size === 0 || readSync(descriptor, last, 0, 1, size - 1) === 0 || last[0] === NEWLINE) return true;
    await sleep(2);
  }
  return false;
}

function failure(why: string, path: string): AuditError {
  return new AuditError(`${plainText(path)}: ${why}`);
}
