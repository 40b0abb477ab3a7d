// Asks Twilio what the findings about the account, the sender and the recipients are made of. Sends nothing.

import type { Parts } from '../config/parts.ts';
import { isPhoneNumber } from '../core/phone.ts';
import { type Inspector, inspectTwilio, NOT_FOUND } from '../delivery/inspect.ts';
import { twilioOrigin } from '../delivery/route.ts';
import { accountFinding, clockFinding, wayFinding } from './account-findings.ts';
import { type Finding, ok, warning } from './finding.ts';
import { countryFinding, type SenderAnswer, senderFindings, verifiedFinding } from './sender-findings.ts';

type Twilio = NonNullable<Parts['twilio']>;

/** How many phones of a trial account are looked up. */
const MAX_PHONES = 20;

/** @param clock ms since 1970 */
export async function twilioFindings(
  twilio: Twilio,
  { channels, recipient, phones }: Pick<Parts, 'channels' | 'recipient' | 'phones'>,
  clock: () => number,
): Promise<Finding[]> {
  const inspector = inspectTwilio(twilio, clock);
  const account = await inspector.account();
  const way = { origin: twilioOrigin(twilio), isOther: twilio.apiUrl !== undefined, proxy: twilio.proxy?.origin };
  const reached = wayFinding(way, account.kind === 'answered' ? undefined : account);
  if (reached.level === 'error') return [reached];
  const isTried = account.kind !== 'answered' && twilio.apiKey !== undefined;
  const messages = isTried ? await inspector.messages() : undefined;
  const aboutAccount = accountFinding({ account, messages }, twilio.verifyServiceSid !== undefined);
  const findings = [reached, clockFinding(inspector.skew()), aboutAccount];
  // Whatever else would be asked would be refused for the same reason.
  if (aboutAccount.level === 'error') return findings;

  const people = [...new Set([...(recipient === undefined ? [] : [recipient]), ...(phones?.values() ?? [])])];
  const isTrial = account.kind === 'answered' && account.result.type === 'Trial';
  const [sender, verified] = await Promise.all([
    askAboutSender(inspector, twilio),
    Promise.all(
      (isTrial ? people.slice(0, MAX_PHONES) : []).map(async (phone) =>
        verifiedFinding(phone, await inspector.isVerified(phone)),
      ),
    ),
  ]);
  const abroad = countryFinding(people, sender);
  const aboutSender = sender ? senderFindings(sender, channels) : [];
  // A key that may only send says nothing against what it may not read.
  const isKnown = twilio.apiKey === undefined || sender === undefined || isAnswered(sender);
  const unknown = warning('sender', 'the API key may not read it', 'make sure that it is right, in the Console');
  const unlooked =
    isTrial && people.length > MAX_PHONES
      ? [ok('recipient', `${people.length - MAX_PHONES} more were not looked at`)]
      : [];
  return [...findings, ...(isKnown ? aboutSender : [unknown]), ...verified, ...unlooked, ...(abroad ? [abroad] : [])];
}

function isAnswered(sender: SenderAnswer): boolean {
  if (sender.kind === 'name' || sender.answer.kind === 'answered') return true;
  const failure = sender.answer;
  return failure.cause !== undefined || failure.problem.code === NOT_FOUND;
}

async function askAboutSender(
  { number, messagingService, verifyService }: Inspector,
  { from, messagingServiceSid, verifyServiceSid }: Twilio,
): Promise<SenderAnswer | undefined> {
  if (verifyServiceSid !== undefined) return { kind: 'verify', answer: await verifyService(verifyServiceSid) };
  if (messagingServiceSid !== undefined) {
    return { kind: 'messaging-service', answer: await messagingService(messagingServiceSid) };
  }
  if (from === undefined) return undefined;
  if (!isPhoneNumber(from)) return { kind: 'name', name: from };
  return { kind: 'number', number: from, answer: await number(from) };
}
