// The two lines of PAM: `send --pam` sends a code, `check --pam` judges what was typed and alone decides. All words go to
// standard output, where pam_exec hands them to the person, so they give nothing away; the details go to the audit log.

import { setTimeout as sleep } from 'node:timers/promises';
import packageJson from '../../package.json' with { type: 'json' };
import { turnedAwayLine } from '../audit/line.ts';
import { type AuditAddress, AuditError } from '../audit/log.ts';
import { openAuditLog } from '../audit/open.ts';
import { configureGate } from '../config/configuration.ts';
import type { GateSettings } from '../config/gate.ts';
import { type PamAttempt, readPamAttempt } from '../config/pam-attempt.ts';
import { EXIT } from '../conversation/exit.ts';
import { type Report, reportCheck, reportSend } from '../conversation/report.ts';
import { reportCheckVerb } from '../conversation/verb-report.ts';
import { waitInWords } from '../core/duration.ts';
import { isKept } from '../core/kept.ts';
import type { SendOutcome } from '../core/outcome.ts';
import { maskPhoneNumber } from '../core/phone.ts';
import { forPrompt, inAscii } from '../faces/prompt/words.ts';
import { type Composed, compose } from './compose.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { orSignal } from './or-signal.ts';
import { readLine } from './read-line.ts';

type PamInvocation = Extract<Invocation, { verb: 'send-pam' | 'check-pam' }>;

const NOT_ENROLLED = 'You are not enrolled for codes on a phone. Ask the administrator.';
const SET_UP_WRONGLY = 'No code can be asked for now. Ask the administrator.';
const ANOTHER = /^\s*r\s*$/i;

/** Sends a code, unless the last one is still to be entered. @returns the exit status */
export function sendForPam(invocation: PamInvocation, context: Context): Promise<number> {
  return forPam(invocation, context, async (settings, { verifier }, say) => {
    const { recipient, policy } = settings;
    const { clock } = context;
    const standing = await verifier.status(recipient);
    if (standing.kind === 'standing' && isKept(standing, policy, clock())) {
      await say(plain(`The last code still counts. Enter its ${policy.length} digits, or r for another.`));
      return EXIT.verified;
    }
    let outcome = await verifier.send(recipient);
    // Nothing to enter, and too soon for another: wait, but not for ever.
    for (let rounds = 3; rounds > 0 && isToWaitOut(outcome, clock()); rounds -= 1) {
      await sleep(Math.min(outcome.resendAt - clock(), policy.resendAfter) + 10);
      outcome = await verifier.send(recipient);
    }
    if (outcome.kind === 'sent') {
      const phone = maskPhoneNumber(recipient, '*');
      await say(plain(`Code sent to ${phone}. It expires in ${waitInWords(outcome.expiresAt - clock())}.`));
      await say(plain(`Enter the ${outcome.length} digits, or r for another code.`));
      return EXIT.verified;
    }
    const status = await say(reportSend(outcome, clock(), { opening: true }));
    if (standing.kind === 'standing' && standing.recoveryLeft > 0)
      await say(plain('You can enter a recovery code instead.'));
    return status;
  });
}

/** Judges what was typed. @returns the exit status: 0 after a correct code, and only then */
export function checkForPam(invocation: PamInvocation, context: Context): Promise<number> {
  return forPam(invocation, context, async ({ recipient }, { verifier }, say) => {
    const entry = await readLine(context.openInput().stream);
    const { clock } = context;
    if (!ANOTHER.test(entry)) {
      const checked = await verifier.check(recipient, entry);
      return say((checked.kind === 'accepted' ? reportCheckVerb : reportCheck)(checked, clock()));
    }
    const outcome = await verifier.send(recipient);
    const report = reportSend(outcome, clock());
    await say(outcome.kind === 'sent' ? plain('Another code was sent.') : report);
    // PAM asks again. Whatever became of the other code, nobody has entered one.
    return report.status === EXIT.verified ? EXIT.notVerified : report.status;
  });
}

function isToWaitOut(
  outcome: SendOutcome,
  now: number,
): outcome is SendOutcome & { kind: 'too-soon'; resendAt: number } {
  return outcome.kind === 'too-soon' && (outcome.expiresAt === null || outcome.expiresAt <= now);
}

/** Says one line to the person. @returns the status of the report */
type Say = (report: Report) => Promise<number>;

async function forPam(
  { config, who }: PamInvocation,
  context: Context,
  act: (settings: GateSettings, composed: Composed, say: Say) => Promise<number>,
): Promise<number> {
  const { env, clock, answer, tell } = context;
  const say: Say = async ({ text, status }) => {
    const shown = text
      // Where PAM asks again, `send` has seen to another code by then.
      .replace(/ Press RESEND OTP[^.]*\./, '')
      .replace(/(?<=Administrator: run otp-tui )[^.]*/, 'doctor --pam');
    if (shown !== '') await answer(inAscii(forPrompt(shown)));
    return status;
  };
  const attempt = readPamAttempt(env, who);
  if ('problem' in attempt) {
    // Someone at a shell, who did not come by PAM at all.
    if (env.PAM_TYPE === undefined) tell(attempt.problem);
    else await turnAway('misconfigured', attempt.problem, { kind: 'syslog' });
    return EXIT.usage;
  }
  const { user, service } = attempt;
  const { settings, audit, isUnknownUser } = await configureGate({ flags: { user }, config, pam: { service } }, {});
  if ('problems' in settings) {
    const outcome = isUnknownUser ? 'unknown-user' : 'misconfigured';
    await turnAway(outcome, settings.problems.join('; '), audit ?? { kind: 'syslog' }, attempt);
    return EXIT.usage;
  }
  const { host, tty } = attempt;
  const composed = compose(settings, clock, undefined, { host, tty, service: settings.service ?? service });
  try {
    return await orSignal(act(settings, composed, say), context.takeSignals);
  } finally {
    await composed.close();
  }

  async function turnAway(
    outcome: 'misconfigured' | 'unknown-user',
    detail: string,
    log: AuditAddress,
    from?: PamAttempt,
  ): Promise<void> {
    const origin = { service: env.PAM_SERVICE, user: env.PAM_USER, ...from };
    const line = turnedAwayLine(
      { at: clock(), outcome, detail },
      { ...origin, pid: process.pid, version: packageJson.version },
    );
    try {
      await openAuditLog(log).write(line);
    } catch (error) {
      // Nobody is let in either way.
      if (!(error instanceof AuditError)) throw error;
    }
    await say(plain(outcome === 'unknown-user' ? NOT_ENROLLED : SET_UP_WRONGLY));
  }
}

function plain(text: string): Report {
  return { tone: 'plain', text, status: EXIT.usage };
}
