// Sends codes of our own through Twilio: as texts, over WhatsApp, or spoken in a call.

import { type AccountOptions, type Answer, twilioAccount } from './account.ts';
import { UNREADABLE } from './problems.ts';
import { progressOfCall, progressOfText } from './progress.ts';
import type { Delivery, Sender } from './sender.ts';
import { spokenCode } from './spoken-code.ts';

export interface TwilioOptions extends AccountOptions {
  /** The sender: a number of the account in E.164, or an alphanumeric sender ID. */
  readonly from?: string | undefined;
  /** Instead of a sender: `MG` and 32 hexadecimal digits. */
  readonly messagingServiceSid?: string | undefined;
  /** The approved WhatsApp template that the code is the first variable of: `HX` and 32 hexadecimal digits. */
  readonly whatsappContentSid?: string | undefined;
}

/** How long a phone rings, in seconds. */
const RING = 30;
const TEXT_SID = /^(SM|MM)[0-9a-f]{32}$/i;
const CALL_SID = /^CA[0-9a-f]{32}$/i;

/**
 * Sends codes through a Twilio account. The SDK is loaded at the first one.
 *
 * @throws RangeError where credentials or sender are missing, or edge or region is not a plain name, or proxy is no address
 * @example twilioSender({ accountSid, authToken, from: '+15005550006' })
 */
export function twilioSender(options: TwilioOptions): Sender {
  const { from, messagingServiceSid, whatsappContentSid: contentSid } = options;
  if (!from && !messagingServiceSid) throw new RangeError('from or messagingServiceSid is missing');
  const account = twilioAccount(options);
  const sender = (prefix: string) => (messagingServiceSid ? { messagingServiceSid } : { from: `${prefix}${from}` });
  return {
    async send({ to, channel, body, code, service, validFor: validityPeriod }) {
      switch (channel) {
        case 'sms': {
          const text = { ...sender(''), to, body, validityPeriod };
          return deliveryOf(await account.ask(({ messages }) => messages.create(text), code), TEXT_SID);
        }
        case 'whatsapp': {
          const words = contentSid ? { contentSid, contentVariables: JSON.stringify({ 1: code }) } : { body };
          const text = { ...sender('whatsapp:'), to: `whatsapp:${to}`, ...words, validityPeriod };
          return deliveryOf(await account.ask(({ messages }) => messages.create(text), code), TEXT_SID);
        }
        case 'call': {
          const call = { from: from ?? '', to, twiml: spokenCode(code, service), timeout: RING };
          return deliveryOf(await account.ask(({ calls }) => calls.create(call), code), CALL_SID);
        }
        default:
          return channel satisfies never;
      }
    },
    async track(id) {
      // Where it cannot be looked after, it is on its way all the same.
      if (CALL_SID.test(id)) {
        const answer = await account.ask(({ calls }) => calls(id).fetch());
        return answer.kind === 'answered' ? progressOfCall(answer.result.status) : undefined;
      }
      const answer = await account.ask(({ messages }) => messages(id).fetch());
      if (answer.kind !== 'answered') return undefined;
      const { status, errorCode } = answer.result;
      return progressOfText(status, Number.isSafeInteger(errorCode) && errorCode > 0 ? errorCode : null);
    },
  };
}

/** @param sid what its name looks like: whatever answered with another was not Twilio, and may have sent a code all the same */
function deliveryOf(answer: Answer<{ readonly sid: unknown }>, sid: RegExp): Delivery {
  if (answer.kind !== 'answered') return { kind: answer.kind, problem: answer.problem };
  const { sid: id } = answer.result;
  return typeof id === 'string' && sid.test(id) ? { kind: 'accepted', id } : { kind: 'unknown', problem: UNREADABLE };
}
