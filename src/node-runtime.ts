// Ways of starting Node, and a system, that would defeat the gate. None of them can be undone once Node runs.

import { url } from 'node:inspector';

/**
 * Why this process must not ask for a code.
 *
 * @param env the original environment
 * @param platform the system that Node was built for
 * @returns a line for the operator, or undefined if all is well
 */
export function nodeProblem(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  // Node makes up the owners and modes of files there, so neither settings nor store could be trusted.
  if (platform === 'win32')
    return 'otp-tui does not run on Windows, where it cannot see who may change its files: run it in WSL';
  // Node reads it before our first statement. With `http` or `net` it prints each request, credentials included.
  if (env.NODE_DEBUG) return 'NODE_DEBUG is set, so Node would print credentials and codes: unset it';
  if (url() === undefined) return undefined;
  // By --inspect, or by a SIGUSR1 that came before `bin/` could catch it.
  return "Node's debugger port is open, so any program on this computer could bypass the code: start otp-tui without --inspect, and do not send it SIGUSR1";
}
