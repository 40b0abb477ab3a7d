// Ways of starting Node, and a system, that would defeat the gate, and versions of Node that are too old. Nothing can be
// done about any of them once Node runs.

import { url } from 'node:inspector';

/** As in package.json. npm only warns about an older one. */
const OLDEST = { major: 20, minor: 19 };

/**
 * Why this process must not ask for a code.
 *
 * @param env the original environment
 * @param platform the system that Node was built for
 * @param version Node's own, such as `20.19.0`
 * @returns a line for the operator, or undefined if all is well
 */
export function nodeProblem(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, version: string): string | undefined {
  // Node makes up the owners and modes of files there, so neither settings nor store could be trusted.
  if (platform === 'win32')
    return 'otp-tui does not run on Windows, where it cannot see who may change its files: run it in WSL';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor)) {
    const needed = `${OLDEST.major}.${OLDEST.minor}`;
    return `otp-tui needs Node ${needed} or later, and this is ${version}: install a newer one (nodejs.org)`;
  }
  // Node reads it before our first statement. With `http` or `net` it prints each request, credentials included.
  if (env.NODE_DEBUG) return 'NODE_DEBUG is set, so Node would print credentials and codes: unset it';
  if (url() === undefined) return undefined;
  // By --inspect, or by a SIGUSR1 that came before `bin/` could catch it.
  return "Node's debugger port is open, so any program on this computer could bypass the code: start otp-tui without --inspect, and do not send it SIGUSR1";
}
