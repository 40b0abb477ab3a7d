// Looking the command up beforehand finds what running it would find.

import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { findCommand } from '../../src/commands/find-command.ts';
import { runCommand } from '../../src/commands/run-command.ts';
import { temporaryFolder } from '../support/program.ts';

const cleanups: (() => void)[] = [];
const folder = temporaryFolder((cleanup) => cleanups.push(cleanup));
afterAll(() => {
  for (const cleanup of cleanups) cleanup();
});

function put(name: string, mode: number): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), '#!/bin/sh\n');
  chmodSync(join(folder, name), mode);
}

put('good/both', 0o755);
put('good/good', 0o755);
put('plain/both', 0o644);
put('plain/plain', 0o644);
mkdirSync(join(folder, 'plain/folder'));
symlinkSync('nowhere', join(folder, 'plain/dangling'));
symlinkSync('../good/good', join(folder, 'plain/link'));

const lookUp = (program: string, PATH: string) => findCommand([program], { PATH });

it.each<[string, string, string, object | undefined]>([
  ['in a folder of PATH', 'good', `/nowhere:${folder}/good`, undefined],
  ['by way of a link', 'link', `${folder}/plain`, undefined],
  ['after one of the same name that is not executable', 'both', `${folder}/plain:${folder}/good`, undefined],
  ['by its path, whatever PATH is', `${folder}/good/good`, '', undefined],
  ['nowhere', 'none', folder, { status: 127, problem: 'none: command not found' }],
  ['at the end of a broken link', 'dangling', `${folder}/plain`, { status: 127 }],
  ['below PATH, but in no folder of it', 'both', folder, { status: 127 }],
  ['at a path that leads nowhere', './none', `${folder}/good`, { status: 127, problem: './none: command not found' }],
  ['but is not executable', 'plain', `${folder}/plain`, { status: 126, problem: 'plain: cannot be run (EACCES)' }],
  ['but is a folder', 'folder', `${folder}/plain`, { status: 126, problem: 'folder: cannot be run (EACCES)' }],
  ['below a file', `${folder}/good/good/x`, '', { status: 126 }],
  ['without a name', '', `${folder}/good`, { status: 127, problem: "'': command not found" }],
])('it is found %s', (_, program, path, expected) => {
  const found = lookUp(program, path);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject(expected);
});

it('is in the current directory if an entry of PATH is empty', () => {
  const here = relative('.', folder);
  expect(lookUp('package.json', '/nowhere:')).toMatchObject({ status: 126 });
  expect(lookUp('package.json', '')).toMatchObject({ status: 126 });
  expect(lookUp('package.json', '/nowhere')).toMatchObject({ status: 127 });
  expect(lookUp('good', `${here}/good`)).toBeUndefined();
});

it('is looked for where the system does if there is no PATH', () => {
  expect(findCommand(['sh'], {})).toBeUndefined();
  expect(findCommand(['no-such-command'], {})).toMatchObject({ status: 127 });
});

it('is shown without control characters', () => {
  expect(lookUp('a\x1b[2J\nb', '/bin')?.problem).toBe('a[2J b: command not found');
});

it('and nothing is wrong with no command at all', () => {
  expect(findCommand([], {})).toBeUndefined();
});

it('is what running it says, wherever PATH leads', async () => {
  const places = ['', '/nowhere', ...['', '/good', '/plain', '/plain/folder'].map((place) => folder + place)];
  const names = ['good', 'plain', 'both', 'folder', 'dangling', 'link', 'none', `${folder}/good/good`, './none'];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.array(fc.constantFrom(...places), { maxLength: 4 }),
      async (name, path) => {
        const PATH = path.join(':');
        const ran = await runCommand([name], { PATH }, () => () => {});
        expect(lookUp(name, PATH) ?? { status: 0 }).toEqual(ran);
      },
    ),
    { numRuns: 60 },
  );
});
