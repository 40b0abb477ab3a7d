// What the guides tell an administrator to type, run as it stands there, on a copy of /etc that only the run sees.

import { type ChildProcess, execFile } from 'node:child_process';
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { auditLines } from '../../src/audit/line.ts';
import { ABOUT, ORIGIN } from '../audit/events.ts';
import { otherThan, PROGRAM, SETTINGS, temporaryFolder } from '../support/program.ts';
import { openSandbox } from '../support/sandbox.ts';
import { isMissing } from '../support/what-cannot-run.ts';
import { block, blocks, ROOT } from './pages.ts';

/** Puts otp-tui into PATH. @returns a folder */
function withProgram(): string {
  const folder = temporaryFolder(onTestFinished);
  mkdirSync(join(folder, 'bin'));
  const start = `#!/bin/sh\nexec ${realpathSync(process.execPath)} ${PROGRAM} "$@"\n`;
  writeFileSync(join(folder, 'bin/otp-tui'), start, { mode: 0o755 });
  // As if it was installed for the whole computer.
  mkdirSync(join(folder, 'global'));
  symlinkSync(ROOT, join(folder, 'global/otp-tui'));
  writeFileSync(join(folder, 'bin/npm'), `#!/bin/sh\n[ "$*" = 'root -g' ] && echo ${folder}/global\n`, { mode: 0o755 });
  return folder;
}

interface Ran {
  readonly status: unknown;
  readonly stdout: string;
}

function run(command: string, args: readonly string[], env: Record<string, string>) {
  let child: ChildProcess | undefined;
  const ran = new Promise<Ran>((resolve) => {
    child = execFile(command, args, { env, cwd: ROOT }, (error, stdout) =>
      resolve({ status: error?.code ?? 0, stdout }),
    );
  });
  return { child: child as ChildProcess, ran };
}

/** Runs a script as root, with folders of its own in place of /etc and /var/log. */
function asAdministrator(script: string) {
  const folder = withProgram();
  const own = `mkdir "$0/etc" "$0/log"; mount -t tmpfs none "$0/etc"; cp -a /etc/. "$0/etc"
    rm -rf "$0/etc/otp-tui"; mkdir "$0/etc/otp-tui"; mount --bind "$0/etc" /etc; mount --bind "$0/log" /var/log\n`;
  const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}` };
  return run('unshare', ['-m', 'sh', '-euc', own + script, folder], env).ran;
}

/** A shell word for any text. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

describe.skipIf(isMissing('root'))('guard-ssh.md', () => {
  const settings = block('docs/guard-ssh.md', 'Set up', 'dotenv');
  const users = block('docs/guard-ssh.md', 'Set up', 'text');
  const [install = '', rights = ''] = blocks('docs/guard-ssh.md', 'Set up', 'sh', 2);

  it('installs what npm packs', () => {
    // Not run: it would take minutes, and the network. test/package.test.ts installs the package in its own way.
    expect(install).toMatch(
      /^npm install .*npm pack\nsudo npm install -g \.\/otp-tui-\*\.tgz\ncommand -v otp-tui node /m,
    );
  });

  it('has settings and users that work, once they are root’s', async () => {
    const filled = settings
      .replace('AC…', SETTINGS.TWILIO_SID)
      .replace('TOKEN=…', `TOKEN=${SETTINGS.TWILIO_AUTH_TOKEN}`)
      .replace('SECRET=…', `SECRET=${'0123456789abcdef'.repeat(4)}`);
    const { origin } = await openSandbox(onTestFinished);
    const { stdout } = await asAdministrator(`cd /etc/otp-tui; umask 0
      printf %s ${quoted(`${filled}TWILIO_API_URL=${origin}\n`)} > config.env; printf %s ${quoted(users)} > users
      chown -R 12345 .; chmod 777 .
      otp-tui doctor --pam | sed 's/^/before: /'
      ${rights.replace('doctor --pam', 'doctor --pam || true')}`);
    expect(stdout).toMatch(/^before: .*settings.*must belong to root/m);
    expect(stdout).toMatch(/^ok settings/m);
    expect(stdout).toMatch(/^ok users: .* names 2 people/m);
    expect(stdout).toMatch(/^ok account/m);
  });
});

describe.skipIf(isMissing('root') || isMissing('fail2ban'))('audit.md', () => {
  it('has a filter and a jail that fail2ban takes', async () => {
    const commands = block('docs/audit.md', 'Blocking hosts with fail2ban', 'sh');
    const jail = block('docs/audit.md', 'Blocking hosts with fail2ban', 'ini');
    const incorrect = {
      kind: 'check',
      outcome: { kind: 'incorrect', triesLeft: 4, superseded: false },
      ...ABOUT,
    } as const;
    const [line = ''] = auditLines(incorrect, { ...ORIGIN, host: '192.0.2.7' });
    const { status, stdout } = await asAdministrator(`printf '%s\\n' ${quoted(line)} > /var/log/otp-tui.log
      ${commands}printf %s ${quoted(jail)} > "$(head -n1 <<END | cut -c3-
${jail}END
)"
      rm -f /etc/fail2ban/jail.d/defaults-debian.conf
      fail2ban-client -t; fail2ban-client -d`);
    expect(status).toBe(0);
    expect(stdout).toContain('1 matched, 0 missed');
    expect(stdout).toContain('OK: configuration test is successful');
    expect(stdout).toMatch(/\['set', 'otp-tui', 'addlogpath', '\/var\/log\/otp-tui\.log'/);
    expect(stdout).toContain("['set', 'otp-tui', 'maxretry', 30]");
  });
});

describe('for a person', () => {
  async function asPerson(script: string) {
    const folder = withProgram();
    const sandbox = await openSandbox(onTestFinished);
    const env = {
      ...{ ...SETTINGS, HOME: folder, TWILIO_API_URL: sandbox.origin, OTP_SECRET: 'sixteen characters' },
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    };
    return { folder, sandbox, ...run('/bin/bash', ['-c', `cd "$HOME"; ${script}`], env) };
  }

  it('recovery.md has codes written where nobody else can read them', async () => {
    const { ran } = await asPerson(
      `${block('docs/recovery.md', 'Recovery codes', 'sh')}stat -c %a codes.txt; wc -l < codes.txt`,
    );
    expect(await ran).toMatchObject({ status: 0, stdout: '600\n8\n' });
  });

  it('README.md has a line that goes on after a correct code, and after no other', async () => {
    for (const isRight of [true, false]) {
      const { folder, sandbox, child, ran } = await asPerson(block('README.md', 'From scripts and programs', 'sh'));
      writeFileSync(join(folder, 'deploy.sh'), '#!/bin/sh\necho deployed\n', { mode: 0o755 });
      await expect.poll(() => sandbox.codes.length).toBe(1);
      child.stdin?.end(`${isRight ? sandbox.newestCode() : otherThan(sandbox.newestCode())}\n`);
      expect((await ran).stdout.includes('deployed')).toBe(isRight);
    }
  });
});
