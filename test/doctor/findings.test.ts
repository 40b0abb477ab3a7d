// From what was seen to what is said, case by case.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/delivery/account.ts';
import type { Capabilities } from '../../src/delivery/inventory.ts';
import { accountFinding, clockFinding, wayFinding } from '../../src/doctor/account-findings.ts';
import { type Finding, lineOf, showable } from '../../src/doctor/finding.ts';
import { nodeFinding, terminalFinding } from '../../src/doctor/machine-findings.ts';
import { countryFinding, senderFindings } from '../../src/doctor/sender-findings.ts';
import { fileFinding } from '../../src/doctor/settings-findings.ts';
import { storeFindings } from '../../src/doctor/store-findings.ts';
import { readRedisAddress } from '../../src/store/redis-address.ts';
import type { RedisDurability } from '../../src/store/redis-durability.ts';

const SECRET = { hasOwnSecret: true };

/** Level and text of each, and whether it says what to do, which all do that are not well. */
function said(findings: readonly Finding[]): string[] {
  expect(findings.filter(({ level, next }) => (level === 'ok') !== (next === undefined))).toEqual([]);
  return findings.map(({ level, text }) => `${level}: ${text}`);
}

const answered = <Result>(result: Result): Answer<Result> => ({ kind: 'answered', result });
const refusedWith = (code: number | undefined, cause?: string) => ({
  kind: 'refused' as const,
  problem: { message: '', detail: `error ${code}`, ...(code !== undefined && { code }) },
  ...(cause !== undefined && { cause }),
});

describe('the way to Twilio', () => {
  const way = { origin: 'https://api.twilio.com', isOther: false, proxy: undefined };

  it.each<[string, Parameters<typeof wayFinding>, string]>([
    ['is well', [way, undefined], 'ok: https://api.twilio.com answers, without a proxy, its certificate is trusted'],
    ['is well if Twilio refuses', [way, refusedWith(20003)], 'ok: https://api.twilio.com answers, without a proxy'],
    ['names the proxy', [{ ...way, proxy: 'http://p:3128' }, undefined], 'answers, through the proxy http://p:3128'],
    [
      'is elsewhere',
      [{ ...way, isOther: true, origin: 'http://127.0.0.1:1' }, undefined],
      'warning: http://127.0.0.1:1',
    ],
    ['is blocked', [way, refusedWith(undefined, 'ETIMEDOUT')], 'error: https://api.twilio.com cannot be reached'],
  ])('%s', (_, args, words) => {
    expect(said([wayFinding(...args)])[0]).toContain(words);
  });

  it.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', undefined, 'OTP_CA_FILE'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', undefined, 'OTP_CA_FILE'],
    ['HTTP 407', 'http://p:3128', 'proxy'],
    ['ENOTFOUND', undefined, 'DNS'],
    ['ECONNREFUSED', undefined, 'firewall'],
  ])('%s has a remedy of its own', (cause, proxy, remedy) => {
    expect(wayFinding({ ...way, proxy }, refusedWith(undefined, cause)).next).toContain(remedy);
  });
});

it.each([
  [0, 'ok'],
  [10_000, 'ok'],
  [-10_000, 'ok'],
  [10_001, "this computer's clock is 10 s behind Twilio's"],
  [-60_000, "this computer's clock is 60 s ahead of Twilio's"],
  [undefined, 'did not say what time it is'],
])('a clock that differs by %s ms', (skew, words) => {
  expect(said([clockFinding(skew)])[0]).toContain(words);
});

describe('the account', () => {
  it.each<[string, Parameters<typeof accountFinding>, string]>([
    ['full', [{ account: answered({ status: 'active', type: 'Full' }) }, false], 'ok: active, a full account'],
    ['a trial', [{ account: answered({ status: 'active', type: 'Trial' }) }, false], '(572006)'],
    ['a trial with Verify', [{ account: answered({ status: 'active', type: 'Trial' }) }, true], 'has verified'],
    ['suspended', [{ account: answered({ status: 'suspended', type: 'Full' }) }, false], 'error: it is suspended'],
    ['refused', [{ account: refusedWith(20003) }, false], 'error: error 20003'],
    ['silent', [{ account: refusedWith(undefined, 'ETIMEDOUT') }, false], 'error: Twilio did not answer (ETIMEDOUT)'],
    ['of a key', [{ account: refusedWith(20003), messages: answered({}) }, false], 'ok: the API key is accepted'],
    ['of a wrong key', [{ account: refusedWith(20003), messages: refusedWith(20003) }, false], 'error: error 20003'],
    ['of a narrow key', [{ account: refusedWith(20003), messages: refusedWith(70051) }, false], 'warning: the API key'],
  ])('%s', (_, args, words) => {
    expect(said([accountFinding(...args)])[0]).toContain(words);
  });
});

describe('the sender', () => {
  const number = (result: Capabilities | undefined) =>
    ({ kind: 'number', number: '+15005550006', answer: answered(result) }) as const;
  const both = { sms: true, voice: true };

  it.each<[string, Parameters<typeof senderFindings>, string]>([
    ['can do all', [number(both), ['sms', 'call']], 'ok: +15005550006 is the account'],
    ['cannot text', [number({ ...both, sms: false }), ['sms']], 'error: +15005550006 cannot send texts'],
    ['need not text', [number({ ...both, sms: false }), ['call']], 'ok:'],
    ['cannot call', [number({ ...both, voice: false }), ['sms', 'call']], 'error: +15005550006 cannot make calls'],
    ['can do neither', [number({ sms: false, voice: false }), ['sms', 'call']], 'cannot send texts or make calls'],
    ['is not ours', [number(undefined), ['sms']], 'error: +15005550006 is not a number of the account'],
    ['is on WhatsApp', [number(undefined), ['whatsapp']], 'warning: '],
    ['is a name', [{ kind: 'name', name: 'MyBank' }, ['sms']], 'warning: texts come from the name MyBank'],
    ['is a service', [{ kind: 'messaging-service', answer: answered({}) }, ['sms']], 'ok: the Messaging Service'],
    [
      'is no service',
      [{ kind: 'messaging-service', answer: refusedWith(20404) }, ['sms']],
      'error: the account has no',
    ],
    ['is Verify', [{ kind: 'verify', answer: answered({ codeLength: 8, hasWhatsApp: false }) }, ['sms']], '8 digits'],
    [
      'is not Verify',
      [{ kind: 'verify', answer: refusedWith(20404) }, ['sms']],
      'error: the account has no such Verify',
    ],
    ['is refused', [{ kind: 'verify', answer: refusedWith(20005) }, ['sms']], 'error: error 20005'],
  ])('%s', (_, args, words) => {
    expect(said(senderFindings(...args))).toEqual([expect.stringContaining(words)]);
  });

  it('of a Verify service on WhatsApp must be there', () => {
    const answer = answered({ codeLength: 6, hasWhatsApp: false });
    expect(said(senderFindings({ kind: 'verify', answer }, ['whatsapp']))[1]).toMatch(/^warning: .*WhatsApp/);
  });

  it('needs no permission for its own country, and others cannot be looked at', () => {
    const sender = number(both);
    expect(countryFinding(['+14155552671'], sender)).toBeUndefined();
    expect(countryFinding([], sender)).toBeUndefined();
    const abroad = countryFinding(['+447700900123', '+447700900124', '+4915112345678', '+14155552671'], sender);
    expect(abroad?.text).toContain('sent to +44, +49,');
  });
});

describe('the store', () => {
  const file = { kind: 'file', path: '/s/state.db' } as const;
  const redis = (url: string) => ({ kind: 'redis', redis: readRedisAddress(url) }) as const;
  const durable: RedisDurability = { appendOnly: true, sync: 'always', eviction: 'noeviction' };
  const levels = (url: string, durability: RedisDurability | undefined, hasOwnSecret = true) =>
    storeFindings(redis(url), { kind: 'used', durability }, hasOwnSecret).map(({ level }) => level);

  it('in a file', () => {
    const about = (...args: [Parameters<typeof storeFindings>[1]]) => said(storeFindings(file, ...args, false));
    expect(about({ kind: 'used' })).toEqual(['ok: /s/state.db can be written, and by nobody else']);
    expect(about({ kind: 'absent', isRoomThere: true })[0]).toMatch(/^ok: .* not there yet/);
    expect(about({ kind: 'absent', isRoomThere: false })[0]).toMatch(/^error: .* cannot be made/);
    expect(about({ kind: 'failed', problem: { message: '', detail: 'why' } })).toEqual(['error: why']);
    const [failed] = storeFindings(file, { kind: 'failed', problem: { message: '', detail: 'why' } }, true);
    expect(failed?.next).toMatch(/^put that right, or set OTP_STORE to another/);
  });

  it.each<[string, string, RedisDurability | undefined, string[]]>([
    ['that loses nothing', 'redis://127.0.0.1', durable, ['ok', 'ok', 'ok', 'ok']],
    ['over TLS', 'rediss://db.example', durable, ['ok', 'ok', 'ok', 'ok']],
    ['over a network in clear text', 'redis://db.example', durable, ['ok', 'ok', 'ok', 'warning', 'ok']],
    ['that loses a second', 'redis://[::1]', { ...durable, sync: 'everysec' }, ['ok', 'warning', 'ok', 'ok']],
    ['that loses all', 'redis://localhost', { ...durable, appendOnly: false }, ['ok', 'error', 'ok', 'ok']],
    ['that evicts', 'redis://localhost', { ...durable, eviction: 'volatile-ttl' }, ['ok', 'ok', 'error', 'ok']],
    ['that does not say', 'redis://localhost', undefined, ['ok', 'warning', 'ok']],
  ])('in a Redis %s', (_, url, durability, expected) => {
    expect(levels(url, durability)).toEqual(expected);
  });

  it('that is shared needs a secret that is shared', () => {
    expect(levels('redis://localhost', durable, false).at(-1)).toBe('error');
    expect(said(storeFindings(file, { kind: 'used' }, SECRET.hasOwnSecret)).at(-1)).toBe('ok: OTP_SECRET is set');
  });
});

describe('this computer', () => {
  it.each([
    ['v20.20.2', '2026-04-30T12:00Z', 'ok'],
    ['v20.20.2', '2026-05-02T12:00Z', 'warning'],
    ['v21.0.0', '2026-01-01T00:00Z', 'warning'],
    ['v24.1.0', '2026-11-28T00:00Z', 'ok'],
    ['v30.0.0', '2028-11-28T00:00Z', 'ok'],
  ])('Node %s on %s', (version, day, level) => {
    expect(nodeFinding(version, Date.parse(day)).level).toBe(level);
  });

  it.each([
    [undefined, 'warning: there is none'],
    [{ columns: 80, rows: 24 }, 'ok: 80x24, 256 colours, UTF-8'],
    [{ columns: 0, rows: 0 }, 'ok: of an unknown size'],
    [{ columns: 33, rows: 24 }, 'warning: 33x24 is too small'],
    [{ columns: 20, rows: 2, inLines: true }, 'ok: asks in plain lines'],
  ])('the terminal %o', (given, words) => {
    const terminal = given && { colours: 256, unicode: true, inLines: false, ...given };
    expect(said([terminalFinding(terminal)])[0]).toContain(words);
  });

  it.each([
    [0, 0o100600, 'root, mode 600'],
    [1000, 0o100644, 'you, mode 644'],
    [7, 0o100007, 'uid 7, mode 007'],
  ])('a file of user %d', (uid, mode, words) => {
    expect(fileFinding('store', { path: '/s', uid, mode }, 1000).text).toBe(`store /s belongs to ${words}`);
  });
});

describe('a line', () => {
  const finding: Finding = { level: 'error', about: 'store', text: 'broken', next: 'mend it' };

  it('has a mark, what it is about, what was found and what to do', () => {
    expect(lineOf(finding, true)).toBe('✗ store: broken → mend it');
    expect(lineOf(finding, false)).toBe('x  store: broken -> mend it');
    expect(lineOf({ level: 'ok', about: 'store', text: 'fine' }, true)).toBe('✓ store: fine');
  });

  it('never shows a secret, wherever it got in, nor a control character', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 4, maxLength: 20 }).filter((one) => !'***'.includes(one.trim())),
        fc.string(),
        fc.string(),
        (secret, before, after) => {
          const text = `${before}${secret}${after}\u001b[2J`;
          const shown = showable({ level: 'error', about: 'account', text, next: text }, [secret]);
          expect(lineOf(shown, true)).not.toContain(secret);
          expect(lineOf(shown, true)).not.toMatch(/\p{Cc}/u);
        },
      ),
      {
        examples: [
          [' ! ! ', '', ''],
          [' ! !', 'x', ''],
        ],
      },
    );
  });
});
