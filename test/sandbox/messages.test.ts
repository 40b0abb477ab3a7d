import { describe, expect, it } from 'vitest';
import { ACCOUNT, CREATED_AT, call, GOOD_TEXT, MESSAGES_PATH, post, sharedSandbox } from './client.ts';

const SERVICE = `MG${'0'.repeat(32)}`;
const sandbox = sharedSandbox({ pace: { sending: 1_000, sent: 2_000, settled: 3_000 } });

const fetchAt = (sid: unknown, ms: number) => sandbox.fetchAt(MESSAGES_PATH, sid, ms);

async function statusesOf(to: string) {
  sandbox.now = CREATED_AT;
  const { json } = await post(sandbox.origin, { ...GOOD_TEXT, To: to });
  const later = [];
  for (const ms of [1_000, 2_000, 3_000, 86_400_000]) later.push((await fetchAt(json.sid, ms)).status);
  return [json.status, ...later];
}

describe('a text that is taken', () => {
  it('is answered with the message as Twilio writes it', async () => {
    const { status, headers, json } = await post(sandbox.origin, GOOD_TEXT);
    expect(status).toBe(201);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    const uri = `/2010-04-01/Accounts/${ACCOUNT}/Messages/${json.sid}`;
    expect(json).toEqual({
      account_sid: ACCOUNT,
      api_version: '2010-04-01',
      body: GOOD_TEXT.Body,
      date_created: 'Sun, 24 May 2026 17:18:27 +0000',
      date_sent: null,
      date_updated: 'Sun, 24 May 2026 17:18:27 +0000',
      direction: 'outbound-api',
      error_code: null,
      error_message: null,
      from: GOOD_TEXT.From,
      messaging_service_sid: null,
      num_media: '0',
      num_segments: '1',
      price: null,
      price_unit: 'USD',
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      status: 'queued',
      subresource_uris: { media: `${uri}/Media.json` },
      to: GOOD_TEXT.To,
      uri: `${uri}.json`,
    });
  });

  it('is reported once', async () => {
    const { json } = await post(sandbox.origin, GOOD_TEXT);
    await fetchAt(json.sid, 5_000);
    const { To: to, From: from, Body: body } = GOOD_TEXT;
    expect(sandbox.texts).toEqual([{ time: '2026-05-24T17:18:27.000Z', to, from, body, sid: json.sid }]);
  });

  it('keeps every character of its body', async () => {
    const body = 'a+b & c=d % 100%25\n\t"£€" 你好 🙂 \u0000';
    const { json } = await post(sandbox.origin, { ...GOOD_TEXT, Body: body });
    expect([json.body, sandbox.texts[0]?.body]).toEqual([body, body]);
  });

  it('names a Messaging Service as its sender where it has no other', async () => {
    const { From: _, ...text } = GOOD_TEXT;
    const { json } = await post(sandbox.origin, { ...text, MessagingServiceSid: SERVICE });
    expect(json).toMatchObject({ from: null, messaging_service_sid: SERVICE, status: 'accepted' });
    expect(sandbox.texts[0]?.from).toBe(SERVICE);
    expect((await fetchAt(json.sid, 3_000)).status).toBe('delivered');
  });

  it('names the sender if one was given together with a Messaging Service', async () => {
    const { json } = await post(sandbox.origin, { ...GOOD_TEXT, MessagingServiceSid: SERVICE });
    expect(json).toMatchObject({ from: GOOD_TEXT.From, messaging_service_sid: SERVICE });
    expect(sandbox.texts[0]?.from).toBe(GOOD_TEXT.From);
  });

  it.each(['+447700900123', '12345', 'Acme Ltd', 'A-1_b&c+d'])('may come from %s', async (From) => {
    expect((await post(sandbox.origin, { ...GOOD_TEXT, From })).json.from).toBe(From);
  });

  it.each(['1', '36000'])('may be valid for %s seconds', async (ValidityPeriod) => {
    expect((await post(sandbox.origin, { ...GOOD_TEXT, ValidityPeriod })).status).toBe(201);
  });

  it('may be 1,600 characters long, whatever they are', async () => {
    const { status, json } = await post(sandbox.origin, { ...GOOD_TEXT, Body: '🙂'.repeat(1_600) });
    expect([status, json.num_segments]).toEqual([201, '49']);
  });

  it('takes the first of a parameter that is given twice', async () => {
    const { json } = await post(sandbox.origin, `${new URLSearchParams(GOOD_TEXT)}&Body=second&To=%2B15550000000`);
    expect(json).toMatchObject({ to: GOOD_TEXT.To, body: GOOD_TEXT.Body });
  });
});

describe('the status of a text', () => {
  it('moves on with time until the text is delivered', async () => {
    expect(await statusesOf(GOOD_TEXT.To)).toEqual(['queued', 'sending', 'sent', 'delivered', 'delivered']);
  });

  it('comes with the dates at which it was reached', async () => {
    const { json } = await post(sandbox.origin, GOOD_TEXT);
    expect(await fetchAt(json.sid, 1_999)).toMatchObject({
      status: 'sending',
      date_sent: null,
      date_updated: 'Sun, 24 May 2026 17:18:28 +0000',
    });
    expect(await fetchAt(json.sid, 60_000)).toMatchObject({
      status: 'delivered',
      date_created: 'Sun, 24 May 2026 17:18:27 +0000',
      date_sent: 'Sun, 24 May 2026 17:18:29 +0000',
      date_updated: 'Sun, 24 May 2026 17:18:30 +0000',
      error_code: null,
    });
  });

  it('stays the first one while the clock is turned back', async () => {
    const { json } = await post(sandbox.origin, GOOD_TEXT);
    expect((await fetchAt(json.sid, -1)).status).toBe('queued');
  });

  it.each([
    ['+15005530003', 30003, 'Unreachable destination handset'],
    ['+15005530007', 30007, 'Message filtered'],
    ['+15005563016', 63016, 'Freeform message outside the allowed window'],
    ['+15005539999', 39999, 'Message not delivered'],
  ])('ends undelivered for %s, with the code only then', async (to, code, message) => {
    const { json } = await post(sandbox.origin, { ...GOOD_TEXT, To: to });
    expect(await fetchAt(json.sid, 2_000)).toMatchObject({ error_code: null, error_message: null });
    expect(await fetchAt(json.sid, 3_000)).toMatchObject({ error_code: code, error_message: message });
    expect(await statusesOf(to)).toEqual(['queued', 'sending', 'sent', 'undelivered', 'undelivered']);
  });

  it.each(['+15005530001', '+15005530002', '+15005530044'])('ends failed for %s, which is never sent', async (to) => {
    const { json } = await post(sandbox.origin, { ...GOOD_TEXT, To: to });
    expect(await fetchAt(json.sid, 3_000)).toMatchObject({ date_sent: null, error_code: Number(to.slice(-5)) });
    expect(await statusesOf(to)).toEqual(['queued', 'sending', 'failed', 'failed', 'failed']);
  });

  it.each(['+15005550000', '+15005550005', '+15005550006', '+15005559999'])('ends delivered for %s', async (To) => {
    const { json } = await post(sandbox.origin, { ...GOOD_TEXT, From: '+15551230009', To });
    expect((await fetchAt(json.sid, 3_000)).status).toBe('delivered');
  });
});

describe('a text that is refused', () => {
  const missing = { To: '', From: '', Body: '', MessagingServiceSid: '' };
  it.each([
    ['no parameters', missing, 21604],
    ['no recipient', { To: '' }, 21604],
    ['no sender', { From: '' }, 21603],
    ['no body', { Body: '' }, 21602],
    ['1,601 characters', { Body: 'x'.repeat(1_601) }, 21617],
    ['a recipient without a plus sign', { To: '15551230001' }, 21211],
    ['a recipient with letters', { To: '+1555CALLME' }, 21211],
    ['a recipient with a line break', { To: '+15551230001\n' }, 21211],
    ['a recipient of 16 digits', { To: '+1234567890123456' }, 21211],
    ['a bad recipient and a bad sender', { To: 'you', From: '?' }, 21211],
    ['a sender that is no number and no ID', { From: '?' }, 21212],
    ['a sender ID of 12 characters', { From: 'Acme Limited' }, 21212],
    ['a recipient that is the sender', { To: GOOD_TEXT.From }, 21266],
    ['a bad Messaging Service SID', { MessagingServiceSid: 'MG123' }, 21705],
    ['a life of no time', { ValidityPeriod: '0' }, 21624],
    ['a life of over ten hours', { ValidityPeriod: '36001' }, 21624],
    ['a life that is not a number', { ValidityPeriod: '5m' }, 21624],
    ['magic sender 1', { From: '+15005550001' }, 21212],
    ['magic sender 7', { From: '+15005550007' }, 21606],
    ['magic sender 8', { From: '+15005550008' }, 21611],
    ['magic recipient 1', { To: '+15005550001' }, 21211],
    ['magic recipient 2', { To: '+15005550002' }, 21612],
    ['magic recipient 3', { To: '+15005550003' }, 21408],
    ['magic recipient 4', { To: '+15005550004' }, 21610],
    ['magic recipient 9', { To: '+15005550009' }, 21614],
    ['the recipient that stands for an error of messages', { To: '+15005521608' }, 21608],
    ['the recipient that stands for an error of trial accounts', { To: '+150055572006' }, 572006],
    [
      'a magic recipient and a Messaging Service',
      { To: '+15005550004', From: '', MessagingServiceSid: SERVICE },
      21610,
    ],
  ])('for %s gets its code and is not reported', async (_, changes, code) => {
    const { status, json } = await post(sandbox.origin, { ...GOOD_TEXT, ...changes });
    expect(status).toBe(400);
    expect(json).toEqual({
      code,
      message: expect.stringMatching(/\w/),
      more_info: `https://www.twilio.com/docs/errors/${code}`,
      status: 400,
    });
    expect(sandbox.texts).toEqual([]);
  });
});

describe('a recipient that stands for an error of the request', () => {
  it.each([
    ['+15005520003', 401],
    ['+15005520429', 429],
    ['+15005520500', 500],
    ['+15005520503', 503],
    ['+15005510001', 403],
  ])('%s is answered with the HTTP status %i', async (To, status) => {
    const answer = await post(sandbox.origin, { ...GOOD_TEXT, To });
    expect([answer.status, answer.json.status, answer.json.code]).toEqual([status, status, Number(To.slice(-5))]);
  });
});

describe('a message on WhatsApp', () => {
  const chat = { To: 'whatsapp:+15551230001', From: 'whatsapp:+15005550006' };
  const template = { ...chat, Body: '', ContentSid: `HX${'0'.repeat(32)}`, ContentVariables: '{"1":"12345","2":"5"}' };

  it('goes from an address to an address, as they were given', async () => {
    const { status, json } = await post(sandbox.origin, { ...GOOD_TEXT, ...chat });
    expect([status, json.to, json.from]).toEqual([201, chat.To, chat.From]);
    expect(sandbox.texts[0]).toMatchObject({ to: chat.To, from: chat.From, body: GOOD_TEXT.Body });
    expect(await statusesOf('+15551230001')).toContain('delivered');
  });

  it('says the values of a template', async () => {
    const { status, json } = await post(sandbox.origin, template);
    expect([status, json.body, sandbox.texts[0]?.body]).toEqual([201, '12345 5', '12345 5']);
  });

  it('may have a template without variables, and a Messaging Service to pick the sender', async () => {
    const parameters = { ...template, ContentVariables: '', From: '', MessagingServiceSid: SERVICE };
    const { status, json } = await post(sandbox.origin, parameters);
    expect([status, json.body, json.status]).toEqual([201, '', 'accepted']);
  });

  it('ends undelivered if its recipient says so', async () => {
    const { json } = await post(sandbox.origin, { ...template, To: 'whatsapp:+15005563016' });
    expect(await fetchAt(json.sid, 3_000)).toMatchObject({ status: 'undelivered', error_code: 63016 });
  });

  it.each([
    ['a plain sender', { From: GOOD_TEXT.From }, 21910],
    ['a plain recipient', { To: GOOD_TEXT.To }, 21910],
    ['a sender that is a name', { From: 'whatsapp:Acme' }, 63007],
    ['a recipient that is no number', { To: 'whatsapp:me' }, 21211],
    ['a magic recipient', { To: 'whatsapp:+15005550004' }, 21610],
    ['a recipient that is the sender', { To: chat.From }, 21266],
    ['a bad template SID', { ContentSid: 'HX123' }, 21655],
    ['variables that are not JSON', { ContentVariables: '{' }, 21656],
    ['variables that are a list', { ContentVariables: '["12345"]' }, 21656],
    ['a variable that is a number', { ContentVariables: '{"1":12345}' }, 21656],
    ['variables without a template', { ContentSid: '' }, 21654],
    ['neither words nor a template', { ContentSid: '', ContentVariables: '' }, 21602],
  ])('is refused for %s', async (_, changes, code) => {
    const { status, json } = await post(sandbox.origin, { ...template, ...changes });
    expect([status, json.code]).toEqual([400, code]);
    expect(sandbox.texts).toEqual([]);
  });
});

describe('a message that is fetched', () => {
  it('is not found under another account', async () => {
    const { json } = await post(sandbox.origin, GOOD_TEXT);
    const key = `Basic ${Buffer.from(`SK${'0'.repeat(32)}:secret`).toString('base64')}`;
    const path = `/2010-04-01/Accounts/AC${'f'.repeat(32)}/Messages/${json.sid}.json`;
    const answer = await call(sandbox.origin, path, { headers: { authorization: key } });
    expect([answer.status, answer.json.code]).toEqual([404, 20404]);
  });

  it('is forgotten once a thousand newer ones were taken', async () => {
    const { json: first } = await post(sandbox.origin, GOOD_TEXT);
    const { json: second } = await post(sandbox.origin, GOOD_TEXT);
    for (let i = 0; i < 27; i += 1)
      await Promise.all(Array.from({ length: 37 }, () => post(sandbox.origin, GOOD_TEXT)));
    expect(sandbox.texts).toHaveLength(1_001);
    expect((await fetchAt(first.sid, 0)).code).toBe(20404);
    expect((await fetchAt(second.sid, 0)).sid).toBe(second.sid);
  });
});
