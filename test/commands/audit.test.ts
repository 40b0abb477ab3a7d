// A verb with an audit log: what it writes there, and what it does not do if it cannot.

import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PROGRAM, runWithoutTerminal, temporaryFolder, VERSION } from '../support/program.ts';
import { isMissing } from '../support/what-cannot-run.ts';

const PHONE = '+1 *** *** **71';

function prepare() {
  const folder = temporaryFolder(onTestFinished);
  const store = join(folder, 'state.db');
  writeFileSync(store, '', { mode: 0o600 });
  const settings = { RECIPIENT_NUMBER: '+14155552671', OTP_SECRET: 'sixteen letters!', OTP_STORE: store };
  return { folder, store, settings, log: join(folder, 'audit.log') };
}

/** Runs the program in a mount namespace of its own, after a script. */
function runAfter(script: string, env: Record<string, string>) {
  const args = ['-rm', 'sh', '-euc', `${script}\nexec "$@"`, 'sh', process.execPath, PROGRAM, 'unlock'];
  return new Promise<{ status: number | string | undefined; stderr: string }>((resolve) => {
    execFile('unshare', args, { env: { PATH: process.env.PATH, ...env } }, (error, _, stderr) =>
      resolve({ status: error?.code ?? 0, stderr }),
    );
  });
}

describe('unlock', () => {
  it('is recorded, and looks no different', async () => {
    const { settings, log } = prepare();
    const nothing = { status: 0, stdout: `${PHONE} had no wrong tries: nothing to clear\n`, stderr: '' };
    expect(await runWithoutTerminal(['unlock'], { ...settings, OTP_AUDIT: log })).toEqual(nothing);
    const { time, pid, ...facts } = JSON.parse(readFileSync(log, 'utf8'));
    expect(facts).toEqual({ event: 'unlock', outcome: 'unlocked', phone: PHONE, version: VERSION });
  });

  it('does nothing if the log cannot be opened, and says why', async () => {
    const { settings, folder, store } = prepare();
    const log = join(folder, 'none/audit.log');
    expect(await runWithoutTerminal(['unlock'], { ...settings, OTP_AUDIT: log })).toEqual({
      status: 73,
      stdout: '',
      stderr: `otp-tui: could not unlock ${PHONE}: OTP_AUDIT ${log}: its folder does not exist; create it\n`,
    });
    expect(readFileSync(store, 'utf8')).toBe('');
  });

  it('refuses a log that is neither syslog: nor a file', async () => {
    const { settings } = prepare();
    const { status, stderr } = await runWithoutTerminal(['unlock'], { ...settings, OTP_AUDIT: 'syslog:local0' });
    expect([status, stderr]).toEqual([
      2,
      'otp-tui: OTP_AUDIT is "syslog:local0", but must be syslog: for the system log, or a file\n',
    ]);
  });

  it.skipIf(isMissing('mounts'))('says that it is done if only its line cannot be written', async () => {
    const { settings, folder } = prepare();
    const disk = join(folder, 'disk');
    const log = join(disk, 'audit.log');
    const script = `mkdir ${disk}; mount -t tmpfs -o size=4k none ${disk}; printf '%4090s\\n' '' > ${log}; chmod 600 ${log}`;
    expect(await runAfter(script, { ...settings, OTP_AUDIT: log })).toEqual({
      status: 73,
      stderr: `otp-tui: could not unlock ${PHONE}: OTP_AUDIT ${log}: the disk is full; free some space. It is unlocked all the same\n`,
    });
  });
});

describe.skipIf(isMissing('mounts') || isMissing('syslog'))('syslog:', () => {
  /** A /dev with nothing in it but what Node needs. */
  const ownDev = (folder: string) => `
    mkdir ${folder}/dev
    mount -t tmpfs none ${folder}/dev
    for name in null urandom; do : > ${folder}/dev/$name; mount --bind /dev/$name ${folder}/dev/$name; done
    mount --rbind ${folder}/dev /dev`;

  it('is the socket /dev/log', async () => {
    const { settings, folder } = prepare();
    const heard = join(folder, 'heard');
    const listener =
      'use Socket; socket(S, AF_UNIX, SOCK_DGRAM, 0) and bind(S, pack_sockaddr_un("/dev/log")) or die $!;' +
      'if (fork) { exit } alarm 30; recv(S, $m, 65536, 0); print $m';
    const script = `${ownDev(folder)}\nperl -e '${listener}' > ${heard}`;
    expect(await runAfter(script, { ...settings, OTP_AUDIT: 'syslog:' })).toMatchObject({ status: 0 });
    await expect
      .poll(() => readFileSync(heard, 'utf8'))
      .toMatch(/^<85>.{15} otp-tui\[\d+\]: \{"time":"[^"]*","event":"unlock","outcome":"unlocked",.*\}$/);
  });

  it('cannot be opened where nobody listens', async () => {
    const { settings, folder, store } = prepare();
    expect(await runAfter(ownDev(folder), { ...settings, OTP_AUDIT: 'syslog:' })).toEqual({
      status: 73,
      stderr: `otp-tui: could not unlock ${PHONE}: OTP_AUDIT syslog: socket /dev/log: No such file or directory; check that a system log is running, or set OTP_AUDIT to a file\n`,
    });
    expect([existsSync(store), readFileSync(store, 'utf8')]).toEqual([true, '']);
  });
});
