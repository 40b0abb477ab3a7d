// Which paths only root can change: the file, every folder above it, and every link on the way.

import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Look, rootsAloneProblem } from '../../src/config/roots-alone.ts';
import { readTrustedFile } from '../../src/config/trusted-file.ts';
import { isMissing } from '../support/what-cannot-run.ts';

interface Made {
  readonly uid?: number;
  readonly mode?: number;
  /** Where a link leads. */
  readonly to?: string;
  readonly isFile?: true;
}

const GOOD: Record<string, Made> = {
  '/': {},
  '/etc': {},
  '/etc/otp': {},
  '/etc/otp/users': { isFile: true },
  '/srv': {},
  '/srv/shared': {},
  '/etc/link': { to: 'otp' },
  '/etc/absolute': { to: '/etc/otp/users' },
  '/srv/up': { to: '../etc/./link/../otp//users' },
  '/etc/loop': { to: 'loop' },
};

/** A file system with these entries. */
function system(tree: Readonly<Record<string, Made>>): Look {
  const made = (path: string) => tree[path] ?? expect.fail(`${path} is looked at`);
  return {
    entry(path) {
      const { uid = 0, mode, to, isFile } = made(path);
      return {
        uid,
        mode: mode ?? (to ? 0o777 : isFile ? 0o644 : 0o755),
        dev: 1,
        ino: Object.keys(tree).indexOf(path),
        isDirectory: () => !to && !isFile,
        isSymbolicLink: () => to !== undefined,
      };
    },
    target: (path) => made(path).to ?? expect.fail(`${path} is no link`),
  };
}

const FILE = '/etc/otp/users';
function problemOf(path: string, changes: Record<string, Made> = {}, isPrivate = false) {
  const look = system({ ...GOOD, ...changes });
  return rootsAloneProblem(path, look.entry(FILE), { isPrivate, look });
}

describe("a path is root's alone", () => {
  it.each([FILE, '//etc/./otp/users', '/etc/link/users', '/etc/absolute', '/srv/up', '/srv/../etc/otp/users'])(
    '%s',
    (path) => {
      expect(problemOf(path)).toBeUndefined();
    },
  );

  it.each<[string, string, string, Made, string]>([
    ['the file', FILE, FILE, { uid: 7, isFile: true }, 'it belongs to uid 7, but must belong to root'],
    [
      'the file',
      FILE,
      FILE,
      { mode: 0o664, isFile: true },
      'it can be written by users other than root: chmod go-w it',
    ],
    [
      'the file',
      FILE,
      FILE,
      { mode: 0o646, isFile: true },
      'it can be written by users other than root: chmod go-w it',
    ],
    ['its folder', FILE, '/etc/otp', { uid: 7 }, '/etc/otp belongs to uid 7, but must belong to root'],
    [
      'its folder',
      FILE,
      '/etc/otp',
      { mode: 0o1777 },
      '/etc/otp can be written by users other than root: chmod go-w it',
    ],
    ['the folder above', FILE, '/etc', { mode: 0o775 }, '/etc can be written by users other than root: chmod go-w it'],
    ['the root', FILE, '/', { mode: 0o777 }, '/ can be written by users other than root: chmod go-w it'],
    ['the folder of a link', '/srv/up', '/srv', { uid: 7 }, '/srv belongs to uid 7, but must belong to root'],
    ['a folder behind a link', '/srv/up', '/etc', { uid: 7 }, '/etc belongs to uid 7, but must belong to root'],
    [
      'a link',
      '/etc/link/users',
      '/etc/link',
      { uid: 7, to: 'otp' },
      '/etc/link belongs to uid 7, but must belong to root',
    ],
    [
      'a folder passed by ..',
      '/srv/shared/../../etc/otp/users',
      '/srv/shared',
      { uid: 7 },
      '/srv/shared belongs to uid 7, but must belong to root',
    ],
  ])('unless %s of %s is not', (_, path, place, made, problem) => {
    expect(problemOf(path, { [place]: made })).toBe(problem);
  });

  it.each([
    ['etc/otp/users', 'its path must begin with /'],
    ['/etc/loop', 'too many symbolic links lead to it'],
    ['/etc/otp/users/x', '/etc/otp/users is not a folder'],
  ])('unless it is %s', (path, problem) => {
    expect(problemOf(path)).toBe(problem);
  });

  it.each([
    ['by its group, if it may', { '/etc/otp': { mode: 0o775 } }, true],
    ['not by everyone', { '/etc/otp': { mode: 0o777 } }, false],
    ['not by its owner', { '/etc': { uid: 7, mode: 0o775 } }, false],
  ] as const)('or can be written %s', (_, changes, isFine) => {
    const look = system({ ...GOOD, ...changes });
    const problem = rootsAloneProblem(FILE, look.entry(FILE), { mayGroupWrite: true, look });
    expect(problem === undefined).toBe(isFine);
  });

  it('unless it leads to another file than the one that was opened', () => {
    const look = system({ ...GOOD, '/etc/otp/other': { isFile: true } });
    expect(rootsAloneProblem('/etc/otp/other', look.entry(FILE), { look })).toBe('it was replaced while being read');
  });

  it('and root’s alone to read if that is asked for', () => {
    const unreadable = 'users other than root can read it: chmod 600 it';
    for (const mode of [0o644, 0o640, 0o604])
      expect(problemOf(FILE, { [FILE]: { mode, isFile: true } }, true)).toBe(unreadable);
    for (const mode of [0o600, 0o400, 0o700])
      expect(problemOf(FILE, { [FILE]: { mode, isFile: true } }, true)).toBeUndefined();
  });

  it('by no way through a place that is not, however many links and .. there are', () => {
    const step = fc.constantFrom('etc', 'otp', 'users', 'srv', 'shared', 'link', 'absolute', 'up', '..', '.');
    const path = fc.array(step, { maxLength: 12 }).map((steps) => `/${steps.join('/')}`);
    const spoiled = fc.constantFrom(
      '/',
      '/etc',
      '/etc/otp',
      '/etc/otp/users',
      '/etc/link',
      '/srv',
      '/srv/shared',
      '/srv/up',
    );
    fc.assert(
      fc.property(path, spoiled, (from, place) => {
        const seen = new Set<string>();
        const look = system(GOOD);
        const watching: Look = {
          entry(at) {
            seen.add(at);
            return look.entry(at);
          },
          target: look.target,
        };
        try {
          if (rootsAloneProblem(from, look.entry(FILE), { look: watching }) !== undefined) return;
        } catch {
          return; // It leads nowhere.
        }
        const problem = problemOf(from, { [place]: { ...GOOD[place], uid: 7 } });
        if (seen.has(place)) expect(problem).toContain('uid 7');
        else expect(problem).toBeUndefined();
      }),
    );
  });
});

describe('of real files', () => {
  it('/etc/passwd is root’s alone to write, and everyone’s to read', () => {
    expect(readTrustedFile('/etc/passwd', 1_048_576, { isPrivate: false })).toMatchObject({
      kind: 'read',
      warnings: [],
    });
    expect(readTrustedFile('/etc/passwd', 1_048_576, { isPrivate: true })).toEqual({
      kind: 'refused',
      problem: 'users other than root can read it: chmod 600 it',
    });
  });

  it('none below a folder that everyone can write to is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'roots-alone-'));
    try {
      writeFileSync(join(folder, 'file'), '', { mode: 0o600 });
      expect(readTrustedFile(join(folder, 'file'), 100, { isPrivate: true })).toMatchObject({ kind: 'refused' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.skipIf(isMissing('root'))('and of folders, those of root', () => {
    const folder = mkdtempSync('/root/otp-tui-roots-alone-');
    const file = join(folder, 'etc/file');
    const problem = (path = file) => rootsAloneProblem(path, statSync(path), { isPrivate: true });
    try {
      mkdirSync(join(folder, 'etc'), { mode: 0o755 });
      writeFileSync(file, '', { mode: 0o600 });
      symlinkSync('etc', join(folder, 'link'));
      expect([problem(), problem(join(folder, 'link/file'))]).toEqual([undefined, undefined]);
      chmodSync(join(folder, 'etc'), 0o775);
      expect(problem()).toBe(`${folder}/etc can be written by users other than root: chmod go-w it`);
      chmodSync(join(folder, 'etc'), 0o755);
      chownSync(folder, 12_345, 0);
      expect(problem(join(folder, 'link/file'))).toBe(`${folder} belongs to uid 12345, but must belong to root`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
