import { expect, test } from 'vitest';
import { readProxyAddress } from '../../src/delivery/proxy-address.ts';

const basic = (user: string) => `Basic ${Buffer.from(user).toString('base64')}`;

test.each([
  ['http://proxy.example:3128', 'http://proxy.example:3128', undefined],
  ['http://proxy.example:3128/', 'http://proxy.example:3128', undefined],
  ['proxy.example:3128', 'http://proxy.example:3128', undefined],
  ['HTTP://Proxy.Example:3128', 'http://proxy.example:3128', undefined],
  // curl's port for a proxy without one is 1080.
  ['http://proxy.example', 'http://proxy.example:1080', undefined],
  ['http://proxy.example:80', 'http://proxy.example:80', undefined],
  ['https://proxy.example', 'https://proxy.example:443', undefined],
  ['https://proxy.example:443/', 'https://proxy.example:443', undefined],
  ['http://[::1]:3128', 'http://[::1]:3128', undefined],
  ['http://[::80]', 'http://[::80]:1080', undefined],
  ['http://me:secret@proxy.example:3128', 'http://proxy.example:3128', basic('me:secret')],
  ['me:secret@proxy.example:3128', 'http://proxy.example:3128', basic('me:secret')],
  ['http://me@proxy.example:3128', 'http://proxy.example:3128', basic('me:')],
  ['http://d%5Cme:p%40ss%3A%25%2F@proxy.example:3128', 'http://proxy.example:3128', basic('d\\me:p@ss:%/')],
  ['http://m\u00fc:\u20ac@proxy.example:3128', 'http://proxy.example:3128', basic('m\u00fc:\u20ac')],
])('reads %s', (text, origin, authorization) => {
  expect(readProxyAddress(text)).toEqual({ origin, authorization });
});

test.each([
  '',
  'http://',
  'socks5://me:secret@proxy.example:1080',
  'ftp://proxy.example',
  'http://proxy.example:99999',
  'http://me:secret@',
  'me:secret',
  'http://proxy.example:3128/path',
  'http://me:12/secret@proxy.example:3128',
  'http://me:12#secret@proxy.example:3128',
  'http://me:12?secret@proxy.example:3128',
  'http://me:secret%@proxy.example:3128',
])('finds no address in %j, and does not repeat it', (text) => {
  const read = () => readProxyAddress(text);
  expect(read).toThrow(RangeError);
  expect(read).toThrow(/^(?!.*secret)/);
});
