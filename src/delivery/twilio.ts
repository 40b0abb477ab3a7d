// Sends our codes through Twilio: as SMS, over WhatsApp, or read out in a call.

import { type Answer, twilioAccount } from './account.ts';
import type { AccountOptions } from './account-options.ts';
import { ofCall, UNREADABLE } from './problems.ts';
import { progressOfCall, progressOfText } from './progress.ts';
import type { Delivery, Sender } from './sender.ts';
import { spokenCode } from './spoken-code.ts';

/** The account, and what its texts and calls come from. */
export interface TwilioOptions extends AccountOptions {
  /** The sender: a number of the account in E.164, or an alphanumeric sender ID. */
  readonly from?: string | undefined;
  /** Instead of a sender: `MG` and 32 hexadecimal digits. */
  readonly messagingServiceSid?: string | undefined;
  /** The approved WhatsApp template, whose first variable is the code: `HX` and 32 hexadecimal digits. */
  readonly whatsappContentSid?: string | undefined;
}

/** How long to let the phone ring, in seconds. */
const RING_TIME = 30;
const TEXT_SID = /^(SM|MM)[0-9a-f]{32}$/i;
const CALL_SID = /^CA[0-9a-f]{32}$/i;

/**
 * Sends codes through a Twilio account. The SDK is loaded for the first one.
 *
 * @throws RangeError if credentials or sender are missing, edge or region is not a plain name, or proxy is not an address
 * @example twilioSender({ accountSid, authToken, from: '+15005550006' })
 */
export function twilioSender(options: TwilioOptions): Sender {
  const { from, messagingServiceSid, whatsappContentSid: contentSid } = options;
  if (!from && !messagingServiceSid) throw new RangeError('set from or messagingServiceSid');
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
          const content = contentSid ? { contentSid, contentVariables: JSON.stringify({ 1: code }) } : { body };
          const text = { ...sender('whatsapp:'), to: `whatsapp:${to}`, ...content, validityPeriod };
          return deliveryOf(await account.ask(({ messages }) => messages.create(text), code), TEXT_SID);
        }
        case 'call': {
          const call = { from: from ?? '', to, twiml: spokenCode(code, service), timeout: RING_TIME };
          const delivery = deliveryOf(await account.ask(({ calls }) => calls.create(call), code), CALL_SID);
          return delivery.kind === 'accepted' ? delivery : { ...delivery, problem: ofCall(delivery.problem) };
        }
        default:
          return channel satisfies never;
      }
    },
    async track(id) {
      // A failed status request says nothing about the text itself.
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

/** @param sid the expected format of the SID. An answer with any other did not come from Twilio, yet a code may have been sent. */
function deliveryOf(answer: Answer<{ readonly sid: unknown }>, sid: RegExp): Delivery {
  if (answer.kind !== 'answered') return { kind: answer.kind, problem: answer.problem };
  const { sid: id } = answer.result;
  return typeof id === 'string' && sid.test(id) ? { kind: 'accepted', id } : { kind: 'unknown', problem: UNREADABLE };
}
