// What the sandbox says about its account, and what a trial one is refused.

import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  basic,
  CALLS_PATH,
  call,
  GOOD_CALL,
  GOOD_TEXT,
  MESSAGES_PATH,
  post,
  sharedSandbox,
  VERIFY_PATH,
} from './client.ts';

const full = sharedSandbox();
const trial = sharedSandbox({ trial: true });
const PATH = `/2010-04-01/Accounts/${ACCOUNT}`;
const VERIFIED = '+15005550010';
const UNVERIFIED = '+15551230001';

function found(list: string, number: string) {
  return call(full.origin, `${PATH}/${list}.json?PhoneNumber=${encodeURIComponent(number)}`);
}

it('says whether the account is a trial one', async () => {
  const typeOf = async ({ origin }: { origin: string }) => (await call(origin, `${PATH}.json`)).json.type;
  expect([await typeOf(full), await typeOf(trial)]).toEqual(['Full', 'Trial']);
});

it('lets no API key read the account, but the messages', async () => {
  const headers = { authorization: basic(`SK${'0'.repeat(32)}`, 'secret') };
  expect((await call(full.origin, `${PATH}.json`, { headers })).status).toBe(401);
  expect((await call(full.origin, `${MESSAGES_PATH}?PageSize=1`, { headers })).status).toBe(200);
});

it('says what a number of the account can do', async () => {
  const capabilities = { fax: false, mms: true, sms: true, voice: true };
  expect((await found('IncomingPhoneNumbers', '+15005550006')).json).toMatchObject({
    incoming_phone_numbers: [{ phone_number: '+15005550006', capabilities }],
  });
  expect((await found('IncomingPhoneNumbers', '+15005550007')).json).toMatchObject({
    incoming_phone_numbers: [{ capabilities: { sms: false, voice: true } }],
  });
});

it.each([
  ['IncomingPhoneNumbers', '+15005550001'],
  ['OutgoingCallerIds', UNVERIFIED],
])('has no such number among its %s', async (list, number) => {
  expect(Object.values((await found(list, number)).json)).toContainEqual([]);
});

it('lists a number and a verified phone of its own', async () => {
  expect((await call(full.origin, `${PATH}/IncomingPhoneNumbers.json`)).json).toMatchObject({
    incoming_phone_numbers: [{ phone_number: '+15005550006' }],
  });
  expect((await call(full.origin, `${PATH}/OutgoingCallerIds.json`)).json).toMatchObject({
    outgoing_caller_ids: [{ phone_number: VERIFIED }],
  });
});

it('lists a Messaging Service, as the later APIs do', async () => {
  expect((await call(full.origin, '/v1/Services?PageSize=20')).json).toMatchObject({
    services: [{ sid: `MG${'0'.repeat(32)}` }],
    meta: { key: 'services', page: 0, page_size: 20, next_page_url: null },
  });
});

it('lists the newest messages first, as many as were asked for', async () => {
  for (const Body of ['one', 'two', 'three']) await post(full.origin, { ...GOOD_TEXT, Body });
  const { json } = await call(full.origin, `${MESSAGES_PATH}?PageSize=2`);
  expect(json).toMatchObject({ messages: [{ body: 'three' }, { body: 'two' }], page_size: 2, end: 1 });
});

it('answers a query that cannot be read as a bad request', async () => {
  expect((await call(full.origin, `${MESSAGES_PATH}?PageSize=%`)).status).toBe(400);
});

describe('a trial account', () => {
  it.each<[string, string, Record<string, string>, number]>([
    ['a text to an unverified phone', MESSAGES_PATH, GOOD_TEXT, 21608],
    [
      'a message to one on WhatsApp',
      MESSAGES_PATH,
      { ...GOOD_TEXT, To: `whatsapp:${UNVERIFIED}`, From: 'whatsapp:+15005550006' },
      21608,
    ],
    ['words of its own', MESSAGES_PATH, { ...GOOD_TEXT, To: VERIFIED }, 572006],
    ['a call to an unverified phone', CALLS_PATH, GOOD_CALL, 21219],
    ['a verification of one', `${VERIFY_PATH}/Verifications`, { To: UNVERIFIED, Channel: 'sms' }, 21608],
  ])('is refused %s', async (_, path, parameters, code) => {
    expect((await post(trial.origin, parameters, path)).json.code).toBe(code);
  });

  it.each<[string, string, Record<string, string>]>([
    ['a template', MESSAGES_PATH, { To: VERIFIED, From: '+15005550006', ContentSid: `HX${'0'.repeat(32)}` }],
    ['a call', CALLS_PATH, { ...GOOD_CALL, To: VERIFIED }],
    ['a verification', `${VERIFY_PATH}/Verifications`, { To: VERIFIED, Channel: 'sms' }],
  ])('may send a verified phone %s', async (_, path, parameters) => {
    expect((await post(trial.origin, parameters, path)).status).toBe(201);
  });
});
