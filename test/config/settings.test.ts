// Settings: their sources, and the valid values of each.

import { describe, expect, it } from 'vitest';
import { gateSettings } from '../../src/config/gate.ts';
import { readSettings, type Sources } from '../../src/config/read-settings.ts';
import { parseStore } from '../../src/config/setting-values.ts';
import { namesOf, SETTINGS, type Setting, type SettingKey } from '../../src/config/settings.ts';
import { readProxyAddress } from '../../src/delivery/proxy-address.ts';
import { readRedisAddress } from '../../src/store/redis-address.ts';

const HEX = '0123456789abcdefABCDEF0123456789';

function read(sources: Partial<Sources>) {
  return readSettings({ flags: {}, env: {}, file: {}, ...sources });
}

function readOne(key: SettingKey, text: string) {
  const { name }: Setting<unknown> = SETTINGS[key];
  const { values, problems } = read(name === undefined ? { flags: { [key]: text } } : { env: { [name]: text } });
  return { value: values[key], problems };
}

describe('where a setting comes from', () => {
  const sources = {
    flags: { length: '9' },
    env: { OTP_LENGTH: '8' },
    file: { OTP_LENGTH: '7' },
  };

  it.each<[string, Partial<Sources>, number]>([
    ['the default', {}, 5],
    ['the file goes before the default', { file: sources.file }, 7],
    ['the environment goes before the file', { file: sources.file, env: sources.env }, 8],
    ['a flag goes before everything', sources, 9],
    ['an empty variable counts as none', { ...sources, flags: {}, env: { OTP_LENGTH: '' } }, 7],
    ['an empty line of the file counts as none', { file: { OTP_LENGTH: '' } }, 5],
  ])('%s', (_, from, length) => {
    expect(read(from)).toMatchObject({ values: { length }, problems: [] });
  });

  it('does not fall back from a wrong value to a good one below it', () => {
    expect(read({ env: { OTP_LENGTH: 'x' }, file: sources.file })).toMatchObject({
      values: { length: undefined },
      problems: ['OTP_LENGTH (--length) is "x", but must be a whole number from 4 to 10'],
    });
  });

  it('treats an empty flag as a wrong value, because it was given on purpose', () => {
    expect(read({ flags: { to: '' }, env: { RECIPIENT_NUMBER: '+14155552671' } }).problems).toEqual([
      'RECIPIENT_NUMBER (--to) is "", but must be a phone number with its country, like +1 (415) 555-2671',
    ]);
  });

  it('knows which settings were given, rightly or wrongly, and which were left to their default', () => {
    const { given } = read({ env: { RECIPIENT_NUMBER: 'x', SENDER_NUMBER: '' }, flags: { service: 'Acme' } });
    expect([given.has('to'), given.has('from'), given.has('service'), given.has('length')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});

it('refuses an empty store if a flag gives it', () => {
  expect(read({ flags: { store: '' } }).problems).toHaveLength(1);
});

describe('the two names of the account', () => {
  const [one, other] = [`AC${HEX}`, `AC${'0'.repeat(32)}`];

  it.each<[string, Partial<Sources>, string]>([
    ['TWILIO_SID', { env: { TWILIO_SID: one } }, one],
    ['TWILIO_ACCOUNT_SID', { env: { TWILIO_ACCOUNT_SID: one } }, one],
    ['both and the same', { env: { TWILIO_SID: one, TWILIO_ACCOUNT_SID: one } }, one],
    ['one of them empty', { env: { TWILIO_SID: '', TWILIO_ACCOUNT_SID: one } }, one],
  ])('%s', (_, from, accountSid) => {
    expect(read(from)).toMatchObject({ values: { accountSid }, problems: [] });
  });

  it('must not differ over two sources, where each would be meant', () => {
    const { problems } = read({ env: { TWILIO_ACCOUNT_SID: one }, file: { TWILIO_SID: other } });
    expect(problems).toEqual(['TWILIO_SID and TWILIO_ACCOUNT_SID differ: set only one of them']);
  });

  it('must not differ', () => {
    expect(read({ env: { TWILIO_SID: one, TWILIO_ACCOUNT_SID: other } }).problems).toEqual([
      'TWILIO_SID and TWILIO_ACCOUNT_SID differ: set only one of them',
    ]);
  });
});

describe('a good value', () => {
  const GOOD: readonly (readonly [SettingKey, string, unknown])[] = [
    ['accountSid', `AC${HEX}`, `AC${HEX}`],
    ['authToken', 'any-token', 'any-token'],
    ['apiKey', `SK${HEX}`, `SK${HEX}`],
    ['apiSecret', 'any/secret+1', 'any/secret+1'],
    ['from', '+15005550006', '+15005550006'],
    ['from', 'Acme 2', 'Acme 2'],
    ['from', 'A', 'A'],
    ['from', 'elevenchars', 'elevenchars'],
    ['messagingServiceSid', `MG${HEX}`, `MG${HEX}`],
    ['verifyServiceSid', `VA${HEX}`, `VA${HEX}`],
    ['to', '+14155552671', '+14155552671'],
    ['to', '+4915123456789', '+4915123456789'],
    ['to', '+1 (415) 555-2671', '+14155552671'],
    ['from', '+1 500 555-0006', '+15005550006'],
    ['proxy', 'http://proxy.example:3128', readProxyAddress('http://proxy.example:3128')],
    ['proxy', 'https://me:p%40ss@proxy.example', readProxyAddress('https://me:p%40ss@proxy.example')],
    ['caFile', '/etc/ssl/corporate.pem', '/etc/ssl/corporate.pem'],
    ['edge', 'dublin', 'dublin'],
    ['region', 'ie1', 'ie1'],
    ['apiUrl', 'http://127.0.0.1:8025', 'http://127.0.0.1:8025'],
    ['channel', 'whatsapp', 'whatsapp'],
    ['fallback', 'call', 'call'],
    ['whatsappContentSid', `HX${HEX}`, `HX${HEX}`],
    ['length', '4', 4],
    ['length', '10', 10],
    ['expiresIn', '1s', 1_000],
    ['expiresIn', '1000ms', 1_000],
    ['expiresIn', '10m', 600_000],
    ['maxAttempts', '1', 1],
    ['maxAttempts', '10', 10],
    ['resendAfter', '0s', 0],
    ['resendAfter', '10m', 600_000],
    ['maxSends', '1', 1],
    ['maxSends', '100', 100],
    ['sendWindow', '1m', 60_000],
    ['sendWindow', '24h', 86_400_000],
    ['service', 'Acme & Söhne', 'Acme & Söhne'],
    ['service', 'x'.repeat(30), 'x'.repeat(30)],
    ['message', '{code}', '{code}'],
    ['message', '{service}: {code}, for {minutes} minutes', '{service}: {code}, for {minutes} minutes'],
    ['users', '/etc/otp-tui/users', '/etc/otp-tui/users'],
    ['user', 'alice', 'alice'],
    ['user', 'DOMAIN\\älice#2', 'DOMAIN\\älice#2'],
    ['store', 'memory:', { kind: 'memory' }],
    ['store', 'state.db', { kind: 'file', path: 'state.db' }],
    ['store', '/var/lib/otp-tui/state.db', { kind: 'file', path: '/var/lib/otp-tui/state.db' }],
    ['store', 'redis://localhost', { kind: 'redis', redis: readRedisAddress('redis://localhost') }],
    [
      'store',
      'rediss://user:pass@redis.example.com:6380/1',
      { kind: 'redis', redis: readRedisAddress('rediss://user:pass@redis.example.com:6380/1') },
    ],
    ['secret', 'sixteen letters!', 'sixteen letters!'],
    ['audit', 'syslog:', { kind: 'syslog' }],
    ['audit', '/var/log/otp-tui.log', { kind: 'file', path: '/var/log/otp-tui.log' }],
    ['idleTimeout', '5s', 5_000],
    ['idleTimeout', '24h', 86_400_000],
  ];

  it.each(GOOD)('of %s: %j', (key, text, value) => {
    expect(readOne(key, text)).toEqual({ value, problems: [] });
  });

  // The files of certificates and of users are read before the gate is asked.
  const others = Object.entries<Setting<unknown>>(SETTINGS).filter(
    ([key]) => !['caFile', 'users', 'user'].includes(key),
  );
  it.each(others)('of %s makes a difference to the gate', (key, { name = '' }) => {
    const gate = (env: Record<string, string>) => gateSettings(read({ env }), { HOME: '/home/ada' });
    const usual = {
      TWILIO_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'hunter2',
      SENDER_NUMBER: '+15005550009',
      RECIPIENT_NUMBER: '+14155552679',
    };
    const [, text] = GOOD.find(([one]) => one === key) ?? expect.fail('has no example here');
    expect(gate({ ...usual, [name]: text })).not.toEqual(gate(usual));
  });
});

describe('a bad value', () => {
  it.each<[SettingKey, string]>([
    ['accountSid', `SK${HEX}`],
    ['accountSid', `AC${HEX}0`],
    ['accountSid', `AC${HEX.slice(1)}`],
    ['accountSid', `AC${HEX.slice(1)}g`],
    ['accountSid', ` AC${HEX}`],
    ['authToken', 'two words'],
    ['apiKey', `AC${HEX}`],
    ['apiSecret', ' '],
    // By email would be no second factor (NIST SP 800-63B-4 §3.1.3.1).
    ['channel', 'email'],
    ['from', '15005550006'],
    ['from', '12345'],
    ['from', 'twelve chars'],
    ['from', ' Acme'],
    ['from', 'Acme!'],
    ['messagingServiceSid', `VA${HEX}`],
    ['to', '4155552671'],
    ['to', '+1415555267'],
    ['to', '(415) 555-2671'],
    ['to', '+1 415 555 2671 x5'],
    ['from', '+1 415 555 CALL'],
    ['proxy', 'proxy.example:3128'],
    ['proxy', 'socks5://proxy.example:1080'],
    ['proxy', 'http://'],
    ['proxy', 'http://proxy.example/path'],
    ['caFile', 'a\0b'],
    ['users', 'a\0b'],
    ['user', 'two words'],
    ['user', '#alice'],
    ['to', '+999123456789'],
    ['to', 'Acme'],
    ['edge', 'evil.example/'],
    ['edge', 'Dublin'],
    ['region', 'ie1.evil.example'],
    ['region', 'a@b'],
    ['length', '3'],
    ['length', '11'],
    ['length', '5.5'],
    ['length', '-5'],
    ['length', '5e0'],
    ['length', '５'],
    ['expiresIn', '999ms'],
    ['expiresIn', '601s'],
    ['expiresIn', '5'],
    ['expiresIn', '5 m'],
    ['expiresIn', '5M'],
    ['maxAttempts', '0'],
    ['maxAttempts', '11'],
    ['resendAfter', '-1s'],
    ['resendAfter', '11m'],
    ['maxSends', '0'],
    ['maxSends', '101'],
    ['sendWindow', '59s'],
    ['sendWindow', '25h'],
    ['service', 'x'.repeat(31)],
    ['service', 'two\nlines'],
    ['service', '\u001b[31mred'],
    ['service', ' '],
    ['message', 'no code'],
    ['message', '{CODE}'],
    ['message', `{code}${'x'.repeat(1_000)}`],
    ['store', 'ftp://host'],
    ['store', 'redis://'],
    ['store', 'redis://host/not-a-number'],
    ['store', 'a\0b'],
    ['secret', 'fifteen letters'],
    ['audit', 'syslog:local0'],
    ['audit', 'a\x1bb'],
    ['audit', 'a\nb'],
    ['audit', 'https://logs.example'],
    ['idleTimeout', '4s'],
    ['idleTimeout', '25h'],
  ])('of %s: %j is named with what a good one looks like', (key, text) => {
    const { value, problems } = readOne(key, text);
    const { accepts, must = `must be ${accepts}`, ...setting }: Setting<unknown> = SETTINGS[key];
    expect(value).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${setting.name ?? setting.flag}\\b`));
    expect(problems[0]).toContain(must);
    expect(problems[0]).not.toMatch(/\p{C}/u);
  });
});

describe('a phone number that cannot be one', () => {
  it.each<[SettingKey, string, string]>([
    ['to', '+1 (415) 555-267', ' (+1415555267 is too short for +1)'],
    ['to', '(415) 555-2671', ' (its country is missing: begin with +)'],
    ['to', 'me', ''],
    ['from', '+1 500 555 000', ' (+1500555000 is too short for +1)'],
    ['from', '12345', ''],
  ])('%s: %s is shown as it was given and as it was read', (key, text, why) => {
    const { name, flag, accepts }: Setting<unknown> = SETTINGS[key];
    expect(readOne(key, text).problems).toEqual([`${name} (${flag}) is "${text}", but must be ${accepts}${why}`]);
  });
});

describe('where Twilio is', () => {
  it.each([
    ['https://api.example.com', 'https://api.example.com'],
    ['https://api.example.com/', 'https://api.example.com'],
    ['https://api.example.com:8443', 'https://api.example.com:8443'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
    ['http://127.9.8.7:1', 'http://127.9.8.7:1'],
    ['http://[::1]:4010', 'http://[::1]:4010'],
    ['http://localhost:4010', 'http://localhost:4010'],
  ])('may be %s', (text, origin) => {
    expect(readOne('apiUrl', text)).toEqual({ value: origin, problems: [] });
  });

  it.each([
    ['http elsewhere', 'http://api.example.com'],
    ['http on another address of this network', 'http://10.0.0.1:4010'],
    ['http on every address', 'http://0.0.0.0:4010'],
    ['a host that begins like loopback', 'http://127.0.0.1.evil.example'],
    ['a host that begins like localhost', 'http://localhost.evil.example'],
    ['a host behind a user', 'https://evil@api.example.com'],
    ['a host behind a user and a password', 'https://api.twilio.com:443@evil.example'],
    ['loopback as a user', 'http://127.0.0.1@evil.example'],
    ['a path', 'https://api.example.com/2010-04-01'],
    ['a query', 'https://api.example.com/?x=1'],
    ['a fragment', 'https://api.example.com/#x'],
    ['another scheme', 'ftp://127.0.0.1'],
    ['a file', 'file:///etc/passwd'],
    ['no scheme', 'api.example.com'],
    ['no host', 'https://'],
    ['a word', 'twilio'],
  ])('may not be %s', (_, text) => {
    expect(readOne('apiUrl', text)).toEqual({
      value: undefined,
      problems: [`TWILIO_API_URL must be ${SETTINGS.apiUrl.accepts}`],
    });
  });
});

describe('a relative path', () => {
  const valuesOf = (sources: Partial<Sources>) => {
    const { values, problems, warnings } = read(sources);
    expect(problems).toEqual([]);
    return { store: values.store, caFile: values.caFile, warnings };
  };
  const texts = { OTP_STORE: 'state.db', OTP_CA_FILE: '../ca.pem' };

  it.each([
    ['/home/ada/.config/otp-tui/config.env', '/home/ada/.config/otp-tui/state.db', '/home/ada/.config/ca.pem'],
    ['prod/settings', 'prod/state.db', 'ca.pem'],
    ['.env', 'state.db', '../ca.pem'],
  ])('in the file %s is relative to its folder', (path, store, caFile) => {
    expect(valuesOf({ file: texts, path })).toEqual({ store: { kind: 'file', path: store }, caFile, warnings: [] });
  });

  it('in a flag is relative to the current directory', () => {
    const { store, warnings } = valuesOf({ flags: { store: 'state.db' }, file: texts, path: '/etc/otp-tui/x.env' });
    expect({ store, warnings }).toEqual({ store: { kind: 'file', path: 'state.db' }, warnings: [] });
  });

  it('in the environment too, with a warning: choosing the directory would mean choosing the locks', () => {
    expect(valuesOf({ env: texts, path: '/etc/otp-tui/x.env' })).toEqual({
      store: { kind: 'file', path: 'state.db' },
      caFile: '../ca.pem',
      warnings: ['OTP_CA_FILE', 'OTP_STORE'].map(
        (name) => `warning: ${name} is relative to the current directory: use an absolute path`,
      ),
    });
  });

  it.each(['/var/lib/state.db', 'memory:', 'redis://localhost'])('is not %s, wherever it stands', (store) => {
    const texts = { OTP_STORE: store };
    const read = { store: parseStore(store, ''), warnings: [] };
    expect(read.store).toBeDefined();
    expect(valuesOf({ env: texts })).toMatchObject(read);
    expect(valuesOf({ file: texts, path: '/etc/otp-tui/x.env' })).toMatchObject(read);
  });
});

describe('a name that is not a setting', () => {
  it('is a problem in the file, with the name that was meant', () => {
    const misspelt = { OTP_LENGHT: '6', OTP_FOO: '', otp_length: '6', 'OTP-LENGTH': '6' };
    const file = { ...misspelt, DATABASE_URL: 'x', TWILIO_PHONE: 'x' };
    expect(read({ file, path: 'prod.env' }).problems).toEqual([
      'OTP_LENGHT in prod.env is not a setting: did you mean OTP_LENGTH?',
      'OTP_FOO in prod.env is not a setting: see man otp-tui for all settings',
      'otp_length in prod.env is not a setting: did you mean OTP_LENGTH?',
      'OTP-LENGTH in prod.env is not a setting: did you mean OTP_LENGTH?',
    ]);
  });

  it('is only warned of in the environment, where others have such names', () => {
    expect(read({ env: { OTP_VERSION: '27.1', OTP_LENGHT: '6' } })).toMatchObject({
      problems: [],
      warnings: [
        'warning: OTP_VERSION in the environment is not a setting: see man otp-tui for all settings',
        'warning: OTP_LENGHT in the environment is not a setting: did you mean OTP_LENGTH?',
      ],
    });
  });

  it('is shown without what could harm a terminal, and not at length', () => {
    const { problems } = read({ file: { [`OTP_\u001b[2J${'x'.repeat(500)}`]: '' }, path: 'a\u001bb' });
    expect(problems).toEqual([expect.stringMatching(/^OTP_\[2Jx{32}… in ab is not a setting/)]);
  });
});

describe('problems', () => {
  it('come all at once, one line each, named with their flags', () => {
    const { problems } = read({
      flags: { to: 'me', length: '99' },
      env: { TWILIO_SID: 'x', OTP_EXPIRES_IN: '1d', TWILIO_EDGE: 'Evil' },
      file: { OTP_MAX_SENDS: 'many' },
    });
    expect(problems.map((line) => line.split(/ is | must /)[0])).toEqual([
      'TWILIO_SID',
      'RECIPIENT_NUMBER (--to)',
      'TWILIO_EDGE',
      'OTP_LENGTH (--length)',
      'OTP_EXPIRES_IN (--expires-in)',
      'OTP_MAX_SENDS',
    ]);
    for (const line of problems) expect(line).not.toContain('\n');
  });

  it.each(
    Object.values(SETTINGS)
      .filter((setting) => 'secret' in setting)
      .map(({ name }) => name),
  )('never show the value of %s', (name) => {
    const { problems } = read({ env: { [name]: 'ftp:hun ter2' } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).not.toContain('hun');
  });

  it('cut a value that is too long to show', () => {
    expect(readOne('length', '1'.repeat(10_000)).problems[0]).toContain(`"${'1'.repeat(39)}…"`);
  });
});

it('names every setting once, and each flag once', () => {
  const names = Object.values<Setting<unknown>>(SETTINGS).flatMap(namesOf);
  const flags = Object.values(SETTINGS).flatMap((setting) => ('flag' in setting ? [setting.flag] : []));
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(flags).size).toBe(flags.length);
});
