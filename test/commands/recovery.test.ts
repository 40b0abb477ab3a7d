// `otp-tui recovery`, run as an operator runs it.

import { execFile } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { OtpVerifier } from '../../src/otp-verifier.ts';
import { fileStore } from '../../src/store/file.ts';
import { redisStore } from '../../src/store/redis.ts';
import { describeWithStores, test } from '../support/login.ts';
import { PROGRAM, runWithoutTerminal } from '../support/program.ts';
import { freePort } from '../support/redis-server.ts';

const RECIPIENT_NUMBER = '+14155552671';
const OTP_SECRET = 'sixteen characters';
const PHONE = '+1 *** *** **71';
const MADE = `otp-tui: recovery codes for ${PHONE}: keep them safe and apart from the phone. Each works once; all earlier ones no longer work\n`;
const LOST = `otp-tui: the recovery codes for ${PHONE} could not be written, and any earlier ones no longer work: make new ones\n`;
const NEEDED =
  'otp-tui: OTP_SECRET is missing; set it in the settings file, for example to what openssl rand -hex 32 prints; recovery codes need it: a key derived from the Twilio secret changes with it, and a new one would undo them\n';

function recovery(store: string, env: Record<string, string> = {}, ...args: string[]) {
  return runWithoutTerminal(['recovery', ...args], { OTP_STORE: store, RECIPIENT_NUMBER, OTP_SECRET, ...env });
}

/** The outcomes of checks in a gate with the same store and secret, which can send nothing. */
async function check(place: string, ...entries: string[]): Promise<string[]> {
  const store = place.startsWith('redis:') ? redisStore(place) : fileStore(place);
  const sender = { send: async () => ({ kind: 'refused', problem: { message: '', detail: '' } }) as const };
  const verifier = new OtpVerifier({ store, secret: OTP_SECRET, sender });
  try {
    const kinds: string[] = [];
    for (const entry of entries) kinds.push((await verifier.check(RECIPIENT_NUMBER, entry)).kind);
    return kinds;
  } finally {
    await store.close();
  }
}

describeWithStores('recovery in', (test) => {
  test.concurrent('prints eight codes and nothing else, and what to do with them on standard error', async ({
    store,
  }) => {
    const { status, stdout, stderr } = await recovery(store);
    expect([status, stderr]).toEqual([0, MADE]);
    expect(stdout).toMatch(/^(?:(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\n){8}$/);
    const codes = stdout.trimEnd().split('\n');
    expect(await check(store, ...codes)).toEqual(Array(8).fill('accepted'));
    expect(await check(store, ...codes)).toEqual(Array(8).fill('used'));
  });

  test.concurrent('replaces the earlier ones, of this recipient alone', async ({ store }) => {
    const [first = ''] = (await recovery(store)).stdout.split('\n');
    await recovery(store, {}, '--to', '+44 7911 123456');
    expect(await check(store, first)).toEqual(['accepted']);
    const [, second = ''] = (await recovery(store)).stdout.split('\n');
    expect(await check(store, first, second)).toEqual(['incorrect', 'accepted']);
  });
});

describe('recovery', () => {
  test.concurrent('makes a file that is not there, for its owner alone, and leaves no code in it', async ({
    stateFile,
  }) => {
    const { stdout } = await recovery(stateFile);
    expect(statSync(stateFile).mode & 0o777).toBe(0o600);
    const stored = [stateFile, `${stateFile}-wal`].filter(existsSync).map((path) => readFileSync(path, 'latin1'));
    for (const code of stdout.trimEnd().split('\n')) {
      expect(stored.join()).not.toContain(code);
      expect(stored.join()).not.toContain(code.replaceAll('-', ''));
    }
  });

  test.concurrent('needs OTP_SECRET, and no key that is derived from the Twilio secret', async ({ stateFile }) => {
    const refused = { status: 2, stdout: '', stderr: NEEDED };
    expect(await recovery(stateFile, { OTP_SECRET: '' })).toEqual(refused);
    expect(await recovery(stateFile, { OTP_SECRET: '', TWILIO_AUTH_TOKEN: 'a-token' })).toEqual(refused);
    expect(existsSync(stateFile)).toBe(false);
  });

  test.concurrent('refuses a store that nothing outlives', async () => {
    const stderr =
      'otp-tui: OTP_STORE (--store) is memory:, which keeps nothing, so recovery codes would be lost at once\n';
    expect(await recovery('memory:')).toEqual({ status: 2, stdout: '', stderr });
  });

  test.concurrent('shows nothing if the file cannot be written', async ({ stateFile }) => {
    writeFileSync(stateFile, '');
    chmodSync(stateFile, 0o666);
    const { stderr, ...rest } = await recovery(stateFile);
    expect(rest).toEqual({ status: 73, stdout: '' });
    expect(stderr).toContain(`otp-tui: no recovery codes for ${PHONE}: ${stateFile}: `);
    expect(stderr).toMatch(/\. Any earlier ones still work\n$/);
  });

  test.concurrent('shows nothing if Redis is not there', async () => {
    const { stderr, ...rest } = await recovery(`redis://gate:hunter2@127.0.0.1:${await freePort()}`);
    expect(rest).toEqual({ status: 73, stdout: '' });
    expect(stderr).toMatch(/^otp-tui: no recovery codes for .*: nothing is listening there; [^\n]*\n$/);
    expect(stderr).not.toContain('hunter2');
  });

  test.concurrent.for([
    ['a full disk', 'exec "$@" > /dev/full'],
    // The reader has gone before there is anything to read.
    ['a closed pipe', 'exec 3> >(exec true); wait $!; exec "$@" >&3'],
  ])('says to make new ones if they are lost: %s', async ([_, script = ''], { stateFile }) => {
    const [earlier = ''] = (await recovery(stateFile)).stdout.split('\n');
    const { status, stderr } = await new Promise<{ status: unknown; stderr: string }>((resolve) =>
      execFile(
        '/bin/bash',
        ['-c', script, 'bash', process.execPath, PROGRAM, 'recovery'],
        { env: { OTP_STORE: stateFile, RECIPIENT_NUMBER, OTP_SECRET, HOME: '/nonexistent' } },
        (error, _stdout, stderr) => resolve({ status: error?.code ?? 0, stderr }),
      ),
    );
    expect([stderr, status]).toEqual([LOST, 141]);
    expect(await check(stateFile, earlier)).toEqual(['incorrect']);
  });
});
