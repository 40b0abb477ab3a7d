// Prepares a checkout: installs what the lockfile lists, and builds if anything has changed.
// Needs nothing but Node, because it runs before anything is installed.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Checked first, because the rest needs a newer Node as well.
const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const oldest = engines.node.replace('>=', '');
const { node } = process.versions;
if (node.localeCompare(oldest, 'en', { numeric: true }) < 0) {
  const next = 'install a newer one (nodejs.org)';
  process.stderr.write(`otp-tui needs Node ${oldest} or later, and this is ${node}: ${next}\n`);
  process.exit(1);
}

process.chdir(join(import.meta.dirname, '..'));

// No package that we use needs an install script, so none is run.
const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
const installed = 'node_modules/.installed-from';
if (read(installed) !== lock) {
  run('Installing', 'npm ci --ignore-scripts --no-audit --no-fund');
  writeFileSync(installed, lock);
}

const sources = fingerprint([
  'src',
  'scripts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
]);
const built = 'node_modules/.built-from';
if (!existsSync('dist/program') || read(built) !== sources) {
  run('Building', 'npm run build');
  writeFileSync(built, sources);
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

// Prints to standard error, so that the output of the next command stays clean.
function run(what, command) {
  process.stderr.write(`${what}…\n`);
  const { status } = spawnSync(command, { shell: true, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}

function fingerprint(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else hash.update(path).update('\0').update(readFileSync(path)).update('\0');
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}
