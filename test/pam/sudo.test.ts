// A real sudo and a real su ask for a code instead of a password.

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { otherThan } from '../support/program.ts';
import { openTerminal, type Terminal } from '../support/terminal.ts';
import { isMissing } from '../support/what-cannot-run.ts';
import {
  answer,
  type Cleanup,
  ENV,
  HELLO,
  makePlace,
  makeUser,
  type Place,
  SUDO_LINES,
  until,
  WHEEL,
} from './machine.ts';

interface Sudoer extends Place {
  readonly user: string;
  /** Runs a command as the user. */
  as(...command: readonly string[]): Terminal;
}

/** A user who may run everything by sudo, once the place's PAM service lets them. */
async function makeSudoer(cleanup: Cleanup): Promise<Sudoer> {
  const user = await makeUser(cleanup);
  const place = await makePlace(user, cleanup);
  place.writeService(SUDO_LINES);
  const rules = `/etc/sudoers.d/${place.service}`;
  cleanup(() => rmSync(rules, { force: true }));
  const services = `pam_service=${place.service}, pam_login_service=${place.service}`;
  writeFileSync(rules, `Defaults:${user} ${services}, !lecture, timestamp_timeout=0\n${user} ALL=(ALL) ALL\n`, {
    mode: 0o440,
  });
  const as = (...command: readonly string[]) => run(cleanup, [], user, command);
  return { ...place, user, as };
}

function run(cleanup: Cleanup, wrap: readonly string[], user: string, command: readonly string[]): Terminal {
  const become = ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups', ...command];
  const [first = '', ...args] = [...wrap, ...become];
  const terminal = openTerminal({ command: first, args, cols: 160, cwd: '/', env: { USER: user } });
  cleanup(() => terminal.close());
  return terminal;
}

const PROMPT = '[sudo] password for';

describe.skipIf(isMissing('pam'))('sudo', () => {
  it.concurrent('lets in with the right code, after a wrong one, and sends one text', async ({ onTestFinished }) => {
    const { as, sandbox, outcomes, audit, user } = await makeSudoer(onTestFinished);
    const terminal = as('sudo', 'sh', '-c', 'echo let-in-as-$(id -un)');
    await answer(terminal, 1, () => otherThan(sandbox.newestCode()), PROMPT);
    await answer(terminal, 2, sandbox.newestCode, PROMPT);
    expect(await terminal.ended()).toMatchObject({ exitCode: 0 });
    expect(terminal.text()).toContain('let-in-as-root');
    expect(terminal.text()).toContain('Code sent to +1 *** *** **71.');
    expect(terminal.text()).toContain('Login Success! 1 wrong code was entered since the last right one.');
    expect(sandbox.codes).toHaveLength(1);
    expect(outcomes()).toEqual(['send sent', 'check incorrect', 'check accepted']);
    expect(audit()[0]).toMatchObject({ tty: expect.stringMatching(/^\/dev\/pts/), user });
  });

  it.concurrent('-i has a PAM service of its own, behind the code too', async ({ onTestFinished }) => {
    const { as, sandbox } = await makeSudoer(onTestFinished);
    const terminal = as('sudo', '-i', 'sh', '-c', 'echo let-in-as-$(id -un)');
    await answer(terminal, 1, sandbox.newestCode, PROMPT);
    expect(await terminal.ended()).toMatchObject({ exitCode: 0 });
    expect(terminal.text()).toContain('let-in-as-root');
  });

  it.concurrent('lets nobody in with wrong codes', async ({ onTestFinished }) => {
    const { as, sandbox, running } = await makeSudoer(onTestFinished);
    const terminal = as('sudo', ...HELLO);
    for (const times of [1, 2, 3]) await answer(terminal, times, () => otherThan(sandbox.newestCode()), PROMPT);
    expect(await terminal.ended()).toMatchObject({ exitCode: 1 });
    expect(terminal.text()).toContain('Incorrect OTP! 2 tries left.');
    expect(terminal.text()).not.toContain('let-in-as');
    expect(sandbox.codes).toHaveLength(1);
    expect(running()).toEqual([]);
  });

  it.concurrent('asks nobody without a terminal', async ({ onTestFinished }) => {
    const { as, sandbox, running } = await makeSudoer(onTestFinished);
    for (const command of [
      ['setsid', '-w', 'sudo', ...HELLO],
      ['sudo', '-n', ...HELLO],
    ]) {
      const terminal = as(...command);
      expect(await terminal.ended()).toMatchObject({ exitCode: 1 });
      expect(terminal.text()).not.toContain('let-in-as');
    }
    expect(sandbox.codes.length).toBeLessThanOrEqual(1);
    expect(running()).toEqual([]);
  });

  it.concurrent('reads a code from a pipe with -S', async ({ onTestFinished }) => {
    const { as, run, sandbox, service, user } = await makeSudoer(onTestFinished);
    await run(['send', '--pam'], '', ENV(user, service));
    const terminal = as('sh', '-c', `echo ${sandbox.newestCode()} | sudo -S sh -c 'echo let-in-as-$(id -un)'`);
    expect(await terminal.ended()).toMatchObject({ exitCode: 0 });
    expect(terminal.text()).toContain('let-in-as-root');
  });

  it.concurrent.for(['\x03', '\x04'])('is left by %j, and nothing stays', async (key, { onTestFinished }) => {
    const { as, running } = await makeSudoer(onTestFinished);
    const terminal = as('sudo', ...HELLO);
    await terminal.until(PROMPT);
    terminal.write(key);
    expect(await terminal.ended()).not.toMatchObject({ exitCode: 0, signal: null });
    expect(terminal.text()).not.toContain('let-in-as');
    await until(() => running().length === 0);
  });

  it.concurrent.for([0, 1, 2, 3, 4].map((index) => [index + 1, SUDO_LINES.filter((_, at) => at !== index)] as const))(
    'lets nobody in without a code if line %i is lost',
    async ([_, lines], { onTestFinished }) => {
      const { as, writeService } = await makeSudoer(onTestFinished);
      writeService(lines);
      const terminal = as('sh', '-c', 'echo 000000 | sudo -S echo let-in-as-$USER');
      expect(await terminal.ended()).toMatchObject({ exitCode: 1 });
      expect(terminal.text()).not.toContain('let-in-as');
    },
  );
});

/** Becomes another user by a su whose PAM service is this one. */
function su(place: Place, user: string, group: string, args: readonly string[], cleanup: Cleanup): Terminal {
  place.writeService([`${WHEEL} group=${group}`, ...SUDO_LINES.map((line) => line.replace('--pam', '--pam ruser'))]);
  const mounts = ['su', 'su-l'].map((name) => `mount --bind /etc/pam.d/${place.service} /etc/pam.d/${name}`);
  return run(cleanup, ['unshare', '-m', 'sh', '-c', `${mounts.join(' && ')} && exec "$@"`, 'sh'], user, [
    'su',
    ...args,
  ]);
}

const AS_ROOT = ['-c', 'echo let-in-as-$(id -un)'];

describe.skipIf(isMissing('pam'))('su', () => {
  it.concurrent.for([
    ['su', []],
    ['su -', ['-']],
  ] as const)('asks the phone of who types, behind pam_wheel: %s', async ([_, args], { onTestFinished }) => {
    const user = await makeUser(onTestFinished);
    const place = await makePlace(user, onTestFinished);
    const terminal = su(place, user, user, [...args, ...AS_ROOT], onTestFinished);
    await answer(terminal, 1, place.sandbox.newestCode);
    expect(await terminal.ended()).toMatchObject({ exitCode: 0 });
    expect(terminal.text()).toContain('let-in-as-root');
    expect(place.audit()).toMatchObject([
      { event: 'send', outcome: 'sent', user },
      { event: 'check', outcome: 'accepted', user },
    ]);
  });

  it.concurrent('lets nobody in with a wrong code', async ({ onTestFinished }) => {
    const user = await makeUser(onTestFinished);
    const place = await makePlace(user, onTestFinished);
    const terminal = su(place, user, user, AS_ROOT, onTestFinished);
    await answer(terminal, 1, () => otherThan(place.sandbox.newestCode()));
    expect(await terminal.ended()).toMatchObject({ exitCode: 1 });
    expect(terminal.text()).toContain('Incorrect OTP!');
    expect(terminal.text()).not.toContain('let-in-as');
  });

  it.concurrent('asks nobody whom pam_wheel refuses', async ({ onTestFinished }) => {
    const user = await makeUser(onTestFinished);
    const place = await makePlace(user, onTestFinished);
    const terminal = su(place, user, 'root', AS_ROOT, onTestFinished);
    expect(await terminal.ended()).toMatchObject({ exitCode: 1 });
    expect(terminal.text()).not.toContain('let-in-as');
    expect(place.sandbox.codes).toEqual([]);
  });

  it.concurrent('alone may use --pam ruser: elsewhere a client can choose that name', async ({ onTestFinished }) => {
    const { as, user, sandbox, writeService, audit } = await makeSudoer(onTestFinished);
    writeService(SUDO_LINES.map((line) => line.replace('--pam', '--pam ruser')));
    const terminal = as('sh', '-c', 'echo 000000 | sudo -S echo let-in-as-$USER');
    expect(await terminal.ended()).toMatchObject({ exitCode: 1 });
    expect(terminal.text()).toContain('No code can be asked for now. Ask the administrator.');
    expect(terminal.text()).not.toContain('let-in-as');
    expect([sandbox.codes, audit(), user]).toEqual([[], [], user]);
  });
});

describe.skipIf(isMissing('pam'))('--pam', () => {
  it.concurrent('is refused where PAM does not run it', async ({ onTestFinished }) => {
    const user = await makeUser(onTestFinished);
    const { run, sandbox, service } = await makePlace(user, onTestFinished);
    const env = ENV(user, service);
    const { PAM_TYPE: _type, ...untyped } = env;
    const { PAM_USER: _user, ...unnamed } = env;
    for (const verb of ['send', 'check']) {
      const outside = await run([verb, '--pam'], '000000', untyped);
      expect(outside).toMatchObject({ status: 2, stdout: '' });
      expect(outside.stderr).toContain('otp-tui: --pam is for a line of PAM that pam_exec runs, and this is not one');
      for (const bad of [
        ...['account', 'session', 'password', 'AUTH', ''].map((type) => ({ ...env, PAM_TYPE: type })),
        ...[unnamed, { ...env, PAM_USER: '' }, { ...env, PAM_USER: 'x y\x1b[31m' }, { ...env, PAM_SERVICE: '' }],
      ]) {
        expect(await run([verb, '--pam'], '000000', bad)).toMatchObject({ status: 2, stderr: '' });
      }
      for (const [bad, who] of [
        ['sshd', user],
        ['su', ''],
        ['su-l', ''],
      ] as const) {
        const status = run([verb, '--pam', 'ruser'], '', { ...env, PAM_SERVICE: bad, PAM_RUSER: who });
        expect(await status).toMatchObject({ status: 2 });
      }
    }
    expect(sandbox.codes).toEqual([]);
  });

  it.concurrent('believes neither the environment nor the current directory', async ({ onTestFinished }) => {
    const user = await makeUser(onTestFinished);
    const { run, sandbox, service, folder, outcomes } = await makePlace(user, onTestFinished);
    const bad = 'OTP_STORE=memory:\nOTP_USERS=/tmp/users\nTWILIO_API_URL=http://127.0.0.1:1\nOTP_AUDIT=\n';
    for (const file of ['.env', 'config.env']) writeFileSync(join(folder, file), bad);
    const hostile = {
      ...Object.fromEntries(
        bad
          .trim()
          .split('\n')
          .map((line) => line.split('=') as [string, string]),
      ),
      ...{ HOME: folder, XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder, https_proxy: 'http://127.0.0.1:1' },
      ...{ OTP_SECRET: 'a-secret-of-the-attacker', RECIPIENT_NUMBER: '+14155552679', PATH: folder, TZ: folder },
    };
    const env = { ...hostile, ...ENV(user, service) };
    expect(await run(['send', '--pam'], '', env, folder)).toMatchObject({ status: 0 });
    expect(await run(['check', '--pam'], `${sandbox.newestCode()}\0`, env, folder)).toMatchObject({ status: 0 });
    expect(outcomes()).toEqual(['send sent', 'check accepted']);
    // And root's own verbs see the same.
    for (const verb of ['status', 'unlock']) {
      expect(await run([verb, '--pam', '--user', user], '', hostile, folder)).toMatchObject({ status: 0 });
    }
  });

  it.concurrent('has Verify make the codes, and logs what they were for', async ({ onTestFinished }) => {
    const user = await makeUser(onTestFinished);
    const { run, sandbox, service, writeSettings, audit } = await makePlace(user, onTestFinished);
    writeSettings({ SENDER_NUMBER: '', TWILIO_VERIFY_SERVICE_SID: `VA${'0123456789abcdef'.repeat(2)}` });
    expect(await run(['send', '--pam'], '', ENV(user, service))).toMatchObject({ status: 0 });
    expect(await run(['check', '--pam'], sandbox.newestCode(), ENV(user, service))).toMatchObject({ status: 0 });
    for (const line of audit()) expect(line).toMatchObject({ service: service.slice(0, 30), user });
  });

  it.concurrent('accepts a correct code once, however many check it at a time', async ({ onTestFinished }) => {
    const user = await makeUser(onTestFinished);
    const { run, sandbox, service } = await makePlace(user, onTestFinished);
    await run(['send', '--pam'], '', ENV(user, service));
    const code = sandbox.newestCode();
    const all = await Promise.all(Array.from({ length: 6 }, () => run(['check', '--pam'], code, ENV(user, service))));
    expect(all.filter(({ status }) => status === 0)).toHaveLength(1);
  });

  it.concurrent('tells root at a shell what is wrong, and takes no other flags', async ({ onTestFinished }) => {
    const user = await makeUser(onTestFinished);
    const { run, writeUsers } = await makePlace(user, onTestFinished);
    writeUsers('somebody-else +14155552671\n');
    for (const verb of ['status', 'unlock', 'recovery']) {
      const { status, stderr } = await run([verb, '--pam', '--user', user], '', {});
      expect([status, stderr]).toEqual([2, expect.stringContaining(`there is no user "${user}"`)]);
      for (const args of [
        ['--pam'],
        ['--pam', '--to', '+14155552671'],
        ['--pam', '--user', user, '--store', '/tmp/x'],
      ]) {
        expect(await run([verb, ...args], '', {})).toMatchObject({ status: 2 });
      }
    }
    for (const flag of ['--json', '--to=+14155552671', '--service=x', '--verbose']) {
      expect(await run(['check', '--pam', flag])).toMatchObject({ status: 2 });
    }
  });
});
