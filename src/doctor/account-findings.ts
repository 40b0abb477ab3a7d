// What is said about the way to Twilio, the clock and the account.

import type { Answer, Failure } from '../delivery/account.ts';
import { type AccountFacts, NOT_AUTHENTICATED } from '../delivery/inspect.ts';
import { error, type Finding, ok, warning } from './finding.ts';

export interface Way {
  /** Where requests go. */
  readonly origin: string;
  /** Whether TWILIO_API_URL chose that. */
  readonly isOther: boolean;
  /** The proxy on the way, without its password. */
  readonly proxy: string | undefined;
}

/** In ms. The Date header has a resolution of a second, and the answer takes its time. */
const MAX_SKEW = 10_000;

/** Whether Twilio was reached. @param failure why a request had no answer, if so */
export function wayFinding({ origin, isOther, proxy }: Way, failure: Failure | undefined): Finding {
  const about = 'way to Twilio';
  const through = proxy === undefined ? 'without a proxy' : `through the proxy ${proxy}`;
  if (failure?.cause === undefined) {
    const tls = origin.startsWith('https:') ? 'its certificate is trusted' : 'without TLS';
    const text = `${origin} answers, ${through}, ${tls}`;
    const next = "unset TWILIO_API_URL, unless this is meant: Twilio's own hosts are not used";
    return isOther ? warning(about, text, next) : ok(about, text);
  }
  return error(about, `${origin} cannot be reached ${through} (${failure.cause})`, remedyFor(failure.cause, proxy));
}

function remedyFor(cause: string, proxy: string | undefined): string {
  if (/CERT|SIGNATURE|^ERR_TLS/.test(cause)) {
    return 'name the authority of its certificate in OTP_CA_FILE, if it is your own; if not, someone is in between';
  }
  if (proxy !== undefined) return 'check the address, user name, password and access rules of the proxy';
  if (/^ENOTFOUND|^EAI_/.test(cause)) return 'check DNS, TWILIO_EDGE, TWILIO_REGION and TWILIO_API_URL';
  return 'check the network, the firewall and TWILIO_API_URL, and status.twilio.com';
}

/** @param skew by how much Twilio's clock is ahead of ours, in ms; undefined if it did not say what time it is */
export function clockFinding(skew: number | undefined): Finding {
  const next = 'have it set by NTP (timedatectl set-ntp true)';
  if (skew === undefined) return warning('clock', 'Twilio did not say what time it is', next);
  const seconds = Math.round(Math.abs(skew) / 1_000);
  if (Math.abs(skew) <= MAX_SKEW) return ok('clock', "agrees with Twilio's");
  const text = `this computer's clock is ${seconds} s ${skew > 0 ? 'behind' : 'ahead of'} Twilio's`;
  return warning('clock', text, next);
}

export interface AccountAnswers {
  readonly account: Answer<AccountFacts>;
  /** Whether messages can be read; asked only with an API key that may not read the account. */
  readonly messages?: Answer<object> | undefined;
}

export function accountFinding({ account, messages }: AccountAnswers, usesVerify: boolean): Finding {
  const about = 'account';
  if (account.kind === 'answered') {
    const { status, type } = account.result;
    if (status !== 'active') {
      return error(about, `it is ${status}`, 'see Console > Admin > Account management, or write to Twilio');
    }
    if (type === 'Full') return ok(about, 'active, a full account');
    const trial = 'active, but a trial account, which sends only to phones that it has verified';
    if (usesVerify) return warning(about, trial, 'upgrade it in the Console');
    return warning(
      about,
      `${trial}, and no text in words of your own (572006)`,
      'upgrade it in the Console, or have Verify send the codes (TWILIO_VERIFY_SERVICE_SID)',
    );
  }
  if (messages === undefined) return refused(about, account);
  if (messages.kind === 'answered') {
    return ok(about, 'the API key is accepted; it may not read the account, so whether that is a trial is unknown');
  }
  const { code } = messages.problem;
  if (code === undefined || code === NOT_AUTHENTICATED) return refused(about, messages);
  const text = 'the API key may read neither the account nor its messages, so nothing is known about either';
  return warning(about, text, 'make sure that it may create messages (Console > Admin > API keys & tokens)');
}

/** What Twilio refused, in the words for operators. */
export function refused(about: string, { problem, cause }: Failure): Finding {
  if (cause !== undefined) return error(about, `Twilio did not answer (${cause})`, 'see status.twilio.com');
  const { detail, said, help } = problem;
  const next = `see ${help ?? 'Console > Monitor > Logs > Errors'}`;
  return error(about, said === undefined ? detail : `${detail} Twilio says: ${said}`, next);
}
