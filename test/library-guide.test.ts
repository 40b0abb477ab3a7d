// The examples of docs/library.md, compiled with the strictest settings and run as they stand there.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, test } from 'vitest';
import type { CheckOutcome, SendOutcome } from '../src/core/outcome.ts';
import * as library from '../src/index.ts';
import { block, blocks, codesIn, page, ROOT, table, tables } from './docs/pages.ts';
import { otherThan, SETTINGS, temporaryFolder } from './support/program.ts';
import { describeWithRedis, freePort, type RedisServer, startRedis } from './support/redis-server.ts';
import { openSandbox, type TestSandbox } from './support/sandbox.ts';

const GUIDE = page('docs/library.md');
/** What the README takes for granted, its example, and an end. */
const README_EXAMPLE = block('README.md', 'As a library', 'ts')
  .replace(
    /^import .*\n/,
    `// readme.ts
$&import { createInterface } from 'node:readline/promises';
const { TWILIO_SID = '', TWILIO_AUTH_TOKEN = '', TWILIO_API_URL } = process.env;
const account = { accountSid: TWILIO_SID, authToken: TWILIO_AUTH_TOKEN, from: '+15005550006', apiUrl: TWILIO_API_URL };
const secret = 'sixteen letters!';
const grantAccess = () => console.log('granted');
`,
  )
  .replace(/^await verifier\.send.*\n/m, "$&const typed = await createInterface(process.stdin).question('');\n");
/** The line for a client of `redis`, on a client that is called as those are. */
const OTHER_CLIENT = `// other-client.ts
import { Redis } from 'ioredis';
import { keepingSender, OtpVerifier, redisStore } from 'otp-tui';

const redis = new Redis(process.env.REDIS_URL ?? '');
const client = {
  eval: (script: string, { keys, arguments: rest }: { keys: string[]; arguments: string[] }) =>
    redis.eval(script, keys.length, ...keys, ...rest),
};
const store = redisStore(${/`(\{ eval: .*\})`/.exec(page('docs/library.md'))?.[1]});
const sender = keepingSender();
const verifier = new OtpVerifier({ sender, store, secret: 'sixteen letters!' });
await verifier.send('+14155552671');
console.log((await verifier.check('+14155552671', sender.codeTo('+14155552671') ?? '')).kind);
redis.disconnect();
`;
const EXAMPLES = [
  README_EXAMPLE,
  OTHER_CLIENT,
  block('docs/library.md', 'A first code', 'ts'),
  block('docs/library.md', 'A login', 'ts'),
  ...blocks('docs/library.md', 'Tests without texts', 'ts', 2),
  ...blocks('docs/library.md', 'Write another', 'ts', 2),
].map((code) => ({ name: /^\/\/ (\S+)\n/.exec(code)?.[1] ?? '', code }));
const PHONE = '+14155552671';
const OPTIONS = {
  ...{ strict: true, exactOptionalPropertyTypes: true, target: 'ES2023', lib: ['ES2023'], types: ['node'] },
  ...{ module: 'nodenext', moduleResolution: 'nodenext', skipLibCheck: false },
};

const folder = temporaryFolder(afterAll);

beforeAll(() => {
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
  symlinkSync(ROOT, join(folder, 'node_modules/otp-tui'));
  for (const name of ['ioredis', '@types/node']) {
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: OPTIONS }));
  for (const { name, code } of EXAMPLES) writeFileSync(join(folder, name), code);
  const { stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
  expect(stdout).toBe('');
});

function start(name: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  const args = name.endsWith('.test.ts') ? ['--test', '--test-reporter=tap'] : [];
  return spawn(process.execPath, [...args, join(folder, name.replace(/\.ts$/, '.js'))], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

async function run(name: string, env?: NodeJS.ProcessEnv) {
  const child = start(name, env);
  const [output, [status]] = await Promise.all([child.stdout ? text(child.stdout) : '', once(child, 'close')]);
  return { output, status };
}

function settingsFor({ origin }: TestSandbox): NodeJS.ProcessEnv {
  return { ...SETTINGS, TWILIO_API_URL: origin };
}

test('the first example sends a code, and ends by itself', async () => {
  const closing: (() => unknown)[] = [];
  const sandbox = await openSandbox((close) => closing.push(close));
  expect(await run('first.ts', settingsFor(sandbox))).toEqual({ output: 'sent\n', status: 0 });
  expect(sandbox.codes).toHaveLength(1);
  for (const close of closing) await close();
});

test.each([true, false])("the README's example lets in whoever enters the right code: %s", async (isRight) => {
  const closing: (() => unknown)[] = [];
  const sandbox = await openSandbox((close) => closing.push(close));
  const child = start('readme.ts', settingsFor(sandbox));
  const output = child.stdout ? text(child.stdout) : '';
  await expect.poll(() => sandbox.codes.length).toBe(1);
  child.stdin?.end(`${isRight ? sandbox.newestCode() : otherThan(sandbox.newestCode())}\n`);
  expect(await output).toBe(isRight ? 'granted\n' : '');
  for (const close of closing) await close();
});

test.each(EXAMPLES.filter(({ name }) => name.endsWith('.test.ts')))('$name passes', async ({ name }) => {
  const { output, status } = await run(name);
  expect(output).toMatch(/^# pass [1-9]/m);
  expect([status, output.match(/^ *not ok.*/gm)]).toEqual([0, null]);
});

describeWithRedis('the login', () => {
  let redis: RedisServer;
  let sandbox: TestSandbox;
  const closing: (() => unknown)[] = [];
  beforeAll(async () => {
    redis = await startRedis();
    sandbox = await openSandbox((close) => closing.push(close));
  });
  afterAll(async () => {
    for (const close of closing) await close();
    await redis.remove();
  });

  const withServer = async (
    work: (post: (path: string, body: object, language?: string) => Promise<Response>) => Promise<void>,
  ) => {
    const port = await freePort();
    const settings = { ...settingsFor(sandbox), OTP_SECRET: 'sixteen letters!', REDIS_URL: redis.url, PORT: `${port}` };
    const server = start('login.ts', settings);
    const end = once(server, 'close');
    try {
      if (server.stdout) await Promise.race([once(server.stdout, 'data'), end]);
      await work((path, body, language = 'en-GB') =>
        fetch(`http://127.0.0.1:${port}${path}`, {
          ...{ method: 'POST', body: JSON.stringify(body) },
          headers: { 'accept-language': language, connection: 'close' },
        }),
      );
    } finally {
      server.kill('SIGTERM');
    }
    // By itself: nothing is left that keeps it alive.
    expect(await end).toEqual([0, null]);
  };

  it('survives a restart between the code and its answer', async () => {
    await withServer(async (post) => {
      const sent = await post('/code', { phone: '+1 (415) 555-2671' });
      expect([sent.status, await sent.json()]).toEqual([200, { digits: 5, expiresAt: expect.any(Number) }]);
      expect((await post('/login', { phone: PHONE, code: '0' })).status).toBe(401);
    });
    await withServer(async (post) => {
      expect((await post('/code', { phone: PHONE })).status).toBe(429);
      const code = sandbox.newestCode();
      const accepted = await post('/login', { phone: PHONE, code });
      expect([accepted.status, await accepted.json()]).toEqual([200, { session: expect.any(String) }]);
      const again = await post('/login', { phone: PHONE, code });
      expect([again.status, await again.json()]).toEqual([401, { error: 'used' }]);
    });
    expect(redis.cli('KEYS', 'shop:otp:*')).not.toBe('');
  });

  it('answers what is no phone number, and what is no JSON, as a mistake of whoever asks', async () => {
    redis.cli('FLUSHALL');
    await withServer(async (post) => {
      for (const phone of ['415 555 2671', '', null, {}]) expect((await post('/code', { phone })).status).toBe(400);
      expect((await post('/login', [])).status).toBe(401);
    });
  });

  it('texts in the language of the browser', async () => {
    redis.cli('FLUSHALL');
    await withServer(async (post) => {
      await post('/code', { phone: PHONE }, 'fr-CA,fr;q=0.9');
      expect(sandbox.bodies.at(-1)).toMatch(/^[0-9]{5} est votre code pour Shop\. Il expire dans 5 minutes\.$/);
      await post('/code', { phone: '+14155552672' }, 'eo');
      expect(sandbox.bodies.at(-1)).toMatch(/ is your code for Shop\./);
    });
  });

  it('answers one address no more than twenty times, whatever it asks for', async () => {
    redis.cli('FLUSHALL');
    await withServer(async (post) => {
      for (let count = 0; count < 20; count++) expect((await post('/login', { phone: PHONE })).status).toBe(401);
      expect((await post('/login', { phone: PHONE })).status).toBe(429);
    });
  });
});

describeWithRedis('the line for another client of Redis', () => {
  it('makes a store of it', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.remove());
    expect(await run('other-client.ts', { REDIS_URL: redis.url })).toEqual({ output: 'accepted\n', status: 0 });
    expect(redis.cli('KEYS', 'otp-tui:*')).not.toBe('');
  });
});

describe('the guide', () => {
  const rowsOf = (rows: readonly (readonly string[])[] = []) => rows.map(([cell]) => codesIn(cell)[0]);

  it('has every outcome', () => {
    const sends: Record<SendOutcome['kind'], true> = {
      ...{ sent: true, unknown: true, refused: true, 'too-soon': true, 'too-many': true, locked: true },
      ...{ 'invalid-phone': true, 'store-failed': true },
    };
    const checks: Record<CheckOutcome['kind'], true> = {
      ...{ accepted: true, incorrect: true, used: true, invalid: true, expired: true, exhausted: true, unsent: true },
      ...{ unchecked: true, throttled: true, locked: true, 'invalid-phone': true, 'store-failed': true },
    };
    const [ofSend, ofCheck] = tables('docs/library.md', 'Outcomes', 2);
    expect(rowsOf(ofSend)).toEqual(Object.keys(sends));
    expect(rowsOf(ofCheck)).toEqual(Object.keys(checks));
  });

  it.each(Object.keys(library))('names %s, which has an example where it is declared or here', (name) => {
    expect(GUIDE).toMatch(new RegExp(`\\b${name}\\b`));
  });

  it('names what is exported, and what a verifier has', () => {
    const index = readFileSync(join(ROOT, 'src/index.ts'), 'utf8');
    const verifier = new library.OtpVerifier({ sender: library.keepingSender(), secret: 'sixteen letters!' });
    for (const [cell] of table('docs/library.md', 'Everything else')) {
      for (const name of codesIn(cell)) {
        const [, member] = /^verifier\.(\w+)/.exec(name) ?? [];
        if (member === undefined) expect(index).toMatch(new RegExp(`\\b${name.replace('()', '')}\\b`));
        else expect(verifier).toHaveProperty(member);
      }
    }
  });
});
