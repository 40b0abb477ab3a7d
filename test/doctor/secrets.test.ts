// Whatever secret stands in whatever setting, and whatever answers for Twilio, no finding shows it.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { configureDoctor } from '../../src/config/configuration.ts';
import { examine } from '../../src/doctor/examine.ts';
import { showable } from '../../src/doctor/finding.ts';
import { deadPort } from '../support/proxy.ts';

let echo = '';
let dead = 0;

// Answers with all that it was told, in every field that is read.
beforeAll(async () => {
  dead = await deadPort();
  const server = createServer(({ headers, url }, response) => {
    const login = Buffer.from((headers.authorization ?? '').replace('Basic ', ''), 'base64').toString();
    const heard = `${headers.authorization} ${login} ${login.split(':')[1]}`;
    const [code, status] = url?.includes('Messages') ? [200, heard] : [400, heard];
    const items = [{ phone_number: heard, capabilities: heard, friendly_name: heard }];
    const lists = { messages: items, incoming_phone_numbers: items, outgoing_caller_ids: items };
    response.writeHead(code, { 'content-type': 'application/json', date: heard });
    response.end(JSON.stringify({ code: 20404, message: heard, status, type: heard, friendly_name: heard, ...lists }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  echo = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return () => void server.close();
});

const secret = fc.stringMatching(/^[A-Za-z0-9]{18,24}$/);

it('shows no secret', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ token: secret, apiSecret: secret, own: secret, proxy: secret, redis: secret }),
      fc.boolean(),
      fc.constantFrom('', ' '),
      async ({ token, apiSecret, own, proxy, redis }, byKey, spoiled) => {
        const configuration = await configureDoctor(
          { flags: {}, config: undefined },
          {
            HOME: '/nowhere',
            TWILIO_SID: `AC${'0'.repeat(32)}`,
            TWILIO_AUTH_TOKEN: token + spoiled,
            ...(byKey && { TWILIO_API_KEY: `SK${'0'.repeat(32)}`, TWILIO_API_SECRET: apiSecret + spoiled }),
            SENDER_NUMBER: '+15005550006',
            RECIPIENT_NUMBER: '+14155552671',
            TWILIO_API_URL: echo,
            OTP_SECRET: own,
            OTP_PROXY: `http://me:${proxy}@127.0.0.1:${dead}${spoiled}`,
            OTP_STORE: `redis://me:${redis}@127.0.0.1:${dead}${spoiled && '/x'}`,
            OTP_LENGTH: spoiled && '99',
          },
        );
        const { settings } = configuration;
        if ('problems' in settings) throw new Error('nothing was read');
        const surroundings = { terminal: undefined, nodeVersion: 'v24.0.0', self: 0, clock: Date.now };
        const found = (await Promise.all(examine(settings, configuration, surroundings))).flat();
        expect(found.length).toBeGreaterThan(3);
        const secrets = [token, apiSecret, own, proxy, redis];
        const login = Buffer.from(`me:${proxy}`).toString('base64');
        for (const words of [found, found.map((one) => showable(one, settings.parts.secrets))].map((one) =>
          JSON.stringify(one),
        )) {
          for (const one of [...secrets, login]) expect(words).not.toContain(one);
        }
      },
    ),
    { numRuns: 25 },
  );
});
