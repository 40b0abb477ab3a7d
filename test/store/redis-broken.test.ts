import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMPTY_LEDGER } from '../../src/core/ledger.ts';
import { writeLedger } from '../../src/store/ledger-text.ts';
import { redisStore } from '../../src/store/redis.ts';
import { readRedisAddress } from '../../src/store/redis-address.ts';
import { StoreError } from '../../src/store/store.ts';
import { instantWaiting } from '../support/instant-waiting.ts';
import { describeWithRedis, freePort, type RedisServer, startRedis } from '../support/redis-server.ts';
import { rounds } from '../support/rounds.ts';
import { isMissing } from '../support/what-cannot-run.ts';
import { increment, look, verifierWith } from './contract.ts';
import { expectRefused, refusalOf } from './refusal.ts';

async function refusal(url: string, timeout = 3_000): Promise<string> {
  const store = redisStore(url, { timeout });
  const line = await expectRefused(store, 'pa55word');
  await store.close();
  return line;
}

/** A server that passes its connections to a handler. */
async function listen(answer: (data: string) => string | undefined): Promise<{ server: Server; url: string }> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const line = answer(String(data));
      if (line === undefined) socket.destroy();
      else socket.write(line);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, url: `redis://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` };
}

describe('Redis store without a Redis', () => {
  it('retries twice at once while others change the ledger, then after longer and longer waits, and then gives up', async () => {
    let changes = 0;
    const changed = () => writeLedger({ ...EMPTY_LEDGER, failures: ++changes });
    const { pauses, ...waiting } = instantWaiting();
    const store = redisStore(
      {
        async eval(_script, keys, ...rest) {
          if (keys === 0) return ['1700000000', '0'];
          return rest.length === 1 ? changed() : [0, 1_700_000_000_000, changed()];
        },
      },
      { patience: 100, ...waiting },
    );
    const { problem } = await refusalOf(store.update('key', increment));
    expect(problem.detail).toContain('others kept changing one ledger');
    expect(pauses).toEqual([4, 8, 16, 32, 32, 32]);
  });

  it('refuses if nothing is listening, and does not leak the password', async () => {
    const port = await freePort();
    expect(await refusal(`redis://gate:pa55word@127.0.0.1:${port}`)).toContain('nothing is listening there');
    expect(await refusal('redis+unix:///nowhere/redis.sock?password=pa55word')).toContain('nothing is listening there');
  });

  it('refuses if there is no answer in time', async () => {
    const { server, url } = await listen(() => '');
    const started = performance.now();
    expect(await refusal(url, 200)).toContain('no answer in time');
    // Sooner than by default.
    expect(performance.now() - started).toBeLessThan(3_000);
    server.close();
  });

  it('refuses if the connection is cut in the middle of a check', async () => {
    const { server, url } = await listen(() => undefined);
    expect(await refusal(url)).toContain('the connection was lost');
    server.close();
  });

  it('refuses if TLS is asked of a server without it', async () => {
    const { server, url } = await listen(() => 'HTTP/1.1 400 Bad Request\r\n\r\n');
    expect(await refusal(url.replace('redis:', 'rediss:'))).toContain('does not speak TLS');
    server.close();
  });

  it.each([
    ["-OOM command not allowed when used memory > 'maxmemory'.", 'its memory is full'],
    ["-READONLY You can't write against a read only replica.", 'it is a read-only replica'],
    ['-LOADING Redis is loading the dataset in memory', 'it is starting or busy'],
    ['-MISCONF Redis is configured to save RDB snapshots', 'cannot save to its disk'],
    ['-MOVED 3999 127.0.0.1:6381', 'Redis Cluster is not supported'],
    ['-NOAUTH Authentication required.', 'refused the user name or password'],
    ['-ERR Error running script (call to f_1): @user_script:3: -OOM command not allowed', 'its memory is full'],
    ["-ERR unknown command 'EVAL', with args beginning with: 'pa55word'", 'refused or unreachable'],
  ])('puts %j into words', async (reply, words) => {
    const { server, url } = await listen(() => `${reply}\r\n`);
    expect(await refusal(url)).toContain(words);
    server.close();
  });
});

/** One reply, of any type of RESP 2 and 3. */
const { frame } = fc.letrec<{ frame: string }>((tie) => ({
  frame: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom('+OK', '+1', '+', ':0', ':1', ':-1', ':99999999999999999999', '$-1', '*-1', '*0', '$0\r\n'),
    fc.constantFrom('-ERR no', '-', '-NOSCRIPT none', '_', '#t', ',1.5', '(123', '!3\r\nERR', '%1\r\n+a\r\n+b'),
    fc.string({ maxLength: 10 }).map((text) => `$${Buffer.byteLength(text)}\r\n${text}`),
    fc.integer().map((number) => `:${number}`),
    fc.array(tie('frame'), { maxLength: 4 }).map((items) => [`*${items.length}`, ...items].join('\r\n')),
  ),
}));
/** Bytes that are no reply, half of one, or one too many. */
const broken = fc.constantFrom(
  '$5\r\nabc',
  '*2\r\n:1',
  '?',
  '\0',
  '+OK\r\n+OK',
  '>2\r\n+message\r\n+a',
  'HTTP/1.1 400 No',
);
const reply = fc.oneof({ weight: 9, arbitrary: frame }, broken);

/** What a Redis says, and what of that is as good. */
const HONEST = {
  AUTH: ['+OK', /^(\+OK|\$2\r\nOK)$/],
  SELECT: ['+OK', /^(\+OK|\$2\r\nOK)$/],
  TIME: ['*2\r\n$10\r\n1800000000\r\n$6\r\n123456', /^\*2(\r\n(\$[0-9]+\r\n|\(|\+)[0-9]+){2}$/],
  GET: ['$-1', /^(\$-1|\*-1|_)$/],
  EVALSHA: ['*2\r\n:1\r\n:1800000000123', /^\*[23]\r\n(:1|#t)\r\n(:[0-9]+|#t)/],
} as const;
type Command = keyof typeof HONEST;

/** A Redis that lies in its replies to one command. */
function listenToLies(lie: Command, reply: () => string): ReturnType<typeof listen> {
  return listen((data) => {
    const asked =
      /^\*[0-9]+\r\n\$[0-9]+\r\n(\w+)/
        .exec(data)?.[1]
        ?.toUpperCase()
        .replace(/^EVAL$/, 'EVALSHA') ?? '';
    return `${asked === lie ? reply() : HONEST[asked as Command][0]}\r\n`;
  });
}

describe('a Redis that lies', () => {
  it.each(Object.keys(HONEST) as Command[])(
    'in what it answers to %s is a broken store, and no defect',
    async (lie) => {
      let said = '';
      const { server, url } = await listenToLies(lie, () => said);
      await fc.assert(
        fc.asyncProperty(reply, async (shape) => {
          said = shape;
          const store = redisStore(url.replace('//', '//:pa55word@').concat('/3'), { timeout: 100, patience: 50 });
          const outcome = await store.update('any', increment).catch((error) => error);
          await store.close();
          if (!HONEST[lie][1].test(said)) expect(outcome).toBeInstanceOf(StoreError);
          if (outcome instanceof Error) expect(outcome).toBeInstanceOf(StoreError);
          expect(inspect(outcome, { depth: null })).not.toContain('pa55word');
        }),
        { numRuns: rounds(60, 2_000), examples: [['*2\r\n#t\r\n#t']] },
      );
      server.close();
    },
  );

  it.each([
    ['a text', '$2\r\nOK'],
    ['nothing', '*0'],
    ['another number', '*3\r\n:2\r\n:1800000000000\r\n$-1'],
    ['a number as text', '*2\r\n$1\r\n1\r\n:1800000000000'],
    ['no time', '*2\r\n:1\r\n$-1'],
    ['half a time', '*2\r\n:1\r\n$3\r\n1.5'],
    ['a time before all times', '*2\r\n:1\r\n:-5'],
    ['a number in place of a ledger', '*3\r\n:0\r\n:1800000000000\r\n:5'],
    ['one word too many', '*4\r\n:1\r\n:1800000000123\r\n+OK\r\n+OK'],
    ['a list in place of a ledger', '*3\r\n:0\r\n:1800000000000\r\n*1\r\n$1\r\na'],
  ])('and answers a swap with %s may have done it', async (_, reply) => {
    const { server, url } = await listenToLies('EVALSHA', () => reply);
    const store = redisStore(url);
    expect(await refusalOf(store.update('any', increment))).toMatchObject({
      mayBeDone: true,
      problem: { detail: expect.stringContaining('what answers there is not Redis') },
    });
    await store.close();
    server.close();
  });
});

describe('a ledger that others keep changing', () => {
  it('is read again after a wait, so that those who do not wait cannot starve those who do', async () => {
    const others = (cleared: number) => writeLedger({ ...EMPTY_LEDGER, cleared });
    let cleared = 1;
    let isRead = false;
    const { server, url } = await listen((data) => {
      const [, , command = '', , , , , , , , expected] = data.split('\r\n');
      const current = others(cleared);
      const text = `$${current.length}\r\n${current}\r\n`;
      if (command === 'time') return `${HONEST.TIME[0]}\r\n`;
      if (command === 'get') {
        // Others change it after the first read, and after each lost swap.
        if (!isRead) cleared++;
        isRead = true;
        return text;
      }
      if (expected === current) return '*2\r\n:1\r\n:1800000000123\r\n';
      cleared++;
      return `*3\r\n:0\r\n:1800000000123\r\n${text}`;
    });
    const store = redisStore(url, { patience: 500 });
    expect(await store.update('any', (ledger) => ({ ledger, outcome: ledger.cleared }))).toBe(cleared);
    await store.close();
    server.close();
  });
});

describe('address of a Redis', () => {
  it.each([
    ['redis://localhost', { host: 'localhost', port: 6379, tls: false }, undefined, undefined, 0],
    ['rediss://a:b%20c@redis.example:7000/3', { host: 'redis.example', port: 7000, tls: true }, 'a', 'b c', 3],
    ['redis://:secret@[::1]:6380/', { host: '::1', port: 6380, tls: false }, undefined, 'secret', 0],
    ['redis+unix:///run/redis/a.sock?db=2&user=a&password=b', { path: '/run/redis/a.sock' }, 'a', 'b', 2],
  ])('reads %s', (url, target, username, password, database) => {
    const address = readRedisAddress(url);
    expect(address).toMatchObject({ target, username, password, database });
    expect(address.place).not.toMatch(/secret|b c/);
  });

  it.each([
    'localhost',
    'http://localhost',
    'redis://',
    'redis://pa55word@:x',
    'redis://host/one',
    'redis://host/0?tls=pa55word',
    'redis+unix://host/path',
    'redis+unix:///',
    'redis://h:pa55word%@host',
  ])('refuses %s without repeating it', (url) => {
    expect(() => readRedisAddress(url)).toThrow(/^not a Redis address: use redis:\/\/\[user:password@\]host/);
    expect(() => readRedisAddress(url)).not.toThrow(/pa55word/);
  });
});

describeWithRedis('Redis store with a Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.remove());

  it('refuses a wrong password, a superfluous password, a user with too few permissions, and an unknown database', async () => {
    server.cli('ACL', 'SETUSER', 'few', 'on', '>pa55word', '~otp-tui:*', '+eval', '+evalsha');
    const at = `127.0.0.1:${server.port}`;
    expect(await refusal(`redis://few:pa55word1@${at}`)).toMatch(/refused the user name or password.*\(WRONGPASS\)/);
    expect(await refusal(`redis://:pa55word@${at}`)).toMatch(/refused the user name or password.*\(AUTH\)/);
    expect(await refusal(`redis://few:pa55word@${at}`)).toContain('this user lacks permissions that otp-tui needs');
    expect(await refusal(`redis://${at}/99`)).toContain('it has no such database');
  });

  it('refuses what is not a ledger, and never overwrites it', async () => {
    const store = redisStore(server.url);
    for (const value of ['', 'null', '{"failures":0}']) {
      server.cli('SET', 'otp-tui:bad', value);
      expect(await refusalOf(store.update('bad', increment))).toMatchObject({
        problem: { detail: expect.stringContaining('damaged') },
      });
      expect(server.cli('GET', 'otp-tui:bad')).toBe(value);
    }
    server.cli('LPUSH', 'otp-tui:list', 'x');
    await expect(store.update('list', increment)).rejects.toThrow('something else is stored');
    await store.close();
  });

  it('refuses while Redis hangs, and works again with the next update', async () => {
    const store = redisStore(server.url, { timeout: 300 });
    await store.update('hangs', increment);
    server.signal('SIGSTOP');
    const error = await refusalOf(store.update('hangs', increment));
    expect(error).toMatchObject({ mayBeDone: true, message: expect.stringContaining('no answer in time') });
    server.signal('SIGCONT');
    // Redis may have read the second one when it went on.
    expect([1, 2]).toContain((await look(store, 'hangs')).failures);
    await store.close();
  });

  it('keeps nobody waiting in line while Redis hangs', async () => {
    const store = redisStore(server.url, { timeout: 1_000, patience: 1_500 });
    await store.update('line', increment);
    server.signal('SIGSTOP');
    const started = performance.now();
    const updates = await Promise.allSettled(Array.from({ length: 100 }, () => store.update('line', increment)));
    server.signal('SIGCONT');
    // One after the other, they would have waited for 100 s.
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(updates.map(({ status }) => status)).toEqual(Array(100).fill('rejected'));
    await store.close();
  });

  it.skipIf(isMissing('proc'))('refuses the check in whose middle Redis dies, and lets the next one in', async () => {
    const store = redisStore(server.url);
    const { verifier, codes } = verifierWith(store);
    await verifier.send('+14155552671');
    server.signal('SIGSTOP');
    const check = verifier.check('+14155552671', codes.get('+14155552671') ?? '');
    await expect.poll(() => server.connections().unread).toBeGreaterThan(0);
    await server.kill();
    expect(await check).toMatchObject({
      kind: 'store-failed',
      charged: 'perhaps',
      problem: { detail: expect.stringContaining('the connection was lost') },
    });
    await server.start();
    expect((await verifier.check('+14155552671', codes.get('+14155552671') ?? '')).kind).toBe('accepted');
    await store.close();
  });

  it('refuses when full, and keeps what it has', async () => {
    const store = redisStore(server.url);
    await store.update('kept', increment);
    server.cli('CONFIG', 'SET', 'maxmemory', '1');
    const error = await refusalOf(store.update('kept', increment));
    expect(error).toMatchObject({ mayBeDone: false, message: expect.stringContaining('its memory is full') });
    server.cli('CONFIG', 'SET', 'maxmemory', '0');
    expect(await store.update('kept', increment)).toBe(2);
    await store.close();
  });

  it.skipIf(isMissing('proc'))('notices an idle connection that was cut', async () => {
    const store = redisStore(server.url);
    await store.update('idle', increment);
    server.cli('CLIENT', 'KILL', 'TYPE', 'normal');
    await expect.poll(() => server.connections().open).toBe(0);
    expect(await store.update('idle', increment)).toBe(2);
    await store.close();
  });

  it.skipIf(isMissing('proc'))('leaves no connection behind, even if closed while it connects', async () => {
    const store = redisStore(server.url);
    server.signal('SIGSTOP');
    const update = refusalOf(store.update('closing', increment));
    // Connected, as far as the system can tell, and greeted, but not answered.
    await expect.poll(() => server.connections().unread).toBeGreaterThan(0);
    await store.close();
    expect(await update).toMatchObject({ name: 'StoreError' });
    server.signal('SIGCONT');
    await expect.poll(() => server.connections().open).toBe(0);
  });
});
