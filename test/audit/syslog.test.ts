// The audit log in the system's log, with the real `logger` and a socket of our own.

import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { auditLines } from '../../src/audit/line.ts';
import { type SyslogOptions, syslog } from '../../src/audit/syslog.ts';
import { temporaryFolder } from '../support/program.ts';
import { listenAt } from '../support/syslog.ts';
import { isMissing } from '../support/what-cannot-run.ts';
import { EVENTS, ORIGIN } from './events.ts';

const problemOf = (log: Promise<void>) =>
  log.then(
    () => 'none',
    ({ problem }) => problem,
  );
const failed = (why: string, next = 'check that a system log is running') => ({
  message: 'the audit log failed.',
  remedy: 'administrator',
  detail: `OTP_AUDIT syslog: ${why}; ${next}, or set OTP_AUDIT to a file`,
});

/** A program in place of `logger`. */
function stand(script: string): SyslogOptions {
  const path = join(temporaryFolder(onTestFinished), 'logger');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return { loggers: [path] };
}

describe.skipIf(isMissing('syslog'))('a system log', () => {
  it('gets each line as one message, of facility authpriv and with our tag, and nothing for a probe', async () => {
    const socket = join(temporaryFolder(onTestFinished), 'log');
    const { heard } = await listenAt(socket, onTestFinished);
    const log = syslog({ socket });
    const user = '😀'.repeat(64);
    const lines = EVENTS.flatMap((event) => auditLines(event, { ...ORIGIN, user, host: '"'.repeat(128) }));
    await log.probe();
    for (const line of lines) await log.write(line);
    await expect.poll(() => heard.length).toBe(lines.length);
    for (const [index, message] of heard.entries()) {
      const [, head, line] = /^(.*?: )(.*)$/.exec(message) ?? [];
      // 85 is authpriv (10) times 8, plus notice (5).
      expect(head).toMatch(new RegExp(`^<85>[A-Z][a-z]{2} [ 0-9]\\d [\\d:]{8} otp-tui\\[${process.pid}\\]: $`));
      expect(line).toBe(lines[index]);
    }
    expect(Math.max(...lines.map((line) => line.length))).toBeGreaterThan(1_024);
  });

  it('that hangs does not hold anyone up for long', async () => {
    const socket = join(temporaryFolder(onTestFinished), 'log');
    const { hang } = await listenAt(socket, onTestFinished);
    hang();
    const log = syslog({ socket, patience: 500 });
    let problem: unknown = 'none';
    // Until its queue is full.
    for (let lines = 0; lines < 2_000 && problem === 'none'; lines++) problem = await problemOf(log.write('line'));
    expect(problem).toEqual(failed('logger was ended by SIGKILL, or took too long'));
  });

  it('that nobody listens to cannot be written, nor can one that is gone', async () => {
    const socket = join(temporaryFolder(onTestFinished), 'log');
    const absent = failed(`socket ${socket}: No such file or directory`);
    expect(await problemOf(syslog({ socket }).probe())).toEqual(absent);
    expect(await problemOf(syslog({ socket }).write('line'))).toEqual(absent);
    writeFileSync(socket, '');
    expect(await problemOf(syslog({ socket }).probe())).toEqual(failed(`socket ${socket}: Connection refused`));
  });
});

describe('a logger', () => {
  it('is in a session of its own, so that a Ctrl-C or a terminal that is gone does not end it', async () => {
    const folder = temporaryFolder(onTestFinished);
    await syslog(stand(`cut -d' ' -f5-6 /proc/$$/stat > ${folder}/group; echo $$ $$ > ${folder}/own`)).write('line');
    expect(readFileSync(join(folder, 'group'), 'utf8')).toBe(readFileSync(join(folder, 'own'), 'utf8'));
  });

  it('is found by its path, and not by PATH', async () => {
    const missing = syslog({ loggers: ['/nowhere/logger', '/none/logger'] });
    expect(await problemOf(missing.probe())).toEqual(
      failed('there is no /nowhere/logger or /none/logger', 'install util-linux'),
    );
    const { loggers = [] } = stand('exit 0');
    await syslog({ loggers: ['/nowhere/logger', ...loggers] }).write('line');
  });

  it.each([
    ['exit 1', 'logger failed with status 1'],
    ['echo "logger: send message failed: Message too long" >&2', 'send message failed: Message too long'],
    ['echo "logger: \x1b[2Jno space" >&2; exit 1', '[2Jno space'],
    ['kill -9 $$', 'logger was ended by SIGKILL, or took too long'],
    ['exec sleep 60', 'logger was ended by SIGKILL, or took too long'],
    // Whatever it started would hold its standard error open.
    ['sleep 60; exit 0', 'logger was ended by SIGKILL, or took too long'],
  ])('that fails is a log that cannot be written: %s', async (script, why) => {
    const problem = await problemOf(syslog({ ...stand(script), patience: 500 }).write('line'));
    expect(problem).toEqual(failed(why));
  });

  it('is started with nothing of our environment, and not in our directory', async () => {
    const { loggers = [] } = stand('env | grep -v "^\\(PWD\\|_\\|SHLVL\\|OLDPWD\\)=" && exit 1; [ "$(pwd)" = / ]');
    await syslog({ loggers }).write('line');
  });

  it('that ends without reading fails by its status alone', async () => {
    await syslog(stand('exec <&-; exit 0')).write('x'.repeat(200_000));
  });

  it('that may not be run is a log that cannot be written', async () => {
    const { loggers = [] } = stand('');
    chmodSync(loggers[0] ?? '', 0o644);
    expect(await problemOf(syslog({ loggers }).probe())).toEqual(failed('logger cannot be started: EACCES'));
  });
});
