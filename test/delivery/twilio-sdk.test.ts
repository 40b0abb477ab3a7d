// We load the SDK's resources without its client. What goes over the wire must be what the whole SDK sends.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import twilio, { type Twilio } from 'twilio';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { originOf } from '../../src/delivery/route.ts';
import { type SdkRequest, transport } from '../../src/delivery/transport.ts';
import { type TwilioClient, twilioClient } from '../../src/delivery/twilio-sdk.ts';
import { answeringServer, response } from '../support/hostile.ts';

const SID = `AC${'0123456789abcdef'.repeat(2)}`;
const SERVICE = `VA${'0'.repeat(32)}`;
const TO = '+14155552671';

const REQUESTS: Readonly<Record<string, (client: Omit<TwilioClient, 'fetch'>) => Promise<unknown>>> = {
  'a text': ({ messages }) =>
    messages.create({ to: TO, from: '+15005550006', body: '04821 is your code & more: ü•', validityPeriod: 300 }),
  'a text by a Messaging Service': ({ messages }) =>
    messages.create({ to: TO, messagingServiceSid: `MG${'0'.repeat(32)}`, body: '04821' }),
  'a WhatsApp template': ({ messages }) =>
    messages.create({
      to: `whatsapp:${TO}`,
      from: 'whatsapp:+15005550006',
      contentSid: `HX${'0'.repeat(32)}`,
      contentVariables: '{"1":"04821"}',
    }),
  'the status of a text': ({ messages }) => messages(`SM${'0'.repeat(32)}`).fetch(),
  'a call': ({ calls }) =>
    calls.create({ to: TO, from: '+15005550006', twiml: '<Response><Say>4</Say></Response>', timeout: 30 }),
  'the status of a call': ({ calls }) => calls(`CA${'0'.repeat(32)}`).fetch(),
  'a Verify service': ({ verify }) => verify.v2.services(SERVICE).fetch(),
  'a verification': ({ verify }) => verify.v2.services(SERVICE).verifications.create({ to: TO, channel: 'sms' }),
  'a cancelled verification': ({ verify }) =>
    verify.v2.services(SERVICE).verifications(TO).update({ status: 'canceled' }),
  'a check': ({ verify }) => verify.v2.services(SERVICE).verificationChecks.create({ to: TO, code: '048213' }),
};

// The whole SDK takes its time to load.
beforeAll(() => void twilio(SID, 'token'), 60_000);

/** What we ask without a resource of the SDK's. */
const QUESTIONS: Readonly<
  Record<
    string,
    readonly [theirs: (client: Twilio) => Promise<unknown>, ours: (client: TwilioClient) => Promise<unknown>]
  >
> = {
  'the account': [({ api }) => api.v2010.accounts(SID).fetch(), ({ fetch }) => fetch('2010', `/Accounts/${SID}.json`)],
  'its numbers': [
    ({ incomingPhoneNumbers }) => incomingPhoneNumbers.page({ phoneNumber: TO, pageSize: 20 }),
    ({ fetch }) => fetch('2010', `/Accounts/${SID}/IncomingPhoneNumbers.json`, { PhoneNumber: TO, PageSize: 20 }),
  ],
  'its verified phones': [
    ({ outgoingCallerIds }) => outgoingCallerIds.page({ phoneNumber: TO, pageSize: 20 }),
    ({ fetch }) => fetch('2010', `/Accounts/${SID}/OutgoingCallerIds.json`, { PhoneNumber: TO, PageSize: 20 }),
  ],
  'a Messaging Service': [
    ({ messaging }) => messaging.v1.services(`MG${'0'.repeat(32)}`).fetch(),
    ({ fetch }) => fetch('messaging', `/Services/MG${'0'.repeat(32)}`),
  ],
  'a Verify service': [
    ({ verify }) => verify.v2.services(SERVICE).fetch(),
    ({ fetch }) => fetch('verify', `/Services/${SERVICE}`),
  ],
};

describe('is byte for byte what the whole SDK sends', () => {
  const both: [string, (client: Twilio) => Promise<unknown>, (client: TwilioClient) => Promise<unknown>][] = [
    ...Object.entries(REQUESTS).map(([name, request]): (typeof both)[number] => [name, request, request]),
    ...Object.entries(QUESTIONS).map(([name, [theirs, ours]]): (typeof both)[number] => [`for ${name}`, theirs, ours]),
  ];
  it.each(both)('%s', async (_, request, ourRequest) => {
    const server = await answeringServer(response('201 Created', '{}'));
    onTestFinished(server.close);
    const { request: send } = transport(5_000);
    // The whole SDK knows no other host than Twilio's.
    const sendHere = (whole: SdkRequest) =>
      send({ ...whole, uri: whole.uri.replace(/^https:\/\/[^/]+/, server.origin) });
    const options = { accountSid: SID, edge: '', region: '', logLevel: 'none', env: {} };
    // It refuses a list that is answered with 201, but by then has sent what it sends.
    await request(twilio('SKuser', 'secret', { ...options, httpClient: { request: sendHere } as never })).catch(
      () => {},
    );
    await ourRequest(
      twilioClient({
        username: 'SKuser',
        password: 'secret',
        accountSid: SID,
        api: server.origin,
        messaging: server.origin,
        verify: server.origin,
        request: send,
      }),
    );
    const [whole, ours] = server.heard;
    expect(whole?.bytes).toMatch(/^(GET|POST) \/(2010-04-01|v[12])\/[\s\S]*\r\nUser-Agent: twilio-node\//i);
    expect(ours?.bytes).toBe(whole?.bytes);
    expect(server.heard).toHaveLength(2);
  });
});

describe('goes where the whole SDK goes', () => {
  it.each([
    ['', ''],
    ['sydney', ''],
    ['', 'au1'],
    ['sydney', 'au1'],
  ])('by edge "%s" and region "%s"', async (edge, region) => {
    const asked: string[] = [];
    const request = async ({ uri }: { uri: string }) => {
      asked.push(new URL(uri).origin);
      return { statusCode: 200, body: '{}', headers: {} };
    };
    const whole = twilio(SID, 'token', { edge, region, env: {}, httpClient: { request } as never });
    await whole.messages(`SM${'0'.repeat(32)}`).fetch();
    await whole.verify.v2.services(SERVICE).fetch();
    expect(asked).toEqual([originOf('api', { edge, region }), originOf('verify', { edge, region })]);
  });
});

it('is pinned to the version whose files are imported one by one', () => {
  const require = createRequire(import.meta.url);
  const { version } = require('twilio/package.json');
  const { dependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(dependencies.twilio).toBe(version);
});
