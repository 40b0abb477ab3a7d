// The processes that a test has started, found and ended by their numbers.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The processes that one has started and that still run. */
export function childrenOf(pid: number): number[] {
  const children =
    process.platform === 'linux'
      ? ifRunning(() => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'))
      : spawnSync('pgrep', ['-P', `${pid}`], { encoding: 'utf8' }).stdout;
  return (children?.match(/\d+/g) ?? []).map(Number);
}

/**
 * Ends a process that leads a process group, and those that it started, each with its group.
 * A shell alone would leave the jobs that it put into groups of their own.
 */
export function endGroups(pid: number): void {
  const children = childrenOf(pid);
  ifRunning(() => process.kill(-pid, 'SIGKILL'));
  for (const child of children) {
    endGroups(child);
    ifRunning(() => process.kill(child, 'SIGKILL'));
  }
}

/** The result, or undefined if the process, or the part that is read, is gone. */
export function ifRunning<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH' || code === 'ENOENT') return undefined;
    throw error;
  }
}
