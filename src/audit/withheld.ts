// What is said in place of an outcome that could not be recorded: that it failed, and what it cost.

import type { CheckOutcome, InvalidPhone, Problem, StoreFailed } from '../core/outcome.ts';
import type { VerifierEvent } from '../verifier-event.ts';

/** The outcome in place of one that could not be recorded. */
export function withheld({ kind, outcome }: VerifierEvent, problem: Problem): StoreFailed {
  const failed = { kind: 'store-failed', problem } as const;
  switch (kind) {
    case 'send':
      return outcome.kind === 'sent' || outcome.kind === 'unknown'
        ? {
            ...failed,
            problem: { message: `${problem.message} If a code arrives, it is valid.`, detail: problem.detail },
          }
        : failed;
    case 'check':
      return { ...failed, ...costOf(outcome) };
    case 'unlock':
    case 'recovery':
      return { ...failed, ...(outcome.kind === 'store-failed' ? chargeOf(outcome) : { charged: 'yes' }) };
    case 'progress':
      return failed;
    default:
      return kind satisfies never;
  }
}

/** What a check cost that nobody is told the outcome of. */
function costOf(outcome: Exclude<CheckOutcome, InvalidPhone>): Pick<StoreFailed, 'charged'> {
  switch (outcome.kind) {
    case 'accepted':
      return { charged: 'spent' };
    case 'incorrect':
      return { charged: 'yes' };
    // Said of the try that exhausts a code, and of every later one.
    case 'exhausted':
      return { charged: 'perhaps' };
    case 'locked':
      return outcome.isNew ? { charged: 'yes' } : {};
    case 'store-failed':
      return chargeOf(outcome);
    case 'used':
    case 'invalid':
    case 'expired':
    case 'unchecked':
    case 'unsent':
    case 'throttled':
      return {};
    default:
      return outcome satisfies never;
  }
}

function chargeOf({ charged }: StoreFailed): Pick<StoreFailed, 'charged'> {
  return charged === undefined ? {} : { charged };
}
