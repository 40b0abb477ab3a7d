// Which settings file is used, and the messages about it and about those that are not.

import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findSettings } from '../../src/config/settings-file.ts';

const CREDENTIALS = ['TWILIO_SID', 'TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_API_KEY', 'TWILIO_API_SECRET'];

let folder: string;
let env: NodeJS.ProcessEnv;
let usersOwn: string;
const before = process.cwd();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-file-'));
  process.chdir(folder);
  env = { HOME: join(folder, 'home') };
  usersOwn = join(folder, 'home/.config/otp-tui/config.env');
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

function write(path: string, text: string | Uint8Array, mode = 0o600): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
}

function textsOf(text: string | Uint8Array) {
  write('settings', text);
  return findSettings('settings', {}).texts;
}

describe('a settings file', () => {
  it.each<[string, string, Record<string, string>]>([
    ['lines', 'A=1\nB=two\n', { A: '1', B: 'two' }],
    ['line ends of Windows', 'A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['a byte order mark', '\ufeffA=1\n', { A: '1' }],
    ['comments and empty values', '# C=3\nA= # nothing\nB=\n', { A: '', B: '' }],
    ['quotes around spaces and #', 'A="one # two"\n', { A: 'one # two' }],
    ['export, as a shell has it', 'export A=1\n', { A: '1' }],
    ['nothing', '', {}],
    ['no settings', '\0\u0001 binary', {}],
  ])('with %s', (_, text, texts) => {
    expect(textsOf(text)).toEqual(texts);
  });

  // dotenv's regular expression is at it for nine seconds.
  it('with as many empty lines as there is room for does not hold the program up', { timeout: 4_000 }, () => {
    expect(textsOf('\n'.repeat(65_536))).toEqual({});
  });

  it.each([
    ['UTF-16', Buffer.from('TWILIO_SID=AC1\n', 'utf16le')],
    ['Latin-1', Buffer.from('OTP_SERVICE=Söhne\n', 'latin1')],
  ])('in %s is a problem, and not a file without settings', (_, text) => {
    write('settings', text);
    expect(findSettings('settings', {})).toMatchObject({
      problem: 'settings: not UTF-8 text; save it as UTF-8',
      texts: {},
    });
  });

  it('does not get into the environment', () => {
    textsOf('OTP_TUI_TEST_ONLY=secret\n');
    expect(process.env).not.toHaveProperty('OTP_TUI_TEST_ONLY');
  });
});

describe('the file that is taken', () => {
  const taken = (named?: string) => {
    const { path, texts, problem } = findSettings(named, env);
    return problem ?? [path, texts.OTP_LENGTH];
  };

  it('is the one that was named, before all others', () => {
    write('named', 'OTP_LENGTH=4');
    write(usersOwn, 'OTP_LENGTH=5');
    write('.env', 'OTP_LENGTH=6');
    expect(taken('named')).toEqual(['named', '4']);
    expect(findSettings('named', { ...env, TWILIO_SID: 'AC' })).toMatchObject({ path: 'named', warnings: [] });
  });

  it('must be there if it was named', () => {
    write('.env', 'OTP_LENGTH=6');
    expect(taken('none')).toBe('--config none: no such file');
    expect(taken('')).toBe("--config '': no such file");
    expect(taken('a\u001b[2Jb')).toBe("--config 'a[2Jb': no such file");
  });

  it("is the user's own, before .env", () => {
    write('.env', 'OTP_LENGTH=6');
    expect(taken()).toEqual(['.env', '6']);
    write(usersOwn, 'OTP_CHANNEL=call');
    expect(taken()).toEqual([usersOwn, undefined]);
    env = { XDG_CONFIG_HOME: join(folder, 'config') };
    write('config/otp-tui/config.env', 'OTP_LENGTH=8');
    expect(taken()).toEqual([join(folder, 'config/otp-tui/config.env'), '8']);
  });

  it("is not .env if the user's own cannot be trusted, or leads nowhere", () => {
    write('.env', 'OTP_LENGTH=6');
    write(usersOwn, 'OTP_LENGTH=5', 0o666);
    expect(taken()).toMatch(/config\.env: everyone can write to it: .*; to use another file, give --config FILE$/);
    rmSync(usersOwn);
    symlinkSync('nowhere', usersOwn);
    expect(taken()).toMatch(/config\.env: it is a symbolic link to a missing file/);
  });

  it.each(CREDENTIALS)('is ignored if the environment has %s', (name) => {
    write(usersOwn, 'OTP_LENGTH=5');
    write('.env', 'OTP_LENGTH=6');
    env = { ...env, [name]: 'x' };
    expect(taken()).toEqual([undefined, undefined]);
  });

  it('may be there if a credential is empty in the environment, or others are set', () => {
    write('.env', 'OTP_LENGTH=6');
    env = { ...env, TWILIO_SID: '', RECIPIENT_NUMBER: '+14155552671' };
    expect(taken()).toEqual(['.env', '6']);
  });

  it('is optional', () => {
    expect(findSettings(undefined, env)).toEqual({
      path: undefined,
      texts: {},
      problem: undefined,
      wrong: [],
      warnings: [],
      passedOver: [],
      lookedFor: [usersOwn, '.env'],
    });
  });

  it.each([
    ['a directory', '.', 'it is a directory'],
    ['a device', '/dev/zero', 'it is a device'],
    ['a terminal', '/dev/ptmx', 'it is a device'],
    ['too large', 'large', 'it is larger than 64 KiB'],
  ])('is refused if it is %s', (_, path, problem) => {
    write('large', '#'.repeat(65_537));
    expect(taken(path)).toBe(`--config ${path}: ${problem}`);
  });
});

describe('a file that is passed over', () => {
  it('is warned of, with the reason and what to do, and what is in it is known', () => {
    write('.env', 'RECIPIENT_NUMBER=+14155552671\nTWILIO_API_URL=https://evil.example');
    const found = findSettings(undefined, { ...env, TWILIO_API_KEY: 'SK' });
    expect(found).toMatchObject({
      texts: {},
      warnings: [
        'warning: .env is not used because the environment sets TWILIO_API_KEY: to use it, give --config .env',
      ],
      passedOver: [{ path: '.env', texts: { RECIPIENT_NUMBER: '+14155552671' } }],
    });
  });

  it("is warned of beside the user's own", () => {
    write(usersOwn, 'OTP_LENGTH=5');
    write('.env', 'OTP_LENGTH=6');
    expect(findSettings(undefined, env).warnings).toEqual([
      `warning: .env is not used because ${usersOwn} exists: to use it, give --config .env`,
    ]);
    expect(findSettings(undefined, { ...env, TWILIO_SID: 'AC' }).passedOver).toMatchObject([
      { path: usersOwn },
      { path: '.env' },
    ]);
  });

  it('gets a warning if it cannot be trusted, and is not read', () => {
    write('.env', 'OTP_LENGTH=6', 0o666);
    expect(findSettings(undefined, { TWILIO_SID: 'AC' })).toMatchObject({
      warnings: [expect.stringContaining('.env is not used')],
      passedOver: [{ path: '.env', texts: {} }],
    });
  });

  it('is ignored silently if it was not meant for us', () => {
    write('.env', 'DATABASE_URL=postgres://localhost\nOTP_LENGTH=\n');
    expect(findSettings(undefined, { TWILIO_SID: 'AC' }).warnings).toEqual([]);
    rmSync('.env');
    mkdirSync('.env');
    expect(findSettings(undefined, { TWILIO_SID: 'AC' }).warnings).toEqual([]);
  });
});

describe('a file that others', () => {
  const warnings = (text: string, mode: number) => {
    write('.env', text, mode);
    return findSettings(undefined, env).warnings;
  };

  it.each([
    ['TWILIO_AUTH_TOKEN', 'hunter2'],
    ['TWILIO_API_SECRET', 'hunter2'],
    ['OTP_SECRET', 'hunter2hunter2hunter2'],
    ['OTP_STORE', 'redis://:hunter2@localhost'],
    ['OTP_STORE', 'redis+unix:///run/redis.sock?password=hunter2'],
    ['OTP_PROXY', 'http://me:hunter2@proxy.example'],
  ])('can read gets a warning if it contains a secret: %s=%s', (name, text) => {
    const line = `warning: others can read .env, which contains ${name}: chmod 600 .env`;
    for (const mode of [0o640, 0o604, 0o644]) expect(warnings(`${name}=${text}`, mode)).toEqual([line]);
    expect(warnings(`${name}=${text}`, 0o600)).toEqual([]);
  });

  it('can read gets no warning if it contains none', () => {
    const harmless = 'TWILIO_SID=AC\nOTP_STORE=/var/lib/a@b/state.db\nOTP_PROXY=http://proxy.example\nOTP_SECRET=\n';
    expect(warnings(harmless, 0o644)).toEqual([]);
  });

  it('can write gets a warning if it is the group, and is refused if it is everyone', () => {
    expect(warnings('OTP_LENGTH=6', 0o660)).toEqual(['warning: the group can write to .env: chmod g-w .env']);
    write('.env', 'OTP_LENGTH=6', 0o666);
    expect(findSettings(undefined, env)).toMatchObject({ texts: {}, problem: expect.stringContaining('.env: ') });
  });

  it.skipIf(process.geteuid?.() !== 0)('own is refused (needs root to test)', () => {
    write('.env', 'OTP_LENGTH=6');
    chownSync('.env', 12_345, 0);
    expect(findSettings(undefined, env)).toMatchObject({
      texts: {},
      problem:
        '.env: it belongs to another user (uid 12345), who could change it; to use another file, give --config FILE',
    });
  });
});
