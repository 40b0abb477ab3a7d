// What whoever installs the package gets: the files, the types, and modules that do nothing until they are used.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { linksOf } from './docs/pages.ts';
import { SETTINGS, temporaryFolder } from './support/program.ts';
import { describeWithRedis, type RedisServer, startRedis } from './support/redis-server.ts';

const ROOT = join(import.meta.dirname, '..');
const TSC = join(ROOT, 'node_modules/.bin/tsc');
const ENTRIES = ['otp-tui', 'otp-tui/sandbox', 'otp-tui/store-contract'];
/** What is in the package, and nothing else. */
const WANTED =
  /^(bin\/otp-tui\.cjs|dist\/program\/[a-z-]+\.(js|json)|dist\/program\/LICENSES\.txt|dist\/[a-z/-]+\.(js|d\.ts)|docs\/([a-z0-9/-]+|README)\.(md|svg|conf)|docs\/decisions\/[0-9]{4}-[a-z0-9-]+\.md|man\/otp-tui\.1|\.env\.example|(CHANGELOG|CONTRIBUTING)\.md|LICENSE|README\.md|SECURITY\.md|package\.json)$/;

const folder = temporaryFolder(afterAll);
/** The same without any dependency but the one that everything needs. */
const bare = join(folder, 'bare');
let files: readonly string[];

beforeAll(() => {
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const [{ filename, files: packed }] = JSON.parse(spawnSync('npm', pack, { cwd: ROOT, encoding: 'utf8' }).stdout);
  files = packed.map(({ path }: { readonly path: string }) => path);
  for (const place of [folder, bare]) {
    mkdirSync(join(place, 'node_modules'), { recursive: true });
    spawnSync('tar', ['-xzf', join(folder, filename), '-C', join(place, 'node_modules')]);
    renameSync(join(place, 'node_modules/package'), join(place, 'node_modules/otp-tui'));
  }
  // Beside its own folder, where its dependencies would be: not where those who import it look for types.
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules/otp-tui/node_modules'));
  symlinkSync(join(ROOT, 'node_modules/libphonenumber-js'), join(bare, 'node_modules/libphonenumber-js'));
});

/** Runs a script beside the installed package. It ends by itself or is killed. */
async function run(name: string, code: string, place = folder): Promise<unknown> {
  const file = join(place, name);
  writeFileSync(file, code);
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'], timeout: 30_000 });
  const [output, [status, signal]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  expect([status, signal]).toEqual([0, null]);
  return JSON.parse(output);
}

describe('the package', () => {
  it('has no stray files', () => {
    expect(files.filter((file) => !WANTED.test(file))).toEqual([]);
  });

  it('has whatever its pages link to', () => {
    const links = files.filter((file) => file.endsWith('.md')).flatMap(linksOf);
    expect(links.length).toBeGreaterThan(40);
    expect(links.filter(({ to }) => !files.includes(to))).toEqual([]);
  });

  it('has each module of the program in one of its files only, so that a class is one class', () => {
    const program = files.filter((file) => /^dist\/program\/.*\.js$/.test(file));
    const modules = program.flatMap((file) => {
      const code = readFileSync(join(folder, 'node_modules/otp-tui', file), 'utf8');
      return [...new Set([...code.matchAll(/^\/\/ (src\/\S+)$/gm)].map(([, module]) => module))];
    });
    expect(modules).toContain('src/main.ts');
    expect(modules.filter((module, index) => modules.indexOf(module) !== index)).toEqual([]);
  });

  it('has the manual page that npm puts where man looks', () => {
    // npm 11 links no page that is named outside a list.
    expect(packageJson.man).toEqual(['man/otp-tui.1']);
    expect(files).toContain('man/otp-tui.1');
  });

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
    ['preserve', 'bundler'],
  ])('has types that need no others, with module %s and resolution %s', (module, moduleResolution) => {
    const project = mkdtempSync(join(folder, 'types-'));
    const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };
    const options = { ...strict, skipLibCheck: false, noEmit: true, types: [], target: 'es2023', lib: ['es2023'] };
    const imports = ENTRIES.map((entry, index) => `import * as e${index} from '${entry}';\nvoid e${index};\n`);
    writeFileSync(join(project, 'a.ts'), imports.join(''));
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...options, module, moduleResolution }, files: ['a.ts'] }),
    );
    const { stdout, status } = spawnSync(TSC, ['-p', project, '--listFiles'], { encoding: 'utf8' });
    const listed = stdout.split('\n').filter((line) => line !== '' && !/\/lib\.[a-z0-9.]+\.d\.ts$/.test(line));
    expect(listed.filter((line) => !line.includes('/otp-tui/dist/') && !line.endsWith('/a.ts'))).toEqual([]);
    expect(status).toBe(0);
    rmSync(project, { recursive: true });
  });

  it('has an example at every function, and words at every type', () => {
    const index = readFileSync(join(folder, 'node_modules/otp-tui/dist/index.d.ts'), 'utf8');
    const without = [...index.matchAll(/^export (type )?\{([^}]*)\} from '(.*)\.ts';$/gm)].flatMap(
      ([, isType, names = '', from = '']) => {
        const declared = readFileSync(join(folder, `node_modules/otp-tui/dist/${from}.d.ts`), 'utf8');
        return names.split(',').flatMap((part) => {
          const name = part.replace('type ', '').trim();
          const at = declared.search(
            new RegExp(`^export (?:declare )?(?:type|interface|class|function|const) ${name}\\b`, 'm'),
          );
          const comment = /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n$/.exec(declared.slice(0, at))?.[0] ?? '';
          const isValue =
            !isType && !part.includes('type ') && /^export declare (function|class)/.test(declared.slice(at));
          return comment === '' || (isValue && !comment.includes('@example')) ? [name] : [];
        });
      },
    );
    expect(index.match(/ from /g)?.length).toBeGreaterThan(15);
    expect(without).toEqual([]);
  });

  it('says what to do where it is not built, as in a new clone', () => {
    const clone = temporaryFolder(onTestFinished);
    cpSync(join(ROOT, 'bin'), join(clone, 'bin'), { recursive: true });
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'bin/otp-tui.cjs')], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([70, '']);
    expect(stderr).toBe(`otp-tui: not built yet: run npm install and npm run build in ${clone}\n`);
  });

  it('is loaded by require', async () => {
    const code = `console.log(JSON.stringify(${JSON.stringify(ENTRIES)}.map((name) => typeof require(name))));`;
    expect(await run('require.cjs', code)).toEqual(['object', 'object', 'object']);
  });
});

const COMPOSE = `
  import { createRequire } from 'node:module';
  import { OtpVerifier, fileStore, keepingSender, memoryStore, redisStore, twilioSender, twilioVerify } from 'otp-tui';
  const account = { accountSid: 'AC' + '0'.repeat(32), authToken: 'x' };
  const secret = 'sixteen letters!';
`;

describe('a verifier', () => {
  it('costs nothing until it is used: no engine, no SDK, no file, no connection, no timer', async () => {
    const code = `${COMPOSE}
      const senders = [
        twilioSender({ ...account, from: '+15005550006' }),
        twilioVerify({ ...account, verifyServiceSid: 'VA' + '0'.repeat(32) }),
      ];
      const stores = [memoryStore(), fileStore('/nowhere/state.db'), redisStore('redis://127.0.0.1:1')];
      for (const sender of senders) for (const store of stores) new OtpVerifier({ sender, store, secret });
      const loaded = Object.keys(createRequire(import.meta.url).cache).filter((file) => /twilio|ioredis|libsql|agent/.test(file));
      console.log(JSON.stringify([loaded, process.getActiveResourcesInfo().filter((name) => /Timeout|TCP|TLS|Addr/.test(name))]));
    `;
    expect(await run('idle.mjs', code)).toEqual([[], []]);
  });

  it('keeps no process alive after it was closed, whatever it used', async () => {
    const code = `${COMPOSE}
      import { startSandbox } from 'otp-tui/sandbox';
      const sandbox = await startSandbox();
      const store = fileStore(${JSON.stringify(join(folder, 'state.db'))});
      const verifier = new OtpVerifier({ sender: twilioSender({ ...account, from: '+15005550006', apiUrl: sandbox.origin }), store, secret });
      const { kind } = await verifier.send('+14155552671');
      await sandbox.close();
      await verifier.close();
      console.log(JSON.stringify([kind, (await verifier.send('+14155552671')).kind]));
    `;
    expect(await run('closed.mjs', code)).toEqual(['sent', 'store-failed']);
  });
});

describe('without a package', () => {
  it.each([
    ['libsql', "keepingSender(), fileStore('state.db')", 'store-failed'],
    ['ioredis', "keepingSender(), redisStore('redis://127.0.0.1:1')", 'store-failed'],
    ['twilio', "twilioSender({ ...account, from: '+15005550006' }), memoryStore()", 'refused'],
  ])('a verifier that needs %s says so, and how to install it', async (name, parts, kind) => {
    const code = `${COMPOSE}
      const [sender, store] = [${parts}];
      console.log(JSON.stringify(await new OtpVerifier({ sender, store, secret }).send('+14155552671')));
    `;
    const detail = expect.stringContaining(`: run npm install ${name} `);
    const problem = { message: `the package ${name} is missing.`, remedy: 'administrator', detail };
    expect(await run(`without-${name}.mjs`, code, bare)).toMatchObject({ kind, problem });
  });

  it('a verifier that needs none of them works', async () => {
    const code = `${COMPOSE}
      const outcome = await new OtpVerifier({ sender: keepingSender(), store: memoryStore(), secret }).send('+14155552671');
      console.log(JSON.stringify(outcome.kind));
    `;
    expect(await run('without.mjs', code, bare)).toBe('sent');
  });

  it('a bundler is content, since the engine of a store that is not used may be missing', async () => {
    const file = join(bare, 'bundled.mjs');
    writeFileSync(file, "export { fileStore, OtpVerifier, redisStore } from 'otp-tui';");
    const external = ['twilio/*', 'https-proxy-agent'];
    const { errors } = await build({
      ...{ entryPoints: [file], bundle: true, platform: 'node', format: 'esm', write: false, logLevel: 'silent' },
      external,
    }).catch((error) => error);
    expect(errors).toEqual([]);
  });

  it('the program needs libsql for a file and says so, but brings all else along', () => {
    const program = (store: string, ...args: readonly string[]) => {
      const env = { ...SETTINGS, OTP_STORE: store, TWILIO_API_URL: 'http://127.0.0.1:1', LANG: 'C.UTF-8' };
      const installed = join(bare, 'node_modules/otp-tui/bin/otp-tui.cjs');
      return spawnSync(process.execPath, [installed, ...args], {
        env,
        encoding: 'utf8',
      });
    };
    const file = join(bare, 'state.db');
    const { status, stdout } = program(file, 'send');
    expect([status, stdout]).toEqual([
      73,
      'Could not send the code: the package libsql is missing. Administrator: run otp-tui doctor.\n',
    ]);
    expect(program(file, 'doctor').stdout).toContain('✗ store: the package libsql is missing: run npm install libsql ');
    expect(program('redis://127.0.0.1:1', 'send', '--verbose').stderr).toContain('nothing is listening there');
  });
});

describeWithRedis('a verifier with Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.remove());

  it('keeps no process alive after it was closed', async () => {
    const code = `${COMPOSE}
      const verifier = new OtpVerifier({ sender: keepingSender(), store: redisStore('${redis.url}'), secret });
      const { kind } = await verifier.send('+14155552671');
      await verifier.close();
      console.log(JSON.stringify(kind));
    `;
    expect(await run('redis.mjs', code)).toEqual('sent');
  });
});
