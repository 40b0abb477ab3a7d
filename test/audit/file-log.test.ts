// The audit log in a file: whole lines from any number of processes, and where it is refused.

import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fileLog } from '../../src/audit/file-log.ts';
import { isMissing } from '../support/what-cannot-run.ts';

const root = mkdtempSync(join(tmpdir(), 'otp-tui-audit-'));
const worker = join(root, 'worker.mjs');
let number = 0;
let folder: string;
let path: string;

beforeAll(async () => {
  const source = join(import.meta.dirname, '../support/audit-worker.ts');
  await build({ entryPoints: [source], outfile: worker, bundle: true, platform: 'node', format: 'esm' });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  folder = join(root, `${++number}`);
  mkdirSync(folder);
  path = join(folder, 'audit.log');
});

const refused = (message: string) => ({
  name: 'AuditError',
  problem: {
    message: 'the audit log failed.',
    remedy: 'administrator',
    detail: `OTP_AUDIT ${path}: ${message}`,
  },
});

async function expectRefused(message: string) {
  await expect(fileLog(path).probe()).rejects.toMatchObject(refused(message));
  await expect(fileLog(path).write('line')).rejects.toMatchObject(refused(message));
}

describe('a file', () => {
  it('is made with mode 0600, and gets a line at its end for each that is written', async () => {
    const log = fileLog(path);
    await log.probe();
    expect([statSync(path).mode & 0o777, statSync(path).size]).toEqual([0o600, 0]);
    await log.write('{"one":1}');
    await log.write('{"two":2}');
    expect(readFileSync(path, 'utf8')).toBe('{"one":1}\n{"two":2}\n');
  });

  it('that was there is appended to, and keeps its mode', async () => {
    writeFileSync(path, 'before\n', { mode: 0o640 });
    await fileLog(path).write('after');
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['before\nafter\n', 0o640]);
  });

  it('that was moved away gets no more lines', async () => {
    const log = fileLog(path);
    await log.write('old');
    renameSync(path, `${path}.1`);
    await log.write('new');
    expect([readFileSync(`${path}.1`, 'utf8'), readFileSync(path, 'utf8')]).toEqual(['old\n', 'new\n']);
  });

  it('that ends in half a line gets the next one on a line of its own', async () => {
    writeFileSync(path, '{"whole":1}\n{"ha');
    await fileLog(path).write('{"whole":2}');
    expect(readFileSync(path, 'utf8')).toBe('{"whole":1}\n{"ha\n{"whole":2}\n');
  });
});

describe('is refused', () => {
  it.each<[string, () => void, string]>([
    ['a directory', () => mkdirSync(path), 'it is a directory; choose another path'],
    ['a FIFO', () => void execFileSync('mkfifo', [path]), 'it is not a regular file; choose another path'],
    ['a symbolic link', () => symlinkSync('other', path), 'it is a symbolic link; name the file itself'],
    [
      'a file in a folder that is not there',
      () => rmSync(folder, { recursive: true }),
      'its folder does not exist; create it',
    ],
    [
      'a file that everyone can write to',
      () => {
        writeFileSync(path, '');
        chmodSync(path, 0o622);
      },
      'everyone can write to it; chmod o-w it',
    ],
  ])('%s', async (_, make, message) => {
    make();
    await expectRefused(message);
    expect(existsSync(join(folder, 'other'))).toBe(false);
  });

  it.each(['/dev/null', '/dev/full', '/dev/tty'])('%s', async (device) => {
    path = device;
    await expect(fileLog(path).probe()).rejects.toMatchObject({ name: 'AuditError' });
  });

  it.skipIf(isMissing('root'))('a file of another user', async () => {
    writeFileSync(path, '');
    chownSync(path, 12_345, 0);
    await expectRefused('it belongs to another user (uid 12345), who could rewrite it; choose another file');
    process.seteuid?.(54_321);
    try {
      await expect(fileLog(path).probe()).rejects.toMatchObject({ name: 'AuditError' });
    } finally {
      process.seteuid?.(0);
    }
  });

  it('nothing for its name, which is shown without control characters', async () => {
    path = join(folder, 'none\x1b[2J/audit.log');
    const { problem } = await fileLog(path)
      .probe()
      .catch((error) => error);
    expect(problem.detail).toBe(`OTP_AUDIT ${folder}/none[2J/audit.log: its folder does not exist; create it`);
    expect(problem.message).not.toContain('none');
  });
});

describe('sixteen processes', () => {
  const EACH = 100;
  const write = () =>
    Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        promisify(execFile)(process.execPath, [worker, 'lines', path, `${index}`, `${EACH}`]),
      ),
    );
  /** Every line of all files, which must be whole, as `worker/number`. */
  const lines = () =>
    readdirSync(folder).flatMap((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      expect(text.endsWith('\n')).toBe(true);
      return text
        .slice(0, -1)
        .split('\n')
        .map((line) => {
          const { worker, number } = JSON.parse(line);
          return `${worker}/${number}`;
        });
    });
  const all = Array.from({ length: 16 * EACH }, (_, index) => `${Math.floor(index / EACH)}/${index % EACH}`).sort();

  it('write every line, whole and once', async () => {
    await write();
    expect(lines().sort()).toEqual(all);
  });

  it('lose none while the file is moved away again and again, as logrotate does', async () => {
    let moves = 0;
    let done = false;
    const moving = (async () => {
      while (!done) {
        if (existsSync(path)) renameSync(path, `${path}.${++moves}`);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await write();
    done = true;
    await moving;
    expect(lines().sort()).toEqual(all);
    expect(moves).toBeGreaterThan(5);
  });
});

it.skipIf(isMissing('mounts'))('a full disk is told, and leaves no line that was not written', () => {
  const mount = `mount -t tmpfs -o size=32k,mode=700 none ${folder}; exec "$@"`;
  const output = execFileSync('unshare', ['-rm', 'sh', '-c', mount, 'sh', process.execPath, worker, 'full', path]);
  const { problem, written, text } = JSON.parse(output.toString());
  expect(problem).toEqual(refused('the disk is full; free some space').problem);
  const isWhole = (line: string) => {
    try {
      return JSON.parse(line) !== undefined;
    } catch {
      return false;
    }
  };
  const lines = text.split('\n');
  expect(lines.filter(isWhole)).toEqual(written);
  expect(written.length).toBeGreaterThan(2);
  // The half line of the full disk, and what follows the last newline.
  expect(lines.filter((line: string) => !isWhole(line))).toEqual([
    expect.stringMatching(/^\{"number":\d+,"padding":"x*$/),
    '',
  ]);
});
