// What curl does is the measure: https://curl.se/docs/manpage.html#ENVIRONMENT and lib/noproxy.c.

import { expect, test } from 'vitest';
import { proxyFor } from '../../src/config/proxy.ts';

const TARGET = new URL('https://api.twilio.com');

test.each<[string, Record<string, string>, string | undefined]>([
  ['no variable', {}, undefined],
  ['HTTPS_PROXY', { HTTPS_PROXY: 'a' }, 'HTTPS_PROXY'],
  ['https_proxy first', { HTTPS_PROXY: 'a', https_proxy: 'b', ALL_PROXY: 'c' }, 'https_proxy'],
  ['all_proxy last', { ALL_PROXY: 'a', all_proxy: 'b', HTTPS_PROXY: 'c' }, 'HTTPS_PROXY'],
  ['all_proxy before ALL_PROXY', { ALL_PROXY: 'a', all_proxy: 'b' }, 'all_proxy'],
  ['ALL_PROXY alone', { ALL_PROXY: 'a' }, 'ALL_PROXY'],
  ['an empty variable as none', { https_proxy: '', HTTPS_PROXY: 'a' }, 'HTTPS_PROXY'],
  ['nothing that is for http:', { http_proxy: 'a', HTTP_PROXY: 'b' }, undefined],
  ['no_proxy before NO_PROXY', { HTTPS_PROXY: 'a', no_proxy: 'x', NO_PROXY: '*' }, 'HTTPS_PROXY'],
  ['an empty no_proxy as none', { HTTPS_PROXY: 'a', no_proxy: '', NO_PROXY: '*' }, undefined],
])('heeds %s', (_, env, variable) => {
  expect(proxyFor(TARGET, env)).toEqual(variable && { variable, address: env[variable] });
});

test('leaves http: alone, which is on loopback only', () => {
  expect(proxyFor(new URL('http://127.0.0.1:8025'), { HTTPS_PROXY: 'a', ALL_PROXY: 'a', http_proxy: 'a' })).toBe(
    undefined,
  );
});

test.each<[string, string, boolean]>([
  ['*', 'https://api.twilio.com', true],
  [' * ', 'https://api.twilio.com', false],
  ['api.twilio.com', 'https://api.twilio.com', true],
  ['API.Twilio.COM.', 'https://api.twilio.com', true],
  ['twilio.com', 'https://api.twilio.com', true],
  ['.twilio.com', 'https://api.twilio.com', true],
  ['.twilio.com', 'https://twilio.com', true],
  ['com', 'https://api.twilio.com', true],
  ['pi.twilio.com', 'https://api.twilio.com', false],
  ['example.com', 'https://api.twilio.com', false],
  ['twilio.com', 'https://notwilio.com', false],
  ['x.api.twilio.com', 'https://api.twilio.com', false],
  ['*.twilio.com', 'https://api.twilio.com', false],
  ['a,*', 'https://api.twilio.com', false],
  ['.', 'https://api.twilio.com', false],
  [',, ,', 'https://api.twilio.com', false],
  ['a.example, twilio.com ,b.example', 'https://api.twilio.com', true],
  ['a.example twilio.com', 'https://api.twilio.com', true],
  ['twilio.com:443', 'https://api.twilio.com', true],
  ['twilio.com:8443', 'https://api.twilio.com', false],
  ['twilio.com:8443', 'https://api.twilio.com:8443', true],
  ['localhost', 'https://localhost:8443', true],
  ['127.0.0.1', 'https://127.0.0.1:8443', true],
  ['127.0.0.1:8443', 'https://127.0.0.1:8443', true],
  ['127.0.0.1:443', 'https://127.0.0.1:8443', false],
  ['27.0.0.1', 'https://127.0.0.1', false],
  ['.0.0.1', 'https://127.0.0.1', false],
  ['127.0.0.0/8', 'https://127.1.2.3', true],
  ['10.0.0.0/8', 'https://127.0.0.1', false],
  ['0.0.0.0/0', 'https://127.0.0.1', true],
  ['127.0.0.0/33', 'https://127.0.0.1', false],
  ['127.0.0.0/x', 'https://127.0.0.1', false],
  ['::1', 'https://[::1]:8443', true],
  ['[::1]', 'https://[::1]:8443', true],
  ['[::1]:8443', 'https://[::1]:8443', true],
  ['[::1]:443', 'https://[::1]:8443', false],
  ['0:0::1', 'https://[::1]', true],
  ['fd00::/8', 'https://[fd12::1]', true],
  ['fd00::/8', 'https://[fe80::1]', false],
  ['127.0.0.1', 'https://[::1]', false],
])('NO_PROXY=%j for %s: %j', (list, target, exempt) => {
  const proxy = proxyFor(new URL(target), { HTTPS_PROXY: 'proxy.example', NO_PROXY: list });
  expect(proxy === undefined).toBe(exempt);
});
