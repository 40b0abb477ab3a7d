// `otp-tui unlock`, run as an operator runs it.

import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { describeWithStores, says, test } from '../support/login.ts';
import { AUTH_TOKEN, otherThan, runWithoutTerminal } from '../support/program.ts';
import { freePort } from '../support/redis-server.ts';

const ENTER = '\r';
const RESEND = '\x1b[Z\r';
/** Ten wrong tries on one code. */
const LENIENT = { OTP_RESEND_AFTER: '0s', OTP_MAX_ATTEMPTS: '10' };
const PHONE = '+1 *** *** **71';
const RECIPIENT_NUMBER = '+14155552671';
const OTP_SECRET = 'sixteen characters';

describeWithStores('unlock in', (test) => {
  test.concurrent('says that there was nothing', async ({ startLogin, store }) => {
    const login = await startLogin(store);
    const nothing = said(0, `${PHONE} had no wrong tries: nothing to clear`);
    const gate = await login.openReady();
    gate.write(login.newestCode() + ENTER);
    await says(gate, '✓ Login Success!');
    expect(await login.unlock()).toEqual(nothing);
  });

  test.concurrent('forgets sends, so that another code may be sent at once', async ({ startLogin, store }) => {
    const login = await startLogin(store, { OTP_RESEND_AFTER: '0s', OTP_MAX_SENDS: '1' });
    const gate = await login.openReady();
    gate.write(RESEND);
    await says(gate, '✗ Please wait 10m: too many codes were sent.');
    expect(await login.unlock()).toEqual(said(0, `${PHONE}: 1 send cleared`));
    expect(await login.unlock()).toEqual(said(0, `${PHONE} had no wrong tries: nothing to clear`));
    const next = await login.openReady();
    next.write(login.newestCode() + ENTER);
    await says(next, '✓ Login Success!');
    expect(login.codes).toHaveLength(2);
  });

  test.concurrent('clears wrong tries, and leaves the newest code as it is', async ({ startLogin, store }) => {
    const login = await startLogin(store);
    const gate = await login.openReady();
    gate.write(otherThan(login.newestCode()) + ENTER);
    await says(gate, '4 tries left.');
    expect(await login.unlock()).toEqual(said(0, `${PHONE}: 1 wrong try in a row and 1 send cleared`));
    gate.write(otherThan(login.newestCode()) + ENTER);
    await says(gate, '3 tries left.');
    gate.write(login.newestCode() + ENTER);
    await says(gate, '✓ Login Success!');
  });

  test.concurrent('needs no account: only the recipient, the store and the secret', async ({ startLogin, store }) => {
    const login = await startLogin(store, { ...LENIENT, OTP_SECRET });
    const gate = await login.openReady();
    gate.write((otherThan(login.newestCode()) + ENTER).repeat(10));
    await says(gate, '✗ Locked!');
    expect(await runWithoutTerminal(['unlock', '--to', RECIPIENT_NUMBER], { OTP_STORE: store, OTP_SECRET })).toEqual(
      said(0, `${PHONE}: 10 wrong tries in a row and 1 send cleared, unlocked`),
    );
    gate.write(RESEND);
    await gate.ready();
    gate.write(login.newestCode() + ENTER);
    await says(gate, '✓ Login Success!');
  });

  test.concurrent('needs the Twilio secret alone of the account if the secret is derived from it', async ({
    startLogin,
    store,
  }) => {
    const login = await startLogin(store);
    const gate = await login.openReady();
    gate.write(otherThan(login.newestCode()) + ENTER);
    await says(gate, '4 tries left.');
    const settings = { OTP_STORE: store, RECIPIENT_NUMBER };
    expect(await runWithoutTerminal(['unlock'], { ...settings, TWILIO_AUTH_TOKEN: AUTH_TOKEN })).toEqual(
      said(0, `${PHONE}: 1 wrong try in a row and 1 send cleared`),
    );
    expect(await runWithoutTerminal(['unlock'], settings)).toEqual(
      said(
        2,
        'OTP_SECRET is missing; set the one that codes are asked with; if they are asked without one, set the same TWILIO_AUTH_TOKEN or TWILIO_API_SECRET, from which the key is derived',
      ),
    );
  });

  test.concurrent('clears a lock, in a form that is open too, whatever the code was for, of this recipient alone', async ({
    startLogin,
    store,
  }) => {
    const login = await startLogin(store, LENIENT);
    const gate = await login.open({ args: ['--service', 'Acme'] });
    await gate.ready();
    gate.write((otherThan(login.newestCode()) + ENTER).repeat(10));
    await says(gate, '✗ Locked!');
    expect(await login.unlock('--to', '+441632960961')).toEqual(
      said(0, '+44 **** ****61 had no wrong tries: nothing to clear'),
    );
    gate.write(RESEND);
    await says(gate, /▸ RESEND OTP.*✗ Locked!/s);

    expect(await login.unlock('--to', RECIPIENT_NUMBER)).toEqual(
      said(0, `${PHONE}: 10 wrong tries in a row and 1 send cleared, unlocked`),
    );
    expect(await login.unlock()).toEqual(said(0, `${PHONE} had no wrong tries: nothing to clear`));
    gate.write(ENTER);
    await gate.ready();
    gate.write(login.newestCode() + ENTER);
    await says(gate, '✓ Login Success!');
    expect((await gate.restored()).status).toBe(0);
  });
});

describe('unlock refuses', () => {
  test.concurrent('what is set wrongly and needed, and does not mind the rest', async ({ stateFile }) => {
    writeFileSync(stateFile, '');
    const unlock = (env: Record<string, string>, ...args: string[]) =>
      runWithoutTerminal(['unlock', ...args], { RECIPIENT_NUMBER, OTP_STORE: stateFile, OTP_SECRET, ...env });
    const wrongs = { RECIPIENT_NUMBER: 'me', OTP_STORE: 'http://x', OTP_SECRET: 'short', SENDER_NUMBER: '!' };
    const { status, stderr } = await unlock(wrongs);
    expect([status, stderr.match(/^otp-tui: [A-Z_]+/gm)]).toEqual([
      2,
      ['otp-tui: RECIPIENT_NUMBER', 'otp-tui: OTP_STORE', 'otp-tui: OTP_SECRET'],
    ]);
    expect(stderr).not.toContain('short');
    const others = { TWILIO_SID: 'x', TWILIO_AUTH_TOKEN: 'two words', SENDER_NUMBER: '!', OTP_LENGTH: '99' };
    expect(await unlock(others)).toEqual(said(0, `${PHONE} had no wrong tries: nothing to clear`));
    const flag = await unlock({}, '--service', '');
    expect(flag).toEqual(said(2, 'OTP_SERVICE (--service) is "", but must be 1-30 printable characters'));
  });

  test.concurrent('to go on without settings, and says which ones it needs', async () => {
    const { status, stderr } = await runWithoutTerminal(['unlock'], {});
    expect([status, stderr.trimEnd().split('\n')]).toEqual([
      2,
      [
        expect.stringMatching(/^otp-tui: there are no settings, neither in /),
        expect.stringMatching(/^otp-tui: OTP_SECRET is missing; /),
        expect.stringMatching(/^otp-tui: RECIPIENT_NUMBER \(--to\) is missing; /),
      ],
    ]);
  });

  test.concurrent('a store that nothing outlives', async ({ startLogin }) => {
    const login = await startLogin('memory:');
    const words = 'OTP_STORE (--store) is memory:, which keeps nothing, so there is nothing to unlock';
    expect(await login.unlock()).toEqual(said(2, words));
  });

  test.concurrent('a file that is not there, and makes none', async ({ startLogin, stateFile }) => {
    const login = await startLogin(stateFile);
    const words = `${stateFile}: no such file, so there is nothing to unlock; see OTP_STORE (--store)`;
    expect(await login.unlock()).toEqual(said(73, words));
    expect(existsSync(stateFile)).toBe(false);
  });

  test.concurrent('a file that is not there, without the control characters in its name', async () => {
    const settings = { RECIPIENT_NUMBER, OTP_SECRET, OTP_STORE: '/nowhere/\x1b[2J\x1b]0;title\x07\nstate.db' };
    const words = '/nowhere/[2J]0;title state.db: no such file, so there is nothing to unlock; see OTP_STORE (--store)';
    expect(await runWithoutTerminal(['unlock'], settings)).toEqual(said(73, words));
  });

  // The same goes for an unreadable directory, but root can read them all.
  test.concurrent('a file that cannot be looked up, without claiming that it does not exist', async ({
    startLogin,
    stateFile,
  }) => {
    symlinkSync(stateFile, stateFile);
    const login = await startLogin(stateFile);
    const { stderr, ...rest } = await login.unlock();
    expect(rest).toEqual({ status: 73, stdout: '' });
    expect(stderr).toContain(`could not unlock ${PHONE}: ${stateFile}: `);
  });

  test.concurrent('a directory in place of the file', async ({ startLogin, stateFile }) => {
    mkdirSync(stateFile);
    const login = await startLogin(stateFile);
    const words = `could not unlock ${PHONE}: ${stateFile}: it is a directory or a device; choose another path`;
    expect(await login.unlock()).toEqual(said(73, words));
  });

  test.concurrent('a file that is no state file, and leaves it as it is', async ({ startLogin, stateFile }) => {
    writeFileSync(stateFile, 'This was never a database.\n'.repeat(1_000), { mode: 0o600 });
    const login = await startLogin(stateFile);
    const { stderr, ...rest } = await login.unlock();
    expect(rest).toEqual({ status: 73, stdout: '' });
    expect(stderr).toMatch(/^otp-tui: could not unlock \+1 .*: not a state file, or a damaged one; [^\n]*\n$/);
  });

  test.concurrent('a Redis that is not there', async ({ startLogin }) => {
    const login = await startLogin(`redis://gate:hunter2@127.0.0.1:${await freePort()}`);
    const { stderr, ...rest } = await login.unlock();
    expect(rest).toEqual({ status: 73, stdout: '' });
    expect(stderr).toMatch(/^otp-tui: could not unlock \+1 .*: nothing is listening there; [^\n]*\n$/);
    expect(stderr).not.toContain('hunter2');
  });
});

/** A run that ended with one line: the answer, or why there is none. */
function said(status: number, line: string) {
  return status === 0
    ? { status, stdout: `${line}\n`, stderr: '' }
    : { status, stdout: '', stderr: `otp-tui: ${line}\n` };
}
