// Texts that are not sent: the person's message, the status, and that no secret leaks.

import { expect } from 'vitest';
import { type Answer, type Api, type Gate, test } from '../support/gate.ts';
import { rawServer } from '../support/hostile.ts';
import { says } from '../support/login.ts';
import { AUTH_TOKEN, codeIn, POKE, preload, SETTINGS } from '../support/program.ts';
import { CERTIFICATE, startTls } from '../support/proxy.ts';
import { openSandbox } from '../support/sandbox.ts';
import { RESTORED } from '../support/shell.ts';

/** As they are in a request's header. */
const CREDENTIALS = Buffer.from(`${SETTINGS.TWILIO_SID}:${AUTH_TOKEN}`).toString('base64');
const NOT_SENT = 'Could not send the code:';

/** Waits for the words, leaves, and looks for secrets in all that was written. */
async function expectFailure(gate: Gate, words: string, api?: Api): Promise<void> {
  await says(gate, `✗ ${NOT_SENT} ${words}`);
  gate.write('\x1b');
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 69 });
  expect(gate.raw()).toMatch(/otp-tui: Could not send the code: .* Not verified: the form was closed\.\r\n/);
  expectNoSecrets(gate, api);
}

function expectNoSecrets(gate: Gate, api?: Api): void {
  const written = gate.everything();
  expect(written).toContain('otp-tui: ');
  const codes = [...gate.codes, ...(api?.requests ?? []).map((parameters) => codeIn(parameters.get('Body') ?? ''))];
  for (const secret of [AUTH_TOKEN, CREDENTIALS, ...codes]) {
    expect(written).not.toContain(secret);
  }
}

test.concurrent.for([
  ['+15005550001', 'this phone number is not valid (Twilio 21211).'],
  ['+15005550002', 'this phone cannot be reached by text (Twilio 21612).'],
  ['+15005550004', 'this phone opted out. Text START to the sender.'],
] as const)('a text to %s that Twilio refuses', async ([recipient, words], { open }) => {
  const gate = await open({ env: { RECIPIENT_NUMBER: recipient } });
  await expectFailure(gate, words);
  expect(gate.codes).toEqual([]);
});

test.concurrent('a text that Twilio refused does not count, so another may be sent at once', async ({
  open,
  startApi,
}) => {
  const refuse = { status: 400, code: 21211, message: 'no such phone' };
  const api = await startApi((response) => response.writeHead(400).end(JSON.stringify(refuse)));
  const gate = await open({ origin: api.origin });
  await gate.until(NOT_SENT);
  expect(gate.text()).toMatch(/SUBMIT +RESEND OTP$/m);
  gate.write('\x1b[Z\r');
  await gate.until(() => api.requests.length === 2);
  await expectFailure(gate, 'this phone number is not valid (Twilio 21211).', api);
});

test.concurrent('a Twilio that cannot be reached', async ({ open }) => {
  const gate = await open({ origin: 'http://127.0.0.1:1' });
  await expectFailure(gate, 'the text service cannot be reached. Check the network.');
});

test.concurrent.for([
  ['closes the connection', 'the text service did not answer.', (response) => response.destroy()],
  ['answers with broken JSON', 'the text service did not answer.', (response) => response.end('{"sid": ')],
  ['answers with a page', 'the text service is down.', (response) => response.writeHead(502).end('<html>')],
  [
    'breaks off',
    'the text service did not answer.',
    (response) => {
      response.writeHead(201, { 'content-length': 100 }).write('{');
      response.socket?.end();
    },
  ],
  [
    'repeats the request',
    'texting is not set up correctly (Twilio 12345).',
    (response, parameters) => {
      const message = `${parameters} ${response.req.headers.authorization} ${AUTH_TOKEN} \x1b[2J`;
      response.writeHead(400).end(JSON.stringify({ status: 400, code: 12345, message, more_info: message }));
    },
  ],
  [
    'redirects',
    'texting is not set up correctly.',
    (response, parameters) => {
      response.writeHead(307, { location: `http://127.0.0.1:1/?${parameters}` }).end();
    },
  ],
] satisfies [string, string, Answer][])('a Twilio that %s', async ([, words, answer], { open, startApi }) => {
  const api = await startApi(answer);
  const gate = await open({ origin: api.origin });
  await gate.until(NOT_SENT);
  await expectFailure(gate, words, api);
  expect(api.requests).toHaveLength(1);
});

test.concurrent('a defect while a code is on its way tells no secret, on no stream', async ({ open, startApi }) => {
  const api = await startApi();
  const env = preload(`
    import { ClientRequest } from 'node:http';
    const { end } = ClientRequest.prototype;
    ClientRequest.prototype.end = function (body) {
      end.call(this, body);
      process.on('${POKE}', () => {
        throw Object.assign(new Error(body + process.env.TWILIO_AUTH_TOKEN), { request: this, body });
      });
      return this;
    };
  `);
  const gate = await open({ origin: api.origin, env, redirect: '2>errors' });
  await gate.until(() => api.requests.length === 1);
  gate.signal(POKE);
  expect(await gate.restored()).toEqual({ ...RESTORED, status: 70 });
  expect(gate.written('errors')).toMatch(/^otp-tui: a defect in otp-tui \(Error\)/);
  expectNoSecrets(gate, api);
});

test.concurrent('a Twilio on loopback without TLS is asked past every proxy of the environment', async ({
  openReady,
  onTestFinished,
}) => {
  const proxy = await rawServer((socket) => socket.destroy());
  onTestFinished(proxy.close);
  const names = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];
  const gate = await openReady({ env: Object.fromEntries(names.map((name) => [name, proxy.origin])) });
  expect(gate.codes).toHaveLength(1);
  expect(proxy.heard).toEqual([]);
});

test.concurrent('the log level and the certificates that the SDK would read from the environment have no effect', async ({
  openReady,
  onTestFinished,
}) => {
  const sandbox = await openSandbox(onTestFinished);
  const tls = await startTls(sandbox.port);
  onTestFinished(tls.close);
  const origin = `https://localhost:${tls.port}`;
  const env = { NODE_EXTRA_CA_CERTS: CERTIFICATE, TWILIO_LOG_LEVEL: 'debug', TWILIO_CA_BUNDLE: '/nonexistent' };
  const gate = await openReady({ origin, env, redirect: '>answers' });
  expect(sandbox.codes).toHaveLength(1);
  gate.write('\x1b');
  expect(await gate.restored()).toMatchObject({ status: 1 });
  expect(gate.written('answers')).toBe('');
  expect(gate.everything()).not.toContain(sandbox.newestCode());
  expectNoSecrets(gate);
});

test.concurrent.for(['http', 'http,net', '*'])(
  'NODE_DEBUG=%s, by which Node prints requests, is refused',
  async (NODE_DEBUG, { open, startApi }) => {
    const api = await startApi((response) => response.writeHead(400).end('{}'));
    const gate = await open({ origin: api.origin, env: { NODE_DEBUG }, redirect: '2>errors' });
    expect(await gate.restored()).toEqual({ ...RESTORED, status: 2 });
    expect(gate.written('errors')).toMatch(/^otp-tui: NODE_DEBUG is set/m);
    expect(api.requests).toEqual([]);
    expectNoSecrets(gate, api);
  },
);

test.concurrent('the code is nowhere but in the text', async ({ openReady }) => {
  const gate = await openReady();
  gate.write('\x03');
  await gate.restored();
  expectNoSecrets(gate);
});
