// One table of settings: name, flag, default, what it accepts, and where it is found. The command
// line, its help, `.env.example` and the README's table are made from it.

import { isPhoneNumber } from './core/phone.ts';
import { plainText } from './core/plain-text.ts';
import { DEFAULT_POLICY, POLICY_BOUNDS, type Policy } from './core/policy.ts';
import { parseDuration, writeDuration } from './duration.ts';
import { isOfRedis, readRedisAddress } from './store/redis-address.ts';

/** One setting: how it is named, read and explained. */
export interface Setting<Value> {
  readonly name: string;
  /** Another name for the same. */
  readonly alias?: string;
  readonly flag?: string;
  /** What the flag's value is called in the help. */
  readonly value?: string;
  readonly default?: string;
  /** Whether its value is kept out of every message. */
  readonly secret?: true;
  /** The value of a text, or undefined where the text is not one. */
  readonly parse: (text: string) => Value | undefined;
  /** What a good value looks like. */
  readonly accepts: string;
  readonly about: string;
  /** Where in the Twilio console it is found. */
  readonly where?: string;
}

const sid = (prefix: string) => ({
  parse: matching(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`)),
  accepts: `${prefix} and 32 hexadecimal digits`,
});
const word = { parse: matching(/^\S+$/), accepts: 'the value without spaces' };
const hostPart = { parse: matching(/^[a-z0-9-]+$/), accepts: 'lower-case letters, digits and dashes' };

export const SETTINGS = {
  accountSid: {
    name: 'TWILIO_SID',
    alias: 'TWILIO_ACCOUNT_SID',
    secret: true,
    ...sid('AC'),
    about: 'the Twilio account',
    where: 'Console home page, Account Info, Account SID',
  },
  authToken: {
    name: 'TWILIO_AUTH_TOKEN',
    secret: true,
    ...word,
    about: "the account's token",
    where: 'Console home page, Account Info, Auth Token',
  },
  apiKey: {
    name: 'TWILIO_API_KEY',
    secret: true,
    ...sid('SK'),
    about: 'with TWILIO_API_SECRET, instead of the token',
    where: 'Admin > API keys & tokens > Create API key, SID',
  },
  apiSecret: {
    name: 'TWILIO_API_SECRET',
    secret: true,
    ...word,
    about: "the API key's secret",
    where: 'shown once, when the API key is created',
  },
  from: {
    name: 'SENDER_NUMBER',
    flag: '--from',
    value: 'number',
    parse: (text) => (isPhoneNumber(text) || isSenderId(text) ? text : undefined),
    accepts: 'a phone number like +15005550006, or a sender ID of 1-11 letters and digits',
    about: 'the number or name that texts come from',
    where: 'Phone Numbers > Manage > Active numbers',
  },
  messagingServiceSid: {
    name: 'TWILIO_MESSAGING_SERVICE_SID',
    secret: true,
    ...sid('MG'),
    about: 'instead of a sender: a Messaging Service',
    where: 'Messaging > Services',
  },
  verifyServiceSid: {
    name: 'TWILIO_VERIFY_SERVICE_SID',
    secret: true,
    ...sid('VA'),
    about: 'Twilio Verify makes, sends and checks the code; no sender is needed',
    where: 'Verify > Services',
  },
  to: {
    name: 'RECIPIENT_NUMBER',
    flag: '--to',
    value: 'number',
    parse: (text) => (isPhoneNumber(text) ? text : undefined),
    accepts: 'a phone number with its country, like +14155552671',
    about: 'the phone that must be held',
  },
  edge: {
    name: 'TWILIO_EDGE',
    ...hostPart,
    about: "Twilio's edge location",
    where: 'www.twilio.com/docs/global-infrastructure/edge-locations',
  },
  region: {
    name: 'TWILIO_REGION',
    ...hostPart,
    about: "the account's region",
    where: 'www.twilio.com/docs/global-infrastructure',
  },
  apiUrl: {
    name: 'TWILIO_API_URL',
    secret: true,
    parse: parseOrigin,
    accepts: 'an origin like https://api.example.com, or http:// on a loopback address',
    about: "an origin to talk to instead of Twilio's hosts, such as the sandbox",
  },
  channel: {
    name: 'OTP_CHANNEL',
    flag: '--channel',
    value: 'channel',
    default: 'sms',
    ...oneOf(['sms', 'whatsapp', 'call']),
    about: 'how the code reaches the phone',
  },
  fallback: {
    name: 'OTP_FALLBACK',
    ...oneOf(['call']),
    about: 'call: offer the button CALL ME when a text does not arrive',
  },
  whatsappContentSid: {
    name: 'OTP_WHATSAPP_CONTENT_SID',
    secret: true,
    ...sid('HX'),
    about: 'the approved WhatsApp template that the code is the first variable of',
    where: 'Messaging > Content Template Builder',
  },
  length: {
    name: 'OTP_LENGTH',
    flag: '--length',
    value: 'digits',
    ...count('length'),
    about: 'digits in a code',
  },
  expiresIn: {
    name: 'OTP_EXPIRES_IN',
    flag: '--expires-in',
    value: 'duration',
    ...duration('expiresIn'),
    about: 'life of a code',
  },
  maxAttempts: { name: 'OTP_MAX_ATTEMPTS', ...count('maxAttempts'), about: 'wrong tries per code' },
  resendAfter: { name: 'OTP_RESEND_AFTER', ...duration('resendAfter'), about: 'shortest time between two codes' },
  maxSends: { name: 'OTP_MAX_SENDS', ...count('maxSends'), about: 'most codes per OTP_SEND_WINDOW and recipient' },
  sendWindow: { name: 'OTP_SEND_WINDOW', ...duration('sendWindow'), about: 'what OTP_MAX_SENDS counts in' },
  service: {
    name: 'OTP_SERVICE',
    flag: '--service',
    value: 'name',
    parse: (text) => (plainText(text, 30) === text && text !== '' ? text : undefined),
    accepts: '1-30 printable characters',
    about: 'what the code is for; a code for one service is not valid for another',
  },
  message: {
    name: 'OTP_MESSAGE',
    parse: (text) => (text.includes('{code}') && text.length <= 1_000 ? text : undefined),
    accepts: 'a text with {code} in it, and {service} or {minutes} if you like',
    about: 'the words of the text',
  },
  store: {
    name: 'OTP_STORE',
    flag: '--store',
    value: 'store',
    secret: true,
    parse: parseStore,
    accepts: 'a file, memory:, or redis://[user:password@]host[:port][/database] (rediss:// for TLS)',
    about: "where tries, sends and locks are remembered (default: otp-tui/state.db in the user's state directory)",
  },
  secret: {
    name: 'OTP_SECRET',
    secret: true,
    parse: (text) => (text.length >= 16 ? text : undefined),
    accepts: '16 characters or more',
    about: 'keys the digests of the codes; derived from the Twilio secret if left out',
  },
  idleTimeout: {
    name: 'OTP_IDLE_TIMEOUT',
    default: '10m',
    ...durationWithin(5_000, 86_400_000),
    about: 'without a key for so long, the form closes',
  },
} satisfies Record<string, Setting<unknown>>;

export type SettingKey = keyof typeof SETTINGS;

/** A setting's value is undefined where it was not given and has no default. */
type Values = { readonly [K in SettingKey]: ReturnType<(typeof SETTINGS)[K]['parse']> };

/** The settings whose values are texts, as given by flags, in the environment or in a file. */
export interface Sources {
  readonly flags: Readonly<Partial<Record<SettingKey, string>>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly file: Readonly<Record<string, string | undefined>>;
}

/** Every setting, checked, with whatever kept it from being so. */
export interface ReadSettings {
  readonly values: Values;
  /** The settings that were given, rightly or wrongly, and not left to their default. */
  readonly given: ReadonlySet<SettingKey>;
  /** One line each. */
  readonly problems: readonly string[];
}

/** Reads every setting from its sources, in rising order: default, file, environment, flag. */
export function readSettings(sources: Sources): ReadSettings {
  const problems: string[] = [];
  const given = new Set<SettingKey>();
  const values = Object.fromEntries(
    Object.entries<Setting<unknown>>(SETTINGS).map(([key, setting]) => {
      const chosen = textOf(key as SettingKey, setting, sources, problems);
      if (chosen !== undefined) given.add(key as SettingKey);
      const text = chosen ?? setting.default;
      const value = text === undefined ? undefined : setting.parse(text);
      if (text !== undefined && value === undefined) {
        const shown = setting.secret ? '' : ` is "${plainText(text, 40)}":`;
        problems.push(`${label(setting)}${shown} must be ${setting.accepts}`);
      }
      return [key, value];
    }),
  ) as Values;
  return { values, given, problems };
}

/** A setting by the names that a person can set it by. */
export function label({ name, flag }: Setting<unknown>): string {
  return flag ? `${name} (${flag})` : name;
}

// An empty value counts as none, so that a copied .env.example can be filled in line by line.
function textOf(
  key: SettingKey,
  setting: Setting<unknown>,
  { flags, env, file }: Sources,
  problems: string[],
): string | undefined {
  const { name, alias } = setting;
  if (flags[key] !== undefined) return flags[key];
  const own = env[name] || file[name] || undefined;
  const other = alias === undefined ? undefined : env[alias] || file[alias] || undefined;
  if (own && other && own !== other) problems.push(`${name} and ${alias} differ: set one of them`);
  return own ?? other;
}

function matching(pattern: RegExp): (text: string) => string | undefined {
  return (text) => (pattern.test(text) ? text : undefined);
}

function oneOf<const Word extends string>(words: readonly Word[]) {
  return { accepts: words.join(', '), parse: (text: string) => words.find((word) => word === text) };
}

function count(key: keyof Policy) {
  const [least, most] = POLICY_BOUNDS[key];
  return {
    default: String(DEFAULT_POLICY[key]),
    accepts: `a whole number from ${least} to ${most}`,
    parse: (text: string) => {
      const number = /^[0-9]{1,4}$/.test(text) ? Number(text) : Number.NaN;
      return number >= least && number <= most ? number : undefined;
    },
  };
}

function duration(key: keyof Policy) {
  return { default: writeDuration(DEFAULT_POLICY[key]), ...durationWithin(...POLICY_BOUNDS[key]) };
}

function durationWithin(least: number, most: number) {
  return {
    accepts: `a duration from ${writeDuration(least)} to ${writeDuration(most)}`,
    parse: (text: string) => {
      const ms = parseDuration(text) ?? Number.NaN;
      return ms >= least && ms <= most ? ms : undefined;
    },
  };
}

/** Letters, digits and spaces, with a letter among them: https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id */
function isSenderId(text: string): boolean {
  return /^[A-Za-z0-9 ]{1,11}$/.test(text) && /[A-Za-z]/.test(text) && text.trim() === text;
}

function parseOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, origin, href } = new URL(text);
  const loopback = /^(127(\.[0-9]+){3}|localhost|\[::1\])$/.test(hostname);
  const safe = protocol === 'https:' || (protocol === 'http:' && loopback);
  return safe && href === `${origin}/` ? origin : undefined;
}

function parseStore(text: string): string | undefined {
  if (text === 'memory:') return text;
  if (isOfRedis(text)) return isReadBy(readRedisAddress, text) ? text : undefined;
  return text === '' || /^[a-z][a-z0-9+.-]+:/i.test(text) || text.includes('\0') ? undefined : text;
}

/** Whether a reader takes a text. */
export function isReadBy(read: (text: string) => unknown, text: string): boolean {
  try {
    read(text);
    return true;
  } catch {
    return false;
  }
}
