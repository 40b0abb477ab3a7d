// The channels for our own codes, their progress, and which requests are retried.

import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CHANNELS, type Channel } from '../../src/core/channel.ts';
import { deliveryFailure } from '../../src/delivery/problems.ts';
import type { Text } from '../../src/delivery/sender.ts';
import { type TwilioOptions, twilioSender } from '../../src/delivery/twilio.ts';
import { OtpVerifier } from '../../src/otp-verifier.ts';
import { closing } from '../support/closing.ts';
import { answeringServer, rawServer, response } from '../support/hostile.ts';
import { codeIn } from '../support/program.ts';
import { instantTimer } from '../support/timer.ts';
import { ACCOUNT, FROM, PHONE, sandboxes, TOKEN } from './twilio-account.ts';

const SERVICE = `MG${'cd'.repeat(16)}`;
const TEMPLATE = `HX${'ef'.repeat(16)}`;
const CODE = '48213';
const TEXT: Text = {
  to: PHONE,
  channel: 'sms',
  code: CODE,
  service: undefined,
  body: `${CODE} is your verification code.`,
  validFor: 300,
};
const sandbox = sandboxes({
  pace: { sending: 1_000, sent: 2_000, settled: 3_000 },
  callPace: { ringing: 1_000, answered: 2_000, ended: 3_000 },
});

function sender(apiUrl: string, options: Partial<TwilioOptions> = {}) {
  return twilioSender({ accountSid: ACCOUNT, authToken: TOKEN, from: FROM, apiUrl, ...options });
}

function sidFor(channel: Channel): string {
  return (channel === 'call' ? 'CA' : 'SM') + '0'.repeat(32);
}

function taken(channel: Channel): string {
  return response('201 Created', JSON.stringify({ sid: sidFor(channel), status: 'queued' }));
}

/** The one request that a delivery makes. */
async function requestOf(changes: Partial<Text>, options: Partial<TwilioOptions> = {}) {
  const text = { ...TEXT, ...changes };
  const server = closing(await answeringServer(taken(text.channel)));
  expect(await sender(server.origin, options).send(text)).toEqual({ kind: 'accepted', id: sidFor(text.channel) });
  expect(server.heard).toHaveLength(1);
  const [head = '', body = ''] = server.heard[0]?.bytes.split('\r\n\r\n') ?? [];
  return { line: head.split('\r\n')[0], form: Object.fromEntries(new URLSearchParams(body)) };
}

it.each(CHANNELS)('by %s, the sandbox takes the code and hands it to the phone', async (channel) => {
  const delivery = await sender((await sandbox.open()).origin).send({ ...TEXT, channel });
  expect(delivery.kind).toBe('accepted');
  expect(sandbox.texts.map(({ body }) => codeIn(body))).toEqual([CODE]);
});

const MESSAGES = `POST /2010-04-01/Accounts/${ACCOUNT}/Messages.json HTTP/1.1`;

describe('over WhatsApp', () => {
  it('both numbers are addresses there, and the words are ours', async () => {
    expect(await requestOf({ channel: 'whatsapp' })).toEqual({
      line: MESSAGES,
      form: { To: `whatsapp:${PHONE}`, From: `whatsapp:${FROM}`, Body: TEXT.body, ValidityPeriod: '300' },
    });
  });

  it('a template gets the code as its first variable, and no words beside', async () => {
    const { form } = await requestOf({ channel: 'whatsapp' }, { whatsappContentSid: TEMPLATE });
    const { ContentVariables: variables, ...rest } = form;
    expect(rest).toEqual({
      To: `whatsapp:${PHONE}`,
      From: `whatsapp:${FROM}`,
      ContentSid: TEMPLATE,
      ValidityPeriod: '300',
    });
    expect(JSON.parse(variables ?? '')).toEqual({ 1: CODE });
  });

  it('a Messaging Service stands for the sender', async () => {
    const { form } = await requestOf({ channel: 'whatsapp' }, { from: undefined, messagingServiceSid: SERVICE });
    expect(form).toEqual({
      To: `whatsapp:${PHONE}`,
      MessagingServiceSid: SERVICE,
      Body: TEXT.body,
      ValidityPeriod: '300',
    });
  });

  it('the sandbox takes both', async () => {
    const { origin } = await sandbox.open();
    for (const whatsappContentSid of [undefined, TEMPLATE]) {
      const delivery = await sender(origin, { whatsappContentSid }).send({ ...TEXT, channel: 'whatsapp' });
      expect(delivery.kind).toBe('accepted');
    }
    expect(sandbox.texts).toMatchObject([
      { to: `whatsapp:${PHONE}`, from: `whatsapp:${FROM}`, body: TEXT.body },
      { to: `whatsapp:${PHONE}`, from: `whatsapp:${FROM}`, body: CODE },
    ]);
  });

  it('the template is for WhatsApp only', async () => {
    expect((await requestOf({}, { whatsappContentSid: TEMPLATE })).form).not.toHaveProperty('ContentSid');
  });
});

describe('by call', () => {
  it('a number calls, for half a minute, and says the code twice', async () => {
    const { line, form } = await requestOf({ channel: 'call', service: 'A&B <c>' });
    expect(line).toBe(`POST /2010-04-01/Accounts/${ACCOUNT}/Calls.json HTTP/1.1`);
    const { Twiml: twiml = '', ...rest } = form;
    expect(rest).toEqual({ To: PHONE, From: FROM, Timeout: '30' });
    const digits = [...CODE].map((digit) => `<Say>${digit}</Say>`).join('<Pause length="1"/>');
    expect(twiml.split(digits)).toHaveLength(3);
    expect(twiml).toContain('for A&amp;B &lt;c&gt; is');
  });

  it('the phone hears digits one by one', async () => {
    await sender((await sandbox.open()).origin).send({ ...TEXT, channel: 'call', service: 'A&B <c>' });
    const once = 'Your verification code for A&B <c> is 4 8 2 1 3';
    expect(sandbox.texts).toMatchObject([{ to: PHONE, from: FROM, body: `${once} Once more. ${once} Goodbye.` }]);
  });

  it('without a number, Twilio refuses it', async () => {
    const options = { from: undefined, messagingServiceSid: SERVICE };
    const delivery = await sender((await sandbox.open()).origin, options).send({ ...TEXT, channel: 'call' });
    expect(delivery.kind).toBe('refused');
    expect(sandbox.texts).toEqual([]);
  });
});

it('a text is worth delivering as long as its code lives, in whole seconds', async () => {
  for (const [expiresIn, seconds] of [
    [1_000, '1'],
    [90_500, '91'],
    [600_000, '600'],
  ] as const) {
    const server = closing(await answeringServer(taken('sms')));
    const secret = '0123456789abcdef';
    await new OtpVerifier({ sender: sender(server.origin), secret, policy: { expiresIn } }).send(PHONE);
    const form = new URLSearchParams(server.heard[0]?.bytes.split('\r\n\r\n')[1]);
    expect(form.get('ValidityPeriod')).toBe(seconds);
  }
});

describe('what becomes of a code', () => {
  async function followed(text: Partial<Text>, options: Partial<TwilioOptions> = {}) {
    const twilio = sender((await sandbox.open()).origin, options);
    const delivery = await twilio.send({ ...TEXT, ...text });
    const id = delivery.kind === 'accepted' ? delivery.id : undefined;
    const progress = [];
    for (let second = 0; second < 4; second += 1) {
      progress.push(await twilio.track?.(id ?? ''));
      sandbox.now += 1_000;
    }
    return progress;
  }
  const kinds = (...all: string[]) => all.map((kind) => ({ kind }));

  it.each<[string, Partial<Text>, Partial<TwilioOptions>]>([
    ['text', {}, {}],
    ['text by a Messaging Service', {}, { from: undefined, messagingServiceSid: SERVICE }],
    ['message on WhatsApp', { channel: 'whatsapp' }, {}],
  ])('of a %s, step by step', async (_, text, options) => {
    expect(await followed(text, options)).toEqual(kinds('accepted', 'sending', 'passed-on', 'delivered'));
  });

  it('of a call, step by step', async () => {
    expect(await followed({ channel: 'call' })).toEqual(kinds('accepted', 'sending', 'delivered', 'delivered'));
  });

  it.each([30003, 30006, 30007, 30034, 30450, 63015, 63038, 39999])('of a text that fails with %i', async (code) => {
    const [first, , , last] = await followed({ to: `+150055${code}` });
    expect(first).toMatchObject({ kind: 'accepted' });
    expect(last).toEqual({ kind: 'undelivered', problem: deliveryFailure(code) });
    expect(deliveryFailure(code).message).toMatch(/^[a-z].*\.$/);
  });

  it.each([
    [30003, 'nobody answered the call. Try again.', 'no-answer'],
    [30004, 'the phone was busy. Try again in a minute.', 'busy'],
    [30005, 'the call could not be put through. Try again.', 'failed'],
  ])('of a call to a phone that %i stands for', async (code, message, status) => {
    const progress = await followed({ to: `+150055${code}`, channel: 'call' });
    expect(progress.at(-1)).toEqual({
      kind: 'undelivered',
      problem: { message, detail: expect.stringContaining(status) },
    });
  });

  it.each([`SM${'0'.repeat(32)}`, `CA${'0'.repeat(32)}`, '', '../../x', 'SM\n'])(
    'that nobody knows by %j cannot be found out',
    async (id) => {
      expect(await sender((await sandbox.open()).origin).track?.(id)).toBeUndefined();
    },
  );

  it('cannot be found out with the network cut, and that is no failure of the delivery', async () => {
    const dead = await rawServer(() => {});
    await dead.close();
    expect(await sender(dead.origin).track?.(`SM${'0'.repeat(32)}`)).toBeUndefined();
    const silent = closing(await rawServer(() => {}));
    expect(await sender(silent.origin, { timeLimit: 100 }).track?.(`CA${'0'.repeat(32)}`)).toBeUndefined();
  });
});

describe('what is asked again', () => {
  const refused = (status: number, code?: number) =>
    response(`${status} No`, code === undefined ? '<html>' : JSON.stringify({ code, status, message: 'No' }));

  it.each(CHANNELS.flatMap((channel) => [429, 503].map((status) => [channel, status] as const)))(
    'a code by %s that was refused with %i, until it is taken',
    async (channel, status) => {
      let requests = 0;
      const server = closing(
        await answeringServer(() => {
          requests += 1;
          return requests < 3 ? refused(status) : taken(channel);
        }),
      );
      const timer = instantTimer();
      const delivery = await sender(server.origin, { timer }).send({ ...TEXT, channel });
      expect(delivery).toEqual({ kind: 'accepted', id: sidFor(channel) });
      expect(timer.waits).toEqual([500, 1_000]);
      const asked = server.heard.map(({ bytes }) => bytes);
      expect(asked).toHaveLength(3);
      // The very same request, on a connection of its own.
      expect(new Set(asked.map((request) => request.split('\r\n\r\n')[1])).size).toBe(1);
    },
  );

  it.each([
    [429, 20429],
    [503, 20503],
  ])('HTTP %i with error %i, and given up within half the limit', async (status, code) => {
    const server = closing(await answeringServer(refused(status, code)));
    const timer = instantTimer();
    const delivery = await sender(server.origin, { timeLimit: 4_000, timer }).send(TEXT);
    expect(delivery).toMatchObject({ kind: 'refused', problem: { detail: expect.stringContaining(`${code}`) } });
    expect(timer.waits).toEqual([500, 1_000]);
    expect(server.heard).toHaveLength(3);
  });

  it.each([
    ['HTTP 500', () => refused(500, 20500), 'unknown'],
    ['HTTP 502', () => refused(502), 'unknown'],
    ['HTTP 504', () => refused(504), 'unknown'],
    ['half an answer', () => 'HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\n{"sid"', 'unknown'],
    ['no answer', () => '', 'unknown'],
    ['HTTP 400', () => refused(400, 21211), 'refused'],
    ['HTTP 429 with a limit that lasts', () => refused(429, 63038), 'refused'],
  ])('not what came to %s', async (_, answer, kind) => {
    for (const channel of CHANNELS) {
      const server = closing(await answeringServer(answer));
      const delivery = await sender(server.origin).send({ ...TEXT, channel });
      expect(delivery.kind).toBe(kind);
      expect(server.heard).toHaveLength(1);
      expect(inspect(delivery, { depth: null })).not.toMatch(new RegExp(`${CODE}|${TOKEN}`));
    }
  });

  it('not what ran into the time limit', async () => {
    const server = closing(await rawServer(() => {}));
    expect((await sender(server.origin, { timeLimit: 500 }).send(TEXT)).kind).toBe('unknown');
    expect(server.heard).toHaveLength(1);
  });

  it('not what ran into the time limit after a refusal', async () => {
    let requests = 0;
    const server = closing(
      await rawServer(
        () => {},
        (socket) => {
          requests += 1;
          if (requests === 1) socket.end(refused(429));
        },
      ),
    );
    expect((await sender(server.origin, { timeLimit: 1_000, timer: instantTimer() }).send(TEXT)).kind).toBe('unknown');
    expect(requests).toBe(2);
  });
});
