// The steps of docs/twilio.md, with the sandbox as Twilio: what is written and typed there works, or fails as it says.

import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parsePhoneNumber } from '../../src/core/phone.ts';
import { TWILIO_ERRORS } from '../../src/delivery/errors.ts';
import { deliveryErrorOf, refuseText, VERIFIED } from '../../src/sandbox/numbers.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { codeIn, otherThan, PROGRAM, runWithoutTerminal, SETTINGS, temporaryFolder } from '../support/program.ts';
import { freePort } from '../support/redis-server.ts';
import { openTerminal } from '../support/terminal.ts';
import { block, blocks, page } from './pages.ts';

const ON_TRIAL = block('docs/twilio.md', 'On a trial account: Verify', 'dotenv');
const UPGRADED = block('docs/twilio.md', 'On an upgraded account: Messages', 'dotenv');

/** Settings as they stand on the page, with what a person fills in. */
function filled(settings: string, phone: string): string {
  return settings
    .replaceAll(/(?<==)([A-Z]{2})…/g, `$1${'0123456789abcdef'.repeat(2)}`)
    .replaceAll(/(?<==)…/g, 'a-secret-of-twilio')
    .replace('+14155552671', phone);
}

/** A settings file in an empty HOME, and Twilio. */
async function setUp({ trial = false, settings = '' }) {
  const texts: { readonly to: string; readonly body: string }[] = [];
  const { origin, close } = await startSandbox({ trial, onText: (sent) => texts.push(sent) });
  onTestFinished(close);
  const home = temporaryFolder(onTestFinished);
  const folder = join(home, '.config/otp-tui');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.env'), `${settings}TWILIO_API_URL=${origin}\n`, { mode: 0o600 });
  const run = (line: string, input?: string) =>
    runWithoutTerminal(line.trim().split(' ').slice(1), { HOME: home }, home, input);
  return { texts, run };
}

describe('the settings', () => {
  it.each([
    ['of a trial account', { trial: true, settings: filled(ON_TRIAL, VERIFIED) }, VERIFIED, /Your .* code is: \d{6}$/],
    ['of an upgraded account', { settings: filled(UPGRADED, '+14155552671') }, '+14155552671', /^\d{5} is your/],
    [
      'with CALL ME',
      { settings: filled(UPGRADED + block('docs/twilio.md', 'Calls', 'dotenv'), '+14155552671') },
      '+14155552671',
      /^\d{5} is your/,
    ],
    [
      'for calls with Verify on a trial account',
      { trial: true, settings: `${filled(ON_TRIAL, VERIFIED)}OTP_CHANNEL=call\n` },
      VERIFIED,
      /\d/,
    ],
    [
      'for WhatsApp',
      { settings: filled(UPGRADED + block('docs/twilio.md', 'WhatsApp', 'dotenv'), '+14155552671') },
      'whatsapp:+14155552671',
      /^\d{5}$/,
    ],
    [
      'for WhatsApp by Verify',
      { settings: `${filled(ON_TRIAL, '+14155552671')}OTP_CHANNEL=whatsapp\n` },
      '+14155552671',
      /\d{6}$/,
    ],
  ] as const)('%s send a code that is accepted, and no wrong one is', async (_, set, to, words) => {
    const { texts, run } = await setUp(set);
    expect(await run('otp-tui send')).toMatchObject({ status: 0, stderr: '' });
    expect(texts).toMatchObject([{ to, body: expect.stringMatching(words) }]);
    const code = codeIn(texts[0]?.body ?? '');
    expect((await run('otp-tui check', `${otherThan(code)}\n`)).status).toBe(1);
    expect(await run('otp-tui check', `${code}\n`)).toMatchObject({ status: 0 });
  });

  it.each(['OTP_LENGTH=6', 'OTP_MESSAGE={code}', 'OTP_SERVICE=x'])(
    'of Verify are refused together with %s',
    async (setting) => {
      const { run } = await setUp({ settings: `${filled(ON_TRIAL, '+14155552671')}${setting}\n` });
      expect(await run('otp-tui send')).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('cannot both be set'),
      });
    },
  );
});

it('on a trial account a text in its own words fails as shown', async () => {
  const { run } = await setUp({ trial: true, settings: filled(UPGRADED, VERIFIED) });
  const shown = block('docs/twilio.md', 'On a trial account: Verify', 'text');
  const { status, stdout } = await run(block('docs/twilio.md', 'On a trial account: Verify', 'sh'));
  expect([status, stdout]).toEqual([69, shown]);
});

it('the sandbox is started and used as shown', async () => {
  const port = `${await freePort()}`;
  const folder = temporaryFolder(onTestFinished);
  const start = `#!/bin/sh\nexec ${realpathSync(process.execPath)} ${PROGRAM} "$@"\n`;
  writeFileSync(join(folder, 'otp-tui'), start, { mode: 0o755 });
  const [serve = '', use = ''] = blocks('docs/twilio.md', 'Without an account', 'sh', 2).map((text) =>
    text.replace('8025', port),
  );
  const env = { HOME: folder, PATH: `${folder}:${process.env.PATH}` };
  const sandbox = openTerminal({ command: '/bin/bash', args: ['-c', serve], env });
  onTestFinished(() => sandbox.close());
  await sandbox.until('Sandbox listening');
  const terminal = openTerminal({ command: '/bin/bash', args: ['-c', use], env, cwd: folder });
  onTestFinished(() => terminal.close());
  await terminal.until('Account SID');
  terminal.write(`${SETTINGS.TWILIO_SID}\r`);
  await terminal.until('Auth Token');
  terminal.write('any\r');
  await terminal.until('a trial account');
  expect(page('docs/twilio.md')).toContain(VERIFIED);
});

describe('a number that stands for an error', () => {
  const numbers = [...page('docs/twilio.md').matchAll(/`(\+150055([0-9]{5,}))`/g)]
    .map(([, number = '', code = '']) => ({ number, code: Number(code) }))
    .filter(({ number }) => number !== VERIFIED);

  it('is shown for either kind', () => {
    expect(numbers.length).toBeGreaterThanOrEqual(2);
  });

  it.each(numbers)('$number can be given, and ends with $code', ({ number, code }) => {
    expect(parsePhoneNumber(number)).toBe(number);
    const refused = refuseText(number, SETTINGS.SENDER_NUMBER)?.body as { readonly code: number } | undefined;
    expect(refused?.code ?? deliveryErrorOf(number)?.code).toBe(code);
    expect(TWILIO_ERRORS).toHaveProperty(`${code}`);
  });
});
