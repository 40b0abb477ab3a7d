// How Node was started, where that would give the gate away. Nothing of it can be undone once Node runs.

import { url } from 'node:inspector';

/**
 * Why nobody may be asked for a code in this process.
 *
 * @param env the environment as it came
 * @returns a line for the operator, or undefined where all is well
 */
export function nodeProblem(env: NodeJS.ProcessEnv): string | undefined {
  // Node reads it before our first statement, and by `http` or `net` prints each request with its credentials.
  if (env.NODE_DEBUG) return 'NODE_DEBUG is set, and Node would print credentials and codes: unset it';
  if (url() === undefined) return undefined;
  // By --inspect, or by a SIGUSR1 from before `bin/` could take it.
  return "the port of Node's debugger is open, and any program here could say yes through it: start otp-tui without --inspect, and send it no SIGUSR1";
}
