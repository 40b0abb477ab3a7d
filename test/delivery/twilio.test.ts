import { execFile } from 'node:child_process';
import dns from 'node:dns';
import { get } from 'node:https';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect, promisify } from 'node:util';
import twilio from 'twilio';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { explain } from '../../src/core/outcome.ts';
import { refusal } from '../../src/delivery/problems.ts';
import type { Delivery } from '../../src/delivery/sender.ts';
import { type TwilioOptions, twilioSender } from '../../src/delivery/twilio.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { closing } from '../support/closing.ts';
import {
  answeringServer,
  type Hostile,
  httpServer,
  rawServer,
  response,
  selfSignedServer,
} from '../support/hostile.ts';
import { SELF_SIGNED_CERTIFICATE, SELF_SIGNED_KEY } from '../support/self-signed.ts';
import { instantTimer } from '../support/timer.ts';
import { ACCOUNT, BASIC, FROM, PHONE, TOKEN } from './twilio-account.ts';

/** As it was built. */
const LIBRARY = join(import.meta.dirname, '../../dist/index.js');
const API_KEY = `SK${'ab'.repeat(16)}`;
const API_SECRET = 'a-secret-of-an-api-key';
const SERVICE = `MG${'cd'.repeat(16)}`;
const CODE = '4829130576';
const TEXT = {
  to: PHONE,
  channel: 'sms',
  code: CODE,
  service: undefined,
  body: `${CODE} is your verification code & more: код.`,
  validFor: 300,
} as const;

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function sender(apiUrl: string | undefined, options: Partial<TwilioOptions> = {}, timeLimit?: number) {
  return twilioSender({ accountSid: ACCOUNT, authToken: TOKEN, from: FROM, apiUrl, timeLimit, ...options });
}

/** The delivery, after searching it for secrets. */
async function deliver(apiUrl: string | undefined, timeLimit?: number, text = TEXT): Promise<Delivery> {
  const delivery = await sender(apiUrl, { timer: instantTimer() }, timeLimit).send(text);
  for (const whole of [JSON.stringify(delivery), inspect(delivery, { depth: null, showHidden: true })]) {
    for (const secret of [CODE, TOKEN, BASIC]) expect(whole).not.toContain(secret);
  }
  return delivery;
}

function problemOf(delivery: Delivery): string {
  return delivery.kind === 'accepted' ? 'none' : explain(delivery.problem);
}

describe('a text on the wire', () => {
  const CREATED = response('201 Created', JSON.stringify({ sid: `SM${'0'.repeat(32)}`, status: 'queued' }));

  async function request(options: Partial<TwilioOptions>) {
    const server = closing(await answeringServer(CREATED));
    expect(await sender(server.origin, options).send(TEXT)).toMatchObject({ kind: 'accepted', id: expect.any(String) });
    expect(server.heard).toHaveLength(1);
    const [head = '', body = ''] = server.heard[0]?.bytes.split('\r\n\r\n') ?? [];
    const [line, ...headers] = head.split('\r\n');
    return { line, headers: headers.map((header) => header.toLowerCase()), head, form: new URLSearchParams(body) };
  }

  it('is one request that holds the text, the sender and how long it is worth delivering', async () => {
    const { line, headers, form } = await request({});
    expect(line).toBe(`POST /2010-04-01/Accounts/${ACCOUNT}/Messages.json HTTP/1.1`);
    expect(headers).toContain('content-type: application/x-www-form-urlencoded');
    expect(Object.fromEntries(form)).toEqual({ To: TEXT.to, From: FROM, Body: TEXT.body, ValidityPeriod: '300' });
  });

  it('names the Messaging Service instead of a sender', async () => {
    const { form } = await request({ from: undefined, messagingServiceSid: SERVICE });
    expect(Object.fromEntries(form)).toEqual({
      To: TEXT.to,
      MessagingServiceSid: SERVICE,
      Body: TEXT.body,
      ValidityPeriod: '300',
    });
  });

  it('is signed with the account and its token', async () => {
    expect((await request({})).head).toContain(`Authorization: Basic ${BASIC}\r\n`);
  });

  it('is signed with the API key and its secret, whatever token is there', async () => {
    for (const authToken of [undefined, TOKEN]) {
      const { line, head } = await request({ authToken, apiKey: API_KEY, apiSecret: API_SECRET });
      const basic = Buffer.from(`${API_KEY}:${API_SECRET}`).toString('base64');
      expect(head).toContain(`Authorization: Basic ${basic}\r\n`);
      expect(line).toContain(`/Accounts/${ACCOUNT}/`);
    }
  });

  it('holds the token only in its signature', async () => {
    expect((await request({})).head.replace(BASIC, '')).not.toContain(TOKEN);
  });
});

it('sends through the sandbox as it would through Twilio, one text after another', async () => {
  const texts: object[] = [];
  const credentials = [{ username: ACCOUNT, password: TOKEN }];
  const sandbox = closing(await startSandbox({ credentials, onText: (text) => texts.push(text) }));
  const { send } = sender(sandbox.origin);
  expect(await Promise.all([send(TEXT), send(TEXT)])).toMatchObject([{ kind: 'accepted' }, { kind: 'accepted' }]);
  expect(texts).toHaveLength(2);
  expect(texts[0]).toMatchObject({ to: TEXT.to, from: FROM, body: TEXT.body });
});

describe('a refusal of Twilio', () => {
  const UNAVAILABLE = 'texting is not set up correctly.';
  const BUSY = 'the text service is busy. Try again in a minute.';

  it.each([
    ['+15005550001', FROM, 21211],
    ['+15005550002', FROM, 21612],
    ['+15005550003', FROM, 21408],
    ['+15005550004', FROM, 21610],
    ['+15005550009', FROM, 21614],
    [TEXT.to, '+15005550001', 21212],
    [TEXT.to, '+15005550007', 21606],
    [TEXT.to, '+15005550008', 21611],
  ])('of a text to %s from %s (error %i) is put into words', async (to, from, code) => {
    const sandbox = closing(await startSandbox());
    const delivery = await sender(sandbox.origin, { from }).send({ ...TEXT, to });
    const problem = refusal(400, code, undefined);
    expect(delivery).toEqual({
      kind: 'refused',
      problem: { ...problem, said: expect.any(String) },
    });
  });

  it('of the credentials is put into words that do not hold them', async () => {
    const credentials = [{ username: ACCOUNT, password: 'another token' }];
    const sandbox = closing(await startSandbox({ credentials }));
    const delivery = await deliver(sandbox.origin);
    expect(delivery).toMatchObject({ kind: 'refused', problem: { message: UNAVAILABLE } });
    expect(problemOf(delivery)).toMatch(/^error 20003: Twilio rejected the credentials/);
  });

  it.each([
    [429, 20429, BUSY],
    [400, 21608, refusal(400, 21608, undefined).message],
    [400, 99999, UNAVAILABLE],
    [429, 99999, BUSY],
  ])('with HTTP %i and error %i tells the person what to do', async (status, code, message) => {
    const body = JSON.stringify({ status, code, message: 'No.', more_info: '' });
    const server = closing(await answeringServer(response(`${status} No`, body)));
    const delivery = await deliver(server.origin);
    expect(delivery).toMatchObject({ kind: 'refused', problem: { message } });
    expect(problemOf(delivery)).toMatch(new RegExp(`^error ${code}: .* Twilio says: No\\.$`));
  });

  it('in the form of RFC 9457 is understood too', async () => {
    const body = JSON.stringify({
      type: 'about:blank',
      title: 'Unprocessable',
      status: 422,
      code: 21211,
      detail: 'No',
    });
    const server = closing(await answeringServer(response('422 No', body, 'content-type: application/problem+json')));
    const delivery = await deliver(server.origin);
    expect(delivery).toMatchObject({
      kind: 'refused',
      problem: { message: 'this phone number is not valid.' },
    });
    expect(problemOf(delivery)).toContain('Twilio says: [HTTP 422] Unprocessable');
  });

  it('loses its control characters, and what is too long is cut', async () => {
    const message = `\u001b]0;owned\u0007bad\nnews ${'x'.repeat(10_000)}`;
    const server = closing(
      await answeringServer(response('400 No', JSON.stringify({ code: 1, message, status: 400 }))),
    );
    const words = problemOf(await deliver(server.origin));
    expect(words).toContain('Twilio says: ]0;ownedbad news xxx');
    expect(words.length).toBeLessThan(400);
    expect(words).not.toMatch(/\p{Cc}/u);
  });

  it.each([
    ['the text', () => TEXT.body],
    ['the code with something invisible in it', () => `${CODE.slice(0, 5)}\u200b${CODE.slice(5)}`],
    ['the code where the words are cut', () => `${'x'.repeat(194)}${CODE}`],
    ['the whole request', (request: string) => request],
    ['the code as a call says it', () => [...CODE].map((digit) => `<Say>${digit}</Say>`).join('<Pause length="1"/>')],
    ['the token', () => `token ${TOKEN}`],
    ['the signature', () => `Basic ${BASIC}`],
  ])('that quotes %s is not quoted', async (_, quote) => {
    const answer = (request: string) => {
      const body = JSON.stringify({ code: 21610, message: `Refused: ${quote(request)}`, status: 400 });
      return response('400 No', body);
    };
    const server = closing(await answeringServer(answer));
    const words = problemOf(await deliver(server.origin));
    expect(words).toBe(explain(refusal(400, 21610, undefined)));
    // Nor in part, such as before a cut.
    expect(words).not.toContain(CODE.slice(0, 4));
  });

  // With a pattern that tries every way to spread the digits, this would not come to an end.
  it('that repeats all digits of the code but the last, a hundred thousand times, is quoted', async () => {
    const digits = [...new Set(CODE.slice(0, -1))].filter((digit) => digit !== CODE.at(-1)).join('');
    const message = digits.repeat(Math.ceil(500_000 / digits.length));
    const server = closing(
      await answeringServer(response('400 No', JSON.stringify({ code: 21610, message, status: 400 }))),
    );
    expect(problemOf(await deliver(server.origin))).toContain(`Twilio says: ${digits}`);
  });
});

describe('an invalid answer', () => {
  it.each([
    ['HTML with 500', response('500 Oops', '<html>oops</html>', 'content-type: text/html'), 'unknown', 'HTTP 500'],
    ['HTML with 502', response('502 Bad', '<html>bad</html>', 'content-type: text/html'), 'unknown', 'HTTP 502'],
    ['nothing with 400', response('400 No', ''), 'refused', 'HTTP 400'],
    ['JSON null with 400', response('400 No', 'null'), 'refused', 'HTTP 400'],
    ['JSON of another shape with 403', response('403 No', '{"code":"x","message":5}'), 'refused', 'HTTP 403'],
    ['nothing with 201', response('201 Created', ''), 'unknown', 'an unreadable answer'],
    ['half of JSON with 201', response('201 Created', '{"sid":"SM'), 'unknown', 'an unreadable answer'],
    ['JSON null with 201', response('201 Created', 'null'), 'unknown', 'an unreadable answer'],
    [
      'a login page with 200',
      response('200 OK', '<html>', 'content-type: text/html'),
      'unknown',
      'an unreadable answer',
    ],
    ['something that is not HTTP', 'SSH-2.0-OpenSSH_9.9\r\n', 'unknown', 'HPE_'],
    ['an endless head', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}`, 'unknown', 'HPE_HEADER_OVERFLOW'],
    ['a body that is cut off', 'HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\n{"sid"', 'unknown', 'ECONNRESET'],
    ['another protocol', 'HTTP/1.1 101 Go\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n', 'unknown', 'ECONNRESET'],
  ])('%s is named', async (_, answer, kind, words) => {
    const server = closing(await answeringServer(answer));
    const delivery = await deliver(server.origin, 5_000);
    expect(delivery.kind).toBe(kind);
    expect(problemOf(delivery)).toContain(words);
    expect(server.heard).toHaveLength(1);
  });

  it('says of a 503, after it has asked again, that the service is down', async () => {
    const server = closing(await answeringServer(response('503 Down', '<html>down</html>', 'content-type: text/html')));
    // After a real wait, as in no other test of what is asked again.
    const delivery = await sender(server.origin, {}, 2_000).send(TEXT);
    expect(delivery).toMatchObject({
      kind: 'refused',
      problem: { message: 'the text service is down. Try again later.' },
    });
    expect(problemOf(delivery)).toContain('HTTP 503');
    expect(server.heard.length).toBeGreaterThan(1);
  });

  it.each(['301 Moved', '302 Found', '307 Temporary', '308 Permanent'])('%s leads nowhere', async (status) => {
    const elsewhere = closing(await rawServer(() => {}));
    const answer = response(status, '', `location: ${elsewhere.origin}/2010-04-01/x`);
    const server = closing(await answeringServer(answer));
    const delivery = await deliver(server.origin);
    expect(delivery.kind).toBe('refused');
    expect(problemOf(delivery)).toContain(`HTTP ${status.slice(0, 3)}`);
    expect(elsewhere.heard).toEqual([]);
  });

  it('is aborted if it does not end', async () => {
    let written = 0;
    const server = closing(
      await httpServer((_, answer) => {
        answer.writeHead(201, { 'content-type': 'application/json' });
        const more = () => {
          while (!answer.destroyed && written < 1e9) {
            written += 65_536;
            if (!answer.write('x'.repeat(65_536))) break;
          }
        };
        answer.on('drain', more);
        more();
      }),
    );
    const delivery = await deliver(server.origin);
    expect(delivery.kind).toBe('unknown');
    expect(problemOf(delivery)).toContain('an endless response');
    expect(written).toBeLessThan(1e8);
  });
});

describe('no answer', () => {
  const SILENT = 'the text service did not answer.';
  const UNREACHABLE = 'the text service cannot be reached. Check the network.';

  it('within the time limit leaves it open what became of the text', async () => {
    const server = closing(await rawServer(() => {}));
    const started = performance.now();
    const delivery = await deliver(server.origin, 300);
    expect(delivery).toMatchObject({ kind: 'unknown', problem: { message: SILENT } });
    expect(problemOf(delivery)).toContain('Twilio did not answer (ETIMEDOUT)');
    const waited = performance.now() - started;
    expect(waited).toBeGreaterThan(250);
    expect(waited).toBeLessThan(9_000);
  });

  it('that comes drop by drop is cut by the same limit', async () => {
    const server = closing(
      await rawServer((socket) => {
        socket.write('HTTP/1.1 201 Created\r\n');
        const drip = setInterval(() => socket.write('x: y\r\n'), 20);
        socket.on('close', () => clearInterval(drip));
      }),
    );
    expect(problemOf(await deliver(server.origin, 300))).toContain('ETIMEDOUT');
  });

  it('from a socket that closes on the request leaves it open what became of the text', async () => {
    const server = closing(
      await rawServer(
        () => {},
        (socket) => socket.destroy(),
      ),
    );
    const delivery = await deliver(server.origin);
    expect(delivery).toMatchObject({ kind: 'unknown', problem: { message: SILENT } });
    expect(problemOf(delivery)).toContain('(ECONNRESET)');
  });

  it('from a socket that closes at once leaves it open too', async () => {
    const server = closing(await rawServer((socket) => socket.destroy()));
    expect(await deliver(server.origin)).toMatchObject({ kind: 'unknown', problem: { message: SILENT } });
  });

  it('from a port where nobody listens means that nothing was sent', async () => {
    const server = await rawServer(() => {});
    await server.close();
    const delivery = await deliver(server.origin);
    expect(delivery).toMatchObject({ kind: 'refused', problem: { message: UNREACHABLE } });
    expect(problemOf(delivery)).toContain('(ECONNREFUSED)');
  });

  it('from a name that there is not means that nothing was sent', async () => {
    const delivery = await deliver('https://otp-tui.invalid');
    expect(delivery).toMatchObject({ kind: 'refused', problem: { message: UNREACHABLE } });
    expect(problemOf(delivery)).toMatch(/\((ENOTFOUND|EAI_AGAIN)\)/);
  });

  it.each([
    ['answers in plain text', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'), 'EPROTO'],
    ['says nothing', () => {}, 'ETIMEDOUT'],
  ])('from a server that %s where TLS is expected means that nothing was sent', async (_, behave, cause) => {
    const server = closing(await rawServer(behave));
    const delivery = await deliver(`https://${server.host}`, 500);
    expect(delivery).toMatchObject({ kind: 'refused', problem: { message: UNREACHABLE } });
    expect(problemOf(delivery)).toContain(`(${cause})`);
    expect(server.heard).toHaveLength(1);
    expect(server.heard[0]?.bytes).not.toContain('POST');
  });

  it('to a second text leaves it as open as to the first', async () => {
    const sid = `SM${'0'.repeat(32)}`;
    let requests = 0;
    const server = closing(
      await httpServer((_, answer) => {
        if (++requests === 1) answer.writeHead(201).end(JSON.stringify({ sid }));
        else answer.destroy();
      }),
    );
    const { send } = sender(server.origin);
    expect(await send(TEXT)).toEqual({ kind: 'accepted', id: sid });
    expect(await send(TEXT)).toMatchObject({ kind: 'unknown' });
    expect(requests).toBe(2);
  });

  it.each(['an answer', 'a failure'])('holds the process no longer than %s', async (what) => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const server = await answeringServer(response('503 Down', ''));
    if (what === 'an answer') closing(server);
    else await server.close();
    const before = timers();
    await deliver(server.origin, 60_000);
    expect(timers()).toBeLessThanOrEqual(before);
  });
});

describe('the environment', () => {
  const OTHER = {
    TWILIO_ACCOUNT_SID: `AC${'f'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'another-token',
    TWILIO_EDGE: 'evil.example/',
    TWILIO_REGION: 'evil.example/',
    TWILIO_CA_BUNDLE: '/nonexistent',
    TWILIO_LOG_LEVEL: 'debug',
  };

  function setEnvironment(values: Record<string, string>) {
    for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value);
  }

  it('is what the SDK would build its host from, if it was left to', async () => {
    setEnvironment({ TWILIO_EDGE: OTHER.TWILIO_EDGE });
    const hosts: string[] = [];
    const httpClient = {
      request: async ({ uri }: { uri: string }) => {
        hosts.push(new URL(uri).hostname);
        return { statusCode: 503, body: '' };
      },
    };
    const naive = twilio(ACCOUNT, TOKEN, { httpClient: httpClient as never });
    await naive.messages.create({ to: TEXT.to, from: FROM, body: TEXT.body }).catch(() => {});
    expect(hosts).toEqual(['api.evil.example']);
  });

  it.each([
    [{}, 'api.twilio.com'],
    [{ edge: '', region: '' }, 'api.twilio.com'],
    [{ edge: 'sydney', region: 'au1' }, 'api.sydney.au1.twilio.com'],
    [{ edge: 'dublin' }, 'api.dublin.us1.twilio.com'],
  ])('does not move the host: with the settings %j it is %s', async (options, host) => {
    setEnvironment(OTHER);
    const names: string[] = [];
    vi.spyOn(dns, 'lookup').mockImplementation(((name: string, ...rest: unknown[]) => {
      names.push(name);
      (rest.at(-1) as (error: Error) => void)(Object.assign(new Error('not here'), { code: 'ENOTFOUND' }));
    }) as never);
    expect(await sender(undefined, options).send(TEXT)).toMatchObject({ kind: 'refused' });
    expect(names).toEqual([host]);
  });

  it('puts no proxy, account, token or log between us and our origin', async () => {
    const trap = closing(await rawServer((socket) => socket.end(response('201 Created', '{}'))));
    const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];
    setEnvironment({ ...OTHER, ...Object.fromEntries(proxies.map((name) => [name, trap.origin])), NO_PROXY: '' });
    const logged = ['log', 'info', 'warn', 'error', 'debug'] as const;
    const spies = logged.map((name) => vi.spyOn(console, name).mockImplementation(() => {}));
    const texts: object[] = [];
    const credentials = [{ username: ACCOUNT, password: TOKEN }];
    const sandbox = closing(await startSandbox({ credentials, onText: (text) => texts.push(text) }));
    expect(await sender(sandbox.origin).send(TEXT)).toMatchObject({ kind: 'accepted', id: expect.any(String) });
    expect(texts).toMatchObject([{ to: TEXT.to, body: TEXT.body }]);
    expect(trap.heard).toEqual([]);
    expect(spies.flatMap(({ mock }) => mock.calls)).toEqual([]);
  });

  it('does not make a certificate good that nobody has signed', async () => {
    setEnvironment({ NODE_TLS_REJECT_UNAUTHORIZED: '0' });
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const requests: string[] = [];
    const server = closing(
      await selfSignedServer(SELF_SIGNED_KEY, SELF_SIGNED_CERTIFICATE, (request, answer) => {
        requests.push(request.url ?? '');
        answer.writeHead(201).end('{}');
      }),
    );
    // A request of anybody else's goes through.
    const others = await statusOf(server);
    expect([others, requests]).toEqual([201, ['/others']]);

    const delivery = await deliver(server.origin);
    expect(delivery.kind).toBe('refused');
    expect(problemOf(delivery)).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(requests).toEqual(['/others']);
  });

  function statusOf({ origin }: Hostile): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      get(`${origin}/others`, { agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on('error', reject);
    });
  }
});

describe('misuse', () => {
  it.each([
    ['no credentials', { authToken: undefined }],
    ['an empty token', { authToken: '' }],
    ['an API key without its secret', { apiKey: API_KEY }],
    ['no sender', { from: undefined }],
    ['an edge that is a host', { edge: 'evil.example/' }],
    ['an edge in capitals', { edge: 'Sydney' }],
    ['an edge with a line end', { edge: 'sydney\n' }],
    ['a region that is a host', { region: 'x@evil' }],
    ['plain HTTP to another computer', { apiUrl: 'http://api.example.com' }],
    ['an API that is no URL', { apiUrl: 'api.example.com' }],
    ['an API with a path', { apiUrl: 'https://api.example.com/v1' }],
  ])('with %s throws a RangeError that holds no secret', (_, options) => {
    expect(() => sender(undefined, options)).toThrow(RangeError);
    expect(() => sender(undefined, options)).not.toThrow(TOKEN);
  });
});

it('loads the SDK for the first text, and not before', async () => {
  // In a process of its own, since this one has loaded it long ago.
  const script = `
    import module from 'node:module';
    import { twilioSender } from '${pathToFileURL(LIBRARY)}';
    const isLoaded = () => Object.keys(module._cache).some((file) => file.includes('/node_modules/twilio/'));
    const options = ${JSON.stringify({ accountSid: ACCOUNT, authToken: TOKEN, from: FROM, apiUrl: 'http://127.0.0.1:1' })};
    const { send } = twilioSender(options);
    const before = isLoaded();
    const { kind } = await send(${JSON.stringify(TEXT)});
    console.log(JSON.stringify({ before, kind, after: isLoaded() }));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(JSON.parse(stdout)).toEqual({ before: false, kind: 'refused', after: true });
});
