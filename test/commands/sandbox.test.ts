// `otp-tui sandbox`, run as a developer runs it.

import { createServer } from 'node:net';
import { expect } from 'vitest';
import { test } from '../support/gate.ts';
import { runWithoutTerminal } from '../support/program.ts';

test.concurrent('says where it listens, and what to run in another terminal', async ({ open }) => {
  const gate = await open({ args: ['sandbox'] });
  await gate.until(/otp-tui init$/m);
  const [, origin] = /^otp-tui: Sandbox listening on (http:\/\/127\.0\.0\.1:[0-9]+)$/m.exec(gate.text()) ?? [];
  expect(gate.text()).toContain(`otp-tui: In another terminal: TWILIO_API_URL=${origin} otp-tui\n`);
  expect(gate.text()).toContain(`otp-tui: To set it up first: TWILIO_API_URL=${origin} otp-tui init\n`);
  gate.write('\x03');
  expect(await gate.restored()).toMatchObject({ status: 130 });
});

test.concurrent('says so if its port is in use', async ({ onTestFinished }) => {
  const server = createServer();
  onTestFinished(() => void server.close());
  const port = await new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  );
  expect(await runWithoutTerminal(['sandbox', '--port', `${port}`], {})).toEqual({
    status: 2,
    stdout: '',
    stderr: `otp-tui: port ${port} is in use: choose another with --port\n`,
  });
});
