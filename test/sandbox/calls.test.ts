import { describe, expect, it } from 'vitest';
import { ACCOUNT, basic, CALLS_PATH, call, GOOD_CALL, post, sharedSandbox } from './client.ts';

const sandbox = sharedSandbox({ callPace: { ringing: 1_000, answered: 5_000, ended: 25_000 } });

const dial = (changes: Record<string, string> = {}) => post(sandbox.origin, { ...GOOD_CALL, ...changes }, CALLS_PATH);

const fetchAt = (sid: unknown, ms: number) => sandbox.fetchAt(CALLS_PATH, sid, ms);

describe('a call that is made', () => {
  it('is answered as queued, and its words are reported once', async () => {
    const { status, json } = await dial();
    expect(status).toBe(201);
    expect(json).toMatchObject({ account_sid: ACCOUNT, status: 'queued', start_time: null, duration: null });
    await fetchAt(json.sid, 30_000);
    expect(sandbox.texts).toEqual([
      {
        time: '2026-05-24T17:18:27.000Z',
        to: GOOD_CALL.To,
        from: GOOD_CALL.From,
        body: 'Your code is: 1, 2, 3, 4, 5.',
        sid: json.sid,
      },
    ]);
  });

  it('may be told by a URL what to say, which is not asked', async () => {
    const { status } = await dial({ Twiml: '', Url: 'https://example.com/say.xml' });
    expect([status, sandbox.texts[0]?.body]).toEqual([201, '']);
  });

  it('rings, is answered and ends', async () => {
    const { json } = await dial();
    const steps = [];
    for (const ms of [999, 1_000, 5_000, 25_000]) steps.push((await fetchAt(json.sid, ms)).status);
    expect(steps).toEqual(['queued', 'ringing', 'in-progress', 'completed']);
    expect(await fetchAt(json.sid, 60_000)).toMatchObject({
      start_time: 'Sun, 24 May 2026 17:18:32 +0000',
      end_time: 'Sun, 24 May 2026 17:18:52 +0000',
      date_updated: 'Sun, 24 May 2026 17:18:52 +0000',
      duration: '20',
    });
  });

  it.each([
    ['+15005530003', ['queued', 'ringing', 'no-answer']],
    ['+15005530004', ['queued', 'ringing', 'busy']],
    ['+15005530005', ['queued', 'failed', 'failed']],
  ])('to %s is not answered', async (To, expected) => {
    const { json } = await dial({ To });
    const steps = [];
    for (const ms of [0, 1_000, 5_000]) steps.push((await fetchAt(json.sid, ms)).status);
    expect(steps).toEqual(expected);
    expect(await fetchAt(json.sid, 60_000)).toMatchObject({ status: expected[2], start_time: null, duration: '0' });
  });
});

describe('a call that is refused', () => {
  it.each([
    ['no parameters', { To: '', From: '', Twiml: '' }, 21201],
    ['no sender', { From: '' }, 21213],
    ['neither Twiml nor Url', { Twiml: '' }, 21205],
    ['a Url that is none', { Twiml: '', Url: 'say.xml' }, 21205],
    ['Twiml that is no document', { Twiml: 'Your code is 12345' }, 12100],
    ['Twiml that does not end', { Twiml: '<Response><Say>1' }, 12100],
    ['a recipient that is no number', { To: 'you' }, 21211],
    ['a sender that is a name', { From: 'Acme' }, 21212],
    ['magic sender 1', { From: '+15005550001' }, 21212],
    ['magic recipient 1', { To: '+15005550001' }, 21217],
    ['magic recipient 2', { To: '+15005550002' }, 21214],
    ['magic recipient 3', { To: '+15005550003' }, 21215],
    ['magic recipient 4', { To: '+15005550004' }, 21216],
    ['the recipient that stands for an error', { To: '+15005521219' }, 21219],
  ])('for %s gets its code and is not reported', async (_, changes, code) => {
    const { status, json } = await dial(changes);
    expect([status, json.code]).toEqual([400, code]);
    expect(sandbox.texts).toEqual([]);
  });
});

it('a call is not found under another account, nor one that was never made', async () => {
  const { json } = await dial();
  const headers = { authorization: basic(`SK${'0'.repeat(32)}`, 'secret') };
  const other = `/2010-04-01/Accounts/AC${'f'.repeat(32)}/Calls/${json.sid}.json`;
  expect((await call(sandbox.origin, other, { headers })).json.code).toBe(20404);
  expect((await fetchAt(`CA${'0'.repeat(32)}`, 0)).code).toBe(20404);
});
