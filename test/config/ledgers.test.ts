// What it takes to find a recipient's ledger: the recipient, the store and the secret.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gateSettings } from '../../src/config/gate.ts';
import { ledgerSettings, type OtherFiles, ownSecretSettings, readLedgerSettings } from '../../src/config/ledgers.ts';
import { readSettings } from '../../src/config/read-settings.ts';

const ENOUGH = { RECIPIENT_NUMBER: '+14155552671', OTP_STORE: '/state.db', OTP_SECRET: 'sixteen letters!' };
const KEY = `SK${'2'.repeat(32)}`;

function settle(env: Record<string, string>, beside?: OtherFiles, flags = {}) {
  return ledgerSettings(readLedgerSettings({ flags, env, file: {} }), { HOME: '/home/ada' }, beside);
}

function problemsOf(...given: Parameters<typeof settle>): string[] {
  const settings = settle(...given);
  return 'problems' in settings ? settings.problems : [];
}

it('takes three settings, and the store has a default', () => {
  const enough = {
    recipient: '+14155552671',
    store: { kind: 'file', path: '/state.db' },
    ca: undefined,
    secret: { key: 'sixteen letters!' },
  };
  expect(settle(ENOUGH)).toEqual(enough);
  const store = { kind: 'file', path: '/home/ada/.local/state/otp-tui/state.db' };
  expect(settle({ ...ENOUGH, OTP_STORE: '' })).toEqual({ ...enough, store });
});

it('finds the ledger that a gate with the same settings keeps', () => {
  const token = fc.record({ TWILIO_AUTH_TOKEN: fc.constantFrom('token', 'hunter2') });
  const apiKey = fc.record({ TWILIO_API_KEY: fc.constant(KEY), TWILIO_API_SECRET: fc.constantFrom('s3cret', 'other') });
  const credentials = fc.oneof(
    token,
    apiKey,
    fc.tuple(token, apiKey).map(([one, other]) => ({ ...one, ...other })),
  );
  const rest = fc.record({
    TWILIO_SID: fc.constant(`AC${'1'.repeat(32)}`),
    SENDER_NUMBER: fc.constant('+15005550006'),
    RECIPIENT_NUMBER: fc.constantFrom('+14155552671', '+44 7911 123456'),
    OTP_STORE: fc.constantFrom('', '/state.db', 'redis://127.0.0.1/3', 'rediss://redis.example.com'),
    OTP_SECRET: fc.constantFrom('', 'sixteen letters!'),
  });
  fc.assert(
    fc.property(credentials, rest, (account, others) => {
      const env = { ...account, ...others };
      const gate = gateSettings(readSettings({ flags: {}, env, file: {} }), { HOME: '/home/ada' }, { ca: 'PEM' });
      if ('problems' in gate) throw new Error(gate.problems.join('\n'));
      const { recipient, store, ca, secret } = gate;
      expect(settle(env, { ca: 'PEM' })).toEqual({ recipient, store, ca, secret });
    }),
  );
});

describe('for recovery codes', () => {
  const settleOwn = (env: Record<string, string>, beside?: OtherFiles) =>
    ownSecretSettings(readLedgerSettings({ flags: {}, env, file: {} }), { HOME: '/home/ada' }, beside);

  it('it takes the same, and finds the same ledger', () => {
    expect(settleOwn(ENOUGH)).toEqual(settle(ENOUGH));
    expect(settleOwn({ ...ENOUGH, TWILIO_AUTH_TOKEN: 'token' })).toEqual(settle(ENOUGH));
  });

  it.each<[string, Record<string, string>]>([
    ['no secret', {}],
    ['a token to derive one from', { TWILIO_AUTH_TOKEN: 'token' }],
    ['an API key to derive one from', { TWILIO_API_KEY: KEY, TWILIO_API_SECRET: 's3cret' }],
  ])('%s is refused with the reason, and so is all else that is missing', (_, account) => {
    const reason =
      'OTP_SECRET is missing; set it in the settings file, for example to what openssl rand -hex 32 prints; recovery codes need it: a key derived from the Twilio secret changes with it, and a new one would undo them';
    expect(settleOwn({ ...ENOUGH, ...account, OTP_SECRET: '' })).toEqual({ problems: [reason] });
    expect(settleOwn({ ...account })).toEqual({
      problems: [reason, expect.stringContaining('RECIPIENT_NUMBER (--to) is missing')],
    });
  });

  it('their reason for a secret is the one that is told', () => {
    const settings = settleOwn({ ...ENOUGH, OTP_SECRET: '' }, { needsSecret: 'logins need it' });
    expect(settings).toEqual({ problems: [expect.stringContaining('recovery codes need it')] });
  });

  it('a secret in a file that is not used is pointed at', () => {
    const passedOver = [{ path: '/etc/other.env', texts: { OTP_SECRET: 'sixteen letters!' } }];
    const settings = settleOwn({ ...ENOUGH, OTP_SECRET: '' }, { passedOver });
    expect('problems' in settings && settings.problems[0]).toContain(
      'it is in /etc/other.env, which --config /etc/other.env would use',
    );
  });

  it('the other files must be readable', () => {
    expect(settleOwn(ENOUGH, { problems: ['OTP_CA_FILE cannot be read'] })).toEqual({
      problems: ['OTP_CA_FILE cannot be read'],
    });
    expect(settleOwn(ENOUGH, { ca: 'PEM' })).toMatchObject({ ca: 'PEM' });
  });
});

describe('of the settings that it takes', () => {
  it('all missing ones are reported at once', () => {
    expect(problemsOf({})).toEqual([
      'OTP_SECRET is missing; set the one that codes are asked with; if they are asked without one, set the same TWILIO_AUTH_TOKEN or TWILIO_API_SECRET, from which the key is derived',
      'RECIPIENT_NUMBER (--to) is missing; give a phone number with its country, like +1 (415) 555-2671',
    ]);
  });

  it('a secret of its own is told with the reason for it, once, whatever else one could be derived from', () => {
    const needsSecret = 'logins need it';
    const reason = 'OTP_SECRET is missing; logins need it';
    const { OTP_SECRET: _, ...rest } = ENOUGH;
    expect(problemsOf(rest, { needsSecret })).toEqual([reason]);
    expect(problemsOf({ ...rest, TWILIO_AUTH_TOKEN: 'token' }, { needsSecret })).toEqual([reason]);
    expect(settle(ENOUGH, { needsSecret })).toEqual(settle(ENOUGH));
  });

  it('a wrong one is refused, and nothing stands in for it', () => {
    const env = {
      ...ENOUGH,
      RECIPIENT_NUMBER: 'me',
      OTP_STORE: 'http://x',
      OTP_SECRET: 'hunter2',
      TWILIO_AUTH_TOKEN: 'x',
    };
    const problems = problemsOf(env);
    expect(problems.map((line) => line.split(' ')[0])).toEqual(['RECIPIENT_NUMBER', 'OTP_STORE', 'OTP_SECRET']);
    expect(problems.join('\n')).not.toContain('hunter2');
  });

  it('one that is misspelled is still told', () => {
    const read = readLedgerSettings({ flags: {}, env: ENOUGH, file: { OTP_STROE: 'redis://x' } });
    expect(read.problems).toEqual(['OTP_STROE in the settings file is not a setting: did you mean OTP_STORE?']);
  });

  it('one is said to be in a file that is passed over', () => {
    const { OTP_SECRET: _, ...rest } = ENOUGH;
    const all = { OTP_SECRET: 'it', TWILIO_AUTH_TOKEN: 'TWILIO_AUTH_TOKEN', TWILIO_API_SECRET: 'TWILIO_API_SECRET' };
    for (const [name, what] of Object.entries(all)) {
      const [problem, ...others] = problemsOf(rest, { passedOver: [{ path: 'my env', texts: { [name]: 'x' } }] });
      expect(problem).toMatch(/^OTP_SECRET is missing; set the one that codes are asked with; /);
      expect(problem).toContain(`; ${what} is in 'my env', which --config 'my env' would use`);
      expect(others).toEqual([]);
    }
  });
});

describe('the other settings', () => {
  const OTHERS = {
    TWILIO_SID: 'x',
    TWILIO_AUTH_TOKEN: 'two words',
    OTP_LENGTH: '99',
    OTP_PROXY: 'x',
    OTP_SERVICE: '\n',
  };

  it('may be wrong', () => {
    expect(problemsOf({ ...ENOUGH, ...OTHERS })).toEqual([]);
  });

  it('may not if a flag gives them', () => {
    expect(problemsOf(ENOUGH, {}, { service: '' })).toEqual([
      expect.stringMatching(/^OTP_SERVICE \(--service\) is ""/),
    ]);
  });
});

describe('the Twilio secret', () => {
  const { OTP_SECRET: _, ...rest } = ENOUGH;

  it.each([
    [{ TWILIO_AUTH_TOKEN: 'token' }, 'token'],
    [{ TWILIO_API_SECRET: 's3cret' }, 's3cret'],
    [{ TWILIO_AUTH_TOKEN: 'token', TWILIO_API_KEY: KEY, TWILIO_API_SECRET: 's3cret' }, 's3cret'],
  ])('stands in for the secret: %j', (given, derivedFrom) => {
    expect(settle({ ...rest, ...given })).toMatchObject({ secret: { derivedFrom } });
  });

  it('is missing if it is the secret of an API key, whatever the token is', () => {
    expect(problemsOf({ ...rest, TWILIO_AUTH_TOKEN: 'token', TWILIO_API_KEY: KEY })).toEqual([
      'TWILIO_API_SECRET is missing; without OTP_SECRET, the key is derived from the secret of TWILIO_API_KEY',
    ]);
  });

  it('is refused if it is wrong', () => {
    expect(problemsOf({ ...rest, TWILIO_AUTH_TOKEN: 'two words' })).toEqual([
      'TWILIO_AUTH_TOKEN must not contain spaces',
    ]);
  });
});

describe('the certificates', () => {
  const read = (OTP_STORE: string) =>
    readLedgerSettings({ flags: {}, env: { ...ENOUGH, OTP_STORE, OTP_CA_FILE: '/ca.pem' }, file: {} }).values.caFile;

  it('are read for a Redis over TLS alone', () => {
    expect(read('rediss://redis.example.com')).toBe('/ca.pem');
    for (const store of ['/state.db', 'redis://127.0.0.1', 'redis+unix:///run/redis.sock']) {
      expect(read(store)).toBeUndefined();
    }
  });

  it('go to the store', () => {
    expect(settle(ENOUGH, { ca: 'PEM' })).toMatchObject({ ca: 'PEM' });
  });

  it('that cannot be had are a problem among the others', () => {
    expect(problemsOf({ ...ENOUGH, RECIPIENT_NUMBER: '' }, { problems: ['OTP_CA_FILE x: why'] })).toEqual([
      expect.stringContaining('RECIPIENT_NUMBER'),
      'OTP_CA_FILE x: why',
    ]);
  });
});
