import { beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, call, post, sharedSandbox, VERIFY_PATH, VERIFY_SERVICE } from './client.ts';

const LONG_SERVICE = `VA${'1'.repeat(32)}`;
const sandbox = sharedSandbox({ codeLengths: { [LONG_SERVICE]: 10 } });
let To = '';
let phones = 0;
beforeEach(() => {
  phones += 1;
  To = `+1555123${String(phones).padStart(4, '0')}`;
});

const start = (changes: Record<string, string> = {}, path = VERIFY_PATH) =>
  post(sandbox.origin, { To, Channel: 'sms', ...changes }, `${path}/Verifications`);
const check = (Code: string, changes: Record<string, string> = {}, path = VERIFY_PATH) =>
  post(sandbox.origin, { To, Code, ...changes }, `${path}/VerificationCheck`);
const newestCode = () => sandbox.texts.at(-1)?.body.split(' ').at(-1) ?? '';
const wrongCode = () => (newestCode() === '000000' ? '000001' : '000000');
const NOT_FOUND = [404, 20404];
const answerOf = ({ status, json }: Awaited<ReturnType<typeof start>>) => [status, json.code];

describe('a verification', () => {
  it('is started with a text that holds its code', async () => {
    const { status, json } = await start();
    expect(status).toBe(201);
    expect(json).toMatchObject({
      sid: expect.stringMatching(/^VE[0-9a-f]{32}$/),
      service_sid: VERIFY_SERVICE,
      account_sid: ACCOUNT,
      to: To,
      channel: 'sms',
      status: 'pending',
      valid: false,
      send_code_attempts: [
        { attempt_sid: expect.stringMatching(/^VL/), channel: 'sms', time: '2026-05-24T17:18:27.000Z' },
      ],
      date_created: '2026-05-24T17:18:27Z',
      url: `https://verify.twilio.com${VERIFY_PATH}/Verifications/${json.sid}`,
    });
    expect(sandbox.texts).toEqual([
      {
        time: '2026-05-24T17:18:27.000Z',
        to: To,
        from: 'VERIFY',
        body: expect.stringMatching(/^Your .+ verification code is: [0-9]{6}$/),
        sid: json.sid,
      },
    ]);
  });

  it('sends the same code again, on whichever channel, and counts its sends', async () => {
    const { json: first } = await start();
    const code = newestCode();
    sandbox.now += 60_000;
    const { json: second } = await start({ Channel: 'call' });
    expect([second.sid, newestCode(), second.channel]).toEqual([first.sid, code, 'call']);
    expect(second).toMatchObject({ date_created: '2026-05-24T17:18:27Z', date_updated: '2026-05-24T17:19:27Z' });
    expect(second.send_code_attempts).toMatchObject([{ channel: 'sms' }, { channel: 'call' }]);
  });

  it('is sent five times and no more until it has expired', async () => {
    const sends = [];
    for (let i = 0; i < 6; i += 1) sends.push(answerOf(await start()));
    expect(sends).toEqual([...Array(5).fill([201, undefined]), [429, 60203]]);
    expect(sandbox.texts).toHaveLength(5);
    sandbox.now += 10 * 60_000 - 1;
    expect(answerOf(await start())).toEqual([429, 60203]);
    sandbox.now += 1;
    expect(answerOf(await start())).toEqual([201, undefined]);
  });

  it('has a code as long as its service says', async () => {
    const path = `/v2/Services/${LONG_SERVICE}`;
    await start({}, path);
    expect(newestCode()).toMatch(/^[0-9]{10}$/);
    expect((await call(sandbox.origin, path)).json).toMatchObject({ sid: LONG_SERVICE, code_length: 10 });
    expect((await call(sandbox.origin, VERIFY_PATH)).json.code_length).toBe(6);
  });

  it('can be fetched while it is pending, from its own service', async () => {
    const { json } = await start();
    const path = `${VERIFY_PATH}/Verifications/${json.sid}`;
    expect((await call(sandbox.origin, path)).json).toEqual(json);
    const elsewhere = path.replace(VERIFY_SERVICE, LONG_SERVICE);
    expect(answerOf(await call(sandbox.origin, elsewhere))).toEqual(NOT_FOUND);
    await check(newestCode());
    expect(answerOf(await call(sandbox.origin, path))).toEqual(NOT_FOUND);
  });
});

describe('a check', () => {
  it('of a wrong code is answered with 200 and pending', async () => {
    await start();
    const { status, json } = await check(wrongCode());
    expect([status, json.status, json.valid]).toEqual([200, 'pending', false]);
  });

  it('of the right code is answered with approved, once', async () => {
    const { json: started } = await start();
    const { status, json } = await check(newestCode());
    expect([status, json.sid, json.status, json.valid]).toEqual([200, started.sid, 'approved', true]);
    expect(answerOf(await check(newestCode()))).toEqual(NOT_FOUND);
  });

  it('can name the verification instead of the phone', async () => {
    const { json } = await start();
    const naming = (VerificationSid: string) => check(newestCode(), { To: '', VerificationSid });
    expect(answerOf(await naming(`VE${'0'.repeat(32)}`))).toEqual(NOT_FOUND);
    expect((await naming(String(json.sid))).json.status).toBe('approved');
  });

  it('finds nothing if none was started, in another service, or after ten minutes', async () => {
    expect(answerOf(await check('123456'))).toEqual(NOT_FOUND);
    await start();
    expect(answerOf(await check(newestCode(), {}, `/v2/Services/${LONG_SERVICE}`))).toEqual(NOT_FOUND);
    sandbox.now += 10 * 60_000;
    expect(answerOf(await check(newestCode()))).toEqual(NOT_FOUND);
  });

  it('is refused after five, the right code too, until the verification has expired', async () => {
    await start();
    for (let i = 0; i < 5; i += 1) expect((await check(wrongCode())).json.status).toBe('pending');
    expect(answerOf(await check(newestCode()))).toEqual([429, 60202]);
    await start();
    expect(answerOf(await check(newestCode()))).toEqual([429, 60202]);
    sandbox.now += 10 * 60_000;
    await start();
    expect((await check(newestCode())).json.status).toBe('approved');
  });

  it('after an approval starts from nothing: another code, five sends, five checks', async () => {
    const { json: first } = await start();
    await check(newestCode());
    const { json: second } = await start();
    expect(second.sid).not.toBe(first.sid);
    expect(second.send_code_attempts).toHaveLength(1);
  });

  it.each([
    ['no phone', { To: '' }, 20001],
    ['no code', { Code: '' }, 20001],
    ['a code of three digits', { Code: '123' }, 60200],
    ['a code of eleven digits', { Code: '12345678901' }, 60200],
  ])('with %s is refused and not counted', async (_, changes, code) => {
    await start();
    for (let i = 0; i < 6; i += 1) expect(answerOf(await check('123456', changes))).toEqual([400, code]);
    expect((await check(newestCode())).json.status).toBe('approved');
  });
});

describe('a verification that is refused', () => {
  it.each<[string, Record<string, string>, number, number]>([
    ['no phone', { To: '' }, 400, 20001],
    ['no channel', { Channel: '' }, 400, 20001],
    ['an unknown channel', { Channel: 'pigeon' }, 400, 60200],
    ['a phone that is none', { To: '5551230001' }, 400, 60200],
    ['a phone on WhatsApp by its address', { To: 'whatsapp:+15551230001' }, 400, 60200],
    ['the magic invalid recipient', { To: '+15005550001' }, 400, 60200],
    ['the magic recipient of a closed country', { To: '+15005550003' }, 403, 60605],
    ['the magic recipient that is a landline', { To: '+15005550009' }, 403, 60205],
    ['the recipient of Fraud Guard', { To: '+15005560410' }, 403, 60410],
    ['the recipient of too many requests', { To: '+15005560212' }, 429, 60212],
    ['the recipient of an expired trial', { To: '+150055575001' }, 403, 575001],
  ])('for %s gets its code and is not reported', async (_, changes, status, code) => {
    expect(answerOf(await start(changes))).toEqual([status, code]);
    expect(sandbox.texts).toEqual([]);
  });

  it('by text to a landline does not apply to calls', async () => {
    expect((await start({ To: '+15005550009', Channel: 'call' })).status).toBe(201);
  });
});
