// Where libsql's native code is searched for, and where it is not.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loadAddon } from '../../src/store/libsql-addon.ts';
import { temporaryFolder } from '../support/program.ts';

function put(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  return file;
}

/** A folder, and the path of an addon in it. */
function layout() {
  const top = temporaryFolder(onTestFinished);
  return {
    top,
    addon: (place: string, name = 'linux-x64-gnu') => put(join(top, place, '@libsql', name, 'index.node')),
  };
}

const load = (folder: string, machine = 'linux-x64') => loadAddon(folder, (file) => file, machine);

it.each([
  ['our own node_modules', 'app/node_modules/otp-tui/node_modules'],
  ["libsql's own, within ours", 'app/node_modules/otp-tui/node_modules/libsql/node_modules'],
  ['the node_modules that holds us', 'app/node_modules'],
  ["libsql's own, beside us", 'app/node_modules/libsql/node_modules'],
])('finds it in %s', (_, place) => {
  const { top, addon } = layout();
  const file = addon(place);
  expect(load(join(top, 'app/node_modules/otp-tui'))).toBe(file);
});

it('finds it where a link in the node_modules that holds us leads, as pnpm lays packages out', () => {
  const { top, addon } = layout();
  const file = addon('store/libsql@1/node_modules');
  mkdirSync(join(top, 'store/libsql@1/node_modules/libsql'));
  mkdirSync(join(top, 'app/node_modules/otp-tui'), { recursive: true });
  symlinkSync(join(top, 'store/libsql@1/node_modules/libsql'), join(top, 'app/node_modules/libsql'));
  expect(load(join(top, 'app/node_modules/otp-tui'))).toBe(file);
});

it.each(['node_modules', 'app', 'app/node_modules/otp-tui', 'app/node_modules/node_modules'])(
  'does not look in %s',
  (place) => {
    const { top, addon } = layout();
    addon(place);
    expect(() => load(join(top, 'app/node_modules/otp-tui'))).toThrow(
      expect.objectContaining({ code: 'ADDON_NOT_FOUND' }),
    );
  },
);

it('does not look beside a checkout, which no node_modules holds', () => {
  const { top, addon } = layout();
  addon('projects');
  expect(() => load(join(top, 'projects/otp-tui'))).toThrow(expect.objectContaining({ code: 'ADDON_NOT_FOUND' }));
});

it('takes the first of several that loads, and tells why the last does not', () => {
  const { top, addon } = layout();
  const [gnu, musl] = [addon('node_modules', 'linux-x64-gnu'), addon('node_modules', 'linux-x64-musl')];
  const tried: string[] = [];
  const failing = (bad: readonly string[]) => (file: string) => {
    tried.push(file);
    if (bad.includes(file)) throw Object.assign(new Error('wrong libc'), { code: 'ERR_DLOPEN_FAILED' });
    return file;
  };
  expect(loadAddon(top, failing([gnu]), 'linux-x64')).toBe(musl);
  expect(tried).toEqual([gnu, musl]);
  expect(() => loadAddon(top, failing([gnu, musl]), 'linux-x64')).toThrow('wrong libc');
});

it.each([
  ['darwin-arm64', 'darwin-arm64'],
  ['win32-x64', 'win32-x64-msvc'],
  ['linux-arm', 'linux-arm-gnueabihf'],
])('knows the name of the package for %s', (machine, name) => {
  const { top, addon } = layout();
  const file = addon('node_modules', name);
  expect(load(top, machine)).toBe(file);
});
