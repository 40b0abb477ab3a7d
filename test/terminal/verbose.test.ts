// What --verbose leaves on the terminal after the form.

import { expect } from 'vitest';
import { type Gate, test } from '../support/gate.ts';
import { CERTIFICATE, deadPort, startProxy, startTls } from '../support/proxy.ts';
import { openSandbox } from '../support/sandbox.ts';

const WIDE = { cols: 250 };
const VERBOSE = { ...WIDE, args: ['--verbose'] };
/** Twilio's number of someone who opted out. */
const OPTED_OUT = '+15005550004';
const LAST = expect.stringMatching(/^otp-tui: (Could not send the code|Not verified)/);

/** The lines on the normal screen once the form has been closed by Esc. */
async function linesAfter(gate: Gate, shown: string): Promise<string[]> {
  await gate.until(shown);
  gate.write('\x1b');
  await gate.restored();
  return gate.rows().filter((row) => row !== '' && !row.startsWith('[[ended '));
}

test.concurrent('tells the way and why a text was refused', async ({ open }) => {
  const gate = await open({ ...VERBOSE, env: { RECIPIENT_NUMBER: OPTED_OUT } });
  expect(await linesAfter(gate, 'Could not send the code')).toEqual([
    `otp-tui: requests to Twilio go to ${gate.sandbox.origin}`,
    expect.stringMatching(/^otp-tui: error 21610: the recipient replied STOP .* Twilio says: Attempt to send to uns/),
    LAST,
  ]);
});

test.concurrent('prints none of it without --verbose', async ({ open }) => {
  const gate = await open({ ...WIDE, env: { RECIPIENT_NUMBER: OPTED_OUT } });
  expect(await linesAfter(gate, 'Could not send the code')).toEqual([LAST]);
});

test.concurrent('names a dead proxy without its password', async ({ open }) => {
  const dead = await deadPort();
  const env = { TWILIO_API_URL: '', HTTPS_PROXY: `http://me:secret@127.0.0.1:${dead}` };
  const gate = await open({ ...VERBOSE, env });
  expect(await linesAfter(gate, 'Could not send the code')).toEqual([
    `otp-tui: requests to Twilio go to https://api.twilio.com through the proxy http://127.0.0.1:${dead}`,
    expect.stringContaining(`The proxy http://127.0.0.1:${dead} did not connect to Twilio (ECONNREFUSED)`),
    LAST,
  ]);
});

test.concurrent('names the proxy that it went through without its password', async ({ open, onTestFinished }) => {
  const sandbox = await openSandbox(onTestFinished);
  const tls = await startTls(sandbox.port);
  onTestFinished(tls.close);
  const proxy = await startProxy();
  onTestFinished(proxy.close);
  const origin = `https://localhost:${tls.port}`;
  const env = { HTTPS_PROXY: `me:secret@127.0.0.1:${proxy.port}`, NODE_EXTRA_CA_CERTS: CERTIFICATE };
  const gate = await open({ ...VERBOSE, origin, env });
  expect(await linesAfter(gate, 'Code sent to')).toEqual([
    `otp-tui: requests to Twilio go to ${origin} through the proxy http://127.0.0.1:${proxy.port}`,
    LAST,
  ]);
  expect(proxy.asked).toHaveLength(1);
});
