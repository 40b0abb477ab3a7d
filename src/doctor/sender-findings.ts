// What is said about what codes are sent with, and to whom.

import type { Channel } from '../core/channel.ts';
import { callingCodeOf, maskPhoneNumber } from '../core/phone.ts';
import type { Answer } from '../delivery/account.ts';
import { NUMBERS, TEXT_COUNTRIES, VERIFIED, WHATSAPP_SENDERS } from '../delivery/errors.ts';
import { NOT_FOUND, type VerifyFacts } from '../delivery/inspect.ts';
import type { Capabilities } from '../delivery/inventory.ts';
import { refused } from './account-findings.ts';
import { error, type Finding, ok, warning } from './finding.ts';

const ABOUT = 'sender';

/** What a sender is, and what Twilio says about it. */
export type SenderAnswer =
  | { readonly kind: 'number'; readonly number: string; readonly answer: Answer<Capabilities | undefined> }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'messaging-service'; readonly answer: Answer<object> }
  | { readonly kind: 'verify'; readonly answer: Answer<VerifyFacts> };

/** @param channels the ways that codes go out */
export function senderFindings(sender: SenderAnswer, channels: readonly Channel[]): Finding[] {
  switch (sender.kind) {
    case 'number':
      return numberFindings(sender, channels);
    case 'name': {
      const text = `texts come from the name ${sender.name}, about which Twilio's API says no more`;
      const next =
        'check whether it must be registered in the countries you send to; the United States and Canada allow none';
      return [warning(ABOUT, text, next)];
    }
    case 'messaging-service': {
      const { answer } = sender;
      if (answer.kind === 'answered') return [ok(ABOUT, 'the Messaging Service is there, and chooses the sender')];
      return [answer.problem.code === NOT_FOUND ? absent('Messaging Service', 'MESSAGING') : refused(ABOUT, answer)];
    }
    case 'verify': {
      const { answer } = sender;
      if (answer.kind === 'answered') return verifyFindings(answer.result, channels);
      return [answer.problem.code === NOT_FOUND ? absent('Verify service', 'VERIFY') : refused(ABOUT, answer)];
    }
    default:
      return sender satisfies never;
  }
}

function absent(what: string, setting: 'MESSAGING' | 'VERIFY'): Finding {
  const text = `the account has no such ${what} (20404)`;
  return error(ABOUT, text, `correct TWILIO_${setting}_SERVICE_SID, or the account that it belongs to`);
}

function numberFindings(
  { number, answer }: Extract<SenderAnswer, { kind: 'number' }>,
  channels: readonly Channel[],
): Finding[] {
  if (answer.kind !== 'answered') return [refused(ABOUT, answer)];
  const { result } = answer;
  const isForWhatsApp = channels.includes('whatsapp');
  if (result === undefined) {
    const text = `${number} is not a number of the account`;
    if (!isForWhatsApp) return [error(ABOUT, text, `set SENDER_NUMBER to one of ${NUMBERS}`)];
    const next = `make sure that it is under ${WHATSAPP_SENDERS}`;
    return [warning(ABOUT, `${text}, and Twilio's API does not say whether it is a WhatsApp sender`, next)];
  }
  const lacking = [
    ...(channels.includes('sms') && !result.sms ? ['send texts'] : []),
    ...(channels.includes('call') && !result.voice ? ['make calls'] : []),
  ];
  if (lacking.length > 0) {
    const text = `${number} cannot ${lacking.join(' or ')}`;
    return [error(ABOUT, text, `choose a number that can: ${NUMBERS}, column Capabilities`)];
  }
  const abilities = [...(result.sms ? ['texts'] : []), ...(result.voice ? ['calls'] : [])].join(' and ');
  return [ok(ABOUT, `${number} is the account's and can do ${abilities || 'neither texts nor calls'}`)];
}

function verifyFindings({ codeLength, hasWhatsApp }: VerifyFacts, channels: readonly Channel[]): Finding[] {
  const there = ok(ABOUT, `the Verify service is there; its codes have ${codeLength} digits`);
  if (!channels.includes('whatsapp') || hasWhatsApp) return [there];
  const text = 'the Verify service has no WhatsApp sender';
  return [there, warning(ABOUT, text, 'set one in Console > Verify > Services > WhatsApp, or set OTP_CHANNEL to sms')];
}

/** Whether a trial account may send to a phone. @param answer whether it has verified the phone */
export function verifiedFinding(phone: string, answer: Answer<boolean>): Finding {
  const about = 'recipient';
  const shown = maskPhoneNumber(phone, '*');
  if (answer.kind !== 'answered') return refused(about, answer);
  if (answer.result) return ok(about, `${shown} is verified, so the trial account may send to it`);
  const next = `verify it in ${VERIFIED}, or upgrade the account`;
  return error(about, `${shown} is not verified, so the trial account may not send to it (21608)`, next);
}

/**
 * About countries other than the sender's own, which are off until someone allows them. Twilio's API does not say.
 *
 * @param phones where codes go
 */
export function countryFinding(phones: readonly string[], sender: SenderAnswer | undefined): Finding | undefined {
  const home = sender?.kind === 'number' ? callingCodeOf(sender.number) : undefined;
  const abroad = [...new Set(phones.map(callingCodeOf))].filter((code) => code !== undefined && code !== home).sort();
  if (abroad.length === 0) return undefined;
  const text = `Twilio's API does not say whether codes may be sent to ${abroad.join(', ')}, so this was not checked`;
  return warning('countries', text, `see ${TEXT_COUNTRIES} (error 21408 otherwise)`);
}
