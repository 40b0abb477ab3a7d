// Sends texts with Twilio's official SDK; the only importer of it. An error of the SDK never leaves
// this file: it can hold the code and the credentials.

import { plainText } from '../core/plain-text.ts';
import { noAnswer, refusal, unreachable } from './problems.ts';
import type { Delivery, Sender } from './sender.ts';
import { TransportError, transport } from './transport.ts';

export interface TwilioOptions {
  /** `AC` and 32 hexadecimal digits. */
  readonly accountSid: string;
  /** The account's auth token; or the API key and its secret. */
  readonly authToken?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly apiSecret?: string | undefined;
  /** The sender: a number of the account in E.164, or an alphanumeric sender ID. */
  readonly from?: string | undefined;
  /** Instead of a sender: `MG` and 32 hexadecimal digits. */
  readonly messagingServiceSid?: string | undefined;
  readonly edge?: string | undefined;
  readonly region?: string | undefined;
  /** An origin to talk to instead of Twilio's hosts. */
  readonly apiUrl?: string | undefined;
}

/** A request takes no longer than this, in ms. */
const TIME_LIMIT = 10_000;

/**
 * Sends texts through a Twilio account. The SDK is loaded at the first text.
 *
 * @param timeLimit for one request, in ms
 * @throws RangeError where credentials or sender are missing, or edge or region is not a plain name
 * @example twilioSender({ accountSid, authToken, from: '+15005550006' })
 */
export function twilioSender(options: TwilioOptions, timeLimit = TIME_LIMIT): Sender {
  const { accountSid, authToken, apiKey, apiSecret, from, messagingServiceSid } = options;
  const [username, password] = apiKey === undefined ? [accountSid, authToken] : [apiKey, apiSecret];
  if (!password) throw new RangeError('authToken, or apiKey with apiSecret, is missing');
  if (!from && !messagingServiceSid) throw new RangeError('from or messagingServiceSid is missing');
  for (const name of [options.edge ?? '', options.region ?? '']) {
    // The SDK builds the host from them: anything else would send the credentials elsewhere.
    if (!/^[a-z0-9-]*$/.test(name)) throw new RangeError('edge and region are lower-case letters, digits and dashes');
  }
  const sender = messagingServiceSid ? { messagingServiceSid } : { from: from ?? '' };
  const client = once(async () => {
    const { default: twilio } = await import('twilio');
    return twilio(username, password, {
      accountSid,
      // Whatever is left undefined, the SDK would take from the environment.
      edge: options.edge ?? '',
      region: options.region ?? '',
      logLevel: 'none',
      env: {},
      httpClient: transport(timeLimit, options.apiUrl) as never,
    });
  });
  return {
    async send({ to, body, validFor }) {
      const { messages } = await client();
      try {
        await messages.create({ ...sender, to, body, validityPeriod: validFor });
        return { kind: 'accepted' };
      } catch (error) {
        const code = body.match(/[0-9]{4,}/g) ?? [];
        const basic = Buffer.from(`${username}:${password}`).toString('base64');
        return whatBecame(error, [...code, password, basic]);
      }
    },
  };
}

/** What an error says of the text's fate. @param secrets what must not be repeated from it */
function whatBecame(error: unknown, secrets: readonly string[]): Delivery {
  if (error instanceof TransportError) {
    return error.sent
      ? { kind: 'unknown', problem: noAnswer(error.cause) }
      : { kind: 'refused', problem: unreachable(error.cause) };
  }
  const { status, code, message } = error as { status?: unknown; code?: unknown; message?: unknown };
  if (typeof status !== 'number') return { kind: 'unknown', problem: noAnswer('an answer that cannot be read') };
  const problem = refusal(
    status,
    typeof code === 'number' ? code : undefined,
    typeof message === 'string' && !holdsAny(message, secrets) ? message : undefined,
  );
  // 503 is said before anything is done; after any other 5xx the text may be on its way.
  return { kind: status >= 500 && status !== 503 ? 'unknown' : 'refused', problem };
}

/** Whether a text, as it would be shown, holds one of these: whatever answered may have quoted the request. */
function holdsAny(text: string, secrets: readonly string[]): boolean {
  const shown = plainText(text, Number.POSITIVE_INFINITY);
  return secrets.some((secret) => shown.includes(secret));
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
