// The lines for logrotate in docs/audit.md, as logrotate takes them.

import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { fileLog } from '../../src/audit/file-log.ts';
import { temporaryFolder } from '../support/program.ts';
import { isMissing } from '../support/what-cannot-run.ts';
import { block } from './pages.ts';

const PLACE = '/var/log/otp-tui.log';

/** Runs logrotate by the lines of the guide on a log elsewhere. */
function withLogrotate() {
  const folder = temporaryFolder(onTestFinished);
  const path = join(folder, 'otp-tui.log');
  const lines = block('docs/audit.md', 'If it cannot be written', 'logrotate');
  const [config, state] = [join(folder, 'logrotate.conf'), join(folder, 'state')];
  writeFileSync(config, lines.replace(PLACE, path), { mode: 0o600 });
  const rotate = async (...more: readonly string[]) => {
    const { stderr } = await promisify(execFile)('/usr/sbin/logrotate', [...more, '--state', state, config]);
    expect(stderr).toBe('');
  };
  const logs = () => readdirSync(folder).filter((name) => name.startsWith('otp-tui.log'));
  return { path, rotate, logs, read: (name: string) => readFileSync(join(folder, name)) };
}

it.skipIf(isMissing('logrotate'))('turn the log over while it is written to, and lose no line', async () => {
  const { path, rotate, logs, read } = withLogrotate();
  const log = fileLog(path);
  const written: string[] = [];
  const write = async () => {
    const line = JSON.stringify({ number: written.length });
    await log.write(line);
    written.push(line);
  };
  for (const _turn of [1, 2, 3]) {
    await write();
    const rotating = { isOver: false };
    const rotated = rotate('--force').finally(() => {
      rotating.isOver = true;
    });
    while (!rotating.isOver) {
      await write();
      await setImmediate();
    }
    await rotated;
  }
  expect(written.length).toBeGreaterThan(3);
  await log.write('{"last":true}');
  expect(logs()).toEqual(['otp-tui.log', 'otp-tui.log.1', 'otp-tui.log.2.gz', 'otp-tui.log.3.gz']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const text = (name: string) => (name.endsWith('.gz') ? gunzipSync(read(name)) : read(name)).toString();
  expect(logs().reverse().map(text).join('').trimEnd().split('\n')).toEqual([...written, '{"last":true}']);
});

it.skipIf(isMissing('logrotate'))('leave alone what is empty or missing, and what is not a week old', async () => {
  const { path, rotate, logs } = withLogrotate();
  await rotate('--force');
  expect(logs()).toEqual([]);
  writeFileSync(path, '', { mode: 0o600 });
  await rotate('--force');
  await fileLog(path).write('{}');
  await rotate();
  expect(logs()).toEqual(['otp-tui.log']);
});
