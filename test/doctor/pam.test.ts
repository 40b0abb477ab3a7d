// What the doctor says about PAM and sshd, from their files.

import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { examinePam, type PamMachine } from '../../src/doctor/examine-pam.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { namesUs, pamLines, siblingFindings, stackFindings } from '../../src/doctor/pam-stack.ts';
import { sshdFindings, together } from '../../src/doctor/sshd-findings.ts';
import { temporaryFolder } from '../support/program.ts';
import { isMissing } from '../support/what-cannot-run.ts';

const LINES = pamLines('/usr/bin/node /usr/lib/node_modules/otp-tui/bin/otp-tui.cjs');
const WHOLE = {
  name: 'sshd',
  text: `# ssh\n\n${LINES.join('\n')}\naccount required pam_nologin.so\n@include common-session\n`,
};

const levels = (findings: readonly Finding[]) => findings.map(({ level }) => level);
const of = (text: string) => stackFindings({ name: 'sshd', text });

describe('the lines for sudo and su', () => {
  const FIVE = pamLines('/usr/bin/otp-tui', { denials: 2 });
  const inSudo = (lines: readonly string[], name = 'sudo') => stackFindings({ name, text: lines.join('\n') });

  it('have pam_deny twice, so that the loss of one line lets nobody in', () => {
    expect(FIVE.slice(1, 4)).toEqual([
      'auth [success=2 ignore=2 default=ignore] pam_exec.so quiet stdout seteuid expose_authtok /usr/bin/otp-tui check --pam',
      'auth requisite pam_deny.so',
      'auth requisite pam_deny.so',
    ]);
    for (const name of ['sudo', 'sudo-i', 'su', 'su-l', 'sshd']) expect(levels(inSudo(FIVE, name))).toEqual(['ok']);
  });

  it('are missed, whichever is lost', () => {
    for (const [index] of FIVE.entries()) {
      expect(levels(inSudo(FIVE.filter((_, other) => other !== index)))).toContain('error');
    }
  });

  it('are asked for where the four of sshd stand', () => {
    for (const name of ['sudo', 'sudo-i', 'su', 'su-l']) expect(levels(inSudo(LINES, name))).toEqual(['ok', 'warning']);
    expect(levels(inSudo(LINES, 'sudoku'))).toEqual(['ok']);
  });

  it('are jumped over whole, or not at all', () => {
    const exempt = (over: number) => `auth [success=${over} default=ignore] pam_succeed_if.so user ingroup robots`;
    expect(levels(inSudo([exempt(3), ...FIVE]))).toEqual(['ok']);
    expect(levels(inSudo([exempt(4), ...FIVE]))).toEqual(['ok', 'warning']);
  });
});

describe('the four lines', () => {
  it('are those of the guide, with absolute paths', () => {
    expect(pamLines('/usr/bin/otp-tui')).toEqual([
      'auth optional pam_exec.so quiet stdout seteuid /usr/bin/otp-tui send --pam',
      'auth [success=1 ignore=1 default=ignore] pam_exec.so quiet stdout seteuid expose_authtok /usr/bin/otp-tui check --pam',
      'auth requisite pam_deny.so',
      'auth required pam_permit.so',
    ]);
  });

  it('stand whole, with comments, spaces, and lines that go on', () => {
    expect(namesUs(WHOLE)).toBe(true);
    expect(levels(of(LINES.join('\n')))).toEqual(['ok']);
    const spread = LINES.map((line) => line.replace(' pam_', ' \\\n   pam_')).join('  # ours\n\n#\n');
    expect(levels(of(spread.replace(/^auth/gm, 'AUTH')))).toEqual(['ok']);
    expect(levels(of(pamLines('/usr/bin/otp-tui', { config: '/etc/o/c.env' }).join('\n')))).toEqual(['ok']);
  });

  it('are missed, whichever is lost, swapped or in a comment', () => {
    for (const [index] of LINES.entries()) {
      const without = LINES.filter((_, other) => other !== index);
      const commented = LINES.map((line, other) => (other === index ? `# ${line}` : line));
      for (const lines of [without, commented]) expect(levels(of(lines.join('\n')))).toContain('error');
    }
    fc.assert(
      fc.property(fc.shuffledSubarray([...LINES], { minLength: 2 }), (lines) => {
        const isWhole = lines.join() === LINES.join();
        if (namesUs({ name: 'x', text: lines.join('\n') }))
          expect(levels(of(lines.join('\n')))).toEqual([isWhole ? 'ok' : 'error']);
      }),
    );
  });

  it.each([
    ['an optional check', [/\[success.*?\]/, 'optional']],
    ['another jump', [/success=1/, 'success=2']],
    ['a default that lets in', [/default=ignore/, 'default=ok']],
    ['no ignore=1, which sshd needs', [/ ignore=1/, '']],
    ['no seteuid', [/ seteuid/, '']],
    ['no expose_authtok', [/ expose_authtok/, '']],
    ['a program without a path', [/\/usr\/bin\/node \S+/, 'otp-tui']],
    ['pam_deny that does not end it', [/requisite/, 'required']],
    ['pam_permit in its place', [/pam_deny/, 'pam_permit']],
    ['something between', [/auth requisite/, 'auth optional pam_mail.so\nauth requisite']],
  ] as const)('are not whole with %s', (_, [pattern, replacement]) => {
    const [finding] = of(LINES.join('\n').replace(pattern, replacement));
    expect([finding?.level, finding?.next]).toEqual(['error', expect.stringContaining('of the 4')]);
  });

  it.each([
    ['auth sufficient pam_unix.so', ['ok', 'error']],
    ['auth [success=done default=ignore] pam_unix.so', ['ok', 'error']],
    ['auth [success=3 default=ignore] pam_succeed_if.so user ingroup robots', ['ok', 'warning']],
    ['auth [success=2 default=ignore] pam_succeed_if.so user ingroup nobody', ['ok']],
    ['auth [success=1 default=ignore] pam_succeed_if.so user ingroup silent', ['ok']],
    ['@include common-auth', ['ok', 'warning']],
    ['auth include password-auth', ['ok', 'warning']],
    ['auth requisite pam_wheel.so use_uid', ['ok']],
    ['auth sufficient pam_rootok.so', ['ok']],
  ])('after %s', (line, expected) => {
    expect(levels(of([line, ...LINES].join('\n')))).toEqual(expected);
  });

  it('before files that say nothing of auth, as on Debian', () => {
    const others = [
      { name: 'common-account', text: 'account required pam_unix.so\n@include common-more\n' },
      { name: 'common-more', text: 'session optional pam_mail.so\n' },
      { name: 'common-auth', text: '@include deeper\n' },
      { name: 'deeper', text: 'auth required pam_unix.so\n@include deeper\n' },
      { name: 'loop', text: '@include loop\n' },
    ];
    const followed = (by: string) =>
      levels(stackFindings({ name: 'sshd', text: [...LINES, `@include ${by}`].join('\n') }, others));
    expect(followed('common-account')).toEqual(['ok']);
    for (const name of ['common-auth', 'unknown', 'loop']) expect(followed(name)).toEqual(['ok', 'warning']);
  });

  it('before anything else that asks', () => {
    expect(levels(of([...LINES, '@include common-auth'].join('\n')))).toEqual(['ok', 'warning']);
  });

  it('are not looked for where nobody wrote them', () => {
    expect(
      namesUs({ name: 'login', text: '@include common-auth\nauth required pam_exec.so /usr/bin/other send\n' }),
    ).toBe(false);
  });

  it.each([
    ['@include common-auth', 1],
    ['@include sudo', 0],
    ['auth include sudo', 0],
    ['auth substack sudo', 0],
    [LINES.join('\n'), 0],
  ])('of sudo are needed by sudo-i: %s', (text, count) => {
    const sudo = { name: 'sudo', text: LINES.join('\n') };
    expect(siblingFindings([sudo, { name: 'sudo-i', text }])).toHaveLength(count);
    expect(siblingFindings([{ name: 'sudo-i', text }])).toEqual([]);
  });
});

describe('sshd', () => {
  const good = {
    usepam: 'yes',
    kbdinteractiveauthentication: 'yes',
    authenticationmethods: 'publickey,keyboard-interactive',
    permitrootlogin: 'no',
    logingracetime: '120',
  };
  const about = (changes: Partial<typeof good>, user = 'ann') =>
    levels(
      sshdFindings(
        user,
        Object.entries({ ...good, ...changes })
          .map((pair) => pair.join(' '))
          .join('\n'),
      ),
    );

  it.each<[Partial<typeof good>, string[]]>([
    [{}, ['ok']],
    [{ usepam: 'no' }, ['error']],
    [{ kbdinteractiveauthentication: 'no' }, ['error']],
    [{ authenticationmethods: 'any' }, ['error']],
    [{ authenticationmethods: 'keyboard-interactive,publickey' }, ['error']],
    [{ authenticationmethods: 'publickey,keyboard-interactive publickey' }, ['error']],
    [{ authenticationmethods: 'publickey,keyboard-interactive:pam' }, ['ok']],
    [{ authenticationmethods: 'publickey,password' }, ['error']],
    [{ logingracetime: '60' }, ['warning']],
    [{ logingracetime: '0' }, ['ok']],
    [{ permitrootlogin: 'without-password' }, ['ok']],
  ])('%o', (changes, expected) => {
    expect(about(changes)).toEqual(expected);
  });

  it.each([
    ['yes', ['ok']],
    ['no', ['ok']],
    ['without-password', ['warning']],
    ['forced-commands-only', ['warning']],
  ])('for root with PermitRootLogin %s', (permitrootlogin, expected) => {
    expect(about({ permitrootlogin }, 'root')).toEqual(expected);
  });

  it('says only once what holds for several', () => {
    const config = 'usepam no\nkbdinteractiveauthentication yes\nauthenticationmethods publickey,keyboard-interactive';
    const found = together([
      sshdFindings('ann', config),
      sshdFindings('ben', config),
      sshdFindings('eve', 'usepam yes'),
    ]);
    expect(found[0]).toMatchObject({ level: 'error', about: 'sshd for ann and 1 more' });
    expect(found.slice(1).every(({ about }) => about === 'sshd for eve')).toBe(true);
  });
});

describe('the computer', () => {
  function machine(changes: Partial<PamMachine> = {}): PamMachine {
    const folder = temporaryFolder(onTestFinished);
    mkdirSync(join(folder, 'pam.d'));
    writeFileSync(join(folder, 'pam.d/sshd'), WHOLE.text);
    const sshd = join(folder, 'sshd');
    writeFileSync(
      sshd,
      '#!/bin/sh\ncase "$*" in *user=eve*) exit 1;; esac\necho usepam yes\necho authenticationmethods any\n',
    );
    chmodSync(sshd, 0o755);
    const rest = { node: process.execPath, program: import.meta.filename, config: undefined, users: ['ann', 'eve'] };
    return { services: join(folder, 'pam.d'), sshd, ...rest, ...changes };
  }
  const found = async (changes?: Partial<PamMachine>) => (await Promise.all(examinePam(machine(changes)))).flat();

  it('is told its lines, its services and its sshd', async () => {
    const findings = await found();
    const command = `${process.execPath} ${import.meta.filename}`;
    expect(findings.slice(0, 9).map(({ text }) => text)).toEqual([
      ...pamLines(command),
      ...pamLines(command, { denials: 2 }),
    ]);
    expect(findings).toContainEqual({
      level: 'ok',
      about: 'PAM sshd',
      text: 'the 4 lines are complete and in order',
    });
    expect(findings).toContainEqual(expect.objectContaining({ level: 'error', about: 'sshd for ann and 1 more' }));
    expect(findings).toContainEqual(
      expect.objectContaining({ about: 'sshd for eve', text: expect.stringContaining('-T') }),
    );
  });

  it.skipIf(isMissing('pam'))('asks a real sshd about each user', async () => {
    const folder = temporaryFolder(onTestFinished);
    const [key, config, sshd] = ['key', 'config', 'sshd'].map((name) => join(folder, name)) as [string, string, string];
    execFileSync('/usr/bin/ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const ours = 'UsePAM yes\nKbdInteractiveAuthentication yes\nAuthenticationMethods publickey,keyboard-interactive';
    writeFileSync(
      config,
      `HostKey ${key}\n${ours}\nPermitRootLogin no\nMatch User eve\n  AuthenticationMethods publickey\n`,
    );
    writeFileSync(sshd, `#!/bin/sh\nexec /usr/sbin/sshd -f ${config} "$@"\n`);
    chmodSync(sshd, 0o755);
    const about = (await found({ sshd })).filter(({ about: one }) => one.startsWith('sshd'));
    expect(about).toEqual([
      { level: 'ok', about: 'sshd for ann and 1 more', text: 'a key, then a code' },
      expect.objectContaining({
        level: 'error',
        about: 'sshd for eve',
        text: expect.stringContaining('publickey: publickey is no'),
      }),
    ]);
  });

  it('is told if what its lines run is not there', async () => {
    const services = temporaryFolder(onTestFinished);
    const about = async (command: string) => {
      writeFileSync(
        join(services, 'su'),
        `# auth optional pam_exec.so /o/none send --pam\n${pamLines(command).join('\n')}`,
      );
      return (await found({ services })).filter(({ about, level }) => about === 'PAM su' && level === 'error');
    };
    expect(await about('/usr/local/none/node \\\n /usr/local/none/otp-tui')).toEqual([
      expect.objectContaining({ text: '/usr/local/none/node is not there, so nobody is let in' }),
      expect.objectContaining({ text: '/usr/local/none/otp-tui is not there, so nobody is let in' }),
    ]);
    expect(await about(`${process.execPath} ${import.meta.filename}`)).toEqual([]);
  });

  it('is told if no service names us, and sshd is not asked then', async () => {
    const findings = await found({ services: temporaryFolder(onTestFinished) });
    expect(findings).toContainEqual(expect.objectContaining({ level: 'warning', about: 'PAM' }));
    expect(findings.filter(({ about }) => about.startsWith('sshd'))).toEqual([]);
  });

  it.skipIf(isMissing('root'))("is told if the program is not root's alone, down to its files", async () => {
    const folder = mkdtempSync('/var/lib/otp-tui-');
    onTestFinished(() => rmSync(folder, { recursive: true }));
    chmodSync(folder, 0o755);
    for (const name of ['bin', 'dist']) mkdirSync(join(folder, name));
    const [program, file] = [join(folder, 'bin/otp-tui.cjs'), join(folder, 'dist/main.mjs')];
    for (const path of [program, file]) writeFileSync(path, '');
    const node = program;
    const about = async () => (await found({ node, program })).filter(({ about }) => about === 'program');
    expect(levels(await about())).toEqual(['ok']);
    chmodSync(file, 0o666);
    expect((await about())[0]).toMatchObject({ level: 'error', text: expect.stringContaining('dist/main.mjs') });
    chmodSync(file, 0o644);
    chownSync(join(folder, 'bin'), 65_534, 65_534);
    expect((await about())[0]).toMatchObject({ level: 'error', text: expect.stringContaining('uid 65534') });
  });

  it.skipIf(isMissing('root'))('is told if Node is under a home, as nvm has it', async () => {
    const home = mkdtempSync('/root/.otp-tui-');
    onTestFinished(() => rmSync(home, { recursive: true }));
    const node = join(home, 'node');
    writeFileSync(node, '');
    expect(await found({ node })).toContainEqual(
      expect.objectContaining({ level: 'warning', about: 'program', text: `${node} is under a home, as nvm has it` }),
    );
  });
});
