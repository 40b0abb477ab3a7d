// Asks Twilio about an account and what codes are sent with, without sending anything. Whatever is answered may not
// come from Twilio, so nothing is passed on but what was checked here.

import { type Answer, twilioAccount, unreadableAnswer } from './account.ts';
import type { AccountOptions } from './account-options.ts';
import {
  type Capabilities,
  isObject,
  type Json,
  type Named,
  type OwnNumber,
  type Page,
  pageIn,
  readCapabilities,
  readNamed,
  readNumber,
  readPhone,
} from './inventory.ts';

export interface Inspector {
  /** The account's status and type. An API key may not ask for it. */
  account(): Promise<Answer<AccountFacts>>;
  /** Whether a page of the account's messages can be read: all that is tried are the credentials. */
  messages(): Promise<Answer<object>>;
  /** What a number can do; undefined if it is not the account's. */
  number(number: string): Promise<Answer<Capabilities | undefined>>;
  /** Whether the account has verified a phone, so that a trial may send to it. */
  isVerified(number: string): Promise<Answer<boolean>>;
  /** Whether there is such a Messaging Service. */
  messagingService(sid: string): Promise<Answer<object>>;
  verifyService(sid: string): Promise<Answer<VerifyFacts>>;
  /** The account's own numbers, the phones it has verified and its services: of each the first page, with up to PAGE_SIZE. */
  numbers(): Promise<Answer<Page<OwnNumber>>>;
  verifiedPhones(): Promise<Answer<Page<string>>>;
  messagingServices(): Promise<Answer<Page<Named>>>;
  verifyServices(): Promise<Answer<Page<Named>>>;
  /** Makes a Verify service: the one thing here that changes the account. @returns its SID */
  makeVerifyService(name: string): Promise<Answer<string>>;
  /** By how much Twilio's clock is ahead of ours, in ms; undefined before there was a response. */
  skew(): number | undefined;
}

export interface AccountFacts {
  readonly status: 'active' | 'suspended' | 'closed';
  readonly type: 'Trial' | 'Full';
}

export interface VerifyFacts {
  readonly codeLength: number;
  /** Whether it has a sender of its own for WhatsApp. */
  readonly hasWhatsApp: boolean;
}

/** @param clock ms since 1970. @throws RangeError as `twilioAccount` does */
export function inspectTwilio(options: AccountOptions, clock: () => number): Inspector {
  const { accountSid } = options;
  let skew: number | undefined;
  const account = twilioAccount({
    ...options,
    onResponse({ date }) {
      const time = Date.parse(String(date ?? ''));
      if (!Number.isNaN(time)) skew ??= time - clock();
    },
  });
  const root = `/Accounts/${accountSid}`;

  /** @param read the facts in an answer; `unreadable` if it is not Twilio's */
  async function fetch<Facts>(
    api: '2010' | 'messaging' | 'verify',
    path: string,
    read: (json: Json) => Facts | typeof UNREADABLE_FACTS,
    params: object = {},
  ): Promise<Answer<Facts>> {
    const answer = await account.ask((client) => client.fetch(api, path, params));
    if (answer.kind !== 'answered') return answer;
    const facts = isObject(answer.result) ? read(answer.result) : UNREADABLE_FACTS;
    return facts === UNREADABLE_FACTS ? unreadableAnswer('refused') : { kind: 'answered', result: facts };
  }

  /** The only item of a list for a number. */
  const find = <Facts>(list: string, name: string, number: string, read: (item: Json | undefined) => Facts) =>
    fetch(
      '2010',
      `${root}/${list}.json`,
      ({ [name]: items }) =>
        Array.isArray(items)
          ? read(items.filter(isObject).find(({ phone_number: one }) => one === number))
          : UNREADABLE_FACTS,
      { PhoneNumber: number, PageSize: 20 },
    );

  const list = <Item>(
    api: '2010' | 'messaging' | 'verify',
    path: string,
    name: string,
    read: (item: Json) => Item | undefined,
  ) => fetch(api, path, (json) => pageIn(json, name, read, PAGE_SIZE) ?? UNREADABLE_FACTS, { PageSize: PAGE_SIZE });

  return {
    account: () =>
      fetch('2010', `${root}.json`, (json) => (json.sid === accountSid ? accountOf(json) : UNREADABLE_FACTS)),
    messages: () =>
      fetch('2010', `${root}/Messages.json`, ({ messages }) => (Array.isArray(messages) ? {} : UNREADABLE_FACTS), {
        PageSize: 1,
      }),
    number: (number) =>
      find('IncomingPhoneNumbers', 'incoming_phone_numbers', number, (item) => item && readCapabilities(item)),
    isVerified: (number) => find('OutgoingCallerIds', 'outgoing_caller_ids', number, (item) => item !== undefined),
    messagingService: (sid) =>
      fetch('messaging', `/Services/${sid}`, (json) => (json.sid === sid ? {} : UNREADABLE_FACTS)),
    verifyService: (sid) =>
      fetch('verify', `/Services/${sid}`, (json) => (json.sid === sid ? verifyOf(json) : UNREADABLE_FACTS)),
    numbers: () => list('2010', `${root}/IncomingPhoneNumbers.json`, 'incoming_phone_numbers', readNumber),
    verifiedPhones: () => list('2010', `${root}/OutgoingCallerIds.json`, 'outgoing_caller_ids', readPhone),
    messagingServices: () => list('messaging', '/Services', 'services', (item) => readNamed(item, 'MG')),
    verifyServices: () => list('verify', '/Services', 'services', (item) => readNamed(item, 'VA')),
    async makeVerifyService(friendlyName) {
      const answer = await account.ask((client) => client.verify.v2.services.create({ friendlyName }));
      if (answer.kind !== 'answered') return answer;
      const made = readNamed({ sid: answer.result.sid, friendly_name: friendlyName }, 'VA');
      return made ? { kind: 'answered', result: made.sid } : unreadableAnswer('unknown');
    },
    skew: () => skew,
  };
}

/** https://www.twilio.com/docs/api/errors/20003 */
export const NOT_AUTHENTICATED = 20003;
/** https://www.twilio.com/docs/api/errors/20404 */
export const NOT_FOUND = 20404;
const UNREADABLE_FACTS = Symbol();
/** How much of a list is read: Verify answers no more at once. */
export const PAGE_SIZE = 100;

function accountOf({ status, type }: Json): AccountFacts | typeof UNREADABLE_FACTS {
  if (status !== 'active' && status !== 'suspended' && status !== 'closed') return UNREADABLE_FACTS;
  return type === 'Trial' || type === 'Full' ? { status, type } : UNREADABLE_FACTS;
}

function verifyOf({ code_length: length, whatsapp }: Json): VerifyFacts | typeof UNREADABLE_FACTS {
  if (!Number.isInteger(length)) return UNREADABLE_FACTS;
  const { msg_service_sid: service, from } = isObject(whatsapp) ? whatsapp : ({} as Json);
  return { codeLength: length as number, hasWhatsApp: Boolean(service) || Boolean(from) };
}
