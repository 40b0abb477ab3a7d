// Texts through a proxy, over real connections. Where a certificate has to be trusted, the built library
// sends from a process of its own.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import tls from 'node:tls';
import { inspect, promisify } from 'node:util';
import { expect, test } from 'vitest';
import { type TwilioOptions, twilioSender } from '../../src/delivery/twilio.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { closing } from '../support/closing.ts';
import { CERTIFICATE, deadPort, type ProxyOptions, startProxy, startSilence, startTls } from '../support/proxy.ts';
import { SELF_SIGNED_CERTIFICATE } from '../support/self-signed.ts';

const ACCOUNT = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'the-token', from: '+15005550006' };
const TEXT = {
  to: '+15551230001',
  channel: 'sms',
  code: '48213',
  service: undefined,
  body: '04821 is your verification code.',
  validFor: 300,
} as const;
const PASSWORD = 'p@ss:w%rd/';
const CREDENTIALS = `me:${encodeURIComponent(PASSWORD)}@`;
const AUTHORIZATION = `Basic ${Buffer.from(`me:${PASSWORD}`).toString('base64')}`;
/** Every form that the proxy's password can come to light in. */
const SECRETS = [PASSWORD, encodeURIComponent(PASSWORD), AUTHORIZATION.slice('Basic '.length)];

async function open<Resource extends { close(): Promise<void> }>(starting: Promise<Resource>): Promise<Resource> {
  return closing(await starting);
}

/** The sandbox behind TLS, and what it was sent. */
async function openTarget() {
  const bodies: string[] = [];
  const sandbox = await open(startSandbox({ onText: ({ body }) => bodies.push(body) }));
  const { port } = await open(startTls(sandbox.port));
  return { port, bodies };
}

const openProxy = (options?: ProxyOptions) => open(startProxy(options));

/** Sends from a process of its own that trusts the test's certificate. @returns all that it wrote, too */
async function sendTrusting(options: Partial<TwilioOptions>, env: Record<string, string> = {}) {
  const script = join(import.meta.dirname, '../support/send-text.mjs');
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [script, JSON.stringify({ ...ACCOUNT, ...options }), JSON.stringify(TEXT)],
    { env: { NODE_EXTRA_CA_CERTS: CERTIFICATE, ...env }, timeout: 15_000 },
  );
  const [line = ''] = stdout.split('\n').filter((line) => line.startsWith('{'));
  return { delivery: JSON.parse(line), output: stdout + stderr };
}

async function send(options: Partial<TwilioOptions>) {
  const delivery = await twilioSender({ ...ACCOUNT, apiUrl: 'https://api.twilio.invalid', ...options }).send(TEXT);
  for (const secret of SECRETS) expect(inspect(delivery)).not.toContain(secret);
  return delivery;
}

const proxyFailure = (origin: string, cause: string) => ({
  kind: 'refused',
  problem: {
    message: 'the text service cannot be reached. Check the network.',
    detail: `The proxy ${origin} did not connect to Twilio (${cause}): check its address, user name, password and access rules.`,
  },
});

test.each([
  ['http', '', undefined],
  ['http', CREDENTIALS, AUTHORIZATION],
  ['https', CREDENTIALS, AUTHORIZATION],
])('arrives through an %s: proxy as %j, which sees the host and nothing else', async (scheme, user, authorization) => {
  const target = await openTarget();
  const proxy = await openProxy({ tls: scheme === 'https' });
  const { delivery } = await sendTrusting({
    apiUrl: `https://localhost:${target.port}`,
    proxy: `${scheme}://${user}localhost:${proxy.port}`,
  });
  expect(delivery).toMatchObject({ kind: 'accepted' });
  expect(target.bodies).toEqual([TEXT.body]);
  expect(proxy.asked).toEqual([{ target: `localhost:${target.port}`, authorization }]);
  expect(proxy.heard()).not.toBe('');
  expect(proxy.heard()).not.toMatch(/POST|04821|Basic/);
});

test('goes past the proxy on loopback without TLS', async () => {
  const sandbox = await open(startSandbox());
  const proxy = `http://127.0.0.1:${await deadPort()}`;
  expect(await send({ apiUrl: sandbox.origin, proxy })).toMatchObject({ kind: 'accepted' });
});

test.each([
  ['that wants other credentials', 'HTTP/1.1 407 Who?\r\nContent-Length: 0\r\n\r\n', 'HTTP 407'],
  ['that forbids it', 'HTTP/1.1 403 No\r\n\r\n{"code":21610,"message":"a lie","status":403}', 'HTTP 403'],
  ['that hangs up', '\r\n', 'an unreadable answer'],
  ['that talks of other things', 'SSH-2.0-OpenSSH_9\r\n\r\n', 'an unreadable answer'],
])('a proxy %s is distinguished from Twilio', async (_, answer, cause) => {
  const { port } = await openProxy({ answer });
  const origin = `http://127.0.0.1:${port}`;
  expect(await send({ proxy: `http://${CREDENTIALS}127.0.0.1:${port}` })).toEqual(proxyFailure(origin, cause));
});

test('a dead proxy is named, and its password is not', async () => {
  const port = await deadPort();
  const proxy = `http://${CREDENTIALS}127.0.0.1:${port}`;
  expect(await send({ proxy })).toEqual(proxyFailure(`http://127.0.0.1:${port}`, 'ECONNREFUSED'));
});

test.each(['http', 'https'])('the time limit holds for an %s: proxy that never answers', async (scheme) => {
  const { port } = await open(startSilence());
  const origin = `${scheme}://127.0.0.1:${port}`;
  // That the process ends shows that it has hung up.
  const { delivery } = await sendTrusting({ apiUrl: 'https://api.twilio.invalid', proxy: origin, timeLimit: 200 });
  expect(delivery).toEqual(proxyFailure(origin, 'ETIMEDOUT'));
});

test('a target that does not greet has got nothing; one that does not answer may have', async () => {
  const proxy = `http://127.0.0.1:${(await openProxy()).port}`;
  const silence = await open(startSilence());
  const mute = await open(startTls(silence.port));
  const limit = { proxy, timeLimit: 2_500 };
  const [ungreeted, unanswered] = await Promise.all([
    sendTrusting({ ...limit, apiUrl: `https://localhost:${silence.port}` }),
    sendTrusting({ ...limit, apiUrl: `https://localhost:${mute.port}` }),
  ]);
  expect(ungreeted.delivery).toMatchObject({
    kind: 'refused',
    problem: { detail: expect.stringMatching(/^Twilio .*ETIMEDOUT/) },
  });
  expect(unanswered.delivery).toMatchObject({
    kind: 'unknown',
    problem: { detail: expect.stringMatching(/^Twilio .*ETIMEDOUT/) },
  });
});

test('nothing of the proxy’s password is written, even where everything is debugged', async () => {
  const { port } = await openProxy({ answer: 'HTTP/1.1 407 Who?\r\n\r\n' });
  const proxy = `http://${CREDENTIALS}127.0.0.1:${port}`;
  const { output } = await sendTrusting({ proxy }, { DEBUG: '*' });
  expect(output).toContain('HTTP 407');
  expect(output).toContain('https-proxy-agent');
  for (const secret of SECRETS) expect(output).not.toContain(secret);
});

test.each([
  ['that nobody vouches for', 'localhost', { NODE_EXTRA_CA_CERTS: '' }, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  // The proxy's name is in the certificate, the target's is not.
  ['of another', '127.0.0.1', {}, 'ERR_TLS_CERT_ALTNAME_INVALID'],
])('a certificate %s is refused through the proxy too, whatever the environment says', async (_, host, env, cause) => {
  const target = await openTarget();
  const { port } = await openProxy();
  const { delivery } = await sendTrusting(
    { apiUrl: `https://${host}:${target.port}`, proxy: `http://localhost:${port}` },
    { NODE_TLS_REJECT_UNAUTHORIZED: '0', ...env },
  );
  expect(delivery).toMatchObject({ kind: 'refused', problem: { detail: expect.stringContaining(`(${cause})`) } });
  expect(target.bodies).toEqual([]);
});

test('an authority of our own is believed, by the target and by an https: proxy', async () => {
  const target = await openTarget();
  const proxy = await openProxy({ tls: true });
  const env = { NODE_EXTRA_CA_CERTS: '' };
  const options = { ca: readFileSync(CERTIFICATE, 'utf8'), apiUrl: `https://localhost:${target.port}` };
  const through = { ...options, proxy: `https://localhost:${proxy.port}` };
  expect((await sendTrusting(options, env)).delivery).toMatchObject({ kind: 'accepted' });
  expect((await sendTrusting(through, env)).delivery).toMatchObject({ kind: 'accepted' });
  expect(target.bodies).toHaveLength(2);
  expect(proxy.asked).toHaveLength(1);
});

test('beside an authority of our own, those of NODE_EXTRA_CA_CERTS are believed if Node tells them', async () => {
  const target = await openTarget();
  const options = { ca: SELF_SIGNED_CERTIFICATE, apiUrl: `https://localhost:${target.port}` };
  const { delivery } = await sendTrusting(options);
  expect(delivery).toMatchObject({ kind: 'getCACertificates' in tls ? 'accepted' : 'refused' });
});

test('an authority that has not signed does not make a certificate good, nor does the environment', async () => {
  const target = await openTarget();
  const { delivery } = await sendTrusting(
    { ca: SELF_SIGNED_CERTIFICATE, apiUrl: `https://localhost:${target.port}` },
    { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_EXTRA_CA_CERTS: '' },
  );
  expect(delivery).toMatchObject({
    kind: 'refused',
    problem: { detail: expect.stringContaining('(DEPTH_ZERO_SELF_SIGNED_CERT)') },
  });
  expect(target.bodies).toEqual([]);
});

test('a proxy with an untrusted certificate is refused before anything is sent to it', async () => {
  const proxy = await openProxy({ tls: true });
  const origin = `https://localhost:${proxy.port}`;
  const { delivery } = await sendTrusting(
    { apiUrl: 'https://api.twilio.invalid', proxy: origin },
    { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_EXTRA_CA_CERTS: '' },
  );
  expect(delivery).toEqual(proxyFailure(origin, 'DEPTH_ZERO_SELF_SIGNED_CERT'));
  expect(proxy.asked).toEqual([]);
});

test('an invalid address is a misuse, and is not quoted', () => {
  const options = { ...ACCOUNT, proxy: 'socks5://me:secret@proxy.example' };
  expect(() => twilioSender(options)).toThrow(RangeError);
  expect(() => twilioSender(options)).toThrow(/^(?!.*secret)/);
});
