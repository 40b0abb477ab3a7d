import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { ACCOUNT, basic, call, GOOD_TEXT, MESSAGES_PATH, post, TOKEN, VERIFY_PATH } from './client.ts';

const API_KEY = `SK${'ab'.repeat(16)}`;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

/** What the sandbox writes to a client that sends these bytes and then waits. */
async function speak(bytes: string): Promise<string> {
  const socket = connect(sandbox.port, '127.0.0.1');
  socket.write(bytes);
  return readText(socket);
}

describe('authentication', () => {
  const wrong: [string, string | undefined][] = [
    ['no credentials', undefined],
    ['another scheme', 'Bearer abc'],
    ['something that is not base64', 'Basic ###'],
    ['no colon', `Basic ${Buffer.from(ACCOUNT).toString('base64')}`],
    ['an empty password', basic(ACCOUNT, '')],
    ['an empty user name', basic('', TOKEN)],
    ['another account', basic(`AC${'f'.repeat(32)}`, TOKEN)],
    ['a malformed API key', basic('SK123', TOKEN)],
  ];
  it.each(wrong)('refuses %s', async (_, authorization) => {
    const response = await fetch(sandbox.origin + MESSAGES_PATH, { headers: authorization ? { authorization } : {} });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
    expect(await response.json()).toEqual({
      code: 20003,
      message: 'Authenticate',
      more_info: 'https://www.twilio.com/docs/errors/20003',
      status: 401,
    });
  });

  it('takes an API key for any account', async () => {
    const headers = { authorization: basic(API_KEY, 'secret'), 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams(GOOD_TEXT).toString();
    expect((await call(sandbox.origin, MESSAGES_PATH, { method: 'POST', headers, body })).status).toBe(201);
  });

  it.each([
    ['no credentials', undefined, 401],
    ['a user name that is no account', basic('me', TOKEN), 401],
    ['an API key', basic(API_KEY, 'secret'), 200],
    ['an account', basic(ACCOUNT, TOKEN), 200],
  ])('answers %s for a path that names no account', async (_, authorization, status) => {
    const response = await fetch(sandbox.origin + VERIFY_PATH, { headers: authorization ? { authorization } : {} });
    expect(response.status).toBe(status);
  });

  it('accepts only the given credentials, if any are given', async () => {
    const strict = await startSandbox({ credentials: [{ username: ACCOUNT, password: TOKEN }] });
    const statusFor = async (username: string, password: string) => {
      const headers = { authorization: basic(username, password) };
      return (await call(strict.origin, MESSAGES_PATH.replace('.json', `/SM${'0'.repeat(32)}.json`), { headers }))
        .status;
    };
    expect(await statusFor(ACCOUNT, TOKEN)).toBe(404);
    expect(await statusFor(ACCOUNT, `${TOKEN}x`)).toBe(401);
    expect(await statusFor(API_KEY, TOKEN)).toBe(401);
    const headers = { authorization: basic(ACCOUNT, `${TOKEN}x`) };
    expect((await call(strict.origin, VERIFY_PATH, { headers })).status).toBe(401);
    await strict.close();
  });
});

describe('a path that is not there', () => {
  it.each([
    '/',
    '/2010-04-01/Accounts/AC123/Messages.json',
    `/2010-04-01/Accounts/${ACCOUNT}/Messages`,
    `/2010-04-01/Accounts/${ACCOUNT}/Recordings.json`,
    `/v2/Services/VA${'0'.repeat(32)}/Entities`,
    '/v2/Services/VA123',
    `/x${MESSAGES_PATH}`,
    `${MESSAGES_PATH}/`,
    MESSAGES_PATH.replace('.json', `/SM${'0'.repeat(32)}.json`),
    MESSAGES_PATH.replace('.json', '/SM123.json'),
    '/%E0%A4%A',
  ])('%s is answered with 404', async (path) => {
    const { status, json } = await call(sandbox.origin, path);
    expect(status).toBe(404);
    expect(json).toMatchObject({ code: 20404, status: 404, message: expect.stringContaining(path) });
  });
});

describe('a wrong method', () => {
  it.each(['PATCH', 'PUT', 'DELETE'])('%s is answered with 405 and the right one', async (method) => {
    const { status, headers, json } = await call(sandbox.origin, MESSAGES_PATH, { method });
    expect([status, headers.get('allow'), json.code]).toEqual([405, 'GET, POST', 20004]);
  });
});

describe('a body that cannot be read', () => {
  it.each([
    ['a percent sign alone', 'To=%&Body=x'],
    ['a percent sign before letters', 'To=%2B1555&Body=%zz'],
    ['half an escape', 'Body=abc%2'],
    ['an escape that is not UTF-8', 'Body=%ff'],
    ['half an escaped character', 'Body=%E2%82'],
    ['a name with a broken escape', '%=x'],
    ['bytes that are not UTF-8', Buffer.from([0x54, 0x6f, 0x3d, 0xff])],
  ])('for %s is answered with 400, and the next one is taken', async (_, body) => {
    const { status, json } = await post(sandbox.origin, body);
    expect([status, json.code, json.status]).toEqual([400, 20400, 400]);
    expect((await post(sandbox.origin, GOOD_TEXT)).status).toBe(201);
  });

  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x'])(
    'as %s is answered with 415',
    async (type) => {
      const init = { method: 'POST', headers: { 'content-type': type }, body: '{}' };
      const { status, json } = await call(sandbox.origin, MESSAGES_PATH, init);
      expect([status, json.code]).toEqual([415, 20415]);
    },
  );

  it('for its size of 1 MB is answered with 413, again and again, and the next one is taken', async () => {
    const megabyte = `Body=${'x'.repeat(1024 * 1024)}`;
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => post(sandbox.origin, megabyte)));
    expect(answers.map(({ status, json }) => [status, json.code])).toEqual(Array(5).fill([413, 20413]));
    expect((await post(sandbox.origin, GOOD_TEXT)).status).toBe(201);
  });

  it('has a limit of 64 KB, whatever is in it', async () => {
    const padded = (size: number) => `${new URLSearchParams(GOOD_TEXT)}&Pad=`.padEnd(size, 'x');
    expect((await post(sandbox.origin, padded(65_536))).status).toBe(201);
    expect((await post(sandbox.origin, padded(65_537))).status).toBe(413);
  });
});

describe('a client that misbehaves', () => {
  it('gets 400 for what is not HTTP', async () => {
    expect(await speak('hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*"code":20400/s);
  });

  it('gets 400 for a header without end', async () => {
    expect(await speak(`GET / HTTP/1.1\r\nx: ${'x'.repeat(100_000)}`)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('may go away in the middle of a request', async () => {
    const socket = connect(sandbox.port, '127.0.0.1');
    const head = `POST ${MESSAGES_PATH} HTTP/1.1\r\nhost: x\r\nauthorization: ${basic(ACCOUNT, TOKEN)}\r\n`;
    socket.write(`${head}content-type: application/x-www-form-urlencoded\r\ncontent-length: 100\r\n\r\nTo=`);
    await once(socket, 'connect');
    socket.resetAndDestroy();
    await once(socket, 'close');
    expect((await post(sandbox.origin, GOOD_TEXT)).status).toBe(201);
  });
});

describe('the server', () => {
  it('listens on the loopback address alone', () => {
    expect(sandbox.origin).toBe(`http://127.0.0.1:${sandbox.port}`);
  });

  it('cannot be started on a port that is taken', async () => {
    await expect(startSandbox({ port: sandbox.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('answers 500 if the listener to its texts breaks, and goes on', async () => {
    const broken = await startSandbox({
      onText: () => {
        throw new Error('no more paper');
      },
    });
    const answers = [await post(broken.origin, GOOD_TEXT), await post(broken.origin, { ...GOOD_TEXT, Body: '' })];
    expect(answers.map(({ json }) => json.code)).toEqual([20500, 21602]);
    await broken.close();
  });

  it('closes at once while connections are kept alive or a request is half sent, and may be closed twice', async () => {
    const closing = await startSandbox();
    const agent = new Agent({ keepAlive: true });
    const idle = request(closing.origin, { agent }).end();
    const [response] = await once(idle, 'response');
    await readText(response);
    const half = connect(closing.port, '127.0.0.1').on('error', () => {});
    half.write(`POST ${MESSAGES_PATH} HTTP/1.1\r\nhost: x\r\n`);
    await once(half, 'connect');

    const start = performance.now();
    await closing.close();
    await closing.close();
    // Left alone, Node would wait 5 s for the idle connection, and longer for the other.
    expect(performance.now() - start).toBeLessThan(4_500);
    await expect(call(closing.origin, '/')).rejects.toThrow();
    agent.destroy();
  });
});
