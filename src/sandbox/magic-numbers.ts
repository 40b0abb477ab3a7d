// Which numbers can be texted from and to: their form, and Twilio's published magic numbers with the
// errors that they stand for.

import { isPhoneNumber, isSenderId, isShortCode, readAddress } from './address.ts';
import { refusedRecipient } from './refused-recipient.ts';
import { errorReply, type Reply } from './reply.ts';

// https://www.twilio.com/docs/iam/test-credentials. Every other sender is refused there with 21606; here it
// is accepted, so that people can try their own settings.
const MAGIC_RECIPIENTS = new Map<string, Code>([
  ['+15005550001', 21211],
  ['+15005550002', 21612],
  ['+15005550003', 21408],
  ['+15005550004', 21610],
  ['+15005550009', 21614],
]);
const MAGIC_SENDERS = new Map<string, Code>([
  ['+15005550001', 21212],
  ['+15005550007', 21606],
  ['+15005550008', 21611],
]);

type Code = keyof typeof WORDS;

const WORDS = {
  21211: (to: string) => `The 'To' number ${to} is not a valid phone number.`,
  21212: (_: string, from: string) =>
    `The 'From' number ${from} is not a valid phone number, shortcode, or alphanumeric sender ID.`,
  21266: (to: string) => `'To' and 'From' numbers cannot be the same: ${to}`,
  21408: (to: string) =>
    `Permission to send an SMS has not been enabled for the region indicated by the 'To' number: ${to}.`,
  21606: (_: string, from: string) =>
    `The 'From' phone number ${from} is not a valid, message-capable Twilio phone number for this destination.`,
  21610: () => 'Attempt to send to unsubscribed recipient',
  21611: (_: string, from: string) => `This 'From' number ${from} has exceeded the maximum number of queued messages`,
  21612: (to: string, from: string) =>
    `The 'To' phone number: ${to}, is not currently reachable using the 'From' phone number: ${from} via SMS.`,
  21614: (to: string) => `'To' number: ${to}, is not a mobile number`,
  21910: () => "Invalid 'From' and 'To' pair. 'From' and 'To' should be of the same channel",
  63007: () => 'Twilio could not find a Channel with the specified From address',
};

/**
 * Why these addresses cannot be texted, or undefined where they can. Of two bad ones Twilio names the recipient.
 *
 * @param from the sender; empty where a Messaging Service picks it
 */
export function refuseNumbers(to: string, from: string): Reply | undefined {
  const code = codeOfRecipient(to) ?? (from === '' ? undefined : codeOfSender(from, to));
  return code ? errorReply(code, WORDS[code](to, from)) : refusedRecipient(readAddress(to).number);
}

function codeOfRecipient(to: string): Code | undefined {
  const { number } = readAddress(to);
  return isPhoneNumber(number) ? MAGIC_RECIPIENTS.get(number) : 21211;
}

function codeOfSender(from: string, to: string): Code | undefined {
  const { channel, number } = readAddress(from);
  if (channel !== readAddress(to).channel) return 21910;
  if (channel === 'whatsapp' && !isPhoneNumber(number)) return 63007;
  if (!isPhoneNumber(number) && !isShortCode(number) && !isSenderId(number)) return 21212;
  return from === to ? 21266 : MAGIC_SENDERS.get(number);
}
