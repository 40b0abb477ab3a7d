// Certificates of additional authorities: read from a file that nobody else can change, and refused if damaged.

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCaFile } from '../../src/config/ca-file.ts';
import { SELF_SIGNED_CERTIFICATE as CERTIFICATE, SELF_SIGNED_KEY as KEY } from '../support/self-signed.ts';

const PEM = CERTIFICATE.trim();

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ca-file-'));
  path = join(folder, 'ca.pem');
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(text: string | Uint8Array, mode = 0o644) {
  writeFileSync(path, text);
  chmodSync(path, mode);
  return readCaFile(path);
}

test('one certificate, and several, with words between them', () => {
  expect(read(CERTIFICATE)).toEqual({ ca: PEM, warnings: [] });
  expect(read(`# Acme Root\n${CERTIFICATE}\r\n# Acme Root 2\n${CERTIFICATE}`)).toEqual({
    ca: `${PEM}\n${PEM}`,
    warnings: [],
  });
});

test('nothing but the certificates is taken', () => {
  expect(read(KEY + CERTIFICATE)).toEqual({ ca: PEM, warnings: [] });
});

test.each<[string, string | Uint8Array, string]>([
  ['nothing', '', 'it contains no PEM certificate (BEGIN CERTIFICATE)'],
  ['a key', KEY, 'it contains no PEM certificate (BEGIN CERTIFICATE)'],
  [
    'another format',
    Buffer.from(PEM.split('\n').slice(1, -1).join(''), 'base64'),
    'it contains no PEM certificate (BEGIN CERTIFICATE)',
  ],
  ['a damaged one', `${CERTIFICATE}${PEM.replace('MIIB', 'MIIC')}`, 'certificate 2 of 2 is damaged'],
  ['no end', '#'.repeat(1_048_577), 'it is larger than 1024 KiB'],
])('%s is refused', (_, text, why) => {
  expect(read(text)).toEqual({ problem: `OTP_CA_FILE ${path}: ${why}`, warnings: [] });
});

test('a file that others can write is refused, one that its group can write is warned of', () => {
  expect(read(CERTIFICATE, 0o646)).toMatchObject({ problem: expect.stringContaining('everyone can write to it') });
  expect(read(CERTIFICATE, 0o664)).toMatchObject({
    ca: PEM,
    warnings: [`warning: the group can write to ${path}: chmod g-w ${path}`],
  });
});

test.each([
  ['/dev/zero', 'it is a device'],
  ['/', 'it is a directory'],
  ['/nowhere/ca.pem', 'no such file'],
])('%s is refused', (path, why) => {
  expect(readCaFile(path)).toEqual({ problem: `OTP_CA_FILE ${path}: ${why}`, warnings: [] });
});
