// Twilio Verify: starts a verification, checks its code, shows it and its service. Decides when a code is
// made or sent again, what a check comes to, and when the limits of Verify are reached.

import { randomInt } from 'node:crypto';
import { isPhoneNumber } from './address.ts';
import { keep, newSid } from './kept.ts';
import type { ApiOptions } from './options.ts';
import { refusedByVerify } from './refused-recipient.ts';
import { errorReply, notFound, type Reply } from './reply.ts';
import type { ApiRequest, Route } from './route.ts';
import {
  type Attempt,
  type Channel,
  describeCheck,
  describeService,
  describeVerification,
  isExpired,
  type Verification,
} from './verification.ts';

export interface VerifyOptions extends ApiOptions {
  /** The length of the codes by service SID; 6 where none is named. */
  readonly codeLengths?: Readonly<Record<string, number>>;
}

const NAME = 'otp-tui';
const SENDER = 'VERIFY';
const CODE_LENGTH = 6;
const MOST_SENDS = 5;
const MOST_CHECKS = 5;

export function verifyRoutes({ onText, clock = Date.now, codeLengths = {} }: VerifyOptions): readonly Route[] {
  /** Those that can still be approved, by account, service and recipient. */
  const pending = new Map<string, Verification>();
  const startedAt = clock();
  const lengthOf = (service: string) => codeLengths[service] ?? CODE_LENGTH;

  function start({ account, params: { service = '' }, form }: ApiRequest): Reply {
    const to = form.get('To') ?? '';
    const channel = form.get('Channel') ?? '';
    const refusal = refuseStart(to, channel);
    if (refusal) return refusal;

    const key = keyOf(account, service, to);
    const running = find(key);
    if (running && running.attempts.length >= MOST_SENDS) return errorReply(60203, 'Max send attempts reached', 429);
    const now = clock();
    const attempt: Attempt = { sid: newSid('VL'), channel: channel as Channel, time: now };
    const verification: Verification = running
      ? { ...running, attempts: [...running.attempts, attempt], updatedAt: now }
      : {
          sid: newSid('VE'),
          account,
          service,
          to,
          code: drawCode(lengthOf(service)),
          attempts: [attempt],
          checks: 0,
          updatedAt: now,
        };
    keep(pending, key, verification);
    const body = `Your ${NAME} verification code is: ${verification.code}`;
    onText?.({ time: new Date(now).toISOString(), to, from: SENDER, body, sid: verification.sid });
    return { status: 201, body: describeVerification(verification) };
  }

  function check({ path, account, params: { service = '' }, form }: ApiRequest): Reply {
    const code = form.get('Code') ?? '';
    const to = form.get('To') ?? '';
    const sid = form.get('VerificationSid') ?? '';
    if (to === '' && sid === '') return missing('To');
    if (code === '') return missing('Code');
    if (code.length < 4 || code.length > 10) return invalid('Code', code);

    const verification = to === '' ? findBySid(account, service, sid) : find(keyOf(account, service, to));
    if (!verification || (sid !== '' && verification.sid !== sid)) return notFound(withoutVersion(path));
    if (verification.checks >= MOST_CHECKS) return errorReply(60202, 'Max check attempts reached', 429);
    const checked = { ...verification, checks: verification.checks + 1, updatedAt: clock() };
    const isApproved = code === verification.code;
    const key = keyOf(account, service, verification.to);
    if (isApproved) pending.delete(key);
    else keep(pending, key, checked);
    return { status: 200, body: describeCheck(checked, isApproved) };
  }

  function fetchVerification({ path, account, params: { service = '', sid = '' } }: ApiRequest): Reply {
    const verification = findBySid(account, service, sid);
    if (!verification) return notFound(withoutVersion(path));
    return { status: 200, body: describeVerification(verification) };
  }

  /** Cancels one by its SID, or the pending one of a phone: the next start makes a new code. */
  function cancel({ path, account, params: { service = '', sid = '' }, form }: ApiRequest): Reply {
    if (form.get('Status') !== 'canceled') return invalid('Status', form.get('Status') ?? '');
    const to = sid.replace('%2B', '+');
    const verification = to.startsWith('+') ? find(keyOf(account, service, to)) : findBySid(account, service, sid);
    if (!verification) return notFound(withoutVersion(path));
    pending.delete(keyOf(account, service, verification.to));
    return { status: 200, body: describeVerification({ ...verification, updatedAt: clock() }, 'canceled') };
  }

  function fetchService({ account, params: { service = '' } }: ApiRequest): Reply {
    const settings = { name: NAME, codeLength: lengthOf(service), createdAt: startedAt };
    return { status: 200, body: describeService(service, account, settings) };
  }

  function find(key: string): Verification | undefined {
    const verification = pending.get(key);
    return verification && !isExpired(verification, clock()) ? verification : undefined;
  }

  function findBySid(account: string, service: string, sid: string): Verification | undefined {
    for (const [key, one] of pending) {
      if (one.sid === sid) return one.account === account && one.service === service ? find(key) : undefined;
    }
    return undefined;
  }

  const root = '/v2/Services/(?<service>VA[0-9a-fA-F]{32})';
  return [
    { path: new RegExp(`^${root}$`), methods: { GET: fetchService } },
    { path: new RegExp(`^${root}/Verifications$`), methods: { POST: start } },
    {
      path: new RegExp(`^${root}/Verifications/(?<sid>VE[0-9a-f]{32}|(?:\\+|%2B)[0-9]+)$`),
      methods: { GET: fetchVerification, POST: cancel },
    },
    { path: new RegExp(`^${root}/VerificationCheck$`), methods: { POST: check } },
  ];
}

function refuseStart(to: string, channel: string): Reply | undefined {
  if (to === '') return missing('To');
  if (channel === '') return missing('Channel');
  if (!/^(sms|call|whatsapp)$/.test(channel)) return invalid('Channel', channel);
  // Of Twilio's magic recipients those whose trouble Verify has too, under its own codes.
  if (!isPhoneNumber(to) || to === '+15005550001') return invalid('To', to);
  if (to === '+15005550003') return errorReply(60605, 'The destination phone number has been blocked', 403);
  if (to === '+15005550009' && channel === 'sms') {
    return errorReply(60205, 'SMS is not supported by landline phone number', 403);
  }
  return refusedByVerify(to);
}

function missing(name: string): Reply {
  return errorReply(20001, `Missing required parameter ${name} in the post body`);
}

function invalid(name: string, value: string): Reply {
  return errorReply(60200, `Invalid parameter \`${name}\`: ${value}`);
}

function keyOf(account: string, service: string, to: string): string {
  return `${account} ${service} ${to}`;
}

// Verify names its resources without the version that their path begins with.
function withoutVersion(path: string): string {
  return path.replace(/^\/v2/, '');
}

function drawCode(length: number): string {
  return Array.from({ length }, () => randomInt(10)).join('');
}
