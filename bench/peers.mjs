// Installs the programs that the bench compares with, in pinned versions, into a separate folder.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = join(import.meta.dirname, 'peers');
// Inside our checkout: do not run programs from a folder that everyone can write to, such as /tmp.
const FOLDER = join(import.meta.dirname, '../node_modules/.cache/bench-peers');
const INSTALLED = join(FOLDER, '.installed');

/**
 * Installs the peers unless they are already installed.
 *
 * @returns the folder with a program for each peer
 * @throws Error if npm cannot fetch them
 */
export function fetchPeers() {
  const wanted = readFileSync(join(SOURCE, 'package.json'), 'utf8');
  if (read(INSTALLED) !== wanted) {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    cpSync(join(SOURCE, 'package.json'), join(FOLDER, 'package.json'));
    console.error('Fetching the peers…');
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: FOLDER,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    writeFileSync(INSTALLED, wanted);
  }
  cpSync(SOURCE, FOLDER, { recursive: true });
  return FOLDER;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
