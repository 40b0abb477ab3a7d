// The settings file: what is written is what is read, and nothing else is touched.

import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findSettings } from '../../src/config/settings-file.ts';
import { fileText, isWritable, preview, textsOf } from '../../src/init/file-text.ts';
import { lookAt, writeSettings } from '../../src/init/settings-place.ts';
import { temporaryFolder } from '../support/program.ts';

const folderOf = () => temporaryFolder(onTestFinished);

describe('the text', () => {
  it('is read as it was meant, whatever the values are', () => {
    const path = join(folderOf(), 'config.env');
    const value = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
    const quoting = fc.string({ unit: fc.constantFrom(...'\'"`\\$#= aé'), minLength: 1, maxLength: 8 });
    const printable = fc.oneof(value, quoting).filter((one) => isWritable(one) && one.trim() === one);
    fc.assert(
      fc.property(printable, printable, (service, token) => {
        const answers = { authToken: token, service, to: '+14155552671' };
        writeFileSync(path, fileText(answers), { mode: 0o600 });
        expect(findSettings(path, {}).texts).toEqual(textsOf(answers));
      }),
    );
  });

  it.each([`'"\``, 'a\nb', '\ufffd', '\\', "it's\\"])(
    'does not take %j, which would be read as something else',
    (value) => {
      expect(isWritable(value)).toBe(false);
    },
  );

  it('is shown without its secrets', () => {
    const answers = {
      accountSid: `AC${'0123456789abcdef'.repeat(2)}`,
      authToken: 'hunter2',
      store: 'redis://:pass@db',
      to: '+14155552671',
    };
    expect(preview(answers)).toEqual([
      'TWILIO_SID=AC…cdef',
      'TWILIO_AUTH_TOKEN=********',
      'RECIPIENT_NUMBER=+14155552671',
      'OTP_STORE=********',
    ]);
  });
});

describe('the file', () => {
  it('is written though its folder comes up while it is made', () => {
    const folder = folderOf();
    // new/.. is not there until new is, and then it is.
    expect(writeSettings(`${folder}/new/../config.env`, 'X=1\n', false)).toBeUndefined();
    expect(readFileSync(join(folder, 'config.env'), 'utf8')).toBe('X=1\n');
  });

  it('and its folder are made for their owner alone', () => {
    const path = join(folderOf(), 'a/b/config.env');
    expect(lookAt(path)).toEqual({ isTaken: false });
    expect(writeSettings(path, 'X=1\n', false)).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toBe('X=1\n');
    const modes = [path, join(path, '..'), join(path, '../..')].map((one) => statSync(one).mode & 0o777);
    expect(modes).toEqual([0o600, 0o700, 0o700]);
    expect(readdirSync(join(path, '..'))).toEqual(['config.env']);
  });

  it('and its folder are, whatever the umask', () => {
    const before = process.umask(0o277);
    onTestFinished(() => void process.umask(before));
    const path = join(folderOf(), 'a/config.env');
    expect(writeSettings(path, 'X=1\n', false)).toBeUndefined();
    expect([path, join(path, '..')].map((one) => statSync(one).mode & 0o777)).toEqual([0o600, 0o700]);
  });

  it('is not below a symbolic link to a missing folder', () => {
    const folder = folderOf();
    symlinkSync('nowhere', join(folder, 'link'));
    const problem = `${folder}/link is a symbolic link to a missing folder: name another file with --config`;
    expect(lookAt(join(folder, 'link/otp-tui/config.env'))).toEqual({ problem });
  });

  it('is replaced whole, and only if that is meant', () => {
    const path = join(folderOf(), 'config.env');
    writeFileSync(path, 'OLD=1\n', { mode: 0o644 });
    expect(lookAt(path)).toEqual({ isTaken: true });
    expect(writeSettings(path, 'X=1\n', false)).toBe('it is there by now');
    expect(readFileSync(path, 'utf8')).toBe('OLD=1\n');
    expect(writeSettings(path, 'X=1\n', true)).toBeUndefined();
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['X=1\n', 0o600]);
    expect(readdirSync(join(path, '..'))).toEqual(['config.env']);
  });

  it.each<[string, (path: string) => void, RegExp]>([
    ['a symbolic link', (path) => symlinkSync('elsewhere', path), /symbolic link/],
    ['a folder', (path) => mkdirSync(path), /not a file/],
  ])('is not written over %s', (_, make, words) => {
    const folder = folderOf();
    const path = join(folder, 'config.env');
    make(path);
    expect(lookAt(path)).toEqual({ problem: expect.stringMatching(words) });
    expect(writeSettings(path, 'X=1\n', true)).toMatch(words);
    expect(readdirSync(folder)).toEqual(['config.env']);
  });

  it('needs a folder that can be made', () => {
    // Not even root can make one here.
    expect(writeSettings('/proc/none/config.env', 'X=1\n', false)).toMatch(/cannot be written/);
  });

  it('is not below a file', () => {
    const folder = folderOf();
    writeFileSync(join(folder, 'file'), '');
    expect(writeSettings(join(folder, 'file/config.env'), 'X=1\n', false)).toMatch(/cannot be written/);
  });
});
