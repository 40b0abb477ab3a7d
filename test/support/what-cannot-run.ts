// What some tests need of the machine. Where it is missing they do not run, which is said after the summary; in CI they
// run all the same, and fail, unless it is something that only Linux has.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const NEEDS = {
  redis: {
    isThere: () => succeeds('redis-server', '--version'),
    otherwise: 'THE REDIS TESTS DID NOT RUN: there is no redis-server here (apt-get install redis-server).',
  },
  sqlite3: {
    isThere: () => succeeds('sqlite3', '--version'),
    otherwise: 'TESTS OF THE STATE FILE DID NOT RUN: there is no sqlite3 here (apt-get install sqlite3).',
  },
  fail2ban: {
    isThere: () => succeeds('fail2ban-regex', '--version'),
    otherwise:
      'THE TESTS OF THE FAIL2BAN FILTER DID NOT RUN: there is no fail2ban-regex here (apt-get install fail2ban).',
  },
  syslog: {
    isThere: () => succeeds('/usr/bin/logger', '--version') && succeeds('perl', '-MSocket', '-e', 'AF_UNIX'),
    otherwise: 'THE TESTS OF THE SYSTEM LOG DID NOT RUN: there is no perl, or no /usr/bin/logger of util-linux here.',
  },
  mounts: {
    isThere: () => succeeds('unshare', '-rm', 'mount', '-t', 'tmpfs', 'none', tmpdir()),
    otherwise: 'THE TESTS OF FULL AND READ-ONLY DISKS DID NOT RUN: unshare -rm may not mount anything here.',
  },
  logrotate: {
    isThere: () => succeeds('/usr/sbin/logrotate', '--version'),
    otherwise: 'THE TEST OF LOGROTATE DID NOT RUN: there is no logrotate here (apt-get install logrotate).',
  },
  proc: {
    isThere: () => existsSync('/proc/self/status'),
    otherwise: 'TESTS THAT LOOK INTO A PROCESS DID NOT RUN: there is no /proc here.',
  },
  go: {
    isThere: () => succeeds('go', 'version'),
    otherwise: 'THE EXAMPLE IN GO DID NOT RUN: there is no go here (apt-get install golang-go).',
  },
  shells: {
    isThere: () =>
      succeeds('zsh', '--version') &&
      succeeds('fish', '--version') &&
      existsSync('/usr/share/bash-completion/bash_completion'),
    otherwise:
      'THE TESTS OF COMPLETION DID NOT RUN: they need zsh, fish and bash-completion (apt-get install zsh fish bash-completion).',
  },
  man: {
    isThere: () => succeeds('man', '--version') && existsSync('/usr/bin/mandoc'),
    otherwise:
      'THE MANUAL PAGE WAS NOT CHECKED: there is no man or no mandoc here (apt-get install man-db groff mandoc).',
  },
  root: {
    isThere: () => process.geteuid?.() === 0,
    otherwise: 'THE TEST OF FILES OF OTHER USERS DID NOT RUN: only root can make one.',
  },
  pam: {
    isThere: () => process.geteuid?.() === 0 && ['/usr/sbin/sshd', '/usr/bin/ssh', '/usr/bin/sudo'].every(existsSync),
    otherwise:
      'THE TESTS BEHIND PAM DID NOT RUN: they need root, sshd and sudo (apt-get install openssh-server openssh-client sudo).',
  },
} as const;

export type Need = keyof typeof NEEDS;

/** Other systems lack these, have them elsewhere, or, in CI, run no tests as root. */
const LINUX_ONLY: readonly Need[] = [
  'fail2ban',
  'logrotate',
  'syslog',
  'mounts',
  'proc',
  'root',
  'pam',
  'shells',
  'man',
];

/** Whether tests with this need must be left out. @example it.skipIf(isMissing('redis'))('…', …) */
export function isMissing(need: Need): boolean {
  if (LINUX_ONLY.includes(need) && process.platform !== 'linux') return true;
  return !process.env.CI && !NEEDS[need].isThere();
}

function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args).status === 0;
}

/** Run by Vitest at the very end. */
export function teardown(): void {
  const missing = (Object.keys(NEEDS) as Need[]).filter((need) => isMissing(need) || !NEEDS[need].isThere());
  if (missing.length > 0) console.error(`\n ${missing.map((need) => NEEDS[need].otherwise).join('\n ')}\n`);
}
