// Where a user's own files are, by the XDG Base Directory Specification:
// https://specifications.freedesktop.org/basedir-spec/latest/

import { userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The user's settings file, or undefined for a user without a home. */
export function userSettingsFile(env: NodeJS.ProcessEnv): string | undefined {
  return inUserFolder(env.XDG_CONFIG_HOME, '.config', 'config.env', env);
}

/** Where the user's tries, sends and locks are kept, or undefined for a user without a home. */
export function userStateFile(env: NodeJS.ProcessEnv): string | undefined {
  return inUserFolder(env.XDG_STATE_HOME, join('.local', 'state'), 'state.db', env);
}

// A relative path, which the specification has ignored, would let the current directory choose the files.
function inUserFolder(
  named: string | undefined,
  usual: string,
  file: string,
  env: NodeJS.ProcessEnv,
): string | undefined {
  if (named && isAbsolute(named)) return join(named, 'otp-tui', file);
  const home = homeOf(env);
  return home === undefined ? undefined : join(home, usual, 'otp-tui', file);
}

function homeOf({ HOME }: NodeJS.ProcessEnv): string | undefined {
  if (HOME && isAbsolute(HOME)) return HOME;
  try {
    const { homedir } = userInfo();
    return isAbsolute(homedir) ? homedir : undefined;
  } catch {
    // Such a user is in no list of users, as in a container that was given a number.
    return undefined;
  }
}
