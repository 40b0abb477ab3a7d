// Where a user's files are, by the XDG Base Directory Specification:
// https://specifications.freedesktop.org/basedir-spec/latest/

import { userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The user's settings file, or undefined for a user without a home directory. */
export function userSettingsFile(env: NodeJS.ProcessEnv): string | undefined {
  return inUserFolder(env.XDG_CONFIG_HOME, '.config', 'config.env', env);
}

/** The user's state file, which keeps tries, sends and locks; undefined for a user without a home directory. */
export function userStateFile(env: NodeJS.ProcessEnv): string | undefined {
  return inUserFolder(env.XDG_STATE_HOME, join('.local', 'state'), 'state.db', env);
}

// A relative path, which the specification says to ignore, would let the current directory choose the files.
function inUserFolder(
  named: string | undefined,
  defaultFolder: string,
  file: string,
  env: NodeJS.ProcessEnv,
): string | undefined {
  if (named && isAbsolute(named)) return join(named, 'otp-tui', file);
  const home = homeOf(env);
  return home === undefined ? undefined : join(home, defaultFolder, 'otp-tui', file);
}

function homeOf({ HOME }: NodeJS.ProcessEnv): string | undefined {
  if (HOME && isAbsolute(HOME)) return HOME;
  try {
    const { homedir } = userInfo();
    return isAbsolute(homedir) ? homedir : undefined;
  } catch {
    // The user is not in the user database, as in a container that runs under a bare uid.
    return undefined;
  }
}
