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

function put(name: string, mode: number, text = '#!/bin/sh\n'): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
  chmodSync(join(folder, name), mode);
}

put('good/both', 0o755);
put('good/good', 0o755);
put('plain/both', 0o644);
put('plain/plain', 0o644);
put('scripts/plain', 0o755, '#!/nowhere/python -u\n');
put('scripts/both', 0o755, '#!/nowhere/python\n');
put('scripts/windows', 0o755, '#! /bin/sh\r\n');
put('scripts/env', 0o755, '#!/usr/bin/env sh\n');
put('scripts/empty', 0o755, '');
put('scripts/secret', 0o111);
put('scripts/long', 0o755, `#!/${'x'.repeat(300)}\n`);
put('scripts/data', 0o755, `#!${folder}/plain/plain\n`);
put('scripts/in-folder', 0o755, '#!/etc\n');
put('scripts/in-file', 0o755, `#!${folder}/plain/plain/sh\n`);
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
  [
    'but is not executable',
    'plain',
    `${folder}/plain`,
    { status: 126, problem: 'plain: cannot be run (EACCES): it must be an executable file' },
  ],
  [
    'but is a folder',
    'folder',
    `${folder}/plain`,
    { status: 126, problem: 'folder: cannot be run (EACCES): it must be an executable file' },
  ],
  ['below a file', `${folder}/good/good/x`, '', { status: 126 }],
  [
    'without its interpreter',
    'plain',
    `${folder}/scripts`,
    {
      status: 127,
      problem: 'plain: its interpreter "/nowhere/python" was not found',
    },
  ],
  [
    'with an interpreter and the line end of Windows',
    'windows',
    `${folder}/scripts`,
    {
      status: 127,
      problem: 'windows: its interpreter "/bin/sh\\r" was not found',
    },
  ],
  [
    'with an interpreter that is not executable',
    'data',
    `${folder}/scripts`,
    {
      status: 126,
      problem: `data: its interpreter "${folder}/plain/plain" cannot be run (EACCES): it must be an executable file`,
    },
  ],
  ['with a folder for an interpreter', 'in-folder', `${folder}/scripts`, { status: 126 }],
  [
    'with an interpreter below a file, which is nowhere',
    'in-file',
    `${folder}/scripts`,
    { status: 127, problem: `in-file: its interpreter "${folder}/plain/plain/sh" was not found` },
  ],
  ['without its interpreter, but again further on', 'both', `${folder}/scripts:${folder}/good`, undefined],
  ['with an interpreter that takes an argument', 'env', `${folder}/scripts`, undefined],
  [
    'with an interpreter too long for the system, which then takes it for a script of sh',
    'long',
    `${folder}/scripts`,
    undefined,
  ],
  ['with nothing in it', 'empty', `${folder}/scripts`, undefined],
  ['even if it cannot be read', 'secret', `${folder}/scripts`, undefined],
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
  const places = [
    '',
    '/nowhere',
    ...['', '/good', '/plain', '/plain/folder', '/scripts'].map((place) => folder + place),
  ];
  const names = [
    'good',
    'plain',
    'both',
    'folder',
    'dangling',
    'link',
    'none',
    'windows',
    'long',
    'data',
    'in-folder',
    `${folder}/good/good`,
    './none',
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.array(fc.constantFrom(...places), { maxLength: 4 }),
      async (name, path) => {
        const PATH = path.join(':');
        const ran = await runCommand([name], { PATH }, () => () => {});
        const { status, problem } = lookUp(name, PATH) ?? { status: 0 };
        expect(status).toBe(ran.status);
        // Running it does not tell what of it was not found.
        if (!problem?.includes('its interpreter')) expect(problem).toBe(ran.problem);
      },
    ),
    { numRuns: 60 },
  );
});
