// A real sshd behind our lines of PAM, with the sandbox as Twilio. Only root can start one. Everything outside its own
// folder (a user, a file in /etc/pam.d) it removes again.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import { childrenOf, endGroups, ifRunning } from '../support/processes.ts';
import { PROGRAM, SETTINGS } from '../support/program.ts';
import { freePort } from '../support/redis-server.ts';
import { openSandbox, type TestSandbox } from '../support/sandbox.ts';
import { openTerminal, type Terminal } from '../support/terminal.ts';
import { isMissing } from '../support/what-cannot-run.ts';

export type Cleanup = (cleanup: () => void | Promise<void>) => void;

/** The lines of the guide for sshd, on this machine. */
export const LINES = [
  'auth optional pam_exec.so quiet stdout seteuid OTP-TUI send --pam --config CONFIG',
  'auth [success=1 ignore=1 default=ignore] pam_exec.so quiet stdout seteuid expose_authtok OTP-TUI check --pam --config CONFIG',
  'auth requisite pam_deny.so',
  'auth required pam_permit.so',
] as const;

/** The lines of the guide for sudo and su, which let everyone in if `pam_deny` stood once and were lost. */
export const SUDO_LINES: readonly string[] = LINES.flatMap((line) =>
  line.includes('pam_deny') ? [line, line] : [line.replace('success=1 ignore=1', 'success=2 ignore=2')],
);

/** The start of a line of the guide that exempts someone, before those for sshd. */
export const EXEMPT = 'auth [success=3 default=ignore] pam_succeed_if.so quiet';

/** The settings of sshd in the guide. */
export const SSHD = [
  'UsePAM yes',
  'KbdInteractiveAuthentication yes',
  'PasswordAuthentication no',
  'AuthenticationMethods publickey,keyboard-interactive',
  'LoginGraceTime 120',
] as const;

/** The line before those of su. */
export const WHEEL = 'auth requisite pam_wheel.so use_uid';

const SECRET = 'a-secret-of-the-administrator';
const PHONE = '+14155552671';

/** A user of this machine, who has no password. @returns the name */
export async function makeUser(cleanup: Cleanup): Promise<string> {
  const name = `otp-tui-${process.pid}-${Math.random().toString(36).slice(2, 6)}`;
  // Only one process at a time may change the list of users.
  for (let tries = 100; ; tries -= 1) {
    const { status, stderr } = spawnSync('/usr/sbin/useradd', ['-M', '-d', '/nonexistent', '-s', '/bin/bash', name]);
    if (status === 0) break;
    if (tries === 0) throw new Error(String(stderr));
    await delay(100);
  }
  cleanup(async () => {
    for (let tries = 100; tries > 0 && spawnSync('/usr/sbin/userdel', ['-f', name]).status !== 0; tries -= 1)
      await delay(100);
  });
  return name;
}

/** A user for all tests of a file. @param take gets the name before the first of them */
export function shareUser(take: (name: string) => void): void {
  const undo: (() => void | Promise<void>)[] = [];
  beforeAll(async () => {
    if (!isMissing('pam')) take(await makeUser((cleanup) => undo.push(cleanup)));
  });
  afterAll(async () => {
    for (const each of undo.reverse()) await each();
  });
}

/** What pam_exec passes on, and nothing else. */
export const ENV = (user: string, service: string): Readonly<Record<string, string>> => ({
  PAM_TYPE: 'auth',
  PAM_USER: user,
  PAM_SERVICE: service,
  PAM_RHOST: '127.0.0.1',
  PAM_TTY: 'ssh',
});

function commandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ifRunning(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')) ?? '');
}

/** Waits for a condition. */
export async function until(isMet: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await isMet()); await delay(20)) {
    if (Date.now() > end) throw new Error(`in vain: ${isMet}`);
  }
}

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Place {
  /** Root's alone, as is every folder above it. */
  readonly folder: string;
  readonly config: string;
  readonly users: string;
  /** The folder of both, for spoiling. */
  readonly etc: string;
  /** The name of the PAM service, which is this place's own. */
  readonly service: string;
  readonly sandbox: TestSandbox;
  /** The lines of the audit log so far. */
  audit(): readonly Record<string, unknown>[];
  writeSettings(settings?: Readonly<Record<string, string>>): void;
  writeUsers(text: string): void;
  /** Writes the file of the PAM service. */
  writeService(lines: readonly string[]): void;
  /** Runs the program as root, and by default as pam_exec would run it for sshd. */
  run(args: readonly string[], entry?: string, env?: Readonly<Record<string, string>>, cwd?: string): Promise<Ran>;
  /** The outcomes in the audit log. */
  outcomes(): readonly string[];
  /** The processes that were started with something of this place in their arguments. */
  running(): readonly string[];
}

/** A folder with settings, users and a PAM service. */
export async function makePlace(user: string, cleanup: Cleanup): Promise<Place> {
  // In lower case, as PAM reads the names of services.
  const folder = `/var/lib/otp-tui-test-${randomBytes(6).toString('hex')}`;
  mkdirSync(folder, { mode: 0o755 });
  cleanup(() => rmSync(folder, { recursive: true, force: true }));
  const service = basename(folder);
  const serviceFile = `/etc/pam.d/${service}`;
  cleanup(() => rmSync(serviceFile, { force: true }));
  const etc = join(folder, 'etc');
  mkdirSync(etc, { mode: 0o755 });
  const config = join(etc, 'config.env');
  const users = join(etc, 'users');
  const log = join(folder, 'audit.log');
  const sandbox = await openSandbox((close) => cleanup(close));
  const { RECIPIENT_NUMBER: _, ...account } = SETTINGS;
  const place: Place = {
    ...{ folder, etc, config, users, service, sandbox },
    audit: () =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .trimEnd()
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line))
        : [],
    writeSettings(settings = {}) {
      const all = {
        ...account,
        TWILIO_API_URL: sandbox.origin,
        OTP_SECRET: SECRET,
        OTP_USERS: users,
        OTP_STORE: join(folder, 'state/state.db'),
        OTP_AUDIT: log,
        ...settings,
      };
      const lines = Object.entries(all).map(([name, value]) => `${name}=${value}\n`);
      writeFileSync(config, lines.join(''), { mode: 0o600 });
    },
    writeUsers: (text) => writeFileSync(users, text, { mode: 0o644 }),
    writeService(lines) {
      const program = `${realpathSync(process.execPath)} ${PROGRAM}`;
      const auth = lines.map((line) => line.replace('OTP-TUI', program).replace('CONFIG', config));
      writeFileSync(
        serviceFile,
        `${[...auth, 'account required pam_permit.so', 'session required pam_permit.so'].join('\n')}\n`,
      );
    },
    run: (args, entry = '', env = ENV(user, service), cwd = '/') =>
      new Promise((resolve) => {
        const child = spawn(process.execPath, [PROGRAM, ...args, '--config', config], { cwd, env, detached: true });
        const said = Promise.all([text(child.stdout), text(child.stderr)]);
        child.on('close', async (status) => {
          const [stdout, stderr] = await said;
          resolve({ status, stdout, stderr });
        });
        child.stdin.on('error', () => {});
        child.stdin.end(entry);
      }),
    outcomes: () => place.audit().map(({ event, outcome }) => `${event} ${outcome}`),
    running: () => commandLines().filter((line) => line.includes(config)),
  };
  place.writeSettings();
  place.writeUsers(`${user} ${PHONE}\n`);
  return place;
}

export interface Sshd extends Place {
  /** Logs in, with a key that sshd knows, at a terminal. */
  login(args?: readonly string[], command?: string): Terminal;
  /** The arguments of ssh for this sshd, without the host. */
  readonly options: readonly string[];
  readonly host: string;
  /** Waits until sshd has no process but itself. */
  isQuiet(): boolean;
}

/** Starts an sshd that asks for a key, and then by this place's PAM service. */
export async function startSshd(
  user: string,
  cleanup: Cleanup,
  extra: readonly string[] = [],
  wrapIn: (folder: string) => readonly string[] = () => [],
): Promise<Sshd> {
  const place = await makePlace(user, cleanup);
  place.writeService(LINES);
  const { folder, service } = place;
  // sshd takes the name of its PAM service from its own.
  const program = join(folder, service);
  symlinkSync('/usr/sbin/sshd', program);
  mkdirSync('/run/sshd', { recursive: true });
  for (const key of ['host_key', 'user_key']) {
    execFileSync('/usr/bin/ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, key)]);
  }
  const wrap = wrapIn(folder);
  const port = await freePort();
  const settings = [
    `ListenAddress 127.0.0.1:${port}`,
    `HostKey ${folder}/host_key`,
    `AuthorizedKeysFile ${folder}/user_key.pub`,
    'PidFile none',
    'Subsystem sftp internal-sftp',
    'PrintMotd no',
    // The first of several is in force.
    ...extra,
    ...SSHD,
  ];
  writeFileSync(join(folder, 'sshd_config'), `${settings.join('\n')}\n`);
  const sshd = spawn(
    wrap[0] ?? program,
    [...wrap.slice(1), ...(wrap.length ? [program] : []), '-D', '-e', '-f', join(folder, 'sshd_config')],
    { stdio: 'ignore', detached: true },
  );
  cleanup(() => endGroups(sshd.pid ?? 0));
  await until(() => isOpen(port));
  const options = [
    ...['-F', 'none', '-i', join(folder, 'user_key'), '-o', `Port=${port}`, '-o', 'IdentitiesOnly=yes'],
    ...['-o', 'UserKnownHostsFile=/dev/null', '-o', 'StrictHostKeyChecking=no'],
  ];
  const host = `${user}@127.0.0.1`;
  return {
    ...place,
    options,
    host,
    login(args = [], command = '/usr/bin/ssh') {
      const terminal = openTerminal({ command, args: [...options, ...args], cols: 160 });
      cleanup(() => terminal.close());
      return terminal;
    },
    isQuiet: () => childrenOf(sshd.pid ?? 0).length === 0,
  };
}

/** Whether something listens at a port. */
export function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

export const PROMPT = 'Password:';
/** A command that shows who was let in. */
export const HELLO = ['echo', 'let-in-as-$USER'];
/** Waits for a prompt, counted from 1, and answers it. */
export async function answer(terminal: Terminal, prompt: number, entry: string | (() => string), words = PROMPT) {
  await terminal.until(() => terminal.text().split(words).length > prompt);
  terminal.write(`${typeof entry === 'string' ? entry : entry()}\r`);
}

export async function refuses(terminal: Terminal) {
  expect(await terminal.ended()).toMatchObject({ exitCode: 255 });
  expect(terminal.text()).not.toContain('let-in-as');
}

export async function letsIn(terminal: Terminal, user: string) {
  expect(await terminal.ended()).toMatchObject({ exitCode: 0 });
  expect(terminal.text()).toContain(`let-in-as-${user}`);
}
