// The official SDK against the sandbox: the proof that the formats are Twilio's.

import twilio from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient.js';
import { expect, it } from 'vitest';
import { ACCOUNT, sharedSandbox, TOKEN, VERIFY_SERVICE } from './client.ts';

const sandbox = sharedSandbox();

class SandboxClient extends twilio.RequestClient {
  override request<T>(options: RequestClient.RequestOptions<T>) {
    const { pathname, search } = new URL(options.uri);
    return super.request<T>({ ...options, uri: sandbox.origin + pathname + search });
  }
}

const client = (token = TOKEN) => twilio(ACCOUNT, token, { httpClient: new SandboxClient() });
const text = { to: '+15551230001', from: '+15005550006', body: 'код: 12345 & more + “quotes” 🙂' };

it('creates a text and follows it until it is delivered', async () => {
  const created = await client().messages.create({ ...text, validityPeriod: 300 });
  expect(created).toMatchObject({ ...text, status: 'queued', direction: 'outbound-api', numSegments: '1' });
  expect(created.dateCreated).toEqual(new Date(sandbox.now));

  sandbox.now += 2_000;
  const fetched = await client().messages(created.sid).fetch();
  expect(fetched).toMatchObject({ sid: created.sid, status: 'delivered', errorCode: null });
  expect(fetched.dateUpdated).toEqual(new Date(sandbox.now));
});

it('follows a text to its delivery error', async () => {
  const { sid } = await client().messages.create({ ...text, to: '+15005530007' });
  sandbox.now += 2_000;
  expect(await client().messages(sid).fetch()).toMatchObject({ status: 'undelivered', errorCode: 30007 });
});

it('raises the RestException of a refusal', async () => {
  await expect(client().messages.create({ ...text, to: '+15005550004' })).rejects.toMatchObject({
    status: 400,
    code: 21610,
    message: 'Attempt to send to unsubscribed recipient',
    moreInfo: 'https://www.twilio.com/docs/errors/21610',
  });
  await expect(
    client()
      .messages(`SM${'0'.repeat(32)}`)
      .fetch(),
  ).rejects.toMatchObject({ status: 404, code: 20404 });
});

it('works with an API key', async () => {
  const options = { accountSid: ACCOUNT, httpClient: new SandboxClient() };
  const { status } = await twilio(`SK${'0'.repeat(32)}`, 'secret', options).messages.create(text);
  expect(status).toBe('queued');
});

it('makes a call and follows it to its end', async () => {
  const twiml = new twilio.twiml.VoiceResponse();
  twiml.say({ voice: 'alice', loop: 2 }, 'Your code is: 1, 2 & 3 <end>.');
  const created = await client().calls.create({ to: text.to, from: text.from, twiml });
  expect(created).toMatchObject({ status: 'queued', direction: 'outbound-api', startTime: null });
  expect(sandbox.texts[0]?.body).toBe('Your code is: 1, 2 & 3 <end>. Your code is: 1, 2 & 3 <end>.');

  sandbox.now += 60_000;
  const fetched = await client().calls(created.sid).fetch();
  expect(fetched).toMatchObject({
    sid: created.sid,
    status: 'completed',
    duration: '9',
    toFormatted: '(555) 123-0001',
  });
});

it('verifies a phone', async () => {
  const service = client().verify.v2.services(VERIFY_SERVICE);
  expect(await service.fetch()).toMatchObject({ sid: VERIFY_SERVICE, codeLength: 6 });
  const started = await service.verifications.create({ to: text.to, channel: 'sms' });
  expect(started).toMatchObject({ accountSid: ACCOUNT, to: text.to, channel: 'sms', status: 'pending', valid: false });
  expect(started.dateCreated).toEqual(new Date(sandbox.now));

  const code = sandbox.texts[0]?.body.slice(-6) ?? '';
  const wrong = code === '000000' ? '000001' : '000000';
  const answers = [];
  for (const one of [wrong, code]) answers.push(await service.verificationChecks.create({ to: text.to, code: one }));
  expect(answers.map(({ status, valid }) => [status, valid])).toEqual([
    ['pending', false],
    ['approved', true],
  ]);
  await expect(service.verificationChecks.create({ to: text.to, code })).rejects.toMatchObject({
    status: 404,
    code: 20404,
    message: `The requested resource /Services/${VERIFY_SERVICE}/VerificationCheck was not found`,
  });
});
