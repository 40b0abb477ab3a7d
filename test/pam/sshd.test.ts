// A real sshd asks for a code, by the four lines of PAM that the guide gives: every door, and every answer.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { block } from '../docs/pages.ts';
import { otherThan } from '../support/program.ts';
import { freePort } from '../support/redis-server.ts';
import { isMissing } from '../support/what-cannot-run.ts';
import {
  answer,
  EXEMPT,
  HELLO,
  isOpen,
  LINES,
  letsIn,
  PROMPT,
  refuses,
  shareUser,
  startSshd,
  until,
} from './machine.ts';

let user = '';
shareUser((name) => {
  user = name;
});

/** What the guide shows of a login, but for ssh's own name of who logs in where. */
const SHOWN = block('docs/guard-ssh.md', 'Set up', 'console').replace('(alice@host) ', '').trimEnd();

describe.skipIf(isMissing('pam'))('behind the code (OWASP ASVS 5.0 6.1.3: every way in)', () => {
  it.concurrent('is a command', async ({ onTestFinished }) => {
    const { login, host, sandbox, audit, running } = await startSshd(user, onTestFinished);
    const terminal = login([host, ...HELLO]);
    await answer(terminal, 1, sandbox.newestCode);
    await letsIn(terminal, user);
    expect(terminal.text()).toContain(SHOWN);
    expect(sandbox.codes).toEqual([expect.stringMatching(/^\d{6}$/)]);
    expect(audit()).toMatchObject([
      { event: 'send', outcome: 'sent', host: '127.0.0.1', tty: 'ssh', user },
      { event: 'check', outcome: 'accepted', host: '127.0.0.1', tty: 'ssh', user },
    ]);
    expect(running()).toEqual([]);
  });

  it.concurrent('is a shell', async ({ onTestFinished }) => {
    const { login, host, sandbox } = await startSshd(user, onTestFinished);
    const terminal = login([host]);
    await answer(terminal, 1, sandbox.newestCode);
    await terminal.until('$');
    terminal.write('echo let-in-as-$USER; exit\r');
    await letsIn(terminal, user);
  });

  it.concurrent('are files', async ({ onTestFinished }) => {
    const { login, host, sandbox } = await startSshd(user, onTestFinished);
    const terminal = login([host], '/usr/bin/sftp');
    await answer(terminal, 1, sandbox.newestCode);
    await terminal.until('sftp>');
    terminal.write('pwd\r');
    await terminal.until('Remote working directory: /');
    terminal.write('bye\r');
    expect(await terminal.ended()).toMatchObject({ exitCode: 0 });
    const refused = login(['-o', 'NumberOfPasswordPrompts=1', host], '/usr/bin/sftp');
    await answer(refused, 1, () => otherThan(sandbox.newestCode()));
    await refuses(refused);
  });

  it.concurrent('are copies by scp', async ({ onTestFinished }) => {
    const { login, host, sandbox, folder } = await startSshd(user, onTestFinished);
    const copy = join(folder, 'copy');
    const terminal = login([`${host}:/etc/passwd`, copy], '/usr/bin/scp');
    await answer(terminal, 1, () => otherThan(sandbox.newestCode()));
    await answer(terminal, 2, () => {
      expect(existsSync(copy)).toBe(false);
      return sandbox.newestCode();
    });
    expect(await terminal.ended()).toMatchObject({ exitCode: 0 });
    expect(readFileSync(copy, 'utf8')).toContain(user);
  });

  it.concurrent('are forwarded ports', async ({ onTestFinished }) => {
    const { login, host, sandbox } = await startSshd(user, onTestFinished);
    const port = await freePort();
    const forward = ['-N', '-L', `127.0.0.1:${port}:127.0.0.1:${sandbox.port}`, host];
    const refused = login(['-o', 'NumberOfPasswordPrompts=1', ...forward]);
    await answer(refused, 1, () => otherThan(sandbox.newestCode()));
    expect(await isOpen(port)).toBe(false);
    await refuses(refused);
    const terminal = login(forward);
    await answer(terminal, 1, sandbox.newestCode);
    await until(() => isOpen(port));
    terminal.write('\x03');
    await terminal.ended();
  });

  it.concurrent('is a shared connection, whose second session is not asked', async ({ onTestFinished }) => {
    const { login, host, sandbox, folder } = await startSshd(user, onTestFinished);
    const socket = join(folder, 'master');
    const terminal = login(['-M', '-S', socket, host]);
    await answer(terminal, 1, sandbox.newestCode);
    await terminal.until('$');
    expect(String(execFileSync('/usr/bin/ssh', ['-F', 'none', '-S', socket, host, ...HELLO]))).toContain(
      `let-in-as-${user}`,
    );
    expect(sandbox.codes).toHaveLength(1);
  });
});

describe.skipIf(isMissing('pam'))('exempt, as in the guide, is', () => {
  it.concurrent.for(['user ingroup GROUP', 'rhost = 127.0.0.1'])('%s', async (who, { onTestFinished }) => {
    const { login, host, sandbox, writeService } = await startSshd(user, onTestFinished);
    const exempt = `${EXEMPT} ${who.replace('GROUP', user)}`;
    writeService([exempt, ...LINES]);
    await letsIn(login([host, ...HELLO]), user);
    expect(sandbox.codes).toEqual([]);
    writeService([exempt.replace(user, 'root').replace('127', '126'), ...LINES]);
    const terminal = login(['-o', 'NumberOfPasswordPrompts=1', host, ...HELLO]);
    await answer(terminal, 1, '000000');
    await refuses(terminal);
  });
});

describe.skipIf(isMissing('pam'))('answers', () => {
  it.concurrent('wrong, three times: not let in, and one text', async ({ onTestFinished }) => {
    const { login, host, sandbox, outcomes } = await startSshd(user, onTestFinished);
    const terminal = login([host, ...HELLO]);
    for (const times of [1, 2, 3]) await answer(terminal, times, () => otherThan(sandbox.newestCode()));
    await refuses(terminal);
    expect(terminal.text()).toContain('Incorrect OTP! 4 tries left.');
    expect(terminal.text()).toContain('The last code still counts.');
    expect(sandbox.codes).toHaveLength(1);
    expect(outcomes()).toEqual(['send sent', 'check incorrect', 'check incorrect', 'check incorrect']);
  });

  it.concurrent('wrong, then right: let in, and one text, however short the wait is', async ({ onTestFinished }) => {
    const { login, host, sandbox, writeSettings } = await startSshd(user, onTestFinished);
    writeSettings({ OTP_RESEND_AFTER: '0s' });
    const terminal = login([host, ...HELLO]);
    await answer(terminal, 1, () => otherThan(sandbox.newestCode()));
    await answer(terminal, 2, sandbox.newestCode);
    await letsIn(terminal, user);
    expect(sandbox.codes).toHaveLength(1);
  });

  it.concurrent('r: another code, which alone counts, and no try', async ({ onTestFinished }) => {
    const { login, host, sandbox, outcomes, writeSettings } = await startSshd(user, onTestFinished);
    writeSettings({ OTP_RESEND_AFTER: '0s' });
    const terminal = login([host, ...HELLO]);
    await answer(terminal, 1, 'r');
    await terminal.until(() => terminal.text().includes('Another code was sent.'));
    await answer(terminal, 2, () => sandbox.codes[0] ?? '');
    await answer(terminal, 3, sandbox.newestCode);
    await letsIn(terminal, user);
    expect(terminal.text()).toContain('Incorrect OTP! A newer code was sent. 4 tries left.');
    expect(outcomes()).toEqual(['send sent', 'send sent', 'check incorrect', 'check accepted']);
  });

  it.concurrent('r, too soon: how long to wait, and the last code still works', async ({ onTestFinished }) => {
    const { login, host, sandbox } = await startSshd(user, onTestFinished);
    const terminal = login([host, ...HELLO]);
    await answer(terminal, 1, 'R');
    await answer(terminal, 2, sandbox.newestCode);
    await letsIn(terminal, user);
    expect(terminal.text()).toMatch(/Please wait \d+s for another code; the last one still works\./);
    expect(sandbox.codes).toHaveLength(1);
  });

  it.concurrent('too many: locked, with words, and a recovery code opens', async ({ onTestFinished }) => {
    const { login, host, sandbox, run, outcomes, writeSettings } = await startSshd(user, onTestFinished);
    writeSettings({ OTP_MAX_ATTEMPTS: '10' });
    await run(['send', '--pam']);
    const wrong = otherThan(sandbox.newestCode());
    for (let times = 0; times < 9; times += 1) await run(['check', '--pam'], wrong);
    const made = await run(['recovery', '--pam', '--user', user]);
    expect(made).toMatchObject({ status: 0 });
    const terminal = login([host, ...HELLO]);
    await answer(terminal, 1, wrong);
    await answer(terminal, 2, sandbox.newestCode);
    await answer(terminal, 3, made.stdout.split('\n')[0] ?? '');
    await letsIn(terminal, user);
    expect(terminal.text()).toMatch(/Locked! Too many wrong codes\. Try again after .* \(in 15 minutes\)\./);
    expect(terminal.text()).toContain('You can enter a recovery code instead.');
    expect(outcomes().slice(-6)).toEqual([
      ...['check locked', 'lock locked', 'refusal locked', 'check locked', 'refusal locked'],
      'check accepted',
    ]);
  });

  it.concurrent.for(['\x03', '\x04'])(
    'none, but %j: not let in, and nothing is left',
    async (key, { onTestFinished }) => {
      const { login, host, isQuiet, running } = await startSshd(user, onTestFinished);
      const terminal = login([host, ...HELLO]);
      await terminal.until(PROMPT);
      terminal.write(key);
      if (key === '\x04') {
        await answer(terminal, 2, key);
        await answer(terminal, 3, key);
      }
      const { exitCode, signal } = await terminal.ended();
      expect([exitCode, signal]).not.toEqual([0, null]);
      expect(terminal.text()).not.toContain('let-in-as');
      await until(isQuiet);
      expect(running()).toEqual([]);
    },
  );

  it.concurrent('none, because the client is gone: nothing is left after LoginGraceTime, and nothing more is sent', async ({
    onTestFinished,
  }) => {
    const { login, host, sandbox, isQuiet, running, outcomes, writeSettings } = await startSshd(user, onTestFinished, [
      'LoginGraceTime 4',
    ]);
    writeSettings({ OTP_MAX_ATTEMPTS: '1', OTP_RESEND_AFTER: '60s' });
    const terminal = login([host, ...HELLO]);
    await answer(terminal, 1, () => otherThan(sandbox.newestCode()));
    // It waits until another code may be sent.
    await until(() => sandbox.codes.length === 1 && outcomes().includes('check exhausted') && running().length > 0);
    terminal.signal('SIGKILL');
    await terminal.ended();
    await until(isQuiet);
    await until(() => running().length === 0);
    expect(sandbox.codes).toHaveLength(1);
  });

  it.concurrent('none, because there is nobody to ask (BatchMode): denied at once', async ({ onTestFinished }) => {
    const { login, host, outcomes } = await startSshd(user, onTestFinished);
    await refuses(login(['-o', 'BatchMode=yes', host, ...HELLO]));
    expect(outcomes()).not.toContain('check accepted');
  });
});
