// Ways of starting Node that would defeat the gate. None of them can be undone once Node runs.

import { url } from 'node:inspector';

/**
 * Why this process must not ask for a code.
 *
 * @param env the original environment
 * @returns a line for the operator, or undefined if all is well
 */
export function nodeProblem(env: NodeJS.ProcessEnv): string | undefined {
  // Node reads it before our first statement. With `http` or `net` it prints each request, credentials included.
  if (env.NODE_DEBUG) return 'NODE_DEBUG is set, so Node would print credentials and codes: unset it';
  if (url() === undefined) return undefined;
  // By --inspect, or by a SIGUSR1 that came before `bin/` could catch it.
  return "Node's debugger port is open, so any program on this computer could bypass the code: start otp-tui without --inspect, and do not send it SIGUSR1";
}
