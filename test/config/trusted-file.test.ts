// Which files are read, and which are not trusted.

import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, lchownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTrustedFile } from '../../src/config/trusted-file.ts';
import { isMissing } from '../support/what-cannot-run.ts';

const SOMEBODY = 12_345;
const isRoot = process.geteuid?.() === 0;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trusted-file-'));
  path = join(folder, 'file');
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (text: string, mode = 0o600) => {
  writeFileSync(path, text);
  chmodSync(path, mode);
};
const read = () => readTrustedFile(path, 64 * 1024);
const refused = (problem: string) => ({ kind: 'refused', problem });

describe('a file', () => {
  it.each([
    [0o600, false, false],
    [0o400, false, false],
    [0o640, true, false],
    [0o604, true, false],
    [0o620, false, true],
    [0o664, true, true],
  ])('of mode %o is read', (mode, isOpen, isWarnedOf) => {
    write('A=1\n', mode);
    const warnings = isWarnedOf ? [`warning: the group can write to ${path}: chmod g-w ${path}`] : [];
    expect(read()).toEqual({ kind: 'read', text: 'A=1\n', isOpen, warnings });
  });

  it.each([0o602, 0o666, 0o777])('that everyone can write, of mode %o, is refused', (mode) => {
    write('A=1\n', mode);
    expect(read()).toEqual(refused('everyone can write to it: review what it says, then chmod 600 it'));
  });

  it('may have as many bytes as are allowed, and not one more', () => {
    write('é'.repeat(32 * 1024));
    expect(read()).toMatchObject({ kind: 'read', text: 'é'.repeat(32 * 1024) });
    write(`${'é'.repeat(32 * 1024)}x`);
    expect(read()).toEqual(refused('it is larger than 64 KiB'));
  });

  it.skipIf(isMissing('proc'))('that claims no size is measured all the same', () => {
    path = '/proc/self/status';
    expect(read()).toMatchObject({ kind: 'read', text: expect.stringContaining('Name:') });
    expect(readTrustedFile(path, 10)).toMatchObject({ kind: 'refused' });
  });

  it.skipIf(!isRoot)('of another user is refused (needs root to test)', () => {
    write('A=1\n');
    chownSync(path, SOMEBODY, 0);
    expect(read()).toEqual(refused('it belongs to another user (uid 12345), who could change it'));
  });

  it.skipIf(!isRoot)(
    'of root is read by another user, and what is closed to them is refused (needs root to test)',
    () => {
      const readBySomebody = () => {
        process.seteuid?.(SOMEBODY);
        try {
          return read();
        } finally {
          process.seteuid?.(0);
        }
      };
      chmodSync(folder, 0o755);
      write('A=1\n', 0o644);
      expect(readBySomebody()).toMatchObject({ kind: 'read' });
      chmodSync(path, 0o600);
      expect(readBySomebody()).toEqual(refused('it cannot be read (EACCES)'));
      chownSync(path, SOMEBODY, 0);
      expect(readBySomebody()).toMatchObject({ kind: 'read' });
    },
  );
});

describe('a link', () => {
  const other = () => join(folder, 'other');
  beforeEach(() => symlinkSync('other', path));

  it('counts by the file that it leads to', () => {
    writeFileSync(other(), 'A=1\n', { mode: 0o600 });
    expect(read()).toMatchObject({ kind: 'read', text: 'A=1\n' });
    chmodSync(other(), 0o666);
    expect(read()).toMatchObject({ kind: 'refused' });
  });

  it.skipIf(!isRoot)('to a file of another user is refused (needs root to test)', () => {
    writeFileSync(other(), 'A=1\n', { mode: 0o600 });
    chownSync(other(), SOMEBODY, 0);
    expect(read()).toMatchObject({ kind: 'refused', problem: expect.stringContaining('belongs to another user') });
  });

  it.skipIf(!isRoot)('that another user made is refused, whatever it leads to (needs root to test)', () => {
    writeFileSync(other(), 'A=1\n', { mode: 0o600 });
    lchownSync(path, SOMEBODY, 0);
    expect(read()).toEqual(refused('it is a symbolic link made by another user (uid 12345)'));
  });

  it('that leads nowhere is not absent', () => {
    expect(read()).toEqual(refused('it is a symbolic link to a missing file'));
  });

  it('that leads to itself is refused', () => {
    symlinkSync('other', other());
    expect(read()).toEqual(refused('it cannot be read (ELOOP)'));
  });
});

describe('what is no file is not read, and never waited for', () => {
  it.each<[string, () => void, string]>([
    ['a directory', () => mkdirSync(path), 'it is a directory'],
    ['a FIFO', () => void execFileSync('mkfifo', [path]), 'it is a FIFO'],
    ['a device without end', () => symlinkSync('/dev/zero', path), 'it is a device'],
  ])('%s', (_, make, problem) => {
    make();
    expect(read()).toEqual({ kind: 'not-a-file', problem });
  });
});

it('below a link that leads nowhere is not absent', () => {
  symlinkSync(join(folder, 'gone'), join(folder, 'link'));
  path = join(folder, 'link/otp-tui/file');
  expect(read()).toEqual(refused(`${join(folder, 'link')} is a symbolic link to a missing folder`));
  mkdirSync(join(folder, 'gone'));
  expect(read()).toEqual({ kind: 'absent' });
});

it.each(['none', 'none/below', 'file/below'])('%s is absent', (name) => {
  write('');
  expect(readTrustedFile(join(folder, name), 100)).toEqual({ kind: 'absent' });
});
