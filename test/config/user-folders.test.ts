// Where a user's own files are.

import { userInfo } from 'node:os';
import { expect, test } from 'vitest';
import { userSettingsFile, userStateFile } from '../../src/config/user-folders.ts';

const HOME = '/home/ada';
const { homedir } = userInfo();

test.each<[string, NodeJS.ProcessEnv, string, string]>([
  ['the home', { HOME }, '/home/ada/.config/otp-tui/config.env', '/home/ada/.local/state/otp-tui/state.db'],
  [
    'where the environment says',
    { HOME, XDG_CONFIG_HOME: '/config', XDG_STATE_HOME: '/state' },
    '/config/otp-tui/config.env',
    '/state/otp-tui/state.db',
  ],
  [
    'not where a relative path says, which whoever chooses the current directory could choose',
    { HOME, XDG_CONFIG_HOME: 'x', XDG_STATE_HOME: '.' },
    '/home/ada/.config/otp-tui/config.env',
    '/home/ada/.local/state/otp-tui/state.db',
  ],
  ...['.', 'home', ''].map((home): [string, NodeJS.ProcessEnv, string, string] => [
    `the home of the list of users where HOME is "${home}"`,
    { HOME: home },
    `${homedir}/.config/otp-tui/config.env`,
    `${homedir}/.local/state/otp-tui/state.db`,
  ]),
])('they are in %s', (_, env, settings, state) => {
  expect(userSettingsFile(env)).toBe(settings);
  expect(userStateFile(env)).toBe(state);
});
