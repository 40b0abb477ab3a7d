// Twilio Verify: when a code is made or sent again, the result of checking a code, and when Verify's limits
// are reached.

import { randomInt } from 'node:crypto';
import { type ApiRequest, errorReply, newSid, notFound, type Reply, type Route, remember } from './api.ts';
import { refuseUnverified, refuseVerification } from './numbers.ts';
import type { VerifyOptions } from './options.ts';
import { laterPageOf } from './page.ts';
import {
  type Attempt,
  type Channel,
  describeCheck,
  describeService,
  describeVerification,
  NAME,
  SERVICES,
  type Service,
  type Verification,
} from './verification.ts';

const SENDER = 'VERIFY';
const CODE_LENGTH = 6;
const MAX_SENDS = 5;
const MAX_CHECKS = 5;
/** Of a service's name, in characters. */
const MAX_NAME = 30;
/** In ms from the first attempt. Later attempts do not extend it. */
const LIFETIME = 10 * 60_000;

export function verifyRoutes({
  onText,
  clock = Date.now,
  codeLengths = {},
  trial = false,
}: VerifyOptions): readonly Route[] {
  /** Verifications that can still be approved, by account, service and recipient. */
  const pending = new Map<string, Verification>();
  /** The services that were made here, by SID. Any other is taken for one that was made before. */
  const services = new Map<string, Service>();
  const startedAt = clock();
  const lengthOf = (service: string) => services.get(service)?.codeLength ?? codeLengths[service] ?? CODE_LENGTH;
  const nameOf = (service: string) => services.get(service)?.name ?? NAME;

  function start({ account, params: { service = '' }, form }: ApiRequest): Reply {
    const [to, channel] = [form('To'), form('Channel')];
    if (to === '') return missing('To');
    if (channel === '') return missing('Channel');
    if (!isChannel(channel)) return invalid('Channel', channel);
    const refusal = refuseVerification(to, channel) ?? (trial ? refuseUnverified(to) : undefined);
    if (refusal) return refusal;

    const key = keyOf(account, service, to);
    const running = find(key);
    if (running && running.attempts.length >= MAX_SENDS) return errorReply(60203, 'Max send attempts reached');
    const now = clock();
    const attempt: Attempt = { sid: newSid('VL'), channel, time: now };
    const code = running?.code ?? drawCode(lengthOf(service));
    const verification: Verification = running
      ? { ...running, attempts: [...running.attempts, attempt], updatedAt: now }
      : { sid: newSid('VE'), account, service, to, code, attempts: [attempt], checks: 0, updatedAt: now };
    remember(pending, key, verification);
    const body = `Your ${nameOf(service)} verification code is: ${code}`;
    onText?.({ time: new Date(now).toISOString(), to, from: SENDER, body, sid: verification.sid });
    return { status: 201, body: describeVerification(verification, 'pending') };
  }

  function check({ path, account, params: { service = '' }, form }: ApiRequest): Reply {
    const [code, to, sid] = [form('Code'), form('To'), form('VerificationSid')];
    if (to === '' && sid === '') return missing('To');
    if (code === '') return missing('Code');
    if (code.length < 4 || code.length > 10) return invalid('Code', code);

    const verification = to === '' ? findBySid(account, service, sid) : find(keyOf(account, service, to));
    if (!verification || (sid !== '' && verification.sid !== sid)) return notFoundByVerify(path);
    if (verification.checks >= MAX_CHECKS) return errorReply(60202, 'Max check attempts reached');
    const checked = { ...verification, checks: verification.checks + 1, updatedAt: clock() };
    const isApproved = code === verification.code;
    const key = keyOf(account, service, verification.to);
    if (isApproved) pending.delete(key);
    else remember(pending, key, checked);
    return { status: 200, body: describeCheck(checked, isApproved) };
  }

  function fetchVerification({ path, account, params: { service = '', sid = '' } }: ApiRequest): Reply {
    const verification = findBySid(account, service, sid);
    if (!verification) return notFoundByVerify(path);
    return { status: 200, body: describeVerification(verification, 'pending') };
  }

  /** Cancels a verification, named by its SID or its recipient. The next start then makes a new code. */
  function cancel({ path, account, params: { service = '', sid = '' }, form }: ApiRequest): Reply {
    if (form('Status') !== 'canceled') return invalid('Status', form('Status'));
    const to = sid.replace('%2B', '+');
    const verification = to.startsWith('+') ? find(keyOf(account, service, to)) : findBySid(account, service, sid);
    if (!verification) return notFoundByVerify(path);
    pending.delete(keyOf(account, service, verification.to));
    return { status: 200, body: describeVerification({ ...verification, updatedAt: clock() }, 'canceled') };
  }

  function fetchService({ account, params: { service = '' } }: ApiRequest): Reply {
    const others = { sid: service, account, name: NAME, codeLength: lengthOf(service), createdAt: startedAt };
    return { status: 200, body: describeService(services.get(service) ?? others) };
  }

  function makeService({ account, form }: ApiRequest): Reply {
    const [name, length] = [form('FriendlyName'), form('CodeLength') || `${CODE_LENGTH}`];
    if (name === '') return missing('FriendlyName');
    if (name.length > MAX_NAME) return invalid('FriendlyName', name);
    if (!/^(?:[4-9]|10)$/.test(length)) return invalid('CodeLength', length);
    const made = { sid: newSid('VA'), account, name, codeLength: Number(length), createdAt: clock() };
    remember(services, made.sid, made);
    return { status: 201, body: describeService(made) };
  }

  function listServices({ account, query }: ApiRequest): Reply {
    const own = [...services.values()].filter((one) => one.account === account).reverse();
    return laterPageOf('services', own.map(describeService), SERVICES, query);
  }

  function find(key: string): Verification | undefined {
    const verification = pending.get(key);
    return verification && clock() < verification.attempts[0].time + LIFETIME ? verification : undefined;
  }

  function findBySid(account: string, service: string, sid: string): Verification | undefined {
    for (const [key, one] of pending) {
      if (one.sid === sid) return one.account === account && one.service === service ? find(key) : undefined;
    }
    return undefined;
  }

  const root = '/v2/Services/(?<service>VA[0-9a-fA-F]{32})';
  return [
    { path: /^\/v2\/Services$/, methods: { GET: listServices, POST: makeService } },
    { path: new RegExp(`^${root}$`), methods: { GET: fetchService } },
    { path: new RegExp(`^${root}/Verifications$`), methods: { POST: start } },
    {
      path: new RegExp(`^${root}/Verifications/(?<sid>VE[0-9a-f]{32}|(?:\\+|%2B)[0-9]+)$`),
      methods: { GET: fetchVerification, POST: cancel },
    },
    { path: new RegExp(`^${root}/VerificationCheck$`), methods: { POST: check } },
  ];
}

function missing(name: string): Reply {
  return errorReply(20001, `Missing required parameter ${name} in the post body`);
}

function invalid(name: string, value: string): Reply {
  return errorReply(60200, `Invalid parameter \`${name}\`: ${value}`);
}

// Verify leaves the version out of the path in its message.
function notFoundByVerify(path: string): Reply {
  return notFound(path.replace(/^\/v2/, ''));
}

function isChannel(text: string): text is Channel {
  return /^(sms|call|whatsapp)$/.test(text);
}

function keyOf(account: string, service: string, to: string): string {
  return `${account} ${service} ${to}`;
}

function drawCode(length: number): string {
  return Array.from({ length }, () => randomInt(10)).join('');
}
