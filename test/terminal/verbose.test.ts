// What --verbose leaves on the terminal after the form, of the built program on a real one.

import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { CERTIFICATE, deadPort, startProxy, startTls } from '../support/proxy.ts';
import { openTerminal } from '../support/terminal.ts';

const PROGRAM = join(import.meta.dirname, '../../bin/otp-tui.cjs');

/** The lines on the normal screen once the form has been closed by Esc. */
async function linesAfter(shown: string, flags: readonly string[], env: Record<string, string>) {
  const terminal = openTerminal({
    command: process.execPath,
    args: [PROGRAM, '--store', 'memory:', ...flags],
    env: {
      TWILIO_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'token',
      SENDER_NUMBER: '+15005550006',
      RECIPIENT_NUMBER: '+15551230001',
      ...env,
    },
    cols: 250,
  });
  onTestFinished(() => terminal.close());
  await terminal.until(shown);
  terminal.write('\x1b');
  await terminal.ended();
  return terminal.rows().filter((row) => row !== '');
}

async function openSandbox() {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  return sandbox;
}

const LAST = expect.stringMatching(/^otp-tui: (Could not send the code|Not verified)/);

test('tells the way and why a text was refused, but only where it was asked for', async () => {
  const { origin } = await openSandbox();
  // Twilio's number of someone who opted out.
  const env = { TWILIO_API_URL: origin, RECIPIENT_NUMBER: '+15005550004' };
  expect(await linesAfter('Could not send the code', ['--verbose'], env)).toEqual([
    `otp-tui: texts are handed to ${origin}`,
    expect.stringMatching(/^otp-tui: error 21610: the recipient replied STOP .* Twilio says: Attempt to send to uns/),
    LAST,
  ]);
  expect(await linesAfter('Could not send the code', [], env)).toEqual([LAST]);
});

test('names the proxy without its password, dead or alive', async () => {
  const dead = await deadPort();
  expect(
    await linesAfter('Could not send the code', ['--verbose'], { HTTPS_PROXY: `http://me:secret@127.0.0.1:${dead}` }),
  ).toEqual([
    `otp-tui: texts are handed to https://api.twilio.com through the proxy http://127.0.0.1:${dead}`,
    expect.stringContaining(`The proxy http://127.0.0.1:${dead} gave no way to Twilio (ECONNREFUSED)`),
    LAST,
  ]);

  const sandbox = await openSandbox();
  const tls = await startTls(sandbox.port);
  const proxy = await startProxy();
  onTestFinished(() => Promise.all([tls.close(), proxy.close()]).then(() => {}));
  const env = {
    TWILIO_API_URL: `https://localhost:${tls.port}`,
    HTTPS_PROXY: `me:secret@127.0.0.1:${proxy.port}`,
    NODE_EXTRA_CA_CERTS: CERTIFICATE,
  };
  expect(await linesAfter('Code sent', ['--verbose'], env)).toEqual([
    `otp-tui: texts are handed to https://localhost:${tls.port} through the proxy http://127.0.0.1:${proxy.port}`,
    LAST,
  ]);
  expect(proxy.asked).toHaveLength(1);
});
