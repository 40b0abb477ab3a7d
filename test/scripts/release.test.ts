// `npm run release`, in real repositories: what it refuses, and that it tags and publishes nothing.

import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../support/program.ts';

const SCRIPT = join(import.meta.dirname, '../../scripts/release.mjs');
const VERSION = '1.0.0-rc.1';
const REPOSITORY = { type: 'git', url: 'git+https://github.com/example/otp-tui.git' };
/** Only what is set here: not the settings of whoever runs the tests. */
const ENV = {
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  ...Object.fromEntries(['AUTHOR', 'COMMITTER'].map((who) => [`GIT_${who}_NAME`, 'Ann'])),
  ...Object.fromEntries(['AUTHOR', 'COMMITTER'].map((who) => [`GIT_${who}_EMAIL`, 'ann@example.com'])),
};

let folder: string;

function git(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: folder, env: ENV, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

function write(file: string, content: string | object): void {
  writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
}

function commit(): void {
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message', 'a commit');
}

function release(...check: readonly string[]) {
  const command = check.length > 0 ? check : ['true'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...command], {
    cwd: folder,
    env: ENV,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** One line that says what to do, and no new tag. */
function expectRefused(words: RegExp, ...check: readonly string[]): void {
  const tags = git('tag');
  const { status, stdout, stderr } = release(...check);
  expect([status, stdout, stderr]).toEqual([1, '', expect.stringMatching(/^Not released: .*: .*\.\n$/)]);
  expect(stderr).toMatch(words);
  expect(git('tag')).toBe(tags);
}

beforeEach(() => {
  folder = temporaryFolder(onTestFinished);
  git('init', '--quiet', '--initial-branch', 'main');
  write('package.json', { name: 'otp-tui', version: VERSION, repository: REPOSITORY });
  write('package-lock.json', { version: VERSION });
  write('CHANGELOG.md', `# Changelog\n\n## ${VERSION}\n\n- All of it.\n\n## 0.1.0\n`);
  commit();
});

describe('a release', () => {
  it('is an annotated tag on the commit that was checked, and how to publish it', () => {
    const { status, stdout, stderr } = release();
    expect([status, stderr]).toEqual([0, '']);
    expect(git('rev-parse', `v${VERSION}^{commit}`)).toBe(git('rev-parse', 'HEAD'));
    expect(git('cat-file', '-t', `v${VERSION}`)).toBe('tag');
    expect(stdout).toContain(`on npm as next: git push --atomic origin main v${VERSION}\n`);
  });

  it('that is no pre-release is published as the latest', () => {
    write('package.json', { version: '1.0.0', repository: 'github:example/otp-tui' });
    write('package-lock.json', { version: '1.0.0' });
    write('CHANGELOG.md', '## 1.0.0\n');
    commit();
    expect(release().stdout).toContain('on npm as latest: git push --atomic origin main v1.0.0\n');
  });

  it('runs the checks it was given, with their arguments', () => {
    expect(release('test', 'one', '=', 'one').status).toBe(0);
  });
});

describe('nothing is released', () => {
  it('with a changed file', () => {
    write('CHANGELOG.md', `## ${VERSION}\n`);
    expectRefused(/CHANGELOG\.md is not as committed/);
  });

  it('with a file that was never added', () => {
    write('new.ts', '');
    write('newer.ts', '');
    expectRefused(/new\.ts and 1 more is not as committed/);
  });

  it('on another branch, or on none', () => {
    git('switch', '--quiet', '--create', 'topic');
    expectRefused(/this is topic: releases are made on main/);
    git('switch', '--quiet', '--detach');
    expectRefused(/this is no branch/);
  });

  it.each(['1.0', 'v1.0.0', '1.0.0-', '1.0.0-rc.01', '01.0.0', '1.0.0+build', 'next'])('as %s', (version) => {
    write('package.json', { version, repository: REPOSITORY });
    commit();
    expectRefused(/is not a version: put one like/);
  });

  it('with another version in the lockfile', () => {
    write('package-lock.json', { version: '0.1.0' });
    commit();
    expectRefused(/package-lock\.json is of 0\.1\.0/);
  });

  it.each(['## Unreleased\n\n## 1.0.0-rc.1\n', '## 0.1.0\n', '## 1.0.0-rc.10\n', ''])(
    'with the changelog %j',
    (changelog) => {
      write('CHANGELOG.md', changelog);
      commit();
      expectRefused(/CHANGELOG\.md begins with .*: describe 1\.0\.0-rc\.1 there/);
    },
  );

  it.each(['package.json', 'package-lock.json', 'CHANGELOG.md'])('without %s', (file) => {
    rmSync(join(folder, file));
    commit();
    expectRefused(new RegExp(`${file.replace('.', '\\.')} cannot be read \\(ENOENT\\): `));
  });

  it.each(['package.json', 'package-lock.json'])('with a %s that is not JSON', (file) => {
    write(file, '<<<<<<< HEAD\n{}\n');
    commit();
    expectRefused(new RegExp(`${file.replace('.', '\\.')} is not JSON: `));
  });

  it('twice', () => {
    expect(release().status).toBe(0);
    expectRefused(/v1\.0\.0-rc\.1 is tagged already/);
  });

  it.each([undefined, 'https://git.example/otp-tui.git', { type: 'git' }])('from the repository %j', (repository) => {
    write('package.json', { version: VERSION, repository });
    commit();
    expectRefused(/no repository on GitHub/);
  });

  it('if the checks fail, cannot be run, or were not named', () => {
    expectRefused(/false failed: see above/, 'false');
    expectRefused(/no-such-check failed/, 'no-such-check');
    const { status, stderr } = spawnSync(process.execPath, [SCRIPT], { cwd: folder, env: ENV, encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, 'Not released: say how to check: npm run release.\n']);
  });

  it('if the checks change a file, or the commit', () => {
    expectRefused(/CHANGELOG\.md is not as committed/, 'rm', 'CHANGELOG.md');
    git('restore', '.');
    expectRefused(
      /committed during the checks: start again/,
      'git',
      'commit',
      '--quiet',
      '--allow-empty',
      '--message',
      'x',
    );
  });

  it('outside a repository', () => {
    rmSync(join(folder, '.git'), { recursive: true });
    const { status, stderr } = release();
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^Not released: git status: fatal: not a git repository/),
    ]);
  });
});
