// The one table of settings: name, flag, default, accepted values, and where to find them. The command
// line, its help, `.env.example` and docs/settings.md are generated from it.

import { CHANNELS } from '../core/channel.ts';
import { parsePhoneNumber, phoneProblem } from '../core/phone.ts';
import { plainText } from '../core/plain-text.ts';
import { PROXY_FORM } from '../delivery/proxy-address.ts';
import { readOrigin } from '../delivery/route.ts';
import type { Setting } from './setting.ts';
import {
  count,
  duration,
  durationWithin,
  hasLogin,
  hostPart,
  isSenderId,
  isUserName,
  noSpaces,
  oneOf,
  parseAudit,
  parsePath,
  parseProxy,
  parseStore,
  sid,
} from './setting-values.ts';

export { label, namesOf, type Setting } from './setting.ts';

const always = () => true;

export const SETTINGS = {
  accountSid: {
    name: 'TWILIO_SID',
    alias: 'TWILIO_ACCOUNT_SID',
    secret: true,
    ...sid('AC'),
    about: 'the Twilio account',
    where: 'Console > Account Info',
  },
  authToken: {
    name: 'TWILIO_AUTH_TOKEN',
    secret: true,
    isPrivate: always,
    ...noSpaces,
    about: "the account's token",
    where: 'Console > Account Info',
  },
  apiKey: {
    name: 'TWILIO_API_KEY',
    secret: true,
    ...sid('SK'),
    about: 'with TWILIO_API_SECRET, instead of the token',
    where: 'Console > Admin > API keys & tokens',
  },
  apiSecret: {
    name: 'TWILIO_API_SECRET',
    secret: true,
    isPrivate: always,
    ...noSpaces,
    about: "the API key's secret",
    where: 'shown only once, when the API key is created',
  },
  from: {
    name: 'SENDER_NUMBER',
    flag: '--from',
    value: 'number',
    parse: (text) => parsePhoneNumber(text) ?? (isSenderId(text) ? text : undefined),
    why: (text) => (text.includes('+') ? phoneProblem(text) : undefined),
    accepts: 'a phone number like +15005550006, or a sender ID of 1-11 letters and digits',
    about: 'the phone number or name that texts come from',
    where: 'Console > Phone Numbers > Manage > Active numbers',
  },
  messagingServiceSid: {
    name: 'TWILIO_MESSAGING_SERVICE_SID',
    secret: true,
    ...sid('MG'),
    about: 'instead of a sender: a Messaging Service',
    where: 'Console > Messaging > Services',
  },
  verifyServiceSid: {
    name: 'TWILIO_VERIFY_SERVICE_SID',
    secret: true,
    ...sid('VA'),
    about: 'Twilio Verify makes, sends and checks the code; no sender is needed',
    where: 'Console > Verify > Services',
  },
  to: {
    name: 'RECIPIENT_NUMBER',
    flag: '--to',
    value: 'number',
    parse: parsePhoneNumber,
    why: phoneProblem,
    accepts: 'a phone number with its country, like +1 (415) 555-2671',
    about: 'phone number to verify',
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
    parse: readOrigin,
    accepts: 'an origin like https://api.example.com, or http:// on a loopback address',
    about: "an origin to talk to instead of Twilio's hosts, such as the sandbox",
  },
  proxy: {
    name: 'OTP_PROXY',
    secret: true,
    isPrivate: hasLogin,
    parse: parseProxy,
    accepts: PROXY_FORM,
    about: 'proxy for reaching Twilio, instead of any set in the environment',
  },
  caFile: {
    name: 'OTP_CA_FILE',
    path: true,
    parse: parsePath,
    accepts: 'a file of certificates in PEM format',
    about: 'additional certificate authorities to trust, for Twilio, the proxy and rediss://',
  },
  channel: {
    name: 'OTP_CHANNEL',
    flag: '--channel',
    value: 'channel',
    default: 'sms',
    ...oneOf(CHANNELS),
    about: 'how the code reaches the phone',
  },
  fallback: {
    name: 'OTP_FALLBACK',
    ...oneOf(['call']),
    about: 'offer the button CALL ME when a text does not arrive',
  },
  whatsappContentSid: {
    name: 'OTP_WHATSAPP_CONTENT_SID',
    secret: true,
    ...sid('HX'),
    about: 'the approved WhatsApp template, whose first variable is the code',
    where: 'Console > Messaging > Content Template Builder',
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
  resendAfter: { name: 'OTP_RESEND_AFTER', ...duration('resendAfter'), about: 'minimum time between two codes' },
  maxSends: {
    name: 'OTP_MAX_SENDS',
    ...count('maxSends'),
    about: 'maximum unanswered codes per recipient in OTP_SEND_WINDOW (and four times as many in 24 hours)',
  },
  sendWindow: { name: 'OTP_SEND_WINDOW', ...duration('sendWindow'), about: 'window for OTP_MAX_SENDS' },
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
    accepts: 'a text that contains {code}, and {service} or {minutes} if you like',
    about: 'the text to send',
  },
  users: {
    name: 'OTP_USERS',
    flag: '--users',
    value: 'file',
    path: true,
    parse: parsePath,
    accepts: 'a file with a line for each person: name phone',
    about: 'users file: whose phone is whose',
  },
  user: {
    flag: '--user',
    value: 'name',
    parse: (text) => (isUserName(text) ? text : undefined),
    accepts: 'a name without spaces',
    about: 'take the phone of this user from the users file, not from RECIPIENT_NUMBER',
  },
  store: {
    name: 'OTP_STORE',
    flag: '--store',
    value: 'store',
    secret: true,
    isPrivate: hasLogin,
    path: true,
    parse: parseStore,
    accepts: 'a file, memory:, or redis://[user:password@]host[:port][/database] (rediss:// for TLS)',
    about: "where tries, sends and locks are kept (default: otp-tui/state.db in the user's state directory)",
  },
  secret: {
    name: 'OTP_SECRET',
    secret: true,
    isPrivate: always,
    parse: (text) => (text.length >= 16 ? text : undefined),
    accepts: '16 characters or more',
    about: 'HMAC key for stored codes; derived from the Twilio secret if left out',
  },
  audit: {
    name: 'OTP_AUDIT',
    path: true,
    parse: parseAudit,
    accepts: 'syslog: for the system log, or a file',
    about: 'audit log: a line for each send, check, lock, unlock, recovery and refusal',
  },
  idleTimeout: {
    name: 'OTP_IDLE_TIMEOUT',
    default: '10m',
    ...durationWithin(5_000, 86_400_000),
    about: 'close after this long without input',
  },
} satisfies Record<string, Setting<unknown>>;

export type SettingKey = keyof typeof SETTINGS;
