// Settings from a file, and what is said where it cannot be read.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnvFile } from '../src/env-file.ts';

let folder: string;
const home = process.cwd();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'env-file-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

function valuesOf(text: string | Uint8Array) {
  writeFileSync('settings', text);
  return readEnvFile('settings');
}

describe('a file', () => {
  it.each<[string, string, Record<string, string>]>([
    ['lines', 'A=1\nB=two\n', { A: '1', B: 'two' }],
    ['line ends of Windows', 'A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['a byte order mark', '\ufeffA=1\n', { A: '1' }],
    ['comments and empty values', '# C=3\nA= # nothing\nB=\n', { A: '', B: '' }],
    ['quotes around spaces and #', 'A="one # two"\n', { A: 'one # two' }],
    ['export, as a shell has it', 'export A=1\n', { A: '1' }],
    ['nothing', '', {}],
    ['no settings', '\0\u0001 binary', {}],
  ])('with %s', (_, text, values) => {
    expect(valuesOf(text)).toEqual({ kind: 'read', values });
  });

  it('does not put its settings into the environment', () => {
    valuesOf('OTP_TUI_TEST_ONLY=secret\n');
    expect(process.env).not.toHaveProperty('OTP_TUI_TEST_ONLY');
  });
});

describe('.env in the current directory', () => {
  it('is read where no file was asked for', () => {
    writeFileSync('.env', 'A=1\n');
    expect(readEnvFile(undefined)).toEqual({ kind: 'read', values: { A: '1' } });
  });

  it('need not exist', () => {
    expect(readEnvFile(undefined)).toEqual({ kind: 'read', values: {} });
  });

  it('is not read where another was asked for', () => {
    writeFileSync('.env', 'A=1\n');
    expect(valuesOf('B=2\n')).toEqual({ kind: 'read', values: { B: '2' } });
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['was asked for and is not there', 'none', '--env-file none: there is no such file'],
    ['is a directory', '.', '--env-file .: it cannot be read (EISDIR)'],
    ['is in a file', 'settings/none', '--env-file settings/none: it cannot be read (ENOTDIR)'],
  ])('because it %s', (_, path, problem) => {
    writeFileSync('settings', '');
    expect(readEnvFile(path)).toEqual({ kind: 'unreadable', problem });
  });
});
