// What is asked and offered, and what is said if Twilio refuses: with a scripted person, and a server in Twilio's place.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inspectTwilio } from '../../src/delivery/inspect.ts';
import { interview } from '../../src/init/interview.ts';
import { type Choice, GivenUp, type Questions } from '../../src/init/questions.ts';

const SID = `AC${'0123456789abcdef'.repeat(2)}`;
const TOKEN = 'a-token-that-nobody-may-see';
const MG = `MG${'1'.repeat(32)}`;
const VA = `VA${'2'.repeat(32)}`;
const PHONE = '+14155552671';
const FILE = '/home/ann/.local/state/otp-tui/state.db';

const ACCOUNT = { sid: SID, status: 'active', type: 'Full' };
const TWILIO: Readonly<Record<string, unknown>> = {
  account: ACCOUNT,
  IncomingPhoneNumbers: {
    incoming_phone_numbers: [
      { phone_number: '+15005550006', capabilities: { sms: true } },
      { phone_number: '+15005550007', capabilities: { sms: false, voice: true } },
      { phone_number: 'nonsense', capabilities: { sms: true } },
    ],
  },
  OutgoingCallerIds: { outgoing_caller_ids: [{ phone_number: PHONE }, { phone_number: '+15005550010' }] },
  v1: {
    services: [
      { sid: MG, friendly_name: 'Alerts\x1b[2J' },
      { sid: 'MG/../x', friendly_name: 'bad' },
    ],
  },
  v2: { services: [{ sid: VA, friendly_name: 'Acme' }] },
};

/** An error, as Twilio answers it. */
const error = (code: number, status = 403) => ({ status, code, message: `error ${code}`, more_info: '' });

/** @param answers what there is instead of the usual */
async function startTwilio(answers: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const server = createServer((request, response) => {
    const name =
      /^\/(v[12])\/Services|(\w+)\.json/
        .exec(request.url ?? '')
        ?.slice(1)
        .find(Boolean) ?? '';
    const body = { ...TWILIO, ...answers }[name === SID ? 'account' : name] as { code?: number; status?: number };
    const status = body.code === undefined ? 200 : (body.status ?? 400);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A person who answers by the first words of a question, and leaves where there is no answer left. */
function person(answers: readonly (readonly [question: string, answer: string])[]) {
  const left = [...answers];
  const seen: string[] = [];
  const next = (question: string) => {
    seen.push(question);
    const [expected, answer] = left.shift() ?? [];
    if (expected === undefined || answer === undefined) throw new GivenUp(false);
    expect(question).toContain(expected);
    return answer;
  };
  const checked = async (question: string, complain: (answer: string) => string | undefined) => {
    for (;;) {
      const answer = next(question);
      const complaint = complain(answer);
      if (complaint === undefined) return answer;
      seen.push(`! ${complaint}`);
    }
  };
  const questions: Questions = {
    async choose<Value>(question: string, choices: readonly Choice<Value>[]) {
      seen.push(...choices.map(({ label }) => `- ${label}`));
      const label = next(question);
      const found = choices.find((one) => one.label.includes(label));
      if (!found) throw new Error(`${label} is not offered`);
      return found.value;
    },
    text: checked,
    secret: checked,
    confirm: async (question) => next(question) === 'yes',
    show: (title, lines) => seen.push(title, ...lines),
    say: (line) => seen.push(line),
    warn: (line) => seen.push(`warning: ${line}`),
  };
  return { questions, seen };
}

const SIGN_IN = [
  ['Account SID', SID],
  ['Auth Token', TOKEN],
] as const;

async function ask(answers: Parameters<typeof person>[0], twilio: Readonly<Record<string, unknown>> = {}) {
  const apiUrl = await startTwilio(twilio);
  const { questions, seen } = person([...SIGN_IN, ...answers]);
  const connect = (credentials: { accountSid: string; authToken: string }) =>
    inspectTwilio({ ...credentials, apiUrl }, Date.now);
  const result = interview(questions, { connect, storeFile: FILE }).catch((problem: unknown) => {
    if (problem instanceof GivenUp) return { kind: 'given-up' as const };
    throw problem;
  });
  const found = await result;
  expect(seen.join('\n')).not.toContain(TOKEN);
  return { found, seen };
}

const CREDENTIALS = { accountSid: SID, authToken: TOKEN };
const REST = [
  ['Where are', 'file'],
  ['What are the codes for', ''],
] as const;

describe('a full account', () => {
  it('is offered the numbers that can text, its services, and a new one', async () => {
    const { seen } = await ask([]);
    expect(seen.filter((line) => line.startsWith('- '))).toEqual([
      '- Text from +1 500 555 0006',
      '- Text from the Messaging Service Alerts[2J',
      '- Twilio Verify, with the service Acme',
      '- Twilio Verify, with a new service',
    ]);
    expect(seen.join('\n')).toContain('www.twilio.com/en-us/verify/pricing');
  });

  it.each<[string, object]>([
    ['+1 500 555 0006', { from: '+15005550006' }],
    ['Alerts', { messagingServiceSid: MG }],
  ])('sends by %s', async (way, answers) => {
    const { found } = await ask([['How', way], ['Which phone', '+1 (415) 555-2671'], ...REST]);
    expect(found).toMatchObject({ kind: 'answered', answers: { ...CREDENTIALS, ...answers, to: PHONE } });
    expect(found).not.toHaveProperty('answers.service');
  });

  it('is offered no more than was asked for, whatever Twilio lists', async () => {
    const services = Array.from({ length: 5_000 }, () => ({ sid: VA, friendly_name: 'Acme' }));
    const { seen } = await ask([], { v2: { services } });
    expect(seen.filter((line) => line.startsWith('- ') && line.includes('the service Acme'))).toHaveLength(100);
  });

  it('is not asked what for with Verify, whose service says it', async () => {
    const { found } = await ask([
      ['How', 'Acme'],
      ['Which phone', PHONE],
      ['Where are', 'file'],
    ]);
    expect(found).toMatchObject({ kind: 'answered', answers: { ...CREDENTIALS, verifyServiceSid: VA, to: PHONE } });
  });

  it('may keep its ledgers in Redis, and say what the codes are for', async () => {
    const { found } = await ask([
      ['How', '+1 500'],
      ['Which phone', PHONE],
      ['Where are', 'Redis'],
      ['The address', '/tmp/state.db'],
      ['The address', 'redis://:secret@db:6379/1'],
      ['What are the codes for', 'prod'],
    ]);
    expect(found).toMatchObject({ answers: { store: 'redis://:secret@db:6379/1', service: 'prod' } });
  });

  it('hears what is wrong with a phone, and that a number cannot text itself', async () => {
    const { seen } = await ask([
      ['How', '+1 500'],
      ['Which phone', '555'],
      ['Which phone', '+15005550006'],
    ]);
    expect(seen.filter((line) => line.startsWith('! '))).toEqual([
      expect.stringMatching(/./),
      '! That is the sender: a number cannot text itself',
    ]);
  });

  it('without a number is told so, and may use Verify', async () => {
    const none = { IncomingPhoneNumbers: { incoming_phone_numbers: [] }, v1: { services: [] }, v2: { services: [] } };
    const { found, seen } = await ask(
      [
        ['How', 'new service'],
        ['The name', '12345'],
        ['The name', 'Acme'],
        ['Which phone', PHONE],
        ['Where are', 'file'],
      ],
      none,
    );
    expect(seen).toContain('The account has no number that can send texts');
    expect(found).toMatchObject({ kind: 'answered', newService: 'Acme' });
  });

  it('is told what may not be listed, and goes on with the rest', async () => {
    const { found, seen } = await ask(
      [
        ['How', 'Acme'],
        ['Which phone', PHONE],
        ['Where are', 'file'],
      ],
      {
        IncomingPhoneNumbers: error(70051, 401),
        v1: error(20403),
      },
    );
    const warnings = seen.filter((line) => line.startsWith('warning: '));
    expect(warnings).toEqual([
      expect.stringMatching(/did not list the phone numbers: .*70051/),
      expect.stringMatching(/did not list the Messaging Services: .*20403/),
    ]);
    expect(seen.join('\n')).not.toContain('has no number');
    expect(found.kind).toBe('answered');
  });
});

describe('a list with more entries than are offered', () => {
  const continued = (list: object, how: 'next_page_uri' | 'meta') => ({
    ...list,
    [how]: how === 'meta' ? { next_page_url: 'https://there.is/more' } : '/more',
  });

  it('is said to be one, with the setting for the others', async () => {
    const { seen } = await ask([], {
      IncomingPhoneNumbers: continued(TWILIO.IncomingPhoneNumbers as object, 'next_page_uri'),
      v1: continued(TWILIO.v1 as object, 'meta'),
      v2: continued(TWILIO.v2 as object, 'meta'),
    });
    expect(seen.filter((line) => line.startsWith('Only the first'))).toEqual([
      'Only the first 100 phone numbers are offered; to use another, change SENDER_NUMBER in the file afterwards',
      expect.stringMatching(/100 Messaging Services .* TWILIO_MESSAGING_SERVICE_SID /),
      expect.stringMatching(/100 Verify services .* TWILIO_VERIFY_SERVICE_SID /),
    ]);
  });

  it('is said to be one of the phones that a trial has verified', async () => {
    const { seen } = await ask([['How', 'Acme']], {
      account: { ...ACCOUNT, type: 'Trial' },
      OutgoingCallerIds: continued(TWILIO.OutgoingCallerIds as object, 'next_page_uri'),
    });
    expect(seen.join('\n')).toMatch(/Only the first 100 verified phones are offered; .* RECIPIENT_NUMBER /);
  });

  it('is not said to be one if it is whole', async () => {
    const whole = { next_page_uri: null, meta: { next_page_url: null } };
    const { seen } = await ask([], { v2: { ...(TWILIO.v2 as object), ...whole } });
    expect(seen.join('\n')).not.toContain('Only the first');
  });
});

describe('a trial account', () => {
  const trial = { account: { ...ACCOUNT, type: 'Trial' } };

  it('is offered Verify alone, and the phones that it has verified', async () => {
    const { found, seen } = await ask(
      [
        ['How', 'Acme'],
        ['Whose phone', '555 0010'],
        ['Where are', 'file'],
      ],
      trial,
    );
    expect(seen.filter((line) => line.startsWith('- '))).toEqual([
      '- Twilio Verify, with the service Acme',
      '- Twilio Verify, with a new service',
      '- +1 415 555 2671',
      '- +1 500 555 0010',
      '- In a file on this computer',
      '- In Redis',
    ]);
    expect(found).toMatchObject({ answers: { verifyServiceSid: VA, to: '+15005550010' } });
  });

  it.each<[string, unknown, RegExp]>([
    ['that has verified no phone', { outgoing_caller_ids: [] }, /has verified none: verify yours at Console/],
    ['whose phones may not be listed', error(20403), /did not list them: .*20403/],
  ])('%s cannot go on', async (_, OutgoingCallerIds, words) => {
    const { found } = await ask([], { ...trial, OutgoingCallerIds });
    expect(found).toEqual({ kind: 'refused', line: expect.stringMatching(words) });
  });
});

describe('signing in', () => {
  it('asks again if Twilio does not accept the token', async () => {
    const { found, seen } = await ask(SIGN_IN, { account: error(20003, 401) });
    expect(seen.filter((line) => line.includes('does not accept them (20003)'))).toHaveLength(2);
    expect(found).toEqual({ kind: 'given-up' });
  });

  it.each<[string, unknown, RegExp]>([
    ['suspended', { ...ACCOUNT, status: 'suspended' }, /^the account is suspended: see Console/],
    ['closed', { ...ACCOUNT, status: 'closed' }, /^the account is closed/],
    ['not active', error(20005), /20005/],
    ["somebody else's", { ...ACCOUNT, sid: `AC${'f'.repeat(32)}` }, /./],
  ])('ends if the account is %s', async (_, account, words) => {
    const { found } = await ask([], { account });
    expect(found).toEqual({ kind: 'refused', line: expect.stringMatching(words) });
  });

  it('takes nothing that cannot be a SID or a token', async () => {
    const { questions, seen } = person([
      ['Account SID', 'AD123'],
      ['Account SID', SID],
      ['Auth Token', 'with a space'],
    ]);
    const connect = () => {
      throw new Error('asked Twilio');
    };
    await expect(interview(questions, { connect, storeFile: FILE })).rejects.toThrow(GivenUp);
    expect(seen.filter((line) => line.startsWith('! '))).toHaveLength(2);
  });

  it('says where an API key goes if it is given one', async () => {
    const { questions, seen } = person([['Account SID', `SK${'0'.repeat(32)}`]]);
    const connect = () => {
      throw new Error('asked Twilio');
    };
    await expect(interview(questions, { connect, storeFile: FILE })).rejects.toThrow(GivenUp);
    expect(seen).toContainEqual(expect.stringMatching(/^! That is an API key, .*TWILIO_API_KEY and TWILIO_API_SECRET/));
  });
});
