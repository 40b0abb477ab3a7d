// Whoever leaves while a code is still on its way, at a Twilio that does not answer, is not let in, and leaves nothing
// behind that runs.

import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openTerminal } from '../support/terminal.ts';
import { isMissing } from '../support/what-cannot-run.ts';
import { type Cleanup, HELLO, makePlace, makeUser, refuses, SUDO_LINES, startSshd, until } from './machine.ts';

/** Something in Twilio's place that takes whatever is sent, and never answers. */
async function silentTwilio(cleanup: Cleanup) {
  let requests = 0;
  const server = createServer((socket) => {
    requests += 1;
    socket.on('error', () => {}).resume();
    cleanup(() => void socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup(() => void server.close());
  const { port } = server.address() as { port: number };
  return { settings: { TWILIO_API_URL: `http://127.0.0.1:${port}` }, isAsked: () => requests > 0 };
}

describe.skipIf(isMissing('pam'))('left while the code is sent', () => {
  it.concurrent.for([
    ['by Ctrl-C', (terminal: ReturnType<typeof openTerminal>) => terminal.write('\x03')],
    ['by the death of the client', (terminal: ReturnType<typeof openTerminal>) => terminal.signal('SIGKILL')],
  ] as const)('ssh, %s', async ([_, leave], { onTestFinished }) => {
    const user = await makeUser(onTestFinished);
    const { settings, isAsked } = await silentTwilio(onTestFinished);
    const { login, host, isQuiet, running, writeSettings, outcomes } = await startSshd(user, onTestFinished);
    writeSettings(settings);
    const terminal = login([host, ...HELLO]);
    await until(isAsked);
    leave(terminal);
    const { exitCode, signal } = await terminal.ended();
    expect([exitCode, signal]).not.toEqual([0, null]);
    expect(terminal.text()).not.toContain('let-in-as');
    // A text that may have gone out is recorded first.
    await until(() => outcomes().length > 0);
    expect(outcomes()).toEqual(['send unknown']);
    await until(() => isQuiet() && running().length === 0);
  });

  it.concurrent('ssh, by the end of LoginGraceTime', async ({ onTestFinished }) => {
    const user = await makeUser(onTestFinished);
    const { settings, isAsked } = await silentTwilio(onTestFinished);
    const sshd = await startSshd(user, onTestFinished, ['LoginGraceTime 4']);
    sshd.writeSettings(settings);
    const terminal = sshd.login([sshd.host, ...HELLO]);
    await until(isAsked);
    await refuses(terminal);
    await until(() => sshd.isQuiet() && sshd.running().length === 0);
    expect(sshd.outcomes()).not.toContain('check accepted');
  });

  it.concurrent('sudo, by Ctrl-C', async ({ onTestFinished }) => {
    const user = await makeUser(onTestFinished);
    const { settings, isAsked } = await silentTwilio(onTestFinished);
    const { service, writeSettings, writeService, running, outcomes } = await makePlace(user, onTestFinished);
    writeSettings(settings);
    writeService(SUDO_LINES);
    const rules = `/etc/sudoers.d/${service}`;
    onTestFinished(() => rmSync(rules, { force: true }));
    writeFileSync(rules, `Defaults:${user} pam_service=${service}, !lecture\n${user} ALL=(ALL) ALL\n`, { mode: 0o440 });
    const become = [`--reuid=${user}`, `--regid=${user}`, '--init-groups', 'sudo', ...HELLO];
    const terminal = openTerminal({ command: 'setpriv', args: become, cols: 160, cwd: '/', env: { USER: user } });
    onTestFinished(() => terminal.close());
    await until(isAsked);
    terminal.write('\x03');
    // sudo keeps the signal from `send`, which ends by its own time limit; then sudo asks, and can be left.
    await terminal.until('[sudo] password for');
    expect(outcomes()).toEqual(['send unknown']);
    terminal.write('\x03');
    const { exitCode, signal } = await terminal.ended();
    expect([exitCode, signal]).not.toEqual([0, null]);
    expect(terminal.text()).not.toContain('let-in-as');
    await until(() => running().length === 0);
  });
});
