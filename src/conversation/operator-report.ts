// Turns the outcomes of an operator's verbs into words and exit statuses.

import { explain, type RecoveryOutcome, type StoreFailed, type UnlockOutcome } from '../core/outcome.ts';
import { EXIT } from './exit.ts';
import type { Report } from './report.ts';

/** For the operator who ran `unlock`. @param recipient masked */
export function reportUnlock(outcome: UnlockOutcome | StoreFailed, recipient: string): Report {
  if (outcome.kind === 'store-failed') {
    const text = `could not unlock ${recipient}: ${explain(outcome.problem)}`;
    return { tone: 'bad', text, status: EXIT.store };
  }
  const { failures, wasLocked, sends, recoveryTries = 0 } = outcome;
  const cleared = [
    ...(failures > 0 ? [`${failures} wrong ${failures === 1 ? 'try' : 'tries'} in a row`] : []),
    ...(recoveryTries > 0 ? [`${recoveryTries} wrong recovery ${recoveryTries === 1 ? 'code' : 'codes'}`] : []),
    ...(sends > 0 ? [`${sends} ${sends === 1 ? 'send' : 'sends'}`] : []),
  ].join(' and ');
  const text = cleared
    ? `${recipient}: ${cleared} cleared${wasLocked ? ', unlocked' : ''}`
    : `${recipient} had no wrong tries: nothing to clear`;
  return { tone: 'plain', text, status: EXIT.verified };
}

/** For whoever ran `recovery` and has the codes in front of them. @param recipient masked */
export function reportRecovery(outcome: RecoveryOutcome, recipient: string): Report {
  if (outcome.kind === 'made') {
    const text = `recovery codes for ${recipient}: keep them safe and apart from the phone. Each works once; all earlier ones no longer work`;
    return { tone: 'plain', text, status: EXIT.verified };
  }
  const earlier = outcome.charged === undefined ? 'Any earlier ones still work' : 'Any earlier ones may no longer work';
  const text = `no recovery codes for ${recipient}: ${explain(outcome.problem)}. ${earlier}`;
  return { tone: 'bad', text, status: EXIT.store };
}

/** For whoever ran `recovery` and did not get the codes, although they were made. @param recipient masked */
export function reportLostRecovery(recipient: string): string {
  return `the recovery codes for ${recipient} could not be written, and any earlier ones no longer work: make new ones`;
}
