// How a gate finds its proxy: by our own setting, else in the environment.

import { expect, test } from 'vitest';
import { gateSettings } from '../../src/config/gate.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { readProxyAddress } from '../../src/delivery/proxy-address.ts';

const GATE = {
  TWILIO_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'token',
  SENDER_NUMBER: '+15005550006',
  RECIPIENT_NUMBER: '+14155552671',
};

function proxyOf(env: Record<string, string>, file: Record<string, string> = {}) {
  const settings = gateSettings(readSettings({ flags: {}, env: { ...GATE, ...env }, file }), env);
  return 'problems' in settings ? settings.problems : settings.twilio.proxy;
}

const PROXY = 'http://me:secret@proxy.example:3128';
const READ = readProxyAddress(PROXY);

test('takes it from the environment, never from a file', () => {
  expect(proxyOf({ HTTPS_PROXY: PROXY })).toEqual(READ);
  expect(proxyOf({}, { HTTPS_PROXY: PROXY, https_proxy: PROXY })).toBeUndefined();
});

test('OTP_PROXY goes before any of the environment, whatever that exempts, from a file too', () => {
  const others = { HTTPS_PROXY: 'http://other.example:8080', ALL_PROXY: 'socks5://broken', NO_PROXY: '*' };
  expect(proxyOf({ ...others, OTP_PROXY: PROXY })).toEqual(READ);
  expect(proxyOf(others, { OTP_PROXY: PROXY })).toEqual(READ);
});

test('OTP_PROXY is not used to reach loopback without TLS', () => {
  expect(proxyOf({ OTP_PROXY: PROXY, TWILIO_API_URL: 'http://127.0.0.1:8025' })).toBeUndefined();
});

test('a malformed OTP_PROXY is a problem, and no other proxy is taken for it', () => {
  const problems = proxyOf({ OTP_PROXY: 'socks5://me:secret@proxy.example', HTTPS_PROXY: PROXY });
  expect(problems).toEqual([expect.stringMatching(/^OTP_PROXY must be http:\/\//)]);
  expect(problems).not.toContain('secret');
});

test('matches NO_PROXY with the host that is talked to', () => {
  const env = { HTTPS_PROXY: PROXY, NO_PROXY: 'api.sydney.au1.twilio.com,edge.example' };
  expect(proxyOf(env)).toEqual(READ);
  expect(proxyOf({ ...env, TWILIO_REGION: 'au1' })).toEqual(READ);
  expect(proxyOf({ ...env, TWILIO_REGION: 'au1', TWILIO_EDGE: 'sydney' })).toBeUndefined();
  expect(proxyOf({ ...env, TWILIO_API_URL: 'https://twilio.edge.example' })).toBeUndefined();
  expect(proxyOf({ ...env, NO_PROXY: 'dublin.us1.twilio.com', TWILIO_EDGE: 'dublin' })).toBeUndefined();
});

test('a malformed one is a problem that names the variable and keeps the password', () => {
  const form =
    'must be http://[user:password@]host[:port] or the same with https://, special characters percent-encoded';
  expect(proxyOf({ https_proxy: 'socks5://me:secret@proxy.example' })).toEqual([`https_proxy ${form}`]);
  expect(proxyOf({ ALL_PROXY: 'http://me:secret' })).toEqual([`ALL_PROXY ${form}`]);
});

test('one that is not used is nobody’s problem', () => {
  const env = { HTTPS_PROXY: 'socks5://me:secret@proxy.example' };
  expect(proxyOf({ ...env, TWILIO_API_URL: 'http://127.0.0.1:8025' })).toBeUndefined();
  expect(proxyOf({ ...env, NO_PROXY: 'twilio.com' })).toBeUndefined();
});
