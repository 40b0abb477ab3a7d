import { expect, it } from 'vitest';
import {
  ACCOUNT as ACCOUNT_SID,
  CALLS_PATH,
  call,
  GOOD_CALL,
  GOOD_TEXT,
  MESSAGES_PATH,
  post,
  sharedSandbox,
  VERIFY_PATH,
} from './client.ts';
import {
  ACCOUNT,
  CALL,
  CALLER_ID,
  ERROR,
  INCOMING_NUMBER,
  MESSAGE,
  MESSAGING_SERVICE,
  SERVICE,
  type Shape,
  VERIFICATION,
  VERIFICATION_CHECK,
} from './twilio-resources.ts';

const sandbox = sharedSandbox();

/** What in a value is not as described, each with the path to it. */
function deviations(value: unknown, shape: Shape, at = '$'): string[] {
  const wrong = [`${at}: ${JSON.stringify(value)}`];
  if (shape instanceof RegExp) return typeof value === 'string' && shape.test(value) ? [] : wrong;
  if (shape === 'null') return value === null ? [] : wrong;
  if (typeof shape === 'string') return typeof value === shape ? [] : wrong;
  if (isOneOf(shape)) return shape.some((one) => deviations(value, one, at).length === 0) ? [] : wrong;
  if (typeof value !== 'object' || value === null) return wrong;
  const entries = Object.entries(value);
  if ('each' in shape) return entries.flatMap(([name, one]) => deviations(one, shape.each, `${at}.${name}`));
  const missing = Object.keys(shape.fields).filter((name) => !(name in value));
  return [
    ...missing.map((name) => `${at}.${name} is missing`),
    ...entries.flatMap(([name, one]) => {
      const field = shape.fields[name];
      return field ? deviations(one, field, `${at}.${name}`) : [`${at}.${name} is not Twilio's`];
    }),
  ];
}

function isOneOf(shape: Shape): shape is readonly Shape[] {
  return Array.isArray(shape);
}

const later = (ms: number) => {
  sandbox.now += ms;
};
const TEXT_OF_A_SERVICE = { ...GOOD_TEXT, From: '', MessagingServiceSid: `MG${'0'.repeat(32)}` };
const WHATSAPP = { ...GOOD_TEXT, To: 'whatsapp:+15551230001', From: 'whatsapp:+15005550006' };

it.each([
  ['a text', GOOD_TEXT],
  ['a text of a Messaging Service', TEXT_OF_A_SERVICE],
  ['a message on WhatsApp', WHATSAPP],
  ['a text that fails', { ...GOOD_TEXT, To: '+15005530001' }],
  ['a text that is not delivered', { ...GOOD_TEXT, To: '+15005530007' }],
])('%s has the fields of a message at every step', async (_, parameters) => {
  const { json } = await post(sandbox.origin, parameters);
  expect(deviations(json, MESSAGE)).toEqual([]);
  for (const ms of [300, 500, 1_200]) {
    later(ms);
    const fetched = await call(sandbox.origin, MESSAGES_PATH.replace('.json', `/${json.sid}.json`));
    expect(deviations(fetched.json, MESSAGE)).toEqual([]);
  }
});

it.each(['+15551230001', '+447700900123', '+15005530003', '+15005530004', '+15005530005'])(
  'a call to %s has the fields of a call at every step',
  async (To) => {
    const { json } = await post(sandbox.origin, { ...GOOD_CALL, To }, CALLS_PATH);
    expect(deviations(json, CALL)).toEqual([]);
    for (const ms of [300, 2_700, 9_000]) {
      later(ms);
      const fetched = await call(sandbox.origin, CALLS_PATH.replace('.json', `/${json.sid}.json`));
      expect(deviations(fetched.json, CALL)).toEqual([]);
    }
  },
);

it.each(['sms', 'call', 'whatsapp'])('a verification by %s and its checks have the fields of both', async (Channel) => {
  const To = '+15551230001';
  const start = () => post(sandbox.origin, { To, Channel }, `${VERIFY_PATH}/Verifications`);
  const check = (Code: string) => post(sandbox.origin, { To, Code }, `${VERIFY_PATH}/VerificationCheck`);
  const { json } = await start();
  expect(deviations(json, VERIFICATION)).toEqual([]);
  expect(deviations((await start()).json, VERIFICATION)).toEqual([]);
  const fetched = await call(sandbox.origin, `${VERIFY_PATH}/Verifications/${json.sid}`);
  expect(deviations(fetched.json, VERIFICATION)).toEqual([]);
  const wrong = await check('0000');
  expect(deviations(wrong.json, VERIFICATION_CHECK)).toEqual([]);
  const right = await check(sandbox.texts.at(-1)?.body.slice(-6) ?? '');
  expect([right.json.status, deviations(right.json, VERIFICATION_CHECK)]).toEqual(['approved', []]);
});

it('a service has the fields of a service', async () => {
  expect(deviations((await call(sandbox.origin, VERIFY_PATH)).json, SERVICE)).toEqual([]);
});

it('a service that is made here has them too, and its name in the list and in its texts', async () => {
  const made = await post(sandbox.origin, { FriendlyName: 'Acme', CodeLength: '8' }, '/v2/Services');
  expect([made.status, deviations(made.json, SERVICE)]).toEqual([201, []]);
  const path = `/v2/Services/${made.json.sid}`;
  expect((await call(sandbox.origin, path)).json).toEqual(made.json);
  const { json } = await call(sandbox.origin, '/v2/Services?PageSize=20');
  expect(json).toMatchObject({ services: [made.json], meta: { key: 'services', page_size: 20, next_page_url: null } });
  await post(sandbox.origin, { To: '+15551230001', Channel: 'sms' }, `${path}/Verifications`);
  expect(sandbox.texts.at(-1)?.body).toMatch(/^Your Acme verification code is: [0-9]{8}$/);
});

it.each([
  [{}, 20001],
  [{ FriendlyName: 'x'.repeat(31) }, 60200],
  [{ FriendlyName: 'Acme', CodeLength: '3' }, 60200],
])('no service is made of %j', async (parameters, code) => {
  expect((await post(sandbox.origin, parameters, '/v2/Services')).json.code).toBe(code);
});

it('an account has the fields of an account', async () => {
  const { json } = await call(sandbox.origin, `/2010-04-01/Accounts/${ACCOUNT_SID}.json`);
  expect(deviations(json, ACCOUNT)).toEqual([]);
});

it('a Messaging Service has the fields of one', async () => {
  const { json } = await call(sandbox.origin, `/v1/Services/MG${'0'.repeat(32)}`);
  expect(deviations(json, MESSAGING_SERVICE)).toEqual([]);
});

it.each<[string, string, string, Shape]>([
  ['phone numbers', 'IncomingPhoneNumbers', '+15005550006', INCOMING_NUMBER],
  ['verified phones', 'OutgoingCallerIds', '+15005550010', CALLER_ID],
])('a list of %s has the fields of a list and of its items', async (_, list, number, shape) => {
  const query = `PhoneNumber=${encodeURIComponent(number)}`;
  const { json } = await call(sandbox.origin, `/2010-04-01/Accounts/${ACCOUNT_SID}/${list}.json?${query}`);
  const { uri, first_page_uri, ...page } = json;
  const [[name, items]] = Object.entries(page).filter(([, value]) => Array.isArray(value)) as [[string, unknown[]]];
  expect(items.map((item) => deviations(item, shape))).toEqual([[]]);
  expect(page).toEqual({
    [name]: items,
    next_page_uri: null,
    previous_page_uri: null,
    page: 0,
    page_size: 50,
    start: 0,
    end: 0,
  });
  expect([uri, first_page_uri].every((one) => String(one).endsWith(`${list}.json?PageSize=50&Page=0`))).toBe(true);
});

it.each<[string, string, Record<string, string> | string]>([
  ['a text that is refused', MESSAGES_PATH, {}],
  ['a call that is refused', CALLS_PATH, {}],
  ['a verification that is refused', `${VERIFY_PATH}/Verifications`, {}],
  ['a check of nothing', `${VERIFY_PATH}/VerificationCheck`, { To: '+15551239999', Code: '123456' }],
  ['a recipient that stands for an error', MESSAGES_PATH, { ...GOOD_TEXT, To: '+150055572006' }],
  ['a body that cannot be read', MESSAGES_PATH, 'To=%'],
  ['a path that is not there', '/v3', {}],
  ['a wrong method', VERIFY_PATH, {}],
])('%s is answered with the fields of an error', async (_, path, parameters) => {
  const { status, json } = await post(sandbox.origin, parameters, path);
  expect(deviations(json, ERROR)).toEqual([]);
  expect(json.status).toBe(status);
});

it('finds what is missing, what is too much and what is of another type', () => {
  const { message, ...rest } = { code: '21604', message: 'x', more_info: 'https://www.twilio.com/docs/errors/21604' };
  expect(message).toBe('x');
  expect(deviations({ ...rest, status: 400, detail: null }, ERROR)).toEqual([
    '$.message is missing',
    '$.code: "21604"',
    "$.detail is not Twilio's",
  ]);
});
