// What can be wrong behind a real sshd: whatever it is, nobody gets in without a code, the person reads why in plain
// words that give nothing away, and the administrator finds it in the audit log.

import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROGRAM } from '../support/program.ts';
import { freePort } from '../support/redis-server.ts';
import { listenAt } from '../support/syslog.ts';
import { isMissing } from '../support/what-cannot-run.ts';
import {
  answer,
  ENV,
  HELLO,
  LINES,
  letsIn,
  makePlace,
  PROMPT,
  refuses,
  type Sshd,
  shareUser,
  startSshd,
  until,
} from './machine.ts';

let user = '';
shareUser((name) => {
  user = name;
});

const ONCE = ['-o', 'NumberOfPasswordPrompts=1'];
const SET_UP = 'No code can be asked for now. Ask the administrator.';

describe.skipIf(isMissing('pam'))('the administrator finds out why, and the person whom to ask', () => {
  it.concurrent.for<[string, (at: Sshd) => void, string, string, string?]>([
    [
      'an unknown user',
      (at) => at.writeUsers('somebody-else +14155552672\n'),
      'You are not enrolled for codes on a phone. Ask the administrator.',
      'unknown-user',
      'there is no user',
    ],
    ['no users file', (at) => at.writeSettings({ OTP_USERS: '/etc/nothing' }), SET_UP, 'misconfigured', 'no such file'],
    [
      'a bad line about someone else',
      (at) => at.writeUsers(`${user} +14155552671\neve 12\n`),
      SET_UP,
      'misconfigured',
      'line 2: the phone of',
    ],
    [
      'a users file that a group can write',
      (at) => chmodSync(at.users, 0o664),
      SET_UP,
      'misconfigured',
      'can be written by users other than root',
    ],
    ['settings that everyone can read', (at) => chmodSync(at.config, 0o644), SET_UP, 'unlogged'],
    ['settings of somebody else', (at) => chownSync(at.config, 12_345, 0), SET_UP, 'unlogged'],
    ["a folder that is not root's", (at) => chownSync(at.etc, 12_345, 0), SET_UP, 'unlogged'],
    ['a folder that everyone can write', (at) => chmodSync(at.etc, 0o777), SET_UP, 'unlogged'],
    ['no OTP_SECRET', (at) => at.writeSettings({ OTP_SECRET: '' }), SET_UP, 'misconfigured', 'OTP_SECRET is missing'],
    [
      'a store that nothing outlives',
      (at) => at.writeSettings({ OTP_STORE: 'memory:' }),
      SET_UP,
      'misconfigured',
      'which keeps nothing',
    ],
    ['a relative path', (at) => at.writeSettings({ OTP_STORE: 'state.db' }), SET_UP, 'misconfigured', 'absolute path'],
    [
      "an audit log in a folder that is not root's",
      (at) => {
        const folder = join(at.folder, 'log');
        mkdirSync(folder);
        chownSync(folder, 12_345, 0);
        at.writeSettings({ OTP_AUDIT: join(folder, 'audit.log') });
      },
      SET_UP,
      'unlogged',
    ],
    [
      // They could move it away, and the locks in it.
      'a store below a folder of somebody else',
      (at) => {
        const theirs = join(at.folder, 'theirs');
        mkdirSync(join(theirs, 'state'), { recursive: true, mode: 0o700 });
        chownSync(theirs, 12_345, 12_345);
        at.writeSettings({ OTP_STORE: join(theirs, 'state/state.db') });
      },
      SET_UP,
      'misconfigured',
      'belongs to uid 12345',
    ],
    [
      'a setting with a typo',
      (at) => at.writeSettings({ OTP_LENGHT: '6' }),
      SET_UP,
      'misconfigured',
      'did you mean OTP_LENGTH',
    ],
  ])('%s', async ([_, spoil, words, outcome, detail], { onTestFinished }) => {
    const sshd = await startSshd(user, onTestFinished);
    spoil(sshd);
    const terminal = sshd.login([...ONCE, sshd.host, ...HELLO]);
    await answer(terminal, 1, '000000');
    await refuses(terminal);
    expect(terminal.text()).toContain(words);
    expect(terminal.text()).not.toMatch(/somebody-else|eve|OTP_|\/etc|\/var/);
    expect(sshd.sandbox.codes).toEqual([]);
    expect(sshd.running()).toEqual([]);
    if (outcome === 'unlogged') return;
    expect(sshd.audit()).toHaveLength(2);
    for (const line of sshd.audit()) {
      expect(line).toMatchObject({
        event: 'refusal',
        outcome,
        service: sshd.service.slice(0, 30),
        host: '127.0.0.1',
        user,
      });
      expect(line.detail).toContain(detail);
    }
  });
});

describe.skipIf(isMissing('pam'))('what it needs is not there', () => {
  it.concurrent('Twilio: the person reads so, and a recovery code opens (NIST SP 800-63B-4 §3.1.3.3)', async ({
    onTestFinished,
  }) => {
    const { login, host, run, writeSettings, outcomes } = await startSshd(user, onTestFinished);
    writeSettings({ TWILIO_API_URL: `http://127.0.0.1:${await freePort()}` });
    const made = await run(['recovery', '--pam', '--user', user], '', {});
    const terminal = login([host, ...HELLO]);
    await answer(terminal, 1, '000000');
    await answer(terminal, 2, made.stdout.split('\n')[0] ?? '');
    await letsIn(terminal, user);
    expect(terminal.text()).toContain('Could not send the code:');
    expect(terminal.text()).toContain('You can enter a recovery code instead.');
    expect(outcomes()).toEqual([
      'recovery made',
      'refusal refused',
      'check unsent',
      'refusal refused',
      'check accepted',
    ]);
  });

  it.concurrent('Redis', async ({ onTestFinished }) => {
    const { login, host, writeSettings, outcomes } = await startSshd(user, onTestFinished);
    writeSettings({ OTP_STORE: `redis://127.0.0.1:${await freePort()}` });
    const terminal = login([...ONCE, host, ...HELLO]);
    await answer(terminal, 1, '000000');
    await refuses(terminal);
    expect(terminal.text()).toContain('Could not send the code: the store is unavailable');
    expect(terminal.text()).toContain('Not checked: the store is unavailable');
    expect(outcomes()).toEqual(['send store-failed', 'check store-failed']);
  });

  it.concurrent('room on the disk', async ({ onTestFinished }) => {
    const full = 'mount -t tmpfs -o size=64k,mode=700 none "$0" && { cat /dev/zero > "$0/fill"; exec "$@"; }';
    let place = '';
    const { login, host, outcomes, running } = await startSshd(user, onTestFinished, [], (folder) => {
      place = join(folder, 'state');
      mkdirSync(place, { mode: 0o700 });
      return ['unshare', '-m', 'sh', '-c', full, place];
    });
    const terminal = login([...ONCE, host, ...HELLO]);
    await answer(terminal, 1, '000000');
    await refuses(terminal);
    expect(terminal.text()).toContain('the disk is full. Administrator: run otp-tui doctor --pam.');
    expect(outcomes()).toEqual(['send store-failed', 'check store-failed']);
    expect(running()).toEqual([]);
  });

  it.concurrent('a log to write to', async ({ onTestFinished }) => {
    const { login, host, sandbox, writeSettings } = await startSshd(user, onTestFinished);
    writeSettings({ OTP_AUDIT: '/var/lib/nothing/audit.log' });
    const terminal = login([...ONCE, host, ...HELLO]);
    await answer(terminal, 1, '000000');
    await refuses(terminal);
    expect(terminal.text()).toContain('the audit log failed.');
    expect(sandbox.codes).toEqual([]);
  });
});

/** What may become of the program. */
const BROKEN: readonly [string, string][] = [
  ['missing', ''],
  ['killed', '#!/bin/sh\nkill -KILL $$\n'],
  ['crashing', '#!/bin/sh\nexec node -e "process.abort()"\n'],
  ['not a program', 'nonsense'],
];

describe.skipIf(isMissing('pam'))('the program is', () => {
  it.concurrent.for(BROKEN)(
    '%s in the line that sends: the right code lets in',
    async ([_, script], { onTestFinished }) => {
      const { login, host, sandbox, run, folder, writeService } = await startSshd(user, onTestFinished);
      await run(['send', '--pam']);
      writeService(
        LINES.map((line) => (line.includes('send') ? line.replace('OTP-TUI', broken(folder, script)) : line)),
      );
      const terminal = login([...ONCE, host, ...HELLO]);
      await answer(terminal, 1, sandbox.newestCode);
      await letsIn(terminal, user);
    },
  );

  it.concurrent.for(BROKEN)('%s in the line that decides: nobody gets in', async ([_, script], { onTestFinished }) => {
    const { login, host, sandbox, folder, writeService, running } = await startSshd(user, onTestFinished);
    writeService(
      LINES.map((line) => (line.includes('check') ? line.replace('OTP-TUI', broken(folder, script)) : line)),
    );
    const terminal = login([...ONCE, host, ...HELLO]);
    await answer(terminal, 1, sandbox.newestCode);
    await refuses(terminal);
    await until(() => running().length === 0);
  });
});

function broken(folder: string, script: string): string {
  const path = join(folder, 'broken');
  if (script !== '') writeFileSync(path, script, { mode: 0o755 });
  return path;
}

describe.skipIf(isMissing('pam'))('lines are lost', () => {
  /** Every choice of lines that keeps the one that denies. */
  const choices = Array.from({ length: 16 }, (_, bits) => LINES.filter((_, index) => bits & (1 << index))).filter(
    (lines) => lines.includes(LINES[2]) && lines.length < 4,
  );
  const withoutDeny = LINES.filter((line) => line !== LINES[2]);

  it.concurrent.for(
    [...choices, withoutDeny].map(
      (lines) => [lines.map((line) => LINES.indexOf(line as never) + 1).join(', '), lines] as const,
    ),
  )('and only %s left: nobody gets in without a code', async ([_, lines], { onTestFinished }) => {
    const { login, host, writeService } = await startSshd(user, onTestFinished);
    writeService(lines);
    const terminal = login([...ONCE, host, ...HELLO]);
    await terminal.until(() => /Password:|denied/.test(terminal.text()));
    if (terminal.text().includes(PROMPT)) terminal.write('000000\r');
    await refuses(terminal);
  });
});

describe.skipIf(isMissing('pam'))('settings of the administrator', () => {
  it.concurrent.for(['status', 'recovery'])(
    'are all told at once, each once, by %s',
    async (verb, { onTestFinished }) => {
      const { run, writeSettings, writeUsers } = await startSshd(user, onTestFinished);
      writeSettings({ OTP_SECRET: '', OTP_STORE: 'memory:', OTP_CA_FILE: 'ca.pem', OTP_AUDIT: '/tmp/audit.log' });
      writeUsers(`${user} 12\n`);
      const { status, stdout, stderr } = await run([verb, '--pam', '--user', user], '', {});
      expect([status, stdout]).toEqual([2, '']);
      for (const problem of [
        'OTP_SECRET is missing',
        'OTP_STORE (--store) is memory:, which keeps nothing',
        'OTP_CA_FILE must be an absolute path',
        'OTP_AUDIT is in /tmp: it can be written by users other than root',
        'line 1: the phone of',
      ])
        expect(stderr.split(problem)).toHaveLength(2);
    },
  );

  it.concurrent('that cannot be trusted are told to the system log', async ({ onTestFinished }) => {
    const { login, host, config, folder, service } = await startSshd(user, onTestFinished, [], (place) => [
      ...['unshare', '-m', 'sh', '-euc', OWN_DEV, place, join(place, 'system-log')],
    ]);
    const { heard } = await listenAt(join(folder, 'system-log'), onTestFinished);
    chmodSync(config, 0o644);
    const terminal = login([...ONCE, host, ...HELLO]);
    await answer(terminal, 1, '000000');
    await refuses(terminal);
    expect(terminal.text()).toContain(SET_UP);
    const ours = () => heard.filter((line) => /^<85>.* otp-tui\[\d+\]: /.test(line));
    await until(() => ours().length === 2);
    for (const line of ours()) {
      expect(JSON.parse(line.slice(line.indexOf('{')))).toMatchObject({
        ...{ event: 'refusal', outcome: 'misconfigured', service: service.slice(0, 30), host: '127.0.0.1', user },
        detail: expect.stringContaining('users other than root can read it: chmod 600 it'),
      });
    }
  });
});

/** Runs what follows with a system log of its own: $0 is a folder to make a /dev in, $1 the socket. */
const OWN_DEV = `mkdir "$0/dev"; mount -t tmpfs none "$0/dev"; cd "$0/dev"
  for name in null zero random urandom tty; do : > $name; mount --bind /dev/$name $name; done
  mkdir pts; mount --rbind /dev/pts pts; ln -s pts/ptmx ptmx; ln -s "$1" log
  cd /; mount --rbind "$0/dev" /dev; shift; exec "$@"`;

describe.skipIf(isMissing('pam'))('whoever starts su', () => {
  it.concurrent("has not their group on root's files", async ({ onTestFinished }) => {
    const { folder, config, service } = await makePlace(user, onTestFinished);
    const args = [PROGRAM, 'send', '--pam', '--config', config];
    const child = spawn(process.execPath, args, { env: ENV(user, service), cwd: '/', gid: 12_345, stdio: 'ignore' });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    for (const file of ['audit.log', 'state', 'state/state.db']) {
      expect(statSync(join(folder, file))).toMatchObject({ uid: 0, gid: 0 });
    }
  });
});
