// Answers that Twilio would never give, each field any JSON there is: nothing is a defect, and nobody is let in.

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { CHANNELS } from '../../src/core/channel.ts';
import { explain } from '../../src/core/outcome.ts';
import { twilioSender } from '../../src/delivery/twilio.ts';
import { twilioVerify } from '../../src/delivery/verify.ts';
import { OtpVerifier } from '../../src/otp-verifier.ts';
import { type Hostile, httpServer } from '../support/hostile.ts';
import { instantTimer } from '../support/timer.ts';
import { ACCOUNT, PHONE } from './twilio-account.ts';

const SERVICE = `VA${'ab'.repeat(16)}`;
const SIDS = ['SM', 'MM', 'CA', 'VE', 'VA'].map((prefix) => prefix + 'cd'.repeat(16));
const TEXT = { to: PHONE, code: '48213', service: 'prod', body: '48213', validFor: 300 };

const value = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...SIDS, SERVICE, ACCOUNT, PHONE, 'approved', 'pending', 'canceled', true) },
  fc.constantFrom('queued', 'failed', 'undelivered', 'delivered', 'no-answer', 'completed', 'SM0', 'CA', ''),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '30003',
    30003,
    21610,
    -1,
    0.5,
    1e308,
    null,
    '../x',
    'a\x1b[2Jb',
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const FIELDS = [
  'sid',
  'status',
  'error_code',
  'code_length',
  'valid',
  'account_sid',
  'service_sid',
  'to',
  'code',
  'message',
];
const answer = fc.oneof(
  { weight: 4, arbitrary: fc.dictionary(fc.constantFrom(...FIELDS, '__proto__', 'title', 'detail', 'errors'), value) },
  value,
);
const httpStatus = fc.constantFrom(200, 201, 204, 400, 404, 429, 500, 503);
const RUNS = { numRuns: 200 };

let body: unknown;
let status: number;
let server: Hostile;
let account: { accountSid: string; authToken: string; apiUrl: string; timer: ReturnType<typeof instantTimer> };
beforeAll(async () => {
  server = await httpServer((request, response) => {
    request.resume();
    request.on('end', () =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
  });
  account = { accountSid: ACCOUNT, authToken: 'a-token', apiUrl: server.origin, timer: instantTimer() };
  return () => server.close();
});

describe('an API that lies', () => {
  it.each(CHANNELS)(
    'about a code by %s gets a plain delivery, which is accepted under a name of its kind only',
    async (channel) => {
      const sender = twilioSender({ ...account, from: '+15005550006' });
      const name = channel === 'call' ? /^CA[0-9a-f]{32}$/ : /^(SM|MM)[0-9a-f]{32}$/;
      await fc.assert(
        fc.asyncProperty(answer, httpStatus, async (said, code) => {
          [body, status] = [said, code];
          const delivery = await sender.send({ ...TEXT, channel });
          if (delivery.kind === 'accepted') expect(delivery.id).toMatch(name);
          else expect(delivery.problem).toMatchObject({ message: expect.any(String), detail: expect.any(String) });
        }),
        RUNS,
      );
    },
  );

  it.each(['SM', 'CA'])('about how far %s… has got gets a progress, or none', async (prefix) => {
    const sender = twilioSender({ ...account, from: '+15005550006' });
    await fc.assert(
      fc.asyncProperty(answer, httpStatus, async (said, code) => {
        [body, status] = [said, code];
        const progress = await sender.track?.(prefix + 'cd'.repeat(16));
        if (progress?.kind !== 'undelivered') return;
        expect(progress.problem).toMatchObject({ message: expect.any(String), detail: expect.any(String) });
        expect(explain(progress.problem)).not.toMatch(/undefined|function|\x1b/);
      }),
      RUNS,
    );
  });

  it.each(['constructor', '__proto__', 'toString', {}, [], true, 0.5, -1])(
    'about why a text is undelivered, by the code %j, is told no reason',
    async (code) => {
      const sender = twilioSender({ ...account, from: '+15005550006' });
      [body, status] = [{ sid: SIDS[0], status: 'undelivered', error_code: code }, 200];
      expect(await sender.track?.(SIDS[0] as string)).toMatchObject({
        kind: 'undelivered',
        problem: { detail: expect.stringMatching(/^no error code: /) },
      });
    },
  );

  it('about a code by Verify verifies nobody', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(answer, httpStatus), { minLength: 3, maxLength: 3 }), async (said) => {
        const sender = twilioVerify({ ...account, verifyServiceSid: SERVICE });
        const [learning, starting, judging] = said as [(typeof said)[0], (typeof said)[0], (typeof said)[0]];
        const { judge, start } = sender;
        const gate = new OtpVerifier({
          sender: { ...sender, codeLength: async () => 5 },
          secret: '0123456789abcdef',
          policy: { resendAfter: 0 },
        });
        [body, status] = learning;
        expect(['number', 'object']).toContain(typeof (await sender.codeLength()));
        [body, status] = starting;
        expect(['accepted', 'refused', 'unknown', 'limited']).toContain((await start(PHONE, 'sms', false)).kind);
        await gate.send(PHONE);
        [body, status] = judging;
        expect((await judge(PHONE, '48213', () => true)).kind).not.toBe('right');
        expect((await gate.check(PHONE, '48213')).kind).not.toBe('accepted');
      }),
      RUNS,
    );
  });

  it.each(['CAcd', 'SM/../Calls', 5, null])('and names a text %j has it followed by none', async (sid) => {
    const sender = twilioSender({ ...account, from: '+15005550006' });
    [body, status] = [{ sid, status: 'queued' }, 201];
    expect(await sender.send({ ...TEXT, channel: 'sms' })).toMatchObject({
      kind: 'unknown',
      problem: { detail: expect.stringContaining('an unreadable answer') },
    });
  });
});
