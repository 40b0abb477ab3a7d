// Tags a release, if it is one: a clean main with a new version, a changelog and passing checks. Publishes nothing: the
// workflow does, when the tag arrives, because npm vouches only for what a public CI has built.
//
// usage, in the folder of the package: node scripts/release.mjs COMMAND…   (the checks: npm run check)

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** https://semver.org, without build metadata, which npm drops. */
const VERSION =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*)?$/;

const check = process.argv.slice(2);
if (check.length === 0) refuse('say how to check: npm run release');

const commit = headIfClean();
const branch = git('branch', '--show-current');
if (branch !== 'main') refuse(`this is ${branch || 'no branch'}: releases are made on main (git switch main)`);

const { version, repository } = readJson('package.json');
if (!VERSION.test(version)) {
  refuse(`${version} is not a version: put one like 1.2.3 or 1.2.3-rc.1 into package.json`);
}
const locked = readJson('package-lock.json').version;
if (locked !== version) {
  refuse(`package-lock.json is of ${locked}, package.json of ${version}: run npm install and commit it`);
}
const newest = /^## +(.*?) *$/m.exec(read('CHANGELOG.md'))?.[1] ?? 'nothing';
if (newest !== version) {
  refuse(`CHANGELOG.md begins with ${newest}: describe ${version} there, under "## ${version}"`);
}
const tag = `v${version}`;
if (git('tag', '--list', tag) !== '') {
  refuse(`${tag} is tagged already: raise the version (npm version --no-git-tag-version …) and describe it`);
}
// npm compares it with the repository that the workflow runs in.
if (!/\bgithub\b/.test(repository?.url ?? repository ?? '')) {
  refuse('package.json has no repository on GitHub: name the public one there, or npm refuses the provenance');
}

const { status } = spawnSync(check[0], check.slice(1), { stdio: ['ignore', 'inherit', 'inherit'] });
if (status !== 0) refuse(`${check.join(' ')} failed: see above`);
if (headIfClean() !== commit) refuse('something was committed during the checks: start again');

git('tag', '--annotate', tag, '--message', `otp-tui ${version}`, commit);
const channel = version.includes('-') ? 'next' : 'latest';
console.log(`${tag} is tagged, here alone. To publish it on npm as ${channel}: git push --atomic origin main ${tag}`);
console.log(`To take it back instead: git tag --delete ${tag}`);

/** The commit that the files are those of. */
function headIfClean() {
  const changed = git('status', '--porcelain', '--untracked-files=all').split('\n').filter(Boolean);
  if (changed.length > 0) {
    const others = changed.length > 1 ? ` and ${changed.length - 1} more` : '';
    refuse(`${changed[0].slice(3)}${others} is not as committed: commit, ignore or remove it`);
  }
  return git('rev-parse', 'HEAD');
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch ({ code }) {
    return refuse(`${file} cannot be read (${code}): a release needs it, committed`);
  }
}

function readJson(file) {
  const text = read(file);
  try {
    return JSON.parse(text);
  } catch {
    return refuse(`${file} is not JSON: mend it and commit it`);
  }
}

function git(...args) {
  const { status, stdout, stderr, error } = spawnSync('git', args, { encoding: 'utf8' });
  if (status !== 0) refuse(`git ${args[0]}: ${(stderr || error?.message || 'failed').trim().split('\n')[0]}`);
  // Not at the start: there, `status` has a column for each letter.
  return stdout.trimEnd();
}

function refuse(why) {
  process.stderr.write(`Not released: ${why}.\n`);
  process.exit(1);
}
