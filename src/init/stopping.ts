// Gives the terminal back to the shell while the set-up is stopped, as by Ctrl-Z, and takes it again for the question
// that is being asked, whose answer may have to stay hidden.

import type { ReadStream } from 'node:tty';

/** Stops it, and the job that it is part of, as the terminal itself does at a Ctrl-Z. */
export function stopJob(): void {
  process.kill(0, 'SIGTSTP');
}

/**
 * @param release leaves the terminal as a shell wants it, but for the modes of its input
 * @returns what ends this
 */
export function whileStopped(input: ReadStream, release: () => void): () => void {
  let resuming: NodeJS.Timeout | undefined;
  const onStop = () => {
    const { isRaw } = input;
    input.setRawMode(false);
    release();
    process.off('SIGTSTP', onStop);
    stopJob();
    // Runs at once if there is no job control, otherwise when the job continues.
    resuming = setTimeout(() => {
      process.on('SIGTSTP', onStop);
      // At a Ctrl-Z, readline has left raw mode, and takes it again at this signal, which does not come where nothing
      // was stopped. It also pauses its input then.
      process.emit('SIGCONT', 'SIGCONT');
      if (isRaw) input.setRawMode(true);
      if (input.isRaw) input.resume();
    }, 50);
  };
  process.on('SIGTSTP', onStop);
  return () => {
    clearTimeout(resuming);
    process.off('SIGTSTP', onStop);
  };
}
