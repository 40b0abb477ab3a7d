// Has Twilio Verify make, send and judge the codes. HTTP 200 with the status `pending` means a wrong code.

import type { Verdict } from '../core/charge.ts';
import { POLICY_BOUNDS } from '../core/policy.ts';
import { type Failure, twilioAccount } from './account.ts';
import type { AccountOptions } from './account-options.ts';
import { ofCall, UNREADABLE } from './problems.ts';
import type { CodeService, Judgement } from './sender.ts';

/** The account, and its Verify service. */
export interface VerifyOptions extends AccountOptions {
  /** `VA` and 32 hexadecimal digits. */
  readonly verifyServiceSid: string;
}

// Verify's error codes.
const NO_SUCH_VERIFICATION = 20404;
const CHECKS_USED_UP = 60202;
const SENDS_USED_UP = 60203;
/** Verify's limits end with the verification: https://www.twilio.com/docs/verify/api/rate-limits-and-timeouts */
const LIFE = 600_000;

/** What a status other than `approved` means for the entered code. */
const VERDICTS = new Map<unknown, Exclude<Verdict, 'right'>>([
  ['pending', 'wrong'],
  ['max_attempts_reached', 'exhausted'],
  ['expired', 'gone'],
  ['canceled', 'gone'],
  ['deleted', 'gone'],
  ['failed', 'gone'],
]);

/** The fields read from an answer. It may not come from Verify at all, so they can be anything. */
type Read<Field extends string> = { readonly [Name in Field]: unknown };

/**
 * Codes from a Verify service of a Twilio account. No sender is needed.
 *
 * @throws RangeError if credentials are missing, edge or region is not a plain name, or proxy is not an address
 * @example twilioVerify({ accountSid, authToken, verifyServiceSid })
 */
export function twilioVerify({ verifyServiceSid, ...options }: VerifyOptions): CodeService {
  const account = twilioAccount(options);
  let length: number | undefined;
  const isFor = (to: string, { accountSid, serviceSid, to: recipient }: Read<'accountSid' | 'serviceSid' | 'to'>) =>
    accountSid === options.accountSid && serviceSid === verifyServiceSid && recipient === to;
  return {
    name: verifyServiceSid,
    async codeLength() {
      if (length !== undefined) return length;
      const answer = await account.ask(({ verify }) => verify.v2.services(verifyServiceSid).fetch());
      if (answer.kind !== 'answered') return { kind: answer.kind, problem: answer.problem };
      const { accountSid, sid, codeLength } = answer.result;
      const [least, most] = POLICY_BOUNDS.length;
      const isOurs = accountSid === options.accountSid && sid === verifyServiceSid;
      const isLength = Number.isInteger(codeLength) && codeLength >= least && codeLength <= most;
      if (!isOurs || !isLength) return { kind: 'refused', problem: UNREADABLE };
      length = codeLength;
      return length;
    },
    async start(to, channel, replaces) {
      if (replaces) {
        // Otherwise Verify would send the same code again and forget the tries made at it.
        const cancelled = await account.ask(({ verify }) =>
          verify.v2.services(verifyServiceSid).verifications(to).update({ status: 'canceled' }),
        );
        if (cancelled.kind === 'answered') {
          const isCancelled = isFor(to, cancelled.result) && cancelled.result.status === 'canceled';
          if (!isCancelled) return { kind: 'refused', problem: UNREADABLE };
        } else if (cancelled.problem.code !== NO_SUCH_VERIFICATION)
          return { kind: 'refused', problem: cancelled.problem };
      }
      const answer = await account.ask(({ verify }) =>
        verify.v2.services(verifyServiceSid).verifications.create({ to, channel }),
      );
      if (answer.kind === 'answered') {
        const { sid, status } = answer.result;
        const isStarted = isFor(to, answer.result) && isVerification(sid) && status === 'pending';
        // Verify does not report progress.
        return isStarted ? { kind: 'accepted', id: sid } : { kind: 'unknown', problem: UNREADABLE };
      }
      if (answer.problem.code === SENDS_USED_UP) return { kind: 'limited', retryAfter: LIFE };
      return { kind: answer.kind, problem: channel === 'call' ? ofCall(answer.problem) : answer.problem };
    },
    async judge(to, code, isExpected) {
      const check = { to, code };
      const answer = await account.ask(
        ({ verify }) => verify.v2.services(verifyServiceSid).verificationChecks.create(check),
        code,
      );
      if (answer.kind !== 'answered') return notJudged(answer);
      const { sid, status, valid }: Read<'sid' | 'status' | 'valid'> = answer.result;
      const unjudged: Judgement = { kind: 'unjudged', problem: UNREADABLE };
      if (!isFor(to, answer.result)) return unjudged;
      if (status === 'approved') {
        return valid === true && isVerification(sid) && isExpected(sid) ? { kind: 'right' } : unjudged;
      }
      const verdict = VERDICTS.get(status);
      return verdict ? { kind: verdict } : unjudged;
    },
  };
}

function isVerification(sid: unknown): sid is string {
  return typeof sid === 'string' && /^VE[0-9a-f]{32}$/i.test(sid);
}

function notJudged({ problem }: Failure): Judgement {
  if (problem.code === NO_SUCH_VERIFICATION) return { kind: 'gone' };
  if (problem.code === CHECKS_USED_UP) return { kind: 'exhausted' };
  return { kind: 'unjudged', problem };
}
