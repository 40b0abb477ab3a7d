// The walls of docs/architecture.md that Biome cannot hold: who may import whom, who may touch the process, and how
// long a file may be.
// biome.json holds the others: what core may import, no console, file names.

import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf, FILES, SRC } from './support/source.ts';

interface Import {
  readonly from: string;
  /** A file of ours, relative to src, or a package. */
  readonly to: string;
  readonly kind: 'static' | 'dynamic' | 'type';
}

/** Each part of the house: a folder, or a file beside them. It may import itself and what is named here. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  'clock.ts': [],
  'trust.ts': [],
  'signals.ts': [],
  'defect.ts': [],
  'node-runtime.ts': [],
  delivery: ['core', 'trust.ts'],
  store: ['core', 'clock.ts', 'trust.ts'],
  'ledgers.ts': ['core', 'store', 'clock.ts'],
  codes: ['core', 'delivery', 'store', 'clock.ts', 'ledgers.ts'],
  'verifier-event.ts': ['core', 'delivery'],
  'verifier-options.ts': ['core', 'delivery', 'store', 'clock.ts', 'verifier-event.ts'],
  'otp-verifier.ts': ['core', 'delivery', 'store', 'ledgers.ts', 'codes', 'clock.ts', 'verifier-options.ts'],
  audit: ['core', 'verifier-event.ts'],
  config: ['core', 'delivery', 'store', 'audit'],
  doctor: ['core', 'delivery', 'store', 'audit', 'config'],
  init: ['core', 'delivery', 'config'],
  conversation: ['core', 'otp-verifier.ts', 'clock.ts', 'signals.ts'],
  faces: ['core', 'conversation'],
  sandbox: ['core'],
  commands: [
    ...['core', 'delivery', 'store', 'config', 'audit', 'doctor', 'init', 'conversation', 'faces', 'sandbox'],
    ...['ledgers.ts', 'otp-verifier.ts', 'verifier-options.ts', 'clock.ts', 'signals.ts'],
  ],
  'main.ts': ['commands', 'conversation', 'faces', 'clock.ts', 'defect.ts', 'node-runtime.ts', 'signals.ts'],
  'store-contract.ts': ['core', 'delivery', 'store', 'otp-verifier.ts'],
  'index.ts': ['core', 'delivery', 'store', 'otp-verifier.ts', 'clock.ts', 'verifier-event.ts', 'verifier-options.ts'],
};

/** The one file that may import each vendor's package. */
const VENDORS: Readonly<Record<string, string>> = {
  '@clack/prompts': 'init/clack.ts',
  blessed: 'faces/screen/blessed.ts',
  commander: 'commands/cli.ts',
  dotenv: 'config/settings-file.ts',
  'https-proxy-agent': 'delivery/tunnel.ts',
  ioredis: 'store/redis-link.ts',
  libsql: 'store/file-engine.ts',
  'libphonenumber-js': 'core/phone.ts',
  twilio: 'delivery/twilio-sdk.ts',
};
/** Too slow to load before the first frame, or before there are arguments: a package, or the one file that imports it. */
const HEAVY = ['commands/cli.ts', 'init/clack.ts', 'delivery/tunnel.ts', 'delivery/twilio-sdk.ts', 'ioredis', 'libsql'];

const IMPORTS = FILES.flatMap((file) => importsOf(file, codeOf(file)));

function linesOf(file: string): number {
  return readFileSync(join(SRC, file), 'utf8').trimEnd().split('\n').length;
}

function importsOf(from: string, code: string): Import[] {
  const statements = code.matchAll(/^(?:import|export)\s(?:(type)\s)?(?:[^'"();]*?\sfrom\s+)?'([^']+)'/gm);
  const calls = code.matchAll(/\b(import|require)\('([^']+)'\)/g);
  const to = (specifier = '') =>
    specifier.startsWith('.') ? relative(SRC, join(SRC, dirname(from), specifier)) : specifier;
  return [
    ...[...statements].map(([, type, name]): Import => ({ from, to: to(name), kind: type ? 'type' : 'static' })),
    ...[...calls].map(
      ([, how, name]): Import => ({ from, to: to(name), kind: how === 'import' ? 'dynamic' : 'static' }),
    ),
  ];
}

/** What is loaded together with some files. */
function neededBy(...files: readonly string[]): Set<string> {
  const needed = new Set(files);
  for (const file of needed) {
    for (const { from, to, kind } of IMPORTS) if (from === file && kind === 'static') needed.add(to);
  }
  return needed;
}

/** The part of the house that a file is in. */
function partOf(file: string): string {
  return file.split('/')[0] ?? file;
}

function packageOf(specifier: string): string {
  return specifier.startsWith('@') ? specifier.split('/', 2).join('/') : partOf(specifier);
}

const isOurs = ({ to }: Import) => to.endsWith('.ts');
const isVendors = (found: Import) =>
  !isOurs(found) && !found.to.endsWith('package.json') && !found.to.startsWith('node:');

it('finds every kind of import', () => {
  const code = [
    "import a from 'one';",
    "import {\n  type B,\n  c,\n} from './two.ts';",
    "import type { D } from '../three.ts';",
    "export { e } from './four.ts';",
    "import 'five';",
    "const f = await import('six');",
    "const g = require('seven/min');",
  ].join('\n');
  expect(importsOf('ui/x.ts', code).map(({ to, kind }) => `${kind} ${to}`)).toEqual([
    'static one',
    'static ui/two.ts',
    'type three.ts',
    'static ui/four.ts',
    'static five',
    'dynamic six',
    'static seven/min',
  ]);
  expect(IMPORTS.filter(isOurs).length).toBeGreaterThan(FILES.length);
});

it('every file is part of the program or of the library, and not only of its tests', () => {
  const reached = new Set(['main.ts', 'index.ts', 'store-contract.ts']);
  for (const file of reached) for (const { from, to } of IMPORTS) if (from === file) reached.add(to);
  // Put in libsql's place by the bundle.
  expect(FILES.filter((file) => !reached.has(file))).toEqual(['store/libsql-addon.ts']);
});

describe('imports point inward', () => {
  it.each(FILES)('from %s', (file) => {
    const part = partOf(file);
    const allowed = MAY_IMPORT[part];
    if (!allowed) throw new Error(`say in MAY_IMPORT what ${part} may import`);
    const wrong = IMPORTS.filter((found) => found.from === file && isOurs(found))
      .map(({ to }) => to)
      .filter((to) => partOf(to) !== part && !allowed.includes(partOf(to)));
    expect(wrong).toEqual([]);
  });

  it('by a plan that has no circle itself', () => {
    const reach = (part: string, path: readonly string[] = []): void => {
      expect(path).not.toContain(part);
      for (const next of MAY_IMPORT[part] ?? []) reach(next, [...path, part]);
    };
    for (const part of Object.keys(MAY_IMPORT)) reach(part);
  });
});

it('no file imports itself by way of others, types included', () => {
  const ours = (file: string) => IMPORTS.filter((found) => found.from === file && isOurs(found)).map(({ to }) => to);
  const done = new Set<string>();
  const circles: string[] = [];
  const follow = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (done.has(file)) return;
    done.add(file);
    for (const next of ours(file)) follow(next, [...path, file]);
  };
  for (const file of FILES) follow(file, []);
  expect(circles).toEqual([]);
});

describe('a file is one idea', () => {
  it('and is named for it', () => {
    expect(FILES.filter((file) => /\b(?:utils?|helpers?|common|misc|shared)\b/.test(file))).toEqual([]);
  });

  const lengths = FILES.map((file) => ({ file, lines: linesOf(file) })).sort((a, b) => a.lines - b.lines);

  it('of 250 lines at most', () => {
    expect(lengths.filter(({ lines }) => lines > 250).map(({ file }) => file)).toEqual([]);
  });

  it('and half of them have 70 lines at most', () => {
    expect(lengths[Math.floor(lengths.length / 2)]?.lines).toBeLessThanOrEqual(70);
  });
});

describe("each vendor's package is imported by one file", () => {
  it('and there is no package without such a file', () => {
    const found = IMPORTS.filter(isVendors).map(({ from, to }) => `${packageOf(to)} by ${from}`);
    const planned = Object.entries(VENDORS).map(([name, file]) => `${name} by ${file}`);
    expect(found.filter((pair) => !planned.includes(pair))).toEqual([]);
  });

  it.each(HEAVY)('%s only when it is needed', (name) => {
    const early = IMPORTS.filter(({ to, kind }) => [to, packageOf(to)].includes(name) && kind === 'static');
    expect(early).toEqual([]);
  });

  it('and the form does not wait for them, nor for what it needs only after its first frame', () => {
    const needed = neededBy('main.ts', 'commands/verify.ts', 'faces/screen/face.ts');
    expect(needed).toContain('faces/screen/blessed.ts');
    const late = ['otp-verifier.ts', 'node:crypto', 'node:http', 'node:child_process', ...HEAVY];
    expect(
      [...needed].filter((name) => late.includes(name) || /^(store|sandbox)\/(?!redis-address)/.test(name)),
    ).toEqual([]);
  });

  it('and the prompt needs no blessed', () => {
    expect(neededBy('main.ts', 'commands/verify.ts', 'faces/prompt/face.ts')).not.toContain('faces/screen/blessed.ts');
  });

  it.each(['send', 'check', 'status'])(
    'and %s does not wait for a face, nor for what a request or a store needs',
    (verb) => {
      const needed = [...neededBy('main.ts', `commands/${verb}.ts`)];
      expect(needed).toContain('ledgers.ts');
      const late = ['blessed', 'node:http', 'node:https', 'conversation/run.ts', ...HEAVY];
      expect(needed.filter((name) => late.includes(name) || /^(sandbox|faces\/(screen|prompt))\//.test(name))).toEqual(
        [],
      );
    },
  );

  it('and what the library imports is installed with it, but for ioredis, which its users bring along', () => {
    const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(
      readFileSync(join(SRC, '../package.json'), 'utf8'),
    );
    const library = new Set(['index.ts', 'store-contract.ts', 'sandbox/sandbox.ts']);
    for (const file of library) {
      for (const { from, to, kind } of IMPORTS) if (from === file && kind !== 'type') library.add(to);
    }
    const packages = IMPORTS.filter((found) => library.has(found.from) && found.kind !== 'type' && isVendors(found));
    const used = new Set(packages.map(({ to }) => packageOf(to)));
    // These are in the bundle, and declared because they are what the program is made of.
    const bundled = ['blessed', 'commander', 'dotenv'];
    expect([...used, ...bundled].sort()).toEqual(
      Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }).sort(),
    );
    expect(Object.keys(peerDependencies)).toEqual(['ioredis']);
  });
});

describe('the process', () => {
  it('is exited, written to and read for arguments and environment only by main.ts', () => {
    const touching = FILES.filter((file) =>
      /\bprocess\.(?:argv|env|exit|exitCode|stdin|stdout|stderr|cwd)\b|\bprocess\[|=\s*process\s*;|'(?:node:)?process'/.test(
        codeOf(file),
      ),
    );
    expect(touching).toEqual(['main.ts']);
  });

  it('has a status other than 0 from the first statement of the program on', () => {
    const [first] = readFileSync(join(SRC, '../bin/otp-tui.cjs'), 'utf8')
      .replaceAll(/^(?:#!|\/\/).*\n/gm, '')
      .split('\n');
    expect(first).toBe('process.exitCode = 70;');
  });
});
