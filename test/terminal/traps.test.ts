// The program runs no code from outside its own package: traps stand wherever Node would look for a module, under
// every name that a package of ours asks for.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { SETTINGS, temporaryFolder } from '../support/program.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../support/redis-server.ts';
import { openTerminal } from '../support/terminal.ts';

const ROOT = join(import.meta.dirname, '../..');
const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const INSTALLED = Object.keys({ ...dependencies, ...optionalDependencies });
const BUNDLED = [
  ...readFileSync(join(ROOT, 'dist/program/LICENSES.txt'), 'utf8').matchAll(
    /^([@a-z][^ \n]*) [0-9]+\.[0-9]+\.[0-9]+$/gm,
  ),
].map(([, name = '']) => name);

/** The packages that we are installed with or made of, by folder. */
const PACKAGES = packagesOf([...INSTALLED, ...BUNDLED], ROOT);
/** Every name that their code, or ours, may ask Node for. */
const NAMES = [...new Set([...PACKAGES.map(({ name }) => name), ...PACKAGES.flatMap(namesAskedFor)])].sort();
const ADDONS = readdirSync(join(ROOT, 'node_modules/@libsql')).map((name) => `@libsql/${name}`);

interface Package {
  readonly name: string;
  readonly folder: string;
}

function packagesOf(names: readonly string[], from: string, found: Map<string, Package> = new Map()): Package[] {
  for (const name of names) {
    const folder = [from, ROOT].map((place) => join(place, 'node_modules', name)).find((place) => existsSync(place));
    if (!folder || found.has(folder)) continue;
    found.set(folder, { name, folder });
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    );
    packagesOf(Object.keys({ ...dependencies, ...optionalDependencies }), folder, found);
  }
  return [...found.values()];
}

function namesAskedFor({ folder }: Package): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => /\.[cm]?js$/.test(file))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(
        /(?:\brequire|\bimport)\(\s*['"]([^'"]+)|\bfrom\s*['"]([^'"]+)/g,
      ),
    ])
    .map(([, required, imported]) => /^(?:@[\w.-]+\/)?[a-z][\w.-]*/.exec(required ?? imported ?? '')?.[0] ?? '')
    .filter((name) => name !== '' && !builtinModules.includes(name) && !name.startsWith('node:'));
}

interface Installed {
  readonly program: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The traps that were sprung. */
  sprung(): string;
  /** Forgets them. */
  reset(): void;
}

/** Installs the program as npm does, among traps. */
function installAmongTraps(addon: boolean): Installed {
  const top = temporaryFolder(afterAll);
  const holder = join(top, 'project/node_modules');
  const folder = join(holder, 'otp-tui');
  const [cwd, home, path] = [join(top, 'cwd'), join(top, 'home'), join(top, 'path')];
  for (const each of [folder, cwd, home]) mkdirSync(each, { recursive: true });
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  if (addon) {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(join(ROOT, 'node_modules/@libsql'), join(folder, 'node_modules/@libsql'));
  }
  const log = join(top, 'sprung');
  setTraps(path, NAMES, log);
  // npm puts the addon into the folder that contains otp-tui.
  setTraps(
    holder,
    NAMES.filter((name) => !ADDONS.includes(name)),
    log,
  );
  for (const place of [join(top, 'node_modules'), join(cwd, 'node_modules')]) symlinkSync(path, place);
  for (const name of ['.node_modules', '.node_libraries']) symlinkSync(path, join(home, name));
  return {
    program: join(folder, 'bin/otp-tui.cjs'),
    cwd,
    env: { ...SETTINGS, HOME: home, NODE_PATH: path },
    sprung: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
    reset: () => rmSync(log, { force: true }),
  };
}

function setTraps(place: string, names: readonly string[], log: string): void {
  for (const name of names) {
    mkdirSync(join(place, name), { recursive: true });
    const trap = `require('node:fs').appendFileSync(${JSON.stringify(log)}, ${JSON.stringify(`${name}\n`)}); process.reallyExit(0);`;
    writeFileSync(join(place, name, 'index.js'), trap);
    writeFileSync(join(place, name, 'package.json'), JSON.stringify({ name, main: 'index.js' }));
  }
}

/** Runs the program on a terminal until it shows something, and leaves it. @returns the exit status */
async function run(
  { program, cwd, env }: Installed,
  { args = [], until, set = {} }: { args?: string[]; until: RegExp; set?: Record<string, string> },
): Promise<number> {
  const terminal = openTerminal({
    command: process.execPath,
    args: [program, ...args],
    cwd,
    env: { ...env, ...set },
  });
  onTestFinished(() => terminal.close());
  await terminal.until(until);
  if (/Code sent to|Call to|Could not|Account SID/.test(terminal.text())) terminal.write('\x1b');
  return (await terminal.ended()).exitCode;
}

// Made once: there are a few hundred traps.
const WITH_ADDON = installAmongTraps(true);
const WITHOUT_ADDON = installAmongTraps(false);

describe('the traps', () => {
  it('stand under every name', () => {
    expect(NAMES).toEqual(
      expect.arrayContaining(['supports-color', 'debug', 'blessed', 'twilio', 'kerberos', 'term.js', 'sisteransi']),
    );
    expect(BUNDLED).toEqual(expect.arrayContaining(['@clack/prompts', 'ioredis', 'libsql']));
    expect(NAMES).toEqual(expect.arrayContaining([...INSTALLED, ...BUNDLED, ...ADDONS]));
  });

  it.each(['NODE_PATH', 'HOME', 'a folder above'])('work: by %s', (how) => {
    const installed = WITHOUT_ADDON;
    onTestFinished(installed.reset);
    const env: Record<string, string> = {
      NODE_PATH: '',
      HOME: '/nonexistent',
      ...(how === 'a folder above' ? {} : { [how]: installed.env[how] ?? '' }),
    };
    const cwd = how === 'a folder above' ? dirname(installed.program) : '/';
    const { status } = spawnSync(process.execPath, ['-e', "require('supports-color')"], { cwd, env });
    expect([status, installed.sprung()]).toEqual([0, 'supports-color\n']);
  });
});

describe.each([
  ['with libsql', true],
  ['without libsql', false],
])('no trap is sprung %s', (_, addon) => {
  let origin: string;
  beforeAll(async () => {
    const sandbox = await startSandbox({ port: 0, onText: () => {} });
    origin = sandbox.origin;
    return sandbox.close;
  });

  const CASES: readonly (readonly [string, Parameters<typeof run>[1] & { readonly status: number }])[] = [
    [
      'the form with a file',
      addon ? { until: /Code sent to/, status: 1 } : { until: /Could not send the code/, status: 73 },
    ],
    ['the form in memory', { until: /Code sent to/, set: { OTP_STORE: 'memory:' }, status: 1 }],
    ['a Redis that is not there', { until: /Could not/, set: { OTP_STORE: 'redis://127.0.0.1:1' }, status: 73 }],
    [
      'a proxy that is not there',
      {
        until: /Could not/,
        set: { OTP_STORE: 'memory:', TWILIO_API_URL: 'https://twilio.invalid', HTTPS_PROXY: 'http://127.0.0.1:1' },
        status: 69,
      },
    ],
    [
      'Verify',
      {
        until: /Code sent to/,
        set: { OTP_STORE: 'memory:', TWILIO_VERIFY_SERVICE_SID: `VA${'0'.repeat(32)}` },
        status: 1,
      },
    ],
    ['a call', { until: /Call to/, set: { OTP_STORE: 'memory:', OTP_CHANNEL: 'call' }, status: 1 }],
    ['demo', { args: ['demo'], until: /Code sent to/, status: 1 }],
    ['unlock', { args: ['unlock'], until: /could not unlock/, set: { OTP_STORE: 'redis://127.0.0.1:1' }, status: 73 }],
    [
      'init',
      {
        args: ['init'],
        until: /Account SID/,
        set: Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, ''])),
        status: 1,
      },
    ],
    ['--help', { args: ['--help'], until: /Exit status/, status: 0 }],
    ['--version', { args: ['--version'], until: /[0-9]\.[0-9]/, status: 0 }],
    ['misuse', { args: ['--nonsense'], until: /unknown option/, status: 2 }],
  ];

  it.each(CASES)('by %s', async (_, { status, set, ...rest }) => {
    const installed = addon ? WITH_ADDON : WITHOUT_ADDON;
    const ended = await run(installed, { ...rest, set: { TWILIO_API_URL: origin, ...set } });
    expect([installed.sprung(), ended]).toEqual(['', status]);
  });

  it('by the sandbox', async () => {
    const installed = addon ? WITH_ADDON : WITHOUT_ADDON;
    const terminal = openTerminal({
      command: process.execPath,
      args: [installed.program, 'sandbox'],
      cwd: installed.cwd,
      env: installed.env,
    });
    onTestFinished(() => terminal.close());
    await terminal.until('TWILIO_API_URL=');
    terminal.signal('SIGTERM');
    expect((await terminal.ended()).exitCode).toBe(143);
    expect(installed.sprung()).toBe('');
  });
});

describeWithRedis('no trap is sprung by a Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
    return () => server.remove();
  });

  it('that answers', async () => {
    const { origin, close } = await startSandbox({ port: 0, onText: () => {} });
    onTestFinished(close);
    const installed = WITHOUT_ADDON;
    const set = { TWILIO_API_URL: origin, OTP_STORE: server.url, DEBUG: '*' };
    expect([await run(installed, { until: /Code sent to/, set }), installed.sprung()]).toEqual([1, '']);
  });
});

describe('the bundle', () => {
  const folder = join(ROOT, 'dist/program');
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'));

  it.each(files)('%s asks Node for its own modules and for files beside it', (file) => {
    const code = readFileSync(join(folder, file), 'utf8');
    const asked = [...code.matchAll(/\b(?:require|import)\(\s*(?:(["'`])([^"'`]*)\1|([^)]{1,40}))/g)];
    const wrong = asked
      .map(([, , name, expression]) => name ?? `an expression: ${expression}`)
      .filter((name) => !builtinModules.includes(name.replace(/^node:/, '')))
      .filter((name) => !(name.startsWith('./') && files.includes(name.slice(2))));
    expect(wrong).toEqual([]);
    expect(code).not.toMatch(/createRequire/);
  });

  it('has no source maps', () => {
    expect(
      readdirSync(join(ROOT, 'dist'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.map')),
    ).toEqual([]);
  });
});
