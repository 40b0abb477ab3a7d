// What a gate cannot do without, and what excludes each other.

import { describe, expect, it } from 'vitest';
import { keyOf } from '../../src/commands/compose.ts';
import { type GateSettings, gateSettings } from '../../src/config/gate.ts';
import type { OtherFiles } from '../../src/config/ledgers.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { CHANNELS } from '../../src/core/channel.ts';
import { deriveSecret } from '../../src/core/code.ts';
import { DEFAULT_POLICY } from '../../src/core/policy.ts';

const SID = `AC${'1'.repeat(32)}`;
const KEY = `SK${'2'.repeat(32)}`;
const SERVICE = `MG${'3'.repeat(32)}`;
const ENOUGH = {
  TWILIO_SID: SID,
  TWILIO_AUTH_TOKEN: 'hunter2',
  SENDER_NUMBER: '+15005550006',
  RECIPIENT_NUMBER: '+14155552671',
};

function gate(env: Record<string, string>, beside?: OtherFiles): GateSettings | { problems: string[] } {
  return gateSettings(readSettings({ flags: {}, env, file: {} }), { HOME: '/home/ada' }, beside);
}

function settingsOf(env: Record<string, string>): GateSettings {
  const settings = gate(env);
  if ('problems' in settings) throw new Error(settings.problems.join('\n'));
  return settings;
}

function problemsOf(...given: Parameters<typeof gate>): string[] {
  const settings = gate(...given);
  return 'problems' in settings ? settings.problems : [];
}

describe('four settings', () => {
  it('are enough; the rest has defaults', () => {
    expect(settingsOf(ENOUGH)).toMatchObject({
      recipient: '+14155552671',
      twilio: { accountSid: SID, authToken: 'hunter2', from: '+15005550006' },
      policy: DEFAULT_POLICY,
      service: undefined,
      message: undefined,
      idleTimeout: 600_000,
    });
  });

  it('are missed all at once, each with what to give', () => {
    expect(problemsOf({})).toEqual([
      'TWILIO_SID is missing; it starts with AC (Console > Account Info)',
      'TWILIO_AUTH_TOKEN is missing; copy it from Console > Account Info, or set TWILIO_API_KEY and TWILIO_API_SECRET',
      'SENDER_NUMBER (--from) is missing; give a phone number like +15005550006, or a sender ID of 1-11 letters and digits (Console > Phone Numbers > Manage > Active numbers), or set TWILIO_MESSAGING_SERVICE_SID or TWILIO_VERIFY_SERVICE_SID',
      'RECIPIENT_NUMBER (--to) is missing; give a phone number with its country, like +1 (415) 555-2671',
    ]);
  });

  it.each(Object.keys(ENOUGH))('%s that is wrong is not missed, too', (name) => {
    const problems = problemsOf({ ...ENOUGH, [name]: ' ! ' });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(name);
    expect(problems[0]).not.toContain('missing');
  });

  it('are joined by a secret of its own where that is needed', () => {
    const needsSecret = 'logins need it';
    expect(problemsOf(ENOUGH, { needsSecret })).toEqual(['OTP_SECRET is missing; logins need it']);
    expect(problemsOf({ ...ENOUGH, OTP_SECRET: 'sixteen letters!' }, { needsSecret })).toEqual([]);
  });

  it('are reported together with other problems', () => {
    expect(problemsOf({ ...ENOUGH, RECIPIENT_NUMBER: '', OTP_LENGTH: '3' })).toEqual([
      expect.stringContaining('OTP_LENGTH'),
      expect.stringContaining('RECIPIENT_NUMBER'),
    ]);
  });
});

describe('a setting that is missing', () => {
  const problems = (
    given: Record<string, string>,
    ...passedOver: { path: string; texts: Record<string, string> }[]
  ) => {
    const gated = gateSettings(
      readSettings({ flags: {}, env: given, file: {} }),
      { HOME: '/home/ada' },
      { passedOver },
    );
    return 'problems' in gated ? gated.problems : [];
  };
  const { RECIPIENT_NUMBER, TWILIO_AUTH_TOKEN: _, ...rest } = ENOUGH;
  const hint = (path: string, what = 'it') => `; ${what} is in ${path}, which --config ${path} would use`;

  it('is pointed out in a file that is not used, if it is there', () => {
    const file = { path: '.env', texts: { RECIPIENT_NUMBER } };
    const [token, to, ...others] = problems({ ...rest, RECIPIENT_NUMBER: '' }, { path: '/a', texts: {} }, file);
    expect(to).toMatch(/^RECIPIENT_NUMBER \(--to\) is missing; /);
    expect(to).toContain(hint('.env'));
    expect(token).not.toContain('--config');
    expect(others).toEqual([]);
  });

  it.each([
    [['TWILIO_SID'], ['TWILIO_ACCOUNT_SID', 'TWILIO_SID']],
    [['TWILIO_AUTH_TOKEN'], ['TWILIO_AUTH_TOKEN', 'TWILIO_API_KEY', 'TWILIO_API_SECRET']],
    [['SENDER_NUMBER'], ['SENDER_NUMBER', 'TWILIO_MESSAGING_SERVICE_SID', 'TWILIO_VERIFY_SERVICE_SID']],
  ])('%s is said to be there by whatever can stand in for it', (names, others) => {
    const given = Object.fromEntries(Object.entries(ENOUGH).filter(([name]) => !names.includes(name)));
    for (const name of others) {
      const [problem, ...more] = problems(given, { path: '.env', texts: { [name]: 'x' } });
      expect(problem).toMatch(new RegExp(`^${names[0]}.* is missing; `));
      expect(problem).toContain(hint('.env', name === names[0] ? 'it' : name));
      expect(more).toEqual([]);
    }
  });
});

describe('certificates', () => {
  it('are for Twilio and for the store', () => {
    const settings = gateSettings(readSettings({ flags: {}, env: ENOUGH, file: {} }), { HOME: '/x' }, { ca: 'PEM' });
    expect(settings).toMatchObject({ ca: 'PEM', twilio: { ca: 'PEM' } });
  });

  it('that cannot be had are a problem among the others', () => {
    const read = readSettings({ flags: {}, env: { ...ENOUGH, RECIPIENT_NUMBER: '' }, file: {} });
    expect(gateSettings(read, { HOME: '/x' }, { problems: ['OTP_CA_FILE x: why'] })).toEqual({
      problems: [expect.stringContaining('RECIPIENT_NUMBER'), 'OTP_CA_FILE x: why'],
    });
  });
});

describe('an API key', () => {
  const { TWILIO_AUTH_TOKEN: _, ...rest } = ENOUGH;

  it('with its secret stands in for the token', () => {
    const { twilio } = settingsOf({ ...rest, TWILIO_API_KEY: KEY, TWILIO_API_SECRET: 's3cret' });
    expect(twilio).toMatchObject({ apiKey: KEY, apiSecret: 's3cret', authToken: undefined });
  });

  it.each([
    ['TWILIO_API_KEY', KEY, 'TWILIO_API_SECRET'],
    ['TWILIO_API_SECRET', 's3cret', 'TWILIO_API_KEY'],
  ])('%s alone misses its other half, even beside a token', (name, value, other) => {
    for (const env of [rest, ENOUGH]) {
      expect(problemsOf({ ...env, [name]: value })).toEqual([
        expect.stringMatching(new RegExp(`^${other} is missing`)),
      ]);
    }
  });
});

describe('a sender', () => {
  const { SENDER_NUMBER: _, ...rest } = ENOUGH;

  it('may be a Messaging Service', () => {
    const { twilio } = settingsOf({ ...rest, TWILIO_MESSAGING_SERVICE_SID: SERVICE });
    expect(twilio).toMatchObject({ messagingServiceSid: SERVICE, from: undefined });
  });

  it('may not be a number and a Messaging Service', () => {
    expect(problemsOf({ ...ENOUGH, TWILIO_MESSAGING_SERVICE_SID: SERVICE })).toEqual([
      'SENDER_NUMBER (--from) and TWILIO_MESSAGING_SERVICE_SID cannot both be set: set only one of them',
    ]);
  });
});

it('a text may not tell the minutes of a life that has none', () => {
  const message = { ...ENOUGH, OTP_MESSAGE: '{code}, {minutes} min' };
  expect(problemsOf({ ...message, OTP_EXPIRES_IN: '59s' })).toEqual([
    'OTP_MESSAGE contains {minutes}, but OTP_EXPIRES_IN (--expires-in) is less than one minute: set 1m or more, or leave {minutes} out',
  ]);
  expect(problemsOf({ ...message, OTP_EXPIRES_IN: '60s' })).toEqual([]);
  expect(problemsOf({ ...ENOUGH, OTP_MESSAGE: '{code}', OTP_EXPIRES_IN: '59s' })).toEqual([]);
});

describe('a Verify service', () => {
  const { SENDER_NUMBER: _, ...rest } = ENOUGH;
  const VERIFY = { ...rest, TWILIO_VERIFY_SERVICE_SID: `VA${'4'.repeat(32)}` };

  it('needs no sender, and its codes live for ten minutes', () => {
    const { twilio, policy } = settingsOf(VERIFY);
    expect(twilio).toMatchObject({ verifyServiceSid: VERIFY.TWILIO_VERIFY_SERVICE_SID, from: undefined });
    expect(policy).toMatchObject({ length: 6, expiresIn: 600_000 });
  });

  it('leaves a shorter life that was set', () => {
    expect(settingsOf({ ...VERIFY, OTP_EXPIRES_IN: '2m' }).policy.expiresIn).toBe(120_000);
  });

  it.each([
    ['OTP_LENGTH', '6', 'OTP_LENGTH (--length)', 'Verify decides how long its codes are'],
    ['OTP_MESSAGE', '{code}', 'OTP_MESSAGE', 'Verify writes its own texts'],
    ['OTP_WHATSAPP_CONTENT_SID', `HX${'5'.repeat(32)}`, 'OTP_WHATSAPP_CONTENT_SID', 'Verify has its own templates'],
  ])('excludes %s', (name, value, label, why) => {
    expect(problemsOf({ ...VERIFY, [name]: value })).toEqual([
      `TWILIO_VERIFY_SERVICE_SID and ${label} cannot both be set: ${why}`,
    ]);
  });

  it('says all that it excludes at once', () => {
    expect(problemsOf({ ...VERIFY, OTP_LENGTH: '6', OTP_MESSAGE: '{code}' })).toHaveLength(2);
  });

  it.each(CHANNELS)('sends by %s from whatever number or name it has', (channel) => {
    for (const sender of [{}, { SENDER_NUMBER: 'Acme' }]) {
      const settings = settingsOf({ ...VERIFY, ...sender, OTP_CHANNEL: channel, OTP_FALLBACK: 'call' });
      expect(settings).toMatchObject({ channel, offerCall: channel !== 'call' });
    }
  });
});

describe('a channel', () => {
  const { SENDER_NUMBER: _, ...rest } = ENOUGH;
  const BY_SERVICE = { ...rest, TWILIO_MESSAGING_SERVICE_SID: SERVICE };
  const BY_NAME = { ...rest, SENDER_NUMBER: 'Acme' };
  const needs = (what: string) => `SENDER_NUMBER (--from) must be a phone number of the account with ${what}`;

  it.each(CHANNELS)('%s is taken with a number', (channel) => {
    expect(settingsOf({ ...ENOUGH, OTP_CHANNEL: channel }).channel).toBe(channel);
  });

  it('is sms, without a call to offer, if none is set', () => {
    expect(settingsOf(BY_NAME)).toMatchObject({ channel: 'sms', offerCall: false });
  });

  it.each([
    ['call', BY_NAME],
    ['call', BY_SERVICE],
    ['whatsapp', BY_NAME],
  ])('%s is not taken without a number that can do it', (channel, env) => {
    expect(problemsOf({ ...env, OTP_CHANNEL: channel })).toEqual([needs(`OTP_CHANNEL (--channel) ${channel}`)]);
  });

  it('whatsapp is taken with a Messaging Service', () => {
    expect(settingsOf({ ...BY_SERVICE, OTP_CHANNEL: 'whatsapp' }).channel).toBe('whatsapp');
  });

  it.each([
    ['a sender ID', BY_NAME],
    ['a Messaging Service', BY_SERVICE],
  ])('is not followed by a call from %s', (_, env) => {
    expect(problemsOf({ ...env, OTP_FALLBACK: 'call' })).toEqual([needs('OTP_FALLBACK call')]);
  });

  it('is followed by a call from a number, unless it is one', () => {
    expect(settingsOf({ ...ENOUGH, OTP_FALLBACK: 'call' }).offerCall).toBe(true);
    expect(settingsOf({ ...ENOUGH, OTP_FALLBACK: 'call', OTP_CHANNEL: 'call' }).offerCall).toBe(false);
  });
});

describe('the secret that keys the digests', () => {
  it('is the one that was set', () => {
    expect(keyOf(settingsOf({ ...ENOUGH, OTP_SECRET: 'sixteen letters!' }).secret)).toBe('sixteen letters!');
  });

  it('is otherwise made from the Twilio secret, and does not show it', () => {
    const secret = keyOf(settingsOf(ENOUGH).secret);
    expect(secret).toBe(deriveSecret('hunter2'));
    expect(secret).not.toContain('hunter2');
    const key = { TWILIO_API_KEY: KEY, TWILIO_API_SECRET: 's3cret' };
    expect(keyOf(settingsOf({ ...ENOUGH, ...key }).secret)).toBe(deriveSecret('s3cret'));
  });
});

describe('the store', () => {
  const storeOf = (env: NodeJS.ProcessEnv, settings = {}) => {
    const gated = gateSettings(readSettings({ flags: {}, env: { ...ENOUGH, ...settings }, file: {} }), env);
    return 'problems' in gated ? undefined : gated.store;
  };

  it.each<[string, NodeJS.ProcessEnv, string]>([
    ['in the home', { HOME: '/home/ada' }, '/home/ada/.local/state/otp-tui/state.db'],
    ['where XDG_STATE_HOME says', { HOME: '/home/ada', XDG_STATE_HOME: '/state' }, '/state/otp-tui/state.db'],
    [
      'not where a relative one says',
      { HOME: '/home/ada', XDG_STATE_HOME: 'x' },
      '/home/ada/.local/state/otp-tui/state.db',
    ],
  ])('is a file %s', (_, env, store) => {
    expect(storeOf(env)).toEqual({ kind: 'file', path: store });
  });

  it('is the one that was set', () => {
    expect(storeOf({ XDG_STATE_HOME: '/state' }, { OTP_STORE: 'memory:' })).toEqual({ kind: 'memory' });
  });
});

it('never tells the value of a secret', () => {
  const env = {
    TWILIO_SID: 'hunter2',
    TWILIO_AUTH_TOKEN: 'hunter2 ',
    TWILIO_API_KEY: 'hunter2',
    TWILIO_MESSAGING_SERVICE_SID: 'hunter2',
    TWILIO_API_URL: 'https://hunter2@example.com',
    OTP_SECRET: 'hunter2',
  };
  const problems = problemsOf(env);
  expect(problems.length).toBeGreaterThanOrEqual(6);
  expect(problems.join('\n')).not.toContain('hunter2');
});

it('takes no setting back: a resend may follow at once', () => {
  expect(settingsOf({ ...ENOUGH, OTP_RESEND_AFTER: '0s' }).policy.resendAfter).toBe(0);
});
